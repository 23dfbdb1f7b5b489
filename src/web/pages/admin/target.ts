import { html } from 'hono/html'
import { form } from '../../form.ts'
import { page } from '../../layout.ts'
import type { MessageKey } from '../../messages.ts'
import { foreign, quiet, tableHead } from '../../parts.ts'
import type { Html, Reader } from '../../reader.ts'
import type { SiteView } from '../../view.ts'
import { adminCrumb, jobTable, modeText, planTable, targetHref } from './parts.ts'
import { lastRead, targetTable } from './target-table.ts'
import type { DriftRow, TargetRow, TargetView } from './view.ts'

export function targetsPage(reader: Reader, site: SiteView, targets: readonly TargetRow[]): Html {
  const body = targets.length === 0 ? html`<p class="quiet">${reader.say('writ-admin-no-targets')}</p>` : targetTable(reader, targets)
  return page(reader, site, { heading: reader.say('writ-admin-targets'), path: '/admin/targets', crumbs: [adminCrumb(reader)], body })
}

export function targetPage(reader: Reader, site: SiteView, view: TargetView): Html {
  const at = targetHref(view.id)
  const body = html`${facts(reader, view)}
    <h2>${reader.say('writ-admin-drift')}</h2>
    ${drift(reader, view, at)} ${view.tasks.length === 0 ? '' : tasks(reader, view, at)}
    <h2>${reader.say('writ-admin-plans')}</h2>
    ${view.plans.length === 0 ? html`<p class="quiet">${reader.say('writ-admin-no-plans')}</p>` : planTable(reader, view.plans)}
    ${
      view.jobs.length === 0
        ? ''
        : html`<h2>${reader.say('writ-admin-jobs-begun')}</h2>
            ${jobTable(reader, view.jobs)}`
    }
    ${view.acts ? acts(reader, view, at) : html`<p class="quiet">${reader.say('writ-admin-only-shows')}</p>`}`
  return page(reader, site, {
    heading: view.title,
    path: at,
    crumbs: [adminCrumb(reader), { href: '/admin/targets', text: reader.say('writ-admin-targets') }],
    body,
  })
}

const RULES: Readonly<Record<TargetView['rule'], MessageKey>> = {
  ask: 'writ-admin-rule-ask',
  revert: 'writ-admin-rule-revert',
  adopt: 'writ-admin-rule-adopt',
}

function facts(reader: Reader, view: TargetView): Html {
  return html`<dl class="facts">
    <dt>${reader.say('writ-admin-mode')}</dt>
    <dd>
      ${modeText(reader, view.mode)}
      ${view.ceiling === view.mode ? '' : quiet(reader.say('writ-admin-ceiling', modeText(reader, view.ceiling)))}
      ${view.paused ? html`<strong>${reader.say('writ-admin-paused')}</strong>` : ''}
    </dd>
    <dt>${reader.say('writ-admin-checked')}</dt>
    <dd>${lastRead(reader, view)}</dd>
    <dt>${reader.say('writ-admin-next')}</dt>
    <dd>${view.next === null ? reader.say('writ-admin-next-round') : reader.since(view.next)}</dd>
    <dt>${reader.say('writ-admin-adopted')}</dt>
    <dd>${view.adopted === null ? quiet(reader.say('writ-admin-never')) : reader.moment(view.adopted)}</dd>
  </dl>`
}

/** [what the charter says, what stands there] */
const SIDES: Readonly<Record<DriftRow['change'], readonly [MessageKey, MessageKey]>> = {
  added: ['writ-admin-not-in-it', 'writ-admin-in-it'],
  removed: ['writ-admin-in-it', 'writ-admin-not-in-it'],
  'end-changed': ['writ-admin-with-its-end', 'writ-admin-with-another-end'],
}

function drift(reader: Reader, view: TargetView, at: string): Html {
  if (view.rows.length === 0)
    return html`<p class="quiet">
      ${view.checked === null ? reader.say('writ-admin-drift-unknown') : view.stale ? reader.fill('writ-admin-drift-none-then', reader.since(view.checked)) : reader.say('writ-admin-drift-none')}
    </p>`
  const [who, charter, has, since, by, then] = [
    reader.say('writ-admin-account'),
    reader.say('writ-admin-charter-says'),
    reader.say('writ-admin-target-has'),
    reader.say('writ-admin-since'),
    reader.say('writ-admin-by'),
    reader.say('writ-admin-do'),
  ]
  return html`<p>${reader.say(RULES[view.rule])}</p>
    <table class="list">
      ${tableHead(reader.say('writ-admin-drift'), [who, charter, has, since, by, view.acts ? then : undefined])}
      <tbody>
        ${view.rows.map(
          (row) =>
            html`<tr id="d${row.drift}">
              <th scope="row">
                ${foreign(row.account)} ${row.person === null || row.person === row.account ? '' : html`(${foreign(row.person)})`}<br />
                <code>${row.group}</code>
              </th>
              <td data-label="${charter}">${reader.say(SIDES[row.change][0])}</td>
              <td data-label="${has}">${reader.say(SIDES[row.change][1])}</td>
              <td data-label="${since}">${reader.since(row.since)}</td>
              <td data-label="${by}">${row.by === null ? quiet(reader.say('writ-admin-not-known')) : foreign(row.by)}</td>
              ${view.acts ? html`<td data-label="${then}">${settling(reader, row, at)}</td>` : ''}
            </tr>`,
        )}
      </tbody>
    </table>`
}

function settling(reader: Reader, row: DriftRow, at: string): Html {
  if (row.own) return quiet(reader.say('writ-admin-own-account'))
  const ask = row.change === 'added' ? row.roles : []
  return html`${ask.map((role) => html`<a href="/request/${encodeURIComponent(role.id)}">${reader.say('writ-admin-ask-for-it', role.title)}</a> `)}
  ${form(reader, {
    action: `${at}/leave`,
    button: reader.say('writ-admin-leave'),
    kind: 'quiet',
    label: reader.say('writ-admin-leave-this', row.account, row.group),
    fixed: { drift: String(row.drift) },
    body: (f) => f.field({ name: 'reason', label: reader.say('writ-admin-reason'), most: 1000, required: true }),
  })}`
}

function tasks(reader: Reader, view: TargetView, at: string): Html {
  return html`<h2>${reader.say('writ-admin-tasks')}</h2>
    <ul class="rows">
      ${view.tasks.map(
        ({ task, account, group, steps }) =>
          html`<li>
            <div>
              ${foreign(account)} <code>${group}</code>
              <ol>
                ${steps.map((step) => html`<li>${reader.english(step)}</li>`)}
              </ol>
            </div>
            ${
              view.acts
                ? form(reader, {
                    action: `${at}/task`,
                    button: reader.say('writ-admin-task-done'),
                    kind: 'quiet',
                    label: reader.say('writ-admin-task-done-this', account, group),
                    fixed: { task },
                  })
                : ''
            }
          </li>`,
      )}
    </ul>`
}

const HEIGHTS = ['observe', 'propose', 'enforce'] as const

function acts(reader: Reader, view: TargetView, at: string): Html {
  const modes = HEIGHTS.slice(0, view.adopted === null ? 1 : HEIGHTS.indexOf(view.ceiling) + 1)
  return html`<h2>${reader.say('writ-admin-do')}</h2>
    <ul class="rows">
      <li>
        ${form(reader, { action: `${at}/look`, button: reader.say('writ-admin-look'), kind: 'quiet' })}
        ${quiet(reader.say('writ-admin-look-hint'))}
      </li>
      <li>
        ${form(reader, { action: `${at}/plan`, button: reader.say('writ-admin-plan'), kind: 'quiet' })}
        ${quiet(reader.say('writ-admin-plan-hint'))}
      </li>
      ${
        view.mode === 'enforce'
          ? html`<li>
              ${form(reader, { action: `${at}/run`, button: reader.say('writ-admin-run') })} ${quiet(reader.say('writ-admin-run-hint'))}
            </li>`
          : html`<li>${quiet(reader.say('writ-admin-run-not', modeText(reader, view.mode)))}</li>`
      }
      ${
        view.undoable === null
          ? ''
          : html`<li>
              ${form(reader, { action: `${at}/undo`, button: reader.say('writ-admin-undo'), kind: 'destructive', fixed: { plan: String(view.undoable) } })}
              ${quiet(reader.say('writ-admin-undo-hint', view.undoable))}
            </li>`
      }
      <li>
        ${form(reader, {
          action: `${at}/adoption`,
          button: reader.say('writ-admin-adopt'),
          kind: 'quiet',
          body: (f) => f.tick({ name: 'look', label: reader.say('writ-admin-adopt-look'), ticked: true }),
        })}
        ${quiet(reader.say('writ-admin-adopt-hint'))}
      </li>
    </ul>
    <h3>${reader.say('writ-admin-set-mode')}</h3>
    ${
      modes.length < 2
        ? html`<p class="quiet">
            ${view.adopted === null ? reader.say('writ-admin-mode-adopt-first') : reader.say('writ-admin-mode-only')}
          </p>`
        : form(reader, {
            action: `${at}/mode`,
            button: reader.say('writ-admin-set-mode'),
            body: (f) =>
              html`${f.choice({ name: 'mode', label: reader.say('writ-admin-mode'), value: view.mode, options: modes.map((mode) => ({ value: mode, text: modeText(reader, mode) })) })}
              ${f.field({ name: 'reason', label: reader.say('writ-admin-reason'), most: 1000 })}`,
          })
    }`
}
