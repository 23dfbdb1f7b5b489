import { html } from 'hono/html'
import { page, type Html } from '../layout.ts'
import type { Reader } from '../reader.ts'
import type { MissingView, SiteView } from '../view.ts'
import { inWordsOf } from '../worded.ts'

export function missingPage(reader: Reader, site: SiteView, { message, near }: MissingView): Html {
  const name = near === undefined || typeof near.text === 'string' ? near?.text : inWordsOf(reader, near.text)
  const body = html`<p>${reader.fill(message.key, ...message.parameters)}</p>
    ${near === undefined ? '' : html`<p>${reader.fill('writ-common-did-you-mean', html`<a href="${near.href}">${name}</a>`)}</p>`}
    <p><a href="/">${reader.say('writ-common-back')}</a></p>`
  return page(reader, site, { heading: reader.say('writ-common-error-not-found'), path: undefined, crumbs: [], body })
}
