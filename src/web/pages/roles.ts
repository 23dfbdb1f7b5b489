import { html } from 'hono/html'
import { grantTable } from '../grant-table.ts'
import { page, type Html } from '../layout.ts'
import type { MessageKey } from '../messages.ts'
import { documentLink, doorList, lineLink, notPublic, quiet, roleLink, tableHead } from '../parts.ts'
import type { Reader } from '../reader.ts'
import type { RolesView, RoleSummary, RoleView, SiteView } from '../view.ts'

export function rolesPage(reader: Reader, site: SiteView, view: RolesView): Html {
  const holders = reader.say('writ-public-holders')
  const body = html`<p>${reader.say('writ-public-roles-intro')} <a href="/hierarchy">${reader.say('writ-public-question-hierarchy')}</a></p>
    <table class="list">
      ${tableHead(reader.say('writ-public-roles-caption'), [reader.say('writ-common-role'), reader.say('writ-public-purpose'), holders])}
      <tbody>
        ${view.roles.map(
          (role) =>
            html`<tr>
              <th scope="row">${roleLink(role)}</th>
              <td>${role.purpose}</td>
              <td data-label="${holders}">${holderCount(reader, role)}</td>
            </tr>`,
        )}
      </tbody>
    </table>`
  return page(reader, site, { heading: reader.say('writ-common-nav-roles'), path: '/roles', crumbs: [], body })
}

function holderCount(reader: Reader, { holders, seats }: RoleSummary): Html {
  if (holders === undefined) return notPublic(reader)
  return html`${seats === undefined ? reader.number(holders) : reader.say('writ-public-of-seats', holders, seats)}`
}

export function rolePage(reader: Reader, site: SiteView, view: RoleView): Html {
  const fact = (key: MessageKey, value: Html | string | undefined) =>
    value === undefined
      ? ''
      : html`<dt>${reader.say(key)}</dt>
          <dd>${value}</dd>`
  const core = (text: string | undefined) => (text === undefined ? undefined : reader.english(text))
  const body = html` <p>${view.purpose} ${lineLink(view.line)}</p>
    <dl class="facts">
      ${fact('writ-public-described-in', view.document === undefined ? undefined : documentLink(view.document))}
      ${view.gives.map(
        (given) =>
          html`<dt>${reader.say('writ-public-gives-on', given.target)}</dt>
            <dd>${given.groups.join(', ')}${given.rights.length === 0 ? '' : html`: ${quiet(given.rights.join(', '))}`}</dd>`,
      )}
      ${fact('writ-public-class', view.class)} ${fact('writ-public-term', core(view.term))} ${fact('writ-public-review', core(view.review))}
      ${fact('writ-public-seats', view.seats === undefined ? undefined : seatsText(reader, view.seats, view.holders))}
    </dl>
    <h2>${reader.say('writ-public-how-to-get')}</h2>
    ${doorList(reader, view.ways.in, 'writ-public-no-way-in')}
    ${
      view.conditions.length === 0
        ? ''
        : html`<p>${reader.say('writ-public-conditions')}</p>
            <ul>
              ${view.conditions.map((condition) => html`<li>${condition}</li>`)}
            </ul>`
    }
    <h2>${reader.say('writ-public-how-to-lose')}</h2>
    ${doorList(reader, view.ways.out, 'writ-public-no-way-out')}
    <h2>${reader.say('writ-public-who-holds-it')}</h2>
    ${holders(reader, view)}
    ${
      view.past.length === 0
        ? ''
        : html`<h2>${reader.say('writ-public-former-holders')}</h2>
            ${grantTable(reader, view.past, reader.say('writ-public-former-holders'), { person: true, role: false })}`
    }
    <p class="more">
      ${reader.visitor?.handle === undefined ? '' : html`<a href="/me/powers#${encodeURIComponent(view.id)}">${reader.say('writ-member-powers-of-role')}</a> ·`}
      <a href="/log?role=${encodeURIComponent(view.id)}">${reader.say('writ-public-log-of-role')}</a> ·
      <a href="/hierarchy?rogue=${encodeURIComponent(view.id)}">${reader.say('writ-public-if-rogue')}</a>
    </p>`
  return page(reader, site, {
    heading: view.title,
    path: `/roles/${encodeURIComponent(view.id)}`,
    crumbs: [{ href: '/roles', text: reader.say('writ-common-nav-roles') }],
    body,
  })
}

function seatsText(reader: Reader, seats: number, holders: number | undefined): string {
  return holders === undefined ? reader.number(seats) : reader.say('writ-public-seats-taken', holders, seats)
}

function holders(reader: Reader, { title, holding, holders: count }: RoleView): Html {
  if (count === undefined) return html`<p class="quiet">${reader.say('writ-public-holders-not-public')}</p>`
  if (holding.length === 0) return html`<p class="quiet">${reader.say('writ-public-nobody-holds-it')}</p>`
  const all = html`<p class="more"><a href="/people?q=${encodeURIComponent(title)}">${reader.say('writ-public-all-of-them', count)}</a></p>`
  return html`${grantTable(reader, holding, reader.say('writ-public-holders'), { person: true, role: false })}
  ${count > holding.length ? all : ''}`
}
