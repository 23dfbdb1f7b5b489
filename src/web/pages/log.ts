import { html } from 'hono/html'
import { page, type Html } from '../layout.ts'
import type { Reader } from '../reader.ts'
import { logTable, select, textField } from '../parts.ts'
import type { LogView, SiteView } from '../view.ts'

const ANY = { value: '', text: 'any' } as const

export function logPage(reader: Reader, site: SiteView, view: LogView): Html {
  const { filter, roles, types } = view
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ''))
  const next = new URLSearchParams(query)
  if (view.older !== undefined) next.set('from', String(view.older))
  const body = html` <p>
      ${view.size} entries so far, each hashed into a tree whose root is now <code>${view.root}</code>. <code>writ log verify</code> works
      it out again.
    </p>
    <form class="filter" method="get" action="/log">
      ${textField('person', 'Person', filter.person)}
      ${select('role', 'Role', filter.role, [ANY, ...roles.map(({ id, title }) => ({ value: id, text: title }))])}
      ${select('type', 'Kind of entry', filter.type, [ANY, ...types.map((type) => ({ value: type, text: type }))])}
      <button class="cdx-button cdx-button--action-progressive" type="submit">Show</button>
    </form>
    ${view.rows.length === 0 ? nothing(view) : logTable(view.rows, 'Entries, newest first')}
    <p class="more">
      ${view.older === undefined ? '' : html`<a href="/log?${next.toString()}" rel="next">Older entries</a> · `}<a
        href="/log.csv${query.size === 0 ? '' : `?${query.toString()}`}"
        >as a spreadsheet</a
      >
    </p>`
  return page(reader, site, { heading: 'Log', path: query.size === 0 ? '/log' : `/log?${query.toString()}`, crumbs: [], body })
}

function nothing({ size, older }: LogView): Html {
  if (size === 0) return html`<p class="quiet">Nothing happened yet.</p>`
  if (older !== undefined) return html`<p>Nothing matches among the entries looked through; there are older ones.</p>`
  return html`<p>Nothing matches. <a href="/log">Show everything</a></p>`
}
