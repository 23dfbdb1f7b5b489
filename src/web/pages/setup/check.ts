import { html } from 'hono/html'
import { foreign, promiseList } from '../../parts.ts'
import type { MessageKey } from '../../messages.ts'
import type { Html, Reader } from '../../reader.ts'
import { resistanceText, safetyTable } from '../safety.ts'
import type { CheckView, FindingView } from './view.ts'

const SEVERITIES: readonly (readonly [FindingView['severity'], MessageKey, MessageKey])[] = [
  ['error', 'writ-setup-errors', 'writ-setup-errors-about'],
  ['warning', 'writ-setup-warnings', 'writ-setup-warnings-about'],
  ['note', 'writ-setup-notes', 'writ-setup-notes-about'],
]

/** What a charter that can be read is still asked about, with places, and who could seize control by it. */
export function checkResult(reader: Reader, view: CheckView): Html {
  const { findings, counts, promises, safety } = view
  return html`<p>
      ${reader.fill('writ-setup-checked', html`<strong>${foreign(view.title)}</strong>`, counts.error, counts.warning, counts.note)}
    </p>
    ${SEVERITIES.map(([severity, heading, about]) => {
      const some = findings.filter((one) => one.severity === severity)
      if (some.length === 0) return ''
      return html`<details ${severity === 'error' ? html` open` : ''}>
        <summary>${reader.say(heading, counts[severity])}</summary>
        <p class="quiet">${reader.say(about)}</p>
        <ul class="findings">
          ${some.map((one) => finding(reader, one))}
        </ul>
      </details>`
    })}
    <h2>${reader.say('writ-public-promises')}</h2>
    ${promiseList(reader, promises)}
    <h2>${reader.say('writ-public-safety-heading')}</h2>
    ${verdict(reader, safety)}`
}

function finding(reader: Reader, { place, message, remedy, also }: FindingView): Html {
  return html`<li>
    <code dir="ltr">${place}</code> ${reader.english(message)}<br />
    <span class="quiet">${reader.english(remedy)}</span>
    ${also.length === 0 ? '' : html`<br /><span class="quiet">${reader.say('writ-setup-also', also.length, reader.list(also))}</span>`}
  </li>`
}

/** Who could seize control, in one sentence and role by role. */
export function verdict(reader: Reader, safety: CheckView['safety']): Html {
  return html`<p>
      ${resistanceText(reader, safety)}
      ${safety.assumed === undefined ? '' : html`<span class="quiet">${reader.fill('writ-setup-assumed', reader.english(safety.assumed))}</span>`}
    </p>
    <details>
      <summary>${reader.say('writ-setup-each-role')}</summary>
      ${safetyTable(reader, safety)}
    </details>`
}
