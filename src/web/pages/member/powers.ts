import { html } from 'hono/html'
import { page } from '../../layout.ts'
import type { MessageKey } from '../../messages.ts'
import { lineLink, quiet, roleLink } from '../../parts.ts'
import type { Html, Reader } from '../../reader.ts'
import type { SiteView } from '../../view.ts'
import type { RoleName } from './view.ts'

export interface PowerOverView {
  readonly kind: 'remove' | 'suspend' | 'review' | 'decide' | 'read' | 'accounts'
  /** Titles of the roles that it is about. */
  readonly about: readonly string[]
  /** So many further approvals it takes. */
  readonly further: number
  readonly line: string
}

export interface PowersView {
  readonly roles: readonly {
    readonly role: RoleName
    /** Whoever looks holds it themselves. */
    readonly mine: boolean
    readonly can: readonly PowerOverView[]
  }[]
  /** Roles that can do nothing to whoever looks. */
  readonly powerless: readonly RoleName[]
}

const WORDS: Readonly<Record<PowerOverView['kind'], MessageKey>> = {
  remove: 'writ-member-can-remove',
  suspend: 'writ-member-can-suspend',
  review: 'writ-member-can-review',
  decide: 'writ-member-can-decide-on',
  read: 'writ-member-can-read',
  accounts: 'writ-member-can-link',
}

/** What the holders of each role can do to whoever looks. */
export function powersPage(reader: Reader, site: SiteView, { roles, powerless }: PowersView): Html {
  const body = html`<p>${reader.say('writ-member-powers-about')}</p>
    ${roles.length === 0 ? html`<p class="quiet">${reader.say('writ-member-powers-none')}</p>` : ''}
    ${roles.map(
      ({ role, mine, can }) =>
        html`<h2 id="${role.id}">${roleLink(role)}${mine ? html` ${quiet(reader.say('writ-member-powers-mine'))}` : ''}</h2>
          <ul>
            ${can.map(
              ({ kind, about, further, line }) =>
                html`<li>
                  ${reader.say(WORDS[kind], reader.list(about))}${further === 0 ? '' : html` ${reader.say('writ-member-can-further', further)}`}
                  ${lineLink(line)}
                </li>`,
            )}
          </ul>`,
    )}
    ${
      powerless.length === 0
        ? ''
        : html`<h2>${reader.say('writ-member-powers-powerless')}</h2>
            <ul class="columns">
              ${powerless.map((role) => html`<li id="${role.id}">${roleLink(role)}</li>`)}
            </ul>`
    }`
  return page(reader, site, {
    heading: reader.say('writ-member-powers'),
    path: '/me/powers',
    crumbs: [{ href: '/me', text: reader.say('writ-login-me') }],
    body,
  })
}
