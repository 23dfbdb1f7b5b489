import { html } from 'hono/html'
import { page, type Html } from '../layout.ts'
import type { Reader } from '../reader.ts'
import type { MissingView, SiteView } from '../view.ts'

export function missingPage(reader: Reader, site: SiteView, view: MissingView): Html {
  const body = html`<p>${view.message}</p>
    ${view.near === undefined ? '' : html`<p>Did you mean <a href="${view.near.href}">${view.near.text}</a>?</p>`}
    <p><a href="/">Back to the start</a></p>`
  return page(reader, site, { heading: 'Not here', path: undefined, crumbs: [], body })
}
