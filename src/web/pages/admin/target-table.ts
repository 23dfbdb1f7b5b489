import { html } from 'hono/html'
import { quiet, tableHead } from '../../parts.ts'
import type { Html, Reader } from '../../reader.ts'
import { modeText, targetHref } from './parts.ts'
import type { TargetRow } from './view.ts'

export function targetTable(reader: Reader, targets: readonly TargetRow[]): Html {
  const [target, mode, checked, drift, plans] = [
    reader.say('writ-admin-target'),
    reader.say('writ-admin-mode'),
    reader.say('writ-admin-checked'),
    reader.say('writ-admin-drift'),
    reader.say('writ-admin-open-plans'),
  ]
  return html`<table class="list">
    ${tableHead(reader.say('writ-admin-targets'), [target, mode, checked, drift, plans])}
    <tbody>
      ${targets.map(
        (one) =>
          html`<tr>
            <th scope="row"><a href="${targetHref(one.id)}">${one.title}</a></th>
            <td data-label="${mode}">
              ${modeText(reader, one.mode)} ${one.paused ? html`<strong>${reader.say('writ-admin-paused')}</strong>` : ''}
            </td>
            <td data-label="${checked}">${lastRead(reader, one)}</td>
            <td data-label="${drift}">
              ${one.drift === 0 ? quiet(reader.say(one.checked === null ? 'writ-admin-not-known' : 'writ-admin-none')) : reader.number(one.drift)}
            </td>
            <td data-label="${plans}">
              ${one.open.length === 0 ? quiet(reader.say('writ-admin-none')) : one.open.map(({ plan, state }) => html`<a href="/admin/plans/${plan}">${reader.say(state === 'stopped' ? 'writ-admin-plan-is-stopped' : 'writ-admin-plan-number', plan)}</a> `)}
            </td>
          </tr>`,
      )}
    </tbody>
  </table>`
}

/** When a target was read last. One that never was, or not lately, is never said to be without drift. */
export function lastRead(reader: Reader, { checked, stale }: TargetRow): Html {
  if (checked === null) return quiet(reader.say('writ-admin-never'))
  return html`${reader.since(checked)} ${stale ? html`<span class="chip broken">${reader.say('writ-admin-stale')}</span>` : ''}`
}
