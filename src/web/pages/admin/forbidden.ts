import { html } from 'hono/html'
import { page } from '../../layout.ts'
import { roleLink } from '../../parts.ts'
import type { Html, Reader } from '../../reader.ts'
import type { SiteView } from '../../view.ts'
import type { ForbiddenView } from './view.ts'

/** Somebody looks at what is for those who run Writ: who may. */
export function forbiddenPage(reader: Reader, site: SiteView, { rights, roles }: ForbiddenView): Html {
  const body = html`<p>
      ${reader.fill('writ-admin-forbidden', html`${rights.map((right, index) => html`${index === 0 ? '' : ', '}<code>${right}</code>`)}`)}
    </p>
    ${
      roles.length === 0
        ? html`<p>${reader.say('writ-admin-forbidden-nobody')}</p>`
        : html`<p>${reader.say('writ-admin-forbidden-roles')}</p>
            <ul>
              ${roles.map((role) => html`<li>${roleLink(role)}</li>`)}
            </ul>`
    }`
  return page(reader, site, { heading: reader.say('writ-admin-forbidden-heading'), path: undefined, crumbs: [], body })
}
