import { html } from 'hono/html'
import { page, type Html } from '../layout.ts'
import { grantTable, moment, personLink, roleLink } from '../parts.ts'
import type { PeopleView, PersonView, SiteView } from '../view.ts'

export function peoplePage(site: SiteView, view: PeopleView): Html {
  const body = html` <form class="filter" method="get" action="/people">
      <div><label for="filter">Name or role</label><input class="cdx-text-input__input" id="filter" name="q" value="${view.filter}" /></div>
      <button class="cdx-button" type="submit">Filter</button>
    </form>
    ${
      view.people.length === 0
        ? html`<p>
            ${view.filter === '' ? 'Nobody holds anything yet.' : html`Nobody matches “${view.filter}”. <a href="/people">Show everybody</a>`}
          </p>`
        : html`<table class="list">
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
              ${view.people.map(
                (person) =>
                  html`<tr>
                    <th scope="row">${personLink(person.handle)}</th>
                    <td>
                      ${person.roles.length === 0 ? html`<span class="quiet">something that is not public, or nothing now</span>` : person.roles.map((role, index) => html`${index === 0 ? '' : ', '}${roleLink(role)}`)}
                    </td>
                  </tr>`,
              )}
            </tbody>
          </table>`
    }`
  return page(site, {
    heading: 'People',
    path: view.filter === '' ? '/people' : `/people?q=${encodeURIComponent(view.filter)}`,
    crumbs: [],
    body,
  })
}

export function personPage(site: SiteView, view: PersonView): Html {
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
      <dd>
        ${view.accounts.length === 0 ? html`<span class="quiet">none that is public</span>` : view.accounts.map((account, index) => html`${index === 0 ? '' : html`<br />`}${account.name} on ${account.target} <span class="chip">${account.kind}</span>`)}
      </dd>
    </dl>
    <h2>Holds now</h2>
    ${view.grants.length === 0 ? html`<p class="quiet">No role now. <a href="/roles">What each role is, and how to get it</a></p>` : grantTable(view.grants, 'Roles held now', { person: false, role: true })}
    ${
      view.past.length === 0
        ? ''
        : html`<h2>Held before</h2>
            ${grantTable(view.past, 'Roles held before', { person: false, role: true })}`
    }
    <p><a href="/log?person=${encodeURIComponent(view.handle)}">Everything in the log about ${view.handle}</a></p>`
  return page(site, {
    heading: view.handle,
    path: `/people/${encodeURIComponent(view.handle)}`,
    crumbs: [{ href: '/people', text: 'People' }],
    body,
  })
}
