import { html } from 'hono/html'
import type { EvidenceFile } from '../../ledger/evidence-file.ts'
import { page } from '../layout.ts'
import type { MessageKey } from '../messages.ts'
import { copyable, foreign, quiet, showButton, tableHead } from '../parts.ts'
import type { Html, Reader } from '../reader.ts'
import type { SiteView } from '../view.ts'
import { AUDIT_REPORTS, type AuditReport, type AuditRow, type AuditView, type EvidenceKind, type EvidenceRow } from './audit-view.ts'

const TITLES: Readonly<Record<AuditReport, MessageKey>> = {
  'no-use-case': 'writ-admin-audit-no-use-case',
  exceptions: 'writ-admin-audit-exceptions',
  'overdue-reviews': 'writ-admin-audit-overdue-reviews',
  overrides: 'writ-admin-audit-overrides',
  operator: 'writ-admin-audit-operator',
}

const crumb = (reader: Reader) => ({ href: '/audit', text: reader.say('writ-admin-audit') })

/** What an auditor reads, and how many there are of each. `asked` is what was given for the number of a grant and is no number. */
export function auditPage(reader: Reader, site: SiteView, counts: Readonly<Record<AuditReport, number>>, asked: string): Html {
  const body = html`<p>${reader.say('writ-admin-audit-about')}</p>
    <ul>
      ${AUDIT_REPORTS.map(
        (report) => html`<li><a href="/audit/${report}">${reader.say(TITLES[report])}</a> (${reader.number(counts[report])})</li>`,
      )}
    </ul>
    <h2>${reader.say('writ-admin-audit-evidence')}</h2>
    <p>${reader.say('writ-admin-audit-evidence-about')}</p>
    ${asked === '' ? '' : html`<div class="problem" role="alert"><p>${reader.fill('writ-admin-audit-no-number', html`<bdi>${asked}</bdi>`)}</p></div>`}
    ${grantForm(reader, '')}`
  return page(reader, site, { heading: reader.say('writ-admin-audit'), path: '/audit', crumbs: [], body })
}

/** Leads to the evidence of a grant by its number. */
function grantForm(reader: Reader, asked: string): Html {
  return html`<form class="filter" method="get" action="/audit">
    <div>
      <label for="entry">${reader.say('writ-admin-audit-grant-entry')}</label>
      <input class="cdx-text-input__input" type="number" id="entry" name="entry" value="${asked}" required autocomplete="off" />
    </div>
    ${showButton(reader)}
  </form>`
}

/** The number is that of no grant; another can be given at once. */
export function noGrantPage(reader: Reader, site: SiteView, entry: number): Html {
  const grants = html`<a href="/log?type=grant">${reader.say('writ-admin-audit-grants-in-log')}</a>`
  const body = html`<div class="problem" role="alert"><p>${reader.fill('writ-admin-audit-no-grant', String(entry), grants)}</p></div>
    ${grantForm(reader, String(entry))}`
  return page(reader, site, {
    heading: reader.say('writ-admin-audit-evidence'),
    path: `/audit/grants/${entry}`,
    crumbs: [crumb(reader)],
    body,
  })
}

export function auditReportPage(reader: Reader, site: SiteView, { report, rows, older }: AuditView): Html {
  const at = `/audit/${report}`
  const body = html`<p><a href="${at}.csv">${reader.say('writ-admin-audit-csv')}</a></p>
    ${rows.length === 0 ? html`<p class="quiet">${reader.say('writ-admin-audit-none')}</p>` : table(reader, reader.say(TITLES[report]), rows)}
    ${older === null ? '' : html`<p class="more"><a href="${at}?from=${older}" rel="next">${reader.say('writ-public-older')}</a></p>`}`
  return page(reader, site, { heading: reader.say(TITLES[report]), path: at, crumbs: [crumb(reader)], body })
}

function table(reader: Reader, caption: string, rows: readonly AuditRow[]): Html {
  const [entry, when, who, what, by] = [
    reader.say('writ-admin-audit-entry'),
    reader.say('writ-admin-audit-when'),
    reader.say('writ-admin-audit-who'),
    reader.say('writ-admin-tonight-what'),
    reader.say('writ-admin-by'),
  ]
  return html`<table class="list">
    ${tableHead(caption, [entry, when, who, what, by])}
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr id="e${row.entry}">
            <th scope="row">
              ${row.entry}
              ${row.grant === null ? '' : html`<br /><a href="/audit/grants/${row.grant}">${reader.say('writ-admin-audit-evidence')}</a>`}
            </th>
            <td data-label="${when}">${reader.moment(row.at)}</td>
            <td data-label="${who}">${row.person === null ? '' : foreign(row.person)}</td>
            <td data-label="${what}">${reader.english(row.text)}</td>
            <td data-label="${by}">${row.by === null ? '' : foreign(row.by)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`
}

const KINDS: Readonly<Record<EvidenceKind, MessageKey>> = {
  request: 'writ-admin-audit-kind-request',
  fact: 'writ-admin-audit-kind-fact',
  statement: 'writ-admin-audit-kind-statement',
  decision: 'writ-admin-audit-kind-decision',
  grant: 'writ-admin-audit-kind-grant',
  plan: 'writ-admin-audit-kind-plan',
  'read-back': 'writ-admin-audit-kind-read-back',
  review: 'writ-admin-audit-kind-review',
  passkey: 'writ-admin-audit-kind-passkey',
}

/** Everything that the log holds about one grant, in the order in which it happened. */
export function evidencePage(reader: Reader, site: SiteView, file: EvidenceFile, rows: readonly EvidenceRow[], clause: string): Html {
  const at = `/audit/grants/${file.grant}`
  const [kind, when, what] = [
    reader.say('writ-admin-audit-kind'),
    reader.say('writ-admin-audit-when'),
    reader.say('writ-admin-tonight-what'),
  ]
  const body = html`<dl class="facts">
      <dt>${reader.say('writ-admin-audit-clause')}</dt>
      <dd><code>${clause}</code></dd>
      <dt>${reader.say('writ-admin-audit-root', file.size)}</dt>
      <dd>${copyable(reader, file.root)}</dd>
    </dl>
    <p>
      <a href="${at}.json" download="evidence-${file.grant}.json">${reader.say('writ-admin-audit-download')}</a>
      ${quiet(reader.say('writ-admin-audit-verify', `writ log verify-proof evidence-${file.grant}.json`))}
    </p>
    <table class="list">
      ${tableHead(reader.say('writ-admin-audit-evidence'), [reader.say('writ-admin-audit-entry'), kind, when, what])}
      <tbody>
        ${rows.map(
          (one) =>
            html`<tr id="e${one.entry}">
              <th scope="row">${one.entry}</th>
              <td data-label="${kind}">${reader.say(KINDS[one.kind])}</td>
              <td data-label="${when}">${reader.moment(one.at)}</td>
              <td data-label="${what}">${reader.english(one.text)}${opened(one)}</td>
            </tr>`,
        )}
      </tbody>
    </table>`
  return page(reader, site, {
    heading: reader.say('writ-admin-audit-evidence-of', file.grant),
    path: at,
    crumbs: [crumb(reader)],
    body,
  })
}

/** The values that the entry commits to. */
function opened({ values }: EvidenceRow): Html {
  if (values.length === 0) return html``
  return html`<dl class="facts">
    ${values.map(
      ([name, value]) =>
        html`<dt><code>${name}</code></dt>
          <dd>${foreign(value)}</dd>`,
    )}
  </dl>`
}
