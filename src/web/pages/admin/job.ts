import { html } from 'hono/html'
import { assetOf, page } from '../../layout.ts'
import { quiet, tableHead } from '../../parts.ts'
import type { Html, Reader } from '../../reader.ts'
import type { SiteView } from '../../view.ts'
import { adminCrumb, jobState, jobTable, targetHref } from './parts.ts'
import { lastRead } from './target-table.ts'
import type { JobsView, JobView } from './view.ts'

/** What runs by itself, when it ran and runs again; and what was begun by somebody. */
export function jobsPage(reader: Reader, site: SiteView, view: JobsView): Html {
  const [job, ran, next] = [reader.say('writ-admin-job'), reader.say('writ-admin-last-run'), reader.say('writ-admin-next')]
  const body = html`<h2>${reader.say('writ-admin-jobs-own')}</h2>
    <table class="list">
      ${tableHead(reader.say('writ-admin-jobs-own'), [job, ran, next])}
      <tbody>
        <tr>
          <th scope="row"><a href="/admin">${reader.say('writ-admin-job-clock')}</a></th>
          <td data-label="${ran}">${quiet(reader.say('writ-admin-each-round'))}</td>
          <td data-label="${next}">
            ${view.clockPaused ? html`<strong>${reader.say('writ-admin-paused')}</strong>` : reader.say('writ-admin-next-round')}
          </td>
        </tr>
        ${view.targets.map(
          (target) =>
            html`<tr>
              <th scope="row"><a href="${targetHref(target.id)}">${reader.say('writ-admin-job-compare', target.title)}</a></th>
              <td data-label="${ran}">${lastRead(reader, target)}</td>
              <td data-label="${next}">
                ${target.paused ? html`<strong>${reader.say('writ-admin-paused')}</strong>` : target.next === null ? reader.say('writ-admin-next-round') : reader.since(target.next)}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
    <h2>${reader.say('writ-admin-jobs-begun')}</h2>
    ${view.jobs.length === 0 ? html`<p class="quiet">${reader.say('writ-admin-jobs-none')}</p>` : jobTable(reader, view.jobs)}`
  return page(reader, site, { heading: reader.say('writ-admin-jobs'), path: '/admin/jobs', crumbs: [adminCrumb(reader)], body })
}

/** How far a job is, and what came of it. */
export function jobPage(reader: Reader, site: SiteView, view: JobView): Html {
  const at = `/admin/jobs/${encodeURIComponent(view.job)}`
  const body = html`<dl class="facts">
      <dt>${reader.say('writ-admin-target')}</dt>
      <dd><a href="${targetHref(view.target.id)}">${view.target.title}</a></dd>
      <dt>${reader.say('writ-admin-state')}</dt>
      <dd>${jobState(reader, view)}</dd>
      <dt>${reader.say('writ-admin-progress')}</dt>
      <dd id="live-progress">${reader.say('writ-admin-progress-of', view.done, view.total)}</dd>
      <dt>${reader.say('writ-admin-started')}</dt>
      <dd>${reader.moment(view.started)}</dd>
      ${
        view.ended === null
          ? ''
          : html`<dt>${reader.say('writ-admin-ended')}</dt>
              <dd>${reader.moment(view.ended)}</dd>`
      }
    </dl>
    ${
      view.state === 'running'
        ? html`<p id="live" data-events="${at}/events?after=${view.lines.at(-1)?.number ?? 0}">
              <a href="${at}">${reader.say('writ-admin-look-again')}</a>
            </p>
            <script src="${assetOf(reader, 'live.js')}" type="module"></script>`
        : ''
    }
    ${view.why === null ? '' : html`<div class="problem" role="alert"><p>${reader.english(view.why)}</p></div>`}
    ${view.state === 'running' ? '' : outcome(reader, view)}
    <h2 ${view.lines.length === 0 && view.state !== 'running' ? html` hidden` : ''}>${reader.say('writ-admin-job-lines')}</h2>
    <div role="log" aria-label="${reader.say('writ-admin-job-lines')}">
      <ol id="live-lines" start="${view.lines[0]?.number ?? 1}">
        ${view.lines.map(({ text, problem }) => html`<li>${reader.english(text)} ${problem === null ? '' : html`<strong>${reader.english(problem)}</strong>`}</li>`)}
      </ol>
    </div>`
  return page(reader, site, {
    heading: reader.say('writ-admin-job-heading', view.target.title),
    path: at,
    crumbs: [adminCrumb(reader), { href: '/admin/jobs', text: reader.say('writ-admin-jobs') }],
    body,
  })
}

function outcome(reader: Reader, { plans, members, remarks, state }: JobView): Html {
  return html`<h2>${reader.say('writ-admin-outcome')}</h2>
    ${
      plans.length === 0
        ? (members?.removed ?? 0) > 0
          ? ''
          : html`<p>${reader.say(state === 'done' ? 'writ-admin-nothing-to-do' : 'writ-admin-nothing-done')}</p>`
        : html`<ul>
            ${plans.map(
              ({ plan, waits, confirmed, failed, stopped }) =>
                html`<li>
                  <a href="/admin/plans/${plan}">${reader.say('writ-admin-plan-number', plan)}</a>:
                  ${waits ? reader.say('writ-admin-plan-waits') : reader.say('writ-admin-counts', confirmed, failed)}
                  ${stopped === null ? '' : reader.english(stopped)}
                </li>`,
            )}
          </ul>`
    }
    ${members === null ? '' : html`<p>${reader.say('writ-admin-members-outcome', members.removed, members.held)}</p>`}
    ${
      remarks.length === 0
        ? ''
        : html`<h3>${reader.say('writ-admin-remarks')}</h3>
            <ul>
              ${remarks.map((text) => html`<li>${reader.english(text)}</li>`)}
            </ul>`
    }`
}
