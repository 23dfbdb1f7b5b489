import { html } from 'hono/html'
import { form } from '../../form.ts'
import { page } from '../../layout.ts'
import type { MessageKey } from '../../messages.ts'
import { foreign, quiet, tableHead } from '../../parts.ts'
import type { Html, Reader } from '../../reader.ts'
import type { SiteView } from '../../view.ts'
import { adminCrumb, logLink, planState, targetHref } from './parts.ts'
import type { LineRow, PlanView } from './view.ts'

/** A stored plan: each line with its reason and what came of it, what stops it, and letting it run once. */
export function planPage(reader: Reader, site: SiteView, view: PlanView): Html {
  const body = html`<dl class="facts">
      <dt>${reader.say('writ-admin-target')}</dt>
      <dd><a href="${targetHref(view.target.id)}">${view.target.title}</a></dd>
      <dt>${reader.say('writ-admin-made')}</dt>
      <dd>${reader.moment(view.at)} ${logLink(reader, view.plan)}</dd>
      <dt>${reader.say('writ-admin-state')}</dt>
      <dd>
        ${planState(reader, view)} ${view.urgency === 'urgent' ? quiet(reader.say('writ-admin-urgent')) : ''}
        ${view.approvedUntil === null || view.closed !== null ? '' : reader.fill('writ-admin-approved-until', reader.moment(view.approvedUntil))}
      </dd>
      ${
        view.undoes === null
          ? ''
          : html`<dt>${reader.say('writ-admin-undoes')}</dt>
              <dd><a href="/admin/plans/${view.undoes}">${reader.say('writ-admin-plan-number', view.undoes)}</a></dd>`
      }
    </dl>
    ${guards(reader, view)}
    <h2>${reader.say('writ-admin-changes')}</h2>
    ${
      view.lines === null
        ? html`<p>${reader.say('writ-admin-plan-gone')}</p>`
        : view.lines.length === 0
          ? html`<p>${reader.say('writ-admin-nothing-to-do')}</p>`
          : lineTable(reader, view.lines)
    }
    ${approval(reader, view)}`
  return page(reader, site, {
    heading: reader.say('writ-admin-plan-number', view.plan),
    path: `/admin/plans/${view.plan}`,
    crumbs: [
      adminCrumb(reader),
      { href: '/admin/targets', text: reader.say('writ-admin-targets') },
      { href: targetHref(view.target.id), text: view.target.title },
    ],
    body,
  })
}

const GUARDS: Readonly<Record<string, MessageKey>> = {
  people: 'writ-admin-guard-people',
  lines: 'writ-admin-guard-lines',
  'target-share': 'writ-admin-guard-target-share',
  'removal-share': 'writ-admin-guard-removal-share',
  'group-share': 'writ-admin-guard-group-share',
  person: 'writ-admin-guard-person',
  'empties-group': 'writ-admin-guard-empties-group',
  'keep-last': 'writ-admin-guard-keep-last',
  repair: 'writ-admin-guard-repair',
  'self-lock-out': 'writ-admin-guard-self-lock-out',
  seats: 'writ-admin-guard-seats',
  'source-shrank': 'writ-admin-guard-source-shrank',
  'source-stale': 'writ-admin-guard-source-stale',
  'not-adopted': 'writ-admin-guard-not-adopted',
  staging: 'writ-admin-guard-staging',
  members: 'writ-admin-guard-members',
  'members-staging': 'writ-admin-guard-staging',
  accounts: 'writ-admin-guard-accounts',
  'accounts-staging': 'writ-admin-guard-staging',
}

function guards(reader: Reader, { guards: names, closed }: PlanView): Html {
  if (names.length === 0) return html``
  return html`<h2>${reader.say('writ-admin-guards')}</h2>
    <div class="${closed === null ? 'problem' : 'quiet'}">
      <ul>
        ${names.map((name) => {
          const key = GUARDS[name]
          return html`<li><code>${name}</code>${key === undefined ? '' : html`: ${reader.say(key)}`}</li>`
        })}
      </ul>
    </div>`
}

const SIGNS: Readonly<Record<LineRow['change'], MessageKey>> = {
  add: 'writ-admin-line-add',
  remove: 'writ-admin-line-remove',
  'set-end': 'writ-admin-line-end',
  leave: 'writ-admin-line-leave',
  make: 'writ-admin-line-make',
}

function lineTable(reader: Reader, lines: readonly LineRow[]): Html {
  const [account, change, why, result] = [
    reader.say('writ-admin-account'),
    reader.say('writ-admin-change'),
    reader.say('writ-admin-because'),
    reader.say('writ-admin-result'),
  ]
  return html`<table class="list">
    ${tableHead(reader.say('writ-admin-changes'), [account, change, why, result])}
    <tbody>
      ${lines.map(
        (line) =>
          html`<tr>
            <th scope="row">${foreign(line.account)}</th>
            <td data-label="${change}">
              ${line.group === null ? reader.say(SIGNS[line.change]) : reader.fill(SIGNS[line.change], html`<code>${line.group}</code>`)}
              ${line.change === 'remove' || line.group === null ? '' : line.until === null ? quiet(reader.say('writ-admin-no-end')) : reader.fill('writ-admin-until', reader.moment(line.until))}
            </td>
            <td data-label="${why}">${reader.english(line.why)} ${quiet(line.clause)}</td>
            <td data-label="${result}">${resultOf(reader, line)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`
}

function resultOf(reader: Reader, { result, answer }: LineRow): Html {
  if (result === null) return quiet(reader.say('writ-admin-not-tried'))
  if (result === 'confirmed') return html`<span class="chip kept">${reader.say('writ-admin-read-back')}</span>`
  return html`<span class="chip broken">${reader.say('writ-admin-line-failed')}</span> ${answer === null ? '' : reader.english(answer)}`
}

function approval(reader: Reader, view: PlanView): Html {
  if (view.whyNot !== null)
    return html`<p class="quiet">${reader.say(view.whyNot === 'right' ? 'writ-admin-approve-right' : 'writ-admin-approve-involved')}</p>`
  if (!view.approves) return html``
  return html`<h2>${reader.say('writ-admin-approve-once')}</h2>
    <p>${reader.say('writ-admin-approve-about')}</p>
    ${form(reader, {
      action: `/admin/plans/${view.plan}/approve`,
      button: reader.say('writ-admin-approve-once'),
      kind: 'destructive',
      body: (f) => f.area({ name: 'reason', label: reader.say('writ-admin-reason'), required: true }),
    })}`
}
