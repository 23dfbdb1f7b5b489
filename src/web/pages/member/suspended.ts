import { html } from 'hono/html'
import { form } from '../../form.ts'
import type { Html, Reader } from '../../reader.ts'

export interface OwnSuspension {
  readonly from: string
  /** The longest it may last; null = until it is decided. */
  readonly until: string | null
  /** Until when nothing is decided without their words. */
  readonly answerBy: string
  /** When they first gave their side; null = not yet. */
  readonly heard: string | null
}

/** What whoever is suspended is told, and where they give their side. */
export function suspended(reader: Reader, { from, until, answerBy, heard }: OwnSuspension): Html {
  return html`<div class="problem" role="alert"><p>${reader.say('writ-login-suspended')}</p></div>
    <p>
      ${reader.fill('writ-member-suspended-since', reader.moment(from))}
      ${until === null ? '' : reader.fill('writ-member-suspended-until', reader.day(until))}
    </p>
    <p>
      ${heard === null ? reader.fill('writ-member-suspended-answer-by', reader.moment(answerBy)) : reader.fill('writ-member-suspended-heard', reader.moment(heard))}
    </p>
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
