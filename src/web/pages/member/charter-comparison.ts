import { html } from 'hono/html'
import { charterChanges } from '../../charter-changes.ts'
import type { Html, Reader } from '../../reader.ts'
import type { CharterComparison } from './duties-view.ts'

/** What a charter would change, with the verdict before and after it. */
export function comparison(reader: Reader, compared: CharterComparison): Html {
  const { refused, findings, resistance, byRole, people, assumed } = compared
  const count = ({ value, isExact }: CharterComparison['resistance']['before']) =>
    reader.say(isExact ? 'writ-member-rogues' : 'writ-member-rogues-at-least', value)
  return html`<div class="${refused ? 'problem' : 'good'}">
      <p>
        <strong
          >${reader.say(refused ? 'writ-member-charter-refused' : findings.length > 0 ? 'writ-member-charter-noted' : 'writ-member-charter-safe')}</strong
        >
      </p>
      <p>${reader.say('writ-member-withstands', count(resistance.before), count(resistance.after))}</p>
      ${assumed === null ? '' : html`<p class="quiet">${reader.say('writ-member-assumed')} ${reader.english(assumed)}</p>`}
    </div>
    ${charterChanges(reader, compared)}
    ${byRole && people.length > 0 ? html`<p class="quiet">${reader.say('writ-member-by-role')}</p>` : ''}`
}
