import { html } from 'hono/html'
import { page, type Html } from '../layout.ts'
import { grantTimeline } from '../pictures/timeline.ts'
import type { Reader } from '../reader.ts'
import { grantTable } from '../grant-table.ts'
import { commas, copyable, foreign, personLink, quiet, roleLink, showButton, tableHead, textField } from '../parts.ts'
import type { PeopleView, PersonView, SiteView } from '../view.ts'

export function peoplePage(reader: Reader, site: SiteView, view: PeopleView): Html {
  const body = html` <form class="filter" method="get" action="/people">
      ${textField('q', reader.say('writ-public-name-or-role'), view.filter)} ${showButton(reader)}
    </form>
    ${view.people.length === 0 ? nobody(reader, view) : html`${peopleTable(reader, view)}${pager(reader, view)}`}`
  return page(reader, site, { heading: reader.say('writ-common-nav-people'), path: pathOf(view, view.page), crumbs: [], body })
}

function nobody(reader: Reader, { filter }: PeopleView): Html {
  if (filter === '') return html`<p class="quiet">${reader.say('writ-public-nobody-yet')}</p>`
  const everybody = html`<a href="/people">${reader.say('writ-public-show-everybody')}</a>`
  return html`<p>${reader.fill('writ-public-nobody-matches', html`<bdi>${filter}</bdi>`)} ${everybody}</p>`
}

function peopleTable(reader: Reader, { people }: PeopleView): Html {
  return html`<table class="list">
    ${tableHead(reader.say('writ-public-people-caption'), [reader.say('writ-common-person'), reader.say('writ-public-holds')])}
    <tbody>
      ${people.map(
        (person) =>
          html`<tr>
            <th scope="row">${personLink(person.handle)}</th>
            <td>${person.roles.length === 0 ? quiet(reader.say('writ-public-see-there')) : commas(person.roles.map(roleLink))}</td>
          </tr>`,
      )}
    </tbody>
  </table>`
}

function pager(reader: Reader, view: PeopleView): Html {
  if (view.pages === 1) return html``
  const { page: now, pages, count } = view
  return html`<nav class="more" aria-label="${reader.say('writ-public-parts')}">
    ${now > 1 ? html`<a href="${pathOf(view, now - 1)}" rel="prev">${reader.say('writ-public-before')}</a> · ` : ''}${reader.say('writ-public-part', now, pages, count)}${now < pages ? html` · <a href="${pathOf(view, now + 1)}" rel="next">${reader.say('writ-public-after')}</a>` : ''}
  </nav>`
}

function pathOf({ filter }: PeopleView, part: number): string {
  const query = new URLSearchParams()
  if (filter !== '') query.set('q', filter)
  if (part > 1) query.set('page', String(part))
  return query.size === 0 ? '/people' : `/people?${query.toString()}`
}

/** What whoever looks can do about a person. */
export interface WaysAbout {
  readonly reports: boolean
  readonly suspends: boolean
}

export function personPage(reader: Reader, site: SiteView, view: PersonView, can: WaysAbout): Html {
  const held = (grants: PersonView['grants'], caption: string) => grantTable(reader, grants, caption, { person: false, role: true })
  const [now, before] = [reader.say('writ-public-holds-now'), reader.say('writ-public-held-before')]
  const ways = html`<a href="/roles">${reader.say('writ-public-roles-and-ways')}</a>`
  const body = html` <dl class="facts">
      <dt>${reader.say('writ-public-known-since')}</dt>
      <dd>${reader.moment(view.since)}</dd>
      ${
        view.departed
          ? html`<dt>${reader.say('writ-public-state')}</dt>
              <dd>${reader.say('writ-public-has-left')}</dd>`
          : ''
      }
      <dt>${reader.say('writ-public-accounts')}</dt>
      <dd>${view.accounts.length === 0 ? quiet(reader.say('writ-public-no-public-account')) : accountList(reader, view.accounts)}</dd>
    </dl>
    <h2>${now}</h2>
    ${view.grants.length === 0 ? html`<p class="quiet">${reader.say('writ-public-no-role-now')} ${ways}</p>` : held(view.grants, now)}
    ${
      view.past.length === 0
        ? ''
        : html`<h2>${before}</h2>
            ${held(view.past, before)}`
    }
    ${grantTimeline(reader, [...view.grants, ...view.past])}
    <p class="more">
      <a href="/log?person=${encodeURIComponent(view.handle)}">${reader.fill('writ-public-log-about', foreign(view.handle))}</a> ·
      <a href="/log?by=${encodeURIComponent(view.handle)}">${reader.fill('writ-public-log-by', foreign(view.handle))}</a>
      ${
        can.reports && reader.visitor !== undefined
          ? html` ·
              <a href="/report?about=${encodeURIComponent(view.handle)}"
                >${reader.fill('writ-public-report-person-link', foreign(view.handle))}</a
              >`
          : ''
      }
      ${can.suspends ? html` · <a href="/suspend?person=${encodeURIComponent(view.handle)}">${reader.fill('writ-public-suspend-link', foreign(view.handle))}</a>` : ''}
    </p>`
  return page(reader, site, {
    heading: view.handle,
    path: `/people/${encodeURIComponent(view.handle)}`,
    crumbs: [{ href: '/people', text: reader.say('writ-common-nav-people') }],
    body,
  })
}

function accountList(reader: Reader, accounts: PersonView['accounts']): Html {
  return html`<ul class="plain">
    ${accounts.map(({ name, target }) => {
      const account = copyable(reader, name)
      return html`<li>${target === undefined ? account : reader.fill('writ-public-account-on', account, target)}</li>`
    })}
  </ul>`
}
