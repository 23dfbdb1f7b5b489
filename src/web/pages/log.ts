import { html } from 'hono/html'
import { page, type Html } from '../layout.ts'
import { logTable } from '../parts.ts'
import type { LogView, SiteView } from '../view.ts'

export function logPage(site: SiteView, view: LogView): Html {
  const { filter } = view
  const query = new URLSearchParams(
    Object.entries({ person: filter.person, role: filter.role, type: filter.type }).filter(([, value]) => value !== ''),
  )
  const next = new URLSearchParams(query)
  if (view.older !== undefined) next.set('from', String(view.older))
  const body = html` <p>
      ${view.size} entries so far. Each one is hashed into a tree; its root now is <code>${view.root}</code>.
      <code>writ log verify</code> recomputes it.
    </p>
    <form class="filter" method="get" action="/log">
      <div>
        <label for="person">Person</label><input class="cdx-text-input__input" id="person" name="person" value="${filter.person}" />
      </div>
      <div><label for="role">Role</label><input class="cdx-text-input__input" id="role" name="role" value="${filter.role}" /></div>
      <div><label for="type">Kind of entry</label><input class="cdx-text-input__input" id="type" name="type" value="${filter.type}" /></div>
      <button class="cdx-button" type="submit">Filter</button>
    </form>
    ${view.rows.length === 0 ? html`<p>Nothing matches. <a href="/log">Show everything</a></p>` : logTable(view.rows, 'Entries, newest first')}
    ${view.older === undefined ? '' : html`<p><a href="/log?${next.toString()}" rel="next">Older entries</a></p>`}`
  return page(site, { heading: 'Log', path: query.size === 0 ? '/log' : `/log?${query.toString()}`, crumbs: [], body })
}
