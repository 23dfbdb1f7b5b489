import { html } from 'hono/html'
import { page, type Html } from '../layout.ts'
import type { Reader } from '../reader.ts'
import { foreign, grantTable, moment, personLink, roleLink, textField } from '../parts.ts'
import type { PeopleView, PersonView, SiteView } from '../view.ts'

export function peoplePage(reader: Reader, site: SiteView, view: PeopleView): Html {
  const body = html` <form class="filter" method="get" action="/people">
      ${textField('q', 'Name or role', view.filter)}
      <button class="cdx-button cdx-button--action-progressive" type="submit">Show</button>
    </form>
    ${view.people.length === 0 ? nobody(view) : html`${peopleTable(view)}${pager(view)}`}`
  return page(reader, site, { heading: 'People', path: pathOf(view, view.page), crumbs: [], body })
}

function nobody({ filter }: PeopleView): Html {
  if (filter === '') return html`<p class="quiet">Nobody holds anything yet.</p>`
  return html`<p>Nobody matches “<bdi>${filter}</bdi>”. <a href="/people">Show everybody</a></p>`
}

function peopleTable({ people }: PeopleView): Html {
  return html`<table class="list">
    <caption class="hidden">
      People and what they hold
    </caption>
    <thead>
      <tr>
        <th scope="col">Person</th>
        <th scope="col">Holds</th>
      </tr>
    </thead>
    <tbody>
      ${people.map(
        (person) =>
          html`<tr>
            <th scope="row">${personLink(person.handle)}</th>
            <td>
              ${person.roles.length === 0 ? html`<span class="quiet">see there</span>` : person.roles.map((role, index) => html`${index === 0 ? '' : ', '}${roleLink(role)}`)}
            </td>
          </tr>`,
      )}
    </tbody>
  </table>`
}

function pager(view: PeopleView): Html {
  if (view.pages === 1) return html``
  const { page: now, pages, count } = view
  return html`<nav class="more" aria-label="Parts of the list">
    ${now > 1 ? html`<a href="${pathOf(view, now - 1)}" rel="prev">Before</a> · ` : ''}part ${now} of ${pages}, ${count}
    people${now < pages ? html` · <a href="${pathOf(view, now + 1)}" rel="next">After</a>` : ''}
  </nav>`
}

function pathOf({ filter }: PeopleView, part: number): string {
  const query = new URLSearchParams()
  if (filter !== '') query.set('q', filter)
  if (part > 1) query.set('page', String(part))
  return query.size === 0 ? '/people' : `/people?${query.toString()}`
}

export function personPage(reader: Reader, site: SiteView, view: PersonView): Html {
  const body = html` <dl class="facts">
      <dt>Known since</dt>
      <dd>${moment(view.since)}</dd>
      ${
        view.departed
          ? html`<dt>State</dt>
              <dd>has left</dd>`
          : ''
      }
      <dt>Accounts</dt>
      <dd>${view.accounts.length === 0 ? html`<span class="quiet">none that is public</span>` : accountList(view.accounts)}</dd>
    </dl>
    <h2>Holds now</h2>
    ${view.grants.length === 0 ? html`<p class="quiet">No role now. <a href="/roles">What each role is, and how to get it</a></p>` : grantTable(view.grants, 'Roles held now', { person: false, role: true })}
    ${
      view.past.length === 0
        ? ''
        : html`<h2>Held before</h2>
            ${grantTable(view.past, 'Roles held before', { person: false, role: true })}`
    }
    <p class="more"><a href="/log?person=${encodeURIComponent(view.handle)}">Everything in the log about ${foreign(view.handle)}</a></p>`
  return page(reader, site, {
    heading: view.handle,
    path: `/people/${encodeURIComponent(view.handle)}`,
    crumbs: [{ href: '/people', text: 'People' }],
    body,
  })
}

function accountList(accounts: PersonView['accounts']): Html {
  return html`<ul class="plain">
    ${accounts.map(({ name, target }) => html`<li>${foreign(name)}${target === undefined ? '' : ` on ${target}`}</li>`)}
  </ul>`
}
