import { html } from 'hono/html'
import { page } from '../../layout.ts'
import { commas, quiet, roleLink, select, showButton, tableHead } from '../../parts.ts'
import type { Html, Reader } from '../../reader.ts'
import type { SiteView } from '../../view.ts'
import type { CaseRow, CasesView } from './case-view.ts'

/** Concerns and suspensions of those who look into them: that they are there, not whom they are about. */
export function casesPage(reader: Reader, site: SiteView, view: CasesView): Html {
  const query = Object.entries({ kind: view.kind, state: view.state })
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')
  return page(reader, site, {
    heading: reader.say('writ-member-cases'),
    path: query === '' ? '/cases' : `/cases?${query}`,
    crumbs: [{ href: '/me', text: reader.say('writ-login-me') }],
    body: html`${view.looksInto ? list(reader, view) : notTheirs(reader, view)}
      <ul class="ways">
        ${view.suspends ? html`<li><a href="/suspend">${reader.say('writ-member-suspend')}</a></li>` : ''}
        <li><a href="/report">${reader.say('writ-member-report')}</a></li>
      </ul>`,
  })
}

function notTheirs(reader: Reader, { handlers, deciders }: CasesView): Html {
  if (handlers.length === 0) return html`<p>${reader.say('writ-member-cases-nobody')}</p>`
  return html`<p>
    ${reader.fill('writ-member-cases-others', commas(handlers.map(roleLink)))}
    ${deciders.length === 0 ? '' : reader.fill('writ-member-cases-deciders', commas(deciders.map(roleLink)))}
  </p>`
}

function list(reader: Reader, view: CasesView): Html {
  const any = { value: '', text: reader.say('writ-member-any') }
  const filter = html`<form class="filter" method="get" action="/cases">
    ${select('kind', reader.say('writ-member-cases-kind'), view.kind, [
      any,
      { value: 'concern', text: reader.say('writ-member-cases-concerns') },
      { value: 'suspension', text: reader.say('writ-member-cases-suspensions') },
    ])}
    ${select('state', reader.say('writ-member-state'), view.state, [
      any,
      { value: 'open', text: reader.say('writ-member-case-open') },
      { value: 'closed', text: reader.say('writ-member-case-closed') },
    ])}
    ${showButton(reader)}
  </form>`
  const none = html`<p>
    ${reader.say(view.all === 0 ? 'writ-member-cases-none' : 'writ-member-cases-no-fit')}
    ${view.all === 0 ? '' : html`<a href="/cases">${reader.say('writ-member-cases-all')}</a>`}
  </p>`
  return html`<p>${reader.say('writ-member-cases-about')}</p>
    ${filter} ${view.rows.length === 0 ? none : table(reader, view.rows)}`
}

function table(reader: Reader, rows: readonly CaseRow[]): Html {
  const [what, since, who, state, deadline] = [
    reader.say('writ-member-cases-what'),
    reader.say('writ-member-cases-since'),
    reader.say('writ-member-cases-who'),
    reader.say('writ-member-state'),
    reader.say('writ-member-cases-deadline'),
  ]
  return html`<table class="list">
    ${tableHead(reader.say('writ-member-cases'), [what, since, who, state, deadline])}
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr id="c${row.entry}">
            <th scope="row">
              ${
                row.kind === 'concern'
                  ? html`<a href="/cases/${row.entry}">${reader.say('writ-member-case-number', row.entry)}</a>`
                  : html`<a href="/suspensions/${row.entry}">${reader.say('writ-member-suspension-number', row.entry)}</a>`
              }
            </th>
            <td data-label="${since}">${reader.moment(row.at)}</td>
            <td data-label="${who}">${row.roles.join(', ')}</td>
            <td data-label="${state}">${stateOf(reader, row)}</td>
            <td data-label="${deadline}">${deadlineOf(reader, row)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`
}

function stateOf(reader: Reader, { kind, closed, heard }: CaseRow): Html {
  if (closed !== null) return html`${reader.fill('writ-member-case-closed-on', reader.moment(closed))}`
  if (kind === 'concern') return html`${reader.say('writ-member-case-open')}`
  return heard === null
    ? html`${reader.say('writ-member-suspension-not-heard')}`
    : reader.fill('writ-member-suspension-heard', reader.moment(heard))
}

function deadlineOf(reader: Reader, { kind, heard, finalFrom, until }: CaseRow): Html {
  if (kind === 'concern') return quiet(reader.say('writ-member-cases-no-deadline'))
  return html`${heard === null && finalFrom !== null ? reader.fill('writ-member-suspension-final-from', reader.moment(finalFrom)) : ''}
  ${until === null ? '' : reader.fill('writ-member-suspension-ends', reader.moment(until))}`
}
