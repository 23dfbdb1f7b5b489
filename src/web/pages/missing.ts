import { html } from 'hono/html'
import { page, type Html } from '../layout.ts'
import type { Reader } from '../reader.ts'
import type { MissingView, SiteView } from '../view.ts'

export function missingPage(reader: Reader, site: SiteView, view: MissingView): Html {
  const near = view.near === undefined ? undefined : html`<a href="${view.near.href}">${view.near.text}</a>`
  const body = html`<p>${reader.english(view.message)}</p>
    ${near === undefined ? '' : html`<p>${reader.fill('writ-common-did-you-mean', near)}</p>`}
    <p><a href="/">${reader.say('writ-common-back')}</a></p>`
  return page(reader, site, { heading: reader.say('writ-common-not-here'), path: undefined, crumbs: [], body })
}
