import { html } from 'hono/html'
import { form } from '../form.ts'
import { page } from '../layout.ts'
import { ownLinks } from '../own-links.ts'
import type { Html, Reader } from '../reader.ts'
import type { SiteView } from '../view.ts'

export interface OwnTokensView {
  readonly tokens: readonly {
    readonly id: string
    readonly scopes: readonly string[]
    readonly until: string
    readonly state: 'in-force' | 'ended' | 'revoked'
  }[]
}

/** The tokens by which programs act for somebody, each to be ended in one click. Their texts are kept nowhere. */
export function ownTokensPage(reader: Reader, site: SiteView, { tokens }: OwnTokensView): Html {
  const body = html`<p>${reader.say('writ-login-tokens-about')}</p>
    ${
      tokens.length === 0
        ? html`<p class="quiet">${reader.say('writ-login-tokens-none')}</p>`
        : html`<ul class="rows">
            ${tokens.map(
              ({ id, scopes, until, state }) =>
                html`<li>
                  <code>${id}</code> ${reader.fill('writ-login-token-scopes', reader.list(scopes))}<br />
                  <span class="quiet">${ending(reader, state, until)}</span>
                  ${
                    state === 'in-force'
                      ? form(reader, {
                          action: `/me/tokens/${encodeURIComponent(id)}/revoke`,
                          button: reader.say('writ-login-token-revoke'),
                          kind: 'quiet',
                          label: reader.say('writ-login-token-revoke-one', id),
                        })
                      : ''
                  }
                </li>`,
            )}
          </ul>`
    }
    ${ownLinks(reader)}`
  return page(reader, site, {
    heading: reader.say('writ-login-tokens'),
    path: '/me/tokens',
    crumbs: [{ href: '/me', text: reader.say('writ-login-me') }],
    body,
  })
}

function ending(reader: Reader, state: OwnTokensView['tokens'][number]['state'], until: string): Html {
  if (state === 'revoked') return html`${reader.say('writ-login-token-revoked')}`
  return reader.fill(state === 'ended' ? 'writ-login-token-ended' : 'writ-login-token-until', reader.moment(until))
}
