import { html } from 'hono/html'
import { form } from '../form.ts'
import { page } from '../layout.ts'
import { ownLinks } from '../own-links.ts'
import { foreign } from '../parts.ts'
import type { Html, Reader } from '../reader.ts'
import type { SiteView } from '../view.ts'

export interface SessionsView {
  readonly sessions: readonly {
    readonly id: string
    /** `demo`, `code`, `passkey`, or the title of a provider. */
    readonly method: string
    readonly started: string
    readonly seen: string
    /** The one that looks. */
    readonly current: boolean
  }[]
}

/** The browsers in which somebody is logged in, to end what is not theirs or was forgotten. */
export function sessionsPage(reader: Reader, site: SiteView, { sessions }: SessionsView): Html {
  const body = html`<p>${reader.say('writ-login-sessions-about')}</p>
    <ul class="rows">
      ${sessions.map(
        ({ id, method, started, seen, current }) =>
          html`<li>
            ${way(reader, method)}${current ? html` <strong>${reader.say('writ-login-session-this')}</strong>` : ''}<br />
            <span class="quiet">${reader.fill('writ-login-session-times', reader.moment(started), reader.since(seen))}</span>
            ${form(reader, {
              action: '/me/sessions/end',
              button: reader.say('writ-login-session-end'),
              kind: 'quiet',
              label: reader.say('writ-login-session-end-one', started),
              fixed: { session: id },
            })}
          </li>`,
      )}
    </ul>
    ${
      sessions.length < 2
        ? html`<p class="quiet">${reader.say('writ-login-session-only')}</p>`
        : form(reader, {
            action: '/me/sessions/end-others',
            button: reader.say('writ-login-session-end-others'),
            kind: 'destructive',
          })
    }
    ${ownLinks(reader)}`
  return page(reader, site, {
    heading: reader.say('writ-login-sessions'),
    path: '/me/sessions',
    crumbs: [{ href: '/me', text: reader.say('writ-login-me') }],
    body,
  })
}

function way(reader: Reader, method: string): Html {
  if (method === 'demo') return html`${reader.say('writ-login-session-demo')}`
  if (method === 'code') return html`${reader.say('writ-login-session-code')}`
  if (method === 'passkey') return html`${reader.say('writ-login-session-passkey')}`
  return reader.fill('writ-login-session-provider', foreign(method))
}
