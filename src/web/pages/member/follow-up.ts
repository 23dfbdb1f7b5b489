import { html } from 'hono/html'
import { answers, form } from '../../form.ts'
import { foreign, quiet } from '../../parts.ts'
import type { Html, Reader } from '../../reader.ts'
import type { FollowUpRow } from './duties-view.ts'

/** Terms of one's own to accept, and access of others to look at. */
export function followUps(reader: Reader, rows: readonly FollowUpRow[], suspended: boolean): Html {
  const [own, others] = [rows.filter((row) => row.own), rows.filter((row) => !row.own)]
  return html`${own.length === 0 ? '' : html`<h2>${reader.say('writ-member-terms')}</h2>`}
  ${own.map((row) => acceptance(reader, row, suspended))}
  ${others.length === 0 ? '' : html`<h2>${reader.say('writ-member-follow-ups')}</h2>`}
  ${others.map((row) => looking(reader, row, suspended))}`
}

const SHOWN = 12

function acceptance(reader: Reader, { grant, role, terms, text }: FollowUpRow, suspended: boolean): Html {
  if (terms === null) return html``
  return html`<h3 id="t${grant}">${role.title}</h3>
    ${text === null ? '' : html`<p>${text}</p>`}
    <p>${reader.say('writ-member-terms-about')}</p>
    <blockquote>${terms.words}</blockquote>
    ${quiet(reader.say('writ-member-terms-version', terms.version.slice(0, SHOWN)))}
    ${
      suspended
        ? html`<p class="quiet">${reader.say('writ-login-suspended')}</p>`
        : form(reader, {
            action: '/notices/terms',
            button: reader.say('writ-member-terms-accept'),
            label: reader.say('writ-member-terms-accept-for', role.title),
            fixed: { grant: String(grant), version: terms.version },
          })
    }`
}

function looking(reader: Reader, { grant, role, person, asked, text, works, terms }: FollowUpRow, suspended: boolean): Html {
  return html`<h3 id="f${grant}">${role.title}: ${foreign(person)}</h3>
    <p>
      ${reader.fill('writ-member-follow-up-about', reader.moment(asked))}
      ${works === false ? html`<strong>${reader.say('writ-member-follow-up-failed')}</strong>` : ''}
    </p>
    ${text === null ? '' : html`<p>${reader.say('writ-member-follow-up-told')} ${text}</p>`}
    ${
      terms === null
        ? ''
        : html`<p>
            ${
              terms.accepted === null
                ? reader.say('writ-member-terms-open', terms.version.slice(0, SHOWN))
                : reader.fill('writ-member-terms-accepted', terms.version.slice(0, SHOWN), reader.moment(terms.accepted))
            }
          </p>`
    }
    ${
      suspended
        ? html`<p class="quiet">${reader.say('writ-login-suspended')}</p>`
        : form(reader, {
            action: '/notices/follow-up',
            fixed: { grant: String(grant) },
            body: (fields) => fields.field({ name: 'note', label: reader.say('writ-member-follow-up-note'), most: 1000 }),
            buttons: answers('works', [
              { value: 'yes', text: reader.say('writ-member-follow-up-works') },
              { value: 'no', text: reader.say('writ-member-follow-up-fails') },
            ]),
          })
    }`
}
