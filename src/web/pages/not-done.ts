import { html } from 'hono/html'
import { page } from '../layout.ts'
import type { MessageKey } from '../messages.ts'
import { missingList } from '../parts.ts'
import type { Html, Reader } from '../reader.ts'
import type { SiteView } from '../view.ts'

export interface NotDoneView {
  readonly what: MessageKey
  readonly back: string
  readonly because: readonly string[]
  readonly missing: readonly string[]
  readonly helpers: readonly { readonly role: string; readonly holders: readonly string[]; readonly how: string }[]
}

/** Something that was asked for and not done: why, what is missing, who can help. What was typed is still in the form. */
export function notDonePage(reader: Reader, site: SiteView, { what, back, because, missing, helpers }: NotDoneView): Html {
  const body = html`<div class="problem" role="alert">
      <p><strong>${reader.say(what)}</strong></p>
      ${because.map((text) => html`<p>${reader.english(text)}</p>`)}
    </div>
    ${missingList(reader, missing)}
    ${
      helpers.length === 0
        ? ''
        : html`<h2>${reader.say('writ-login-helpers')}</h2>
            <ul>
              ${helpers.map(({ role, holders, how }) => html`<li>${reader.english(how)} <span class="quiet">${role}${holders.length === 0 ? '' : `: ${reader.list(holders)}`}</span></li>`)}
            </ul>`
    }
    <p><a href="${back}">${reader.say('writ-login-back')}</a></p>`
  return page(reader, site, { heading: reader.say('writ-login-not-done'), path: undefined, crumbs: [], body })
}
