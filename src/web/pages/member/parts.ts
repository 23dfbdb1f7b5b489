import { html } from 'hono/html'
import type { MessageKey } from '../../messages.ts'
import { foreign } from '../../parts.ts'
import type { Html, Reader } from '../../reader.ts'
import type { Check, RequestRow } from './view.ts'

export function requestTable(reader: Reader, rows: readonly RequestRow[]): Html {
  return html`<table class="list">
    <caption class="hidden">
      ${reader.say('writ-member-requests')}
    </caption>
    <thead>
      <tr>
        <th scope="col">${reader.say('writ-member-request')}</th>
        <th scope="col">${reader.say('writ-member-role')}</th>
        <th scope="col">${reader.say('writ-member-for')}</th>
        <th scope="col">${reader.say('writ-member-filed')}</th>
        <th scope="col">${reader.say('writ-member-state')}</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ({ request, role, person, filed, outcome }) =>
          html`<tr id="r${request}">
            <th scope="row"><a href="/requests/${request}">${reader.say('writ-member-request-number', request)}</a></th>
            <td data-label="${reader.say('writ-member-role')}">${foreign(role.title)}</td>
            <td data-label="${reader.say('writ-member-for')}">${foreign(person)}</td>
            <td data-label="${reader.say('writ-member-filed')}">${reader.since(filed)}</td>
            <td data-label="${reader.say('writ-member-state')}">${outcomeText(reader, outcome)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`
}

const OUTCOMES: Readonly<Record<string, MessageKey>> = {
  granted: 'writ-member-outcome-granted',
  refused: 'writ-member-outcome-refused',
  withdrawn: 'writ-member-outcome-withdrawn',
  lapsed: 'writ-member-outcome-lapsed',
}

export function outcomeText(reader: Reader, outcome: string | null): string {
  if (outcome === null) return reader.say('writ-member-outcome-open')
  const key = OUTCOMES[outcome]
  return key === undefined ? outcome : reader.say(key)
}

/** Conditions with what says so, or what is missing. */
export function checkList(reader: Reader, checks: readonly Check[]): Html {
  if (checks.length === 0) return html`<p class="quiet">${reader.say('writ-member-no-conditions')}</p>`
  const wordOf = (truth: Check['truth']) =>
    reader.say(truth === true ? 'writ-member-fulfilled' : truth === false ? 'writ-member-not-fulfilled' : 'writ-member-not-known')
  return html`<ul class="checks">
    ${checks.map(
      ({ text, truth, evidence, missing }) =>
        html`<li class="${truth === true ? 'met' : 'unmet'}">
          <strong>${wordOf(truth)}</strong>: ${reader.english(text)}
          ${[...evidence, ...missing].map((why) => html`<br /><span class="quiet">${reader.english(why)}</span>`)}
        </li>`,
    )}
  </ul>`
}
