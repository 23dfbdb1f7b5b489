import { html } from 'hono/html'
import type { Html, Reader } from './reader.ts'

/** The pages of what lets somebody in, or acts for them. */
export function ownLinks(reader: Reader): Html {
  return html`<ul>
    <li><a href="/me/passkeys">${reader.say('writ-login-passkeys')}</a></li>
    <li><a href="/me/sessions">${reader.say('writ-login-sessions')}</a></li>
    <li><a href="/me/tokens">${reader.say('writ-login-tokens')}</a></li>
  </ul>`
}
