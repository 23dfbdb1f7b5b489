import { html } from 'hono/html'
import { form } from '../../form.ts'
import { commas, foreign, roleLink } from '../../parts.ts'
import type { Html, Reader } from '../../reader.ts'
import type { RoleName } from './view.ts'

export interface OwnSuspension {
  readonly from: string
  /** The longest it may last; null = until it is decided. */
  readonly until: string | null
  /** Until when nothing is decided without their words. */
  readonly answerBy: string
  /** When they first gave their side; null = not yet. */
  readonly heard: string | null
  /** Their own words so far. */
  readonly said: readonly { readonly at: string; readonly text: string | null }[]
  /** The roles that decide what becomes of it. */
  readonly deciders: readonly RoleName[]
  /** The role that watches over those; null = none. */
  readonly appealsTo: RoleName | null
}

/** What whoever is suspended is told, and where they give their side. */
export function suspended(reader: Reader, { from, until, answerBy, heard, said, deciders, appealsTo }: OwnSuspension): Html {
  return html`<div class="problem" role="alert"><p>${reader.say('writ-login-suspended')}</p></div>
    <p>
      ${reader.fill('writ-member-suspended-since', reader.moment(from))}
      ${until === null ? '' : reader.fill('writ-member-suspended-until', reader.moment(until))} ${reader.say('writ-member-suspended-means')}
    </p>
    <p>
      ${heard === null ? reader.fill('writ-member-suspended-answer-by', reader.moment(answerBy)) : reader.fill('writ-member-suspended-heard', reader.moment(heard))}
      ${deciders.length === 0 ? '' : reader.fill('writ-member-suspended-decides', commas(deciders.map(roleLink)))}
      ${reader.say('writ-member-suspended-public')}
    </p>
    ${
      appealsTo === null
        ? ''
        : html`<p>
            ${reader.fill('writ-member-suspended-appeal', html`<a href="/report">${reader.say('writ-member-suspended-appeal-link')}</a>`, roleLink(appealsTo))}
          </p>`
    }
    ${
      said.length === 0
        ? ''
        : html`<h2>${reader.say('writ-member-suspended-said')}</h2>
            <ol class="plain">
              ${said.map(
                ({ at, text }) =>
                  html`<li>
                    ${reader.moment(at)}
                    <blockquote class="said">${text === null ? reader.say('writ-member-unknown') : foreign(text)}</blockquote>
                  </li>`,
              )}
            </ol>`
    }
    ${form(reader, {
      action: '/me/suspension',
      button: reader.say('writ-member-own-side-send'),
      body: (f) =>
        f.area({
          name: 'text',
          label: reader.say('writ-member-own-side'),
          hint: reader.say('writ-member-own-side-hint'),
          required: true,
        }),
    })}`
}
