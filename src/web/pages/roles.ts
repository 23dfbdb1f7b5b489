import { html } from 'hono/html'
import { page, type Html } from '../layout.ts'
import type { Reader } from '../reader.ts'
import { documentLink, doorList, grantTable, lineLink, roleLink } from '../parts.ts'
import type { RolesView, RoleView, SiteView } from '../view.ts'

export function rolesPage(reader: Reader, site: SiteView, view: RolesView): Html {
  const body = html`<table class="list">
    <caption class="hidden">
      Roles of the charter
    </caption>
    <thead>
      <tr>
        <th scope="col">Role</th>
        <th scope="col">Purpose</th>
        <th scope="col">Holders</th>
      </tr>
    </thead>
    <tbody>
      ${view.roles.map(
        (role) =>
          html`<tr>
            <th scope="row">${roleLink(role)}</th>
            <td>${role.purpose}</td>
            <td data-label="Holders">
              ${role.holders === undefined ? html`<span class="quiet">not public</span>` : `${role.holders}${role.seats === undefined ? '' : ` of ${role.seats}`}`}
            </td>
          </tr>`,
      )}
    </tbody>
  </table>`
  return page(reader, site, { heading: 'Roles', path: '/roles', crumbs: [], body })
}

export function rolePage(reader: Reader, site: SiteView, view: RoleView): Html {
  const body = html` <p>${view.purpose} ${lineLink(view.line)}</p>
    <dl class="facts">
      ${
        view.document === undefined
          ? ''
          : html`<dt>Described in</dt>
              <dd>${documentLink(view.document)}</dd>`
      }
      ${view.gives.map(
        (given) =>
          html`<dt>Gives on ${given.target}</dt>
            <dd>
              ${given.groups.join(', ')}${given.rights.length === 0 ? '' : html`: <span class="quiet">${given.rights.join(', ')}</span>`}
            </dd>`,
      )}
      ${
        view.class === undefined
          ? ''
          : html`<dt>Class</dt>
              <dd>${view.class}</dd>`
      }
      ${
        view.term === undefined
          ? ''
          : html`<dt>Term</dt>
              <dd>${view.term}</dd>`
      }
      ${
        view.review === undefined
          ? ''
          : html`<dt>Review</dt>
              <dd>${view.review}</dd>`
      }
      ${
        view.seats === undefined
          ? ''
          : html`<dt>Seats</dt>
              <dd>${view.holders === undefined ? view.seats : `${view.holders} of ${view.seats} taken`}</dd>`
      }
    </dl>
    <h2>How one gets it</h2>
    ${doorList(view.ways.in, 'No way leads into this role: nobody can get it under this charter.')}
    ${
      view.conditions.length === 0
        ? ''
        : html`<p>Conditions, all of them:</p>
            <ul>
              ${view.conditions.map((condition) => html`<li>${condition}</li>`)}
            </ul>`
    }
    <h2>How one loses it</h2>
    ${doorList(view.ways.out, 'Only by giving it up.')}
    <h2>Who holds it</h2>
    ${holders(view)}
    ${
      view.past.length === 0
        ? ''
        : html`<h2>Who held it before</h2>
            ${grantTable(view.past, 'Former holders', { person: true, role: false })}`
    }`
  return page(reader, site, {
    heading: view.title,
    path: `/roles/${encodeURIComponent(view.id)}`,
    crumbs: [{ href: '/roles', text: 'Roles' }],
    body,
  })
}

function holders({ title, holding, holders: count }: RoleView): Html {
  if (count === undefined) return html`<p class="quiet">By this charter it is not public who holds it.</p>`
  if (holding.length === 0) return html`<p class="quiet">Nobody holds it now.</p>`
  const more = count - holding.length
  return html`${grantTable(holding, 'Holders', { person: true, role: false })}
  ${more > 0 ? html`<p class="more"><a href="/people?q=${encodeURIComponent(title)}">All ${count} of them</a></p>` : ''}`
}
