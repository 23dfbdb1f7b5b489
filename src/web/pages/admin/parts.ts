import { html } from 'hono/html'
import type { MessageKey } from '../../messages.ts'
import { quiet, tableHead } from '../../parts.ts'
import type { Html, Reader } from '../../reader.ts'
import type { JobRow, PlanRow, TargetRow } from './view.ts'

export const adminCrumb = (reader: Reader) => ({ href: '/admin', text: reader.say('writ-admin-admin') })

export function targetHref(id: string): string {
  return `/admin/targets/${encodeURIComponent(id)}`
}

const MODES: Readonly<Record<TargetRow['mode'], MessageKey>> = {
  observe: 'writ-admin-mode-observe',
  propose: 'writ-admin-mode-propose',
  enforce: 'writ-admin-mode-enforce',
}

export function modeText(reader: Reader, mode: TargetRow['mode']): string {
  return reader.say(MODES[mode])
}

/** How things stand with a plan, in a word or two. */
export function planState(reader: Reader, { state, closed, approvedUntil }: PlanRow): Html {
  if (closed === 'applied') return html`<span class="chip kept">${reader.say('writ-admin-plan-applied')}</span>`
  if (closed === 'partly') return html`<span class="chip broken">${reader.say('writ-admin-plan-partly')}</span>`
  if (closed === 'dropped') return html`<span class="chip">${reader.say('writ-admin-plan-dropped')}</span>`
  if (state === 'ready') return html`<span class="chip">${reader.say('writ-admin-plan-ready')}</span>`
  return approvedUntil !== null && approvedUntil > reader.now
    ? html`<span class="chip kept">${reader.say('writ-admin-plan-approved')}</span>`
    : html`<span class="chip broken">${reader.say('writ-admin-plan-stopped')}</span>`
}

export function planTable(reader: Reader, plans: readonly PlanRow[]): Html {
  const [plan, made, state, guards] = [
    reader.say('writ-admin-plan-word'),
    reader.say('writ-admin-made'),
    reader.say('writ-admin-state'),
    reader.say('writ-admin-guards'),
  ]
  return html`<table class="list">
    ${tableHead(reader.say('writ-admin-plans'), [plan, made, state, guards])}
    <tbody>
      ${plans.map(
        (one) =>
          html`<tr id="p${one.plan}">
            <th scope="row">
              <a href="/admin/plans/${one.plan}">${reader.say('writ-admin-plan-number', one.plan)}</a>
              ${one.urgency === 'urgent' ? quiet(reader.say('writ-admin-urgent')) : ''}
            </th>
            <td data-label="${made}">${reader.since(one.at)}</td>
            <td data-label="${state}">${planState(reader, one)}</td>
            <td data-label="${guards}">${one.guards.length === 0 ? quiet(reader.say('writ-admin-no-guards')) : one.guards.join(', ')}</td>
          </tr>`,
      )}
    </tbody>
  </table>`
}

const STATES: Readonly<Record<JobRow['state'], MessageKey>> = {
  running: 'writ-admin-job-running',
  done: 'writ-admin-job-done',
  failed: 'writ-admin-job-failed',
}

export function jobState(reader: Reader, { state }: JobRow): Html {
  const kind = state === 'done' ? ' kept' : state === 'failed' ? ' broken' : ''
  return html`<span class="chip${kind}">${reader.say(STATES[state])}</span>`
}

export function jobTable(reader: Reader, jobs: readonly JobRow[]): Html {
  const [target, state, started, ended] = [
    reader.say('writ-admin-target'),
    reader.say('writ-admin-state'),
    reader.say('writ-admin-started'),
    reader.say('writ-admin-ended'),
  ]
  return html`<table class="list">
    ${tableHead(reader.say('writ-admin-jobs-begun'), [target, state, started, ended])}
    <tbody>
      ${jobs.map(
        (job) =>
          html`<tr>
            <th scope="row"><a href="/admin/jobs/${encodeURIComponent(job.job)}">${job.target.title}</a></th>
            <td data-label="${state}">${jobState(reader, job)} ${job.why === null ? '' : reader.english(job.why)}</td>
            <td data-label="${started}">${reader.since(job.started)}</td>
            <td data-label="${ended}">${job.ended === null ? '' : reader.since(job.ended)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`
}

/** An entry of the log, as a link in a text. */
export function logLink(reader: Reader, seq: number): Html {
  return html`<a href="/log?from=${seq}#e${seq}">${reader.say('writ-common-entry', seq)}</a>`
}
