import { html } from 'hono/html'
import { formatInstant, type Instant } from '../../kernel/instant.ts'
import { page } from '../layout.ts'
import type { Html, Reader } from '../reader.ts'
import type { SiteView } from '../view.ts'
import { askedByProgram, type AskedByProgram } from './confirm.ts'

/** That a person has confirmed what a program of theirs asked for. */
export function confirmedPage(
  reader: Reader,
  site: SiteView,
  { token, what, asked, until }: { readonly token: string; readonly what: string; readonly asked: string; readonly until: Instant },
): Html {
  const shown: AskedByProgram = { what, text: asked }
  const body = html`<p>
      ${reader.say('writ-login-confirmed')}
      ${reader.fill('writ-login-confirmed-program', html`<code>${token}</code>`, reader.moment(formatInstant(until)))}
    </p>
    ${askedByProgram(reader, shown)}
    <p><a href="/me/tokens">${reader.say('writ-login-tokens')}</a></p>`
  return page(reader, site, { heading: reader.say('writ-login-confirm'), path: undefined, crumbs: [], body })
}
