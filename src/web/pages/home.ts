import { html } from 'hono/html'
import { page, type Html } from '../layout.ts'
import type { Reader } from '../reader.ts'
import { documentLink, logTable, promiseList } from '../parts.ts'
import type { HomeView, SiteView } from '../view.ts'

export function homePage(reader: Reader, site: SiteView, view: HomeView): Html {
  const { counts } = view
  const body = html` ${view.about === undefined ? '' : html`<p>${view.about}</p>`}
    <p>
      Who may do what here, and why: everything on these pages follows from <a href="/charter">one charter</a>, and every change stands in
      <a href="/log">one log</a> that can be
      recomputed.${view.document === undefined ? '' : html` The policy in words: ${documentLink(view.document)}.`}
    </p>
    <ul class="counts">
      <li>
        <a class="cdx-card" href="/people"><strong>${counts.people}</strong> people hold something</a>
      </li>
      <li>
        <a class="cdx-card" href="/roles"><strong>${counts.roles}</strong> roles</a>
      </li>
      <li>
        <a class="cdx-card" href="/matrix"><strong>${counts.grants}</strong> running grants</a>
      </li>
      <li>
        <a class="cdx-card" href="/log?type=drift.found"
          ><strong>${counts.drift}</strong> ${counts.drift === 1 ? 'change' : 'changes'} made behind the log, unsettled</a
        >
      </li>
    </ul>
    <h2>What the charter promises</h2>
    ${promiseList(view.promises)}
    <h2>Last changes</h2>
    ${view.recent.length === 0 ? html`<p class="quiet">Nothing happened yet.</p>` : logTable(view.recent, 'Last changes')}
    <p class="more"><a href="/log">The whole log</a></p>`
  return page(reader, site, { heading: site.title, path: '/', crumbs: [], body })
}
