import { html } from 'hono/html'
import { form } from '../form.ts'
import { page } from '../layout.ts'
import { ownLinks } from '../own-links.ts'
import type { Html, Reader } from '../reader.ts'
import { foreign } from '../parts.ts'
import type { SiteView } from '../view.ts'
import { passkeyForm } from './passkey-form.ts'

export interface PasskeysView {
  readonly keys: readonly { readonly entry: number; readonly added: string }[]
  /** Accounts elsewhere that let one in. */
  readonly logins: readonly { readonly provider: string; readonly id: string }[]
  /** Servers by which one could log in too. */
  readonly others: readonly { readonly id: string; readonly title: string }[]
  /** What a browser is to make a key of; undefined = none can be had here. */
  readonly options: object | undefined
}

/** The ways by which somebody comes in: their passkeys, their accounts elsewhere. */
export function passkeysPage(reader: Reader, site: SiteView, { keys, logins, others, options }: PasskeysView): Html {
  const body = html`<p>${reader.say('writ-login-passkeys-about')}</p>
    ${
      keys.length === 0
        ? html`<p class="quiet">${reader.say('writ-login-no-passkeys')}</p>`
        : html`<ul class="rows">
            ${keys.map(
              ({ entry, added }) =>
                html`<li>
                  ${reader.fill('writ-login-passkey-added', reader.moment(added))}
                  ${form(reader, {
                    action: '/me/passkeys/retire',
                    button: reader.say('writ-login-retire'),
                    kind: 'quiet',
                    label: reader.say('writ-login-retire-one', entry),
                    fixed: { key: String(entry) },
                  })}
                </li>`,
            )}
          </ul>`
    }
    ${
      options === undefined
        ? html`<p>${reader.say('writ-login-passkeys-impossible')}</p>`
        : passkeyForm(reader, { action: '/me/passkeys', button: reader.say('writ-login-add-passkey'), verb: 'create', options })
    }
    <h2>${reader.say('writ-login-elsewhere')}</h2>
    ${
      logins.length === 0
        ? html`<p class="quiet">${reader.say('writ-login-elsewhere-none')}</p>`
        : html`<ul>
            ${logins.map(({ provider, id }) => html`<li>${foreign(provider)}: <code>${id}</code></li>`)}
          </ul>`
    }
    ${others.map(
      ({ id, title }) =>
        html`<p>
          <a class="cdx-button cdx-button--fake-button cdx-button--fake-button--enabled" href="/auth/${id}?next=%2Fme%2Fpasskeys"
            >${reader.say('writ-login-add-provider', title)}</a
          >
        </p>`,
    )}
    ${ownLinks(reader)}`
  return page(reader, site, {
    heading: reader.say('writ-login-passkeys'),
    path: '/me/passkeys',
    crumbs: [{ href: '/me', text: reader.say('writ-login-me') }],
    body,
  })
}
