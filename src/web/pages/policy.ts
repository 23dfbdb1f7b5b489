import { html } from 'hono/html'
import { page, type Html } from '../layout.ts'
import { commas, doorList, lineLink, personLink, roleLink } from '../parts.ts'
import type { Reader } from '../reader.ts'
import type { PolicyView, SiteView } from '../view.ts'

/** Who has a right, by which role, and how one gets it. */
export function policyPage(reader: Reader, site: SiteView, view: PolicyView): Html {
  const { target, right } = view
  const body = html`<p>
      ${view.text}${view.class === undefined ? '' : html` <span class="chip">${view.class}</span>`}${view.line === undefined ? '' : html` ${lineLink(view.line)}`}
    </p>
    ${view.why === undefined ? '' : html`<p class="quiet">${view.why}</p>`}
    <p>
      ${view.groups.length === 0 ? reader.say('writ-public-no-group-has-it') : reader.say('writ-public-groups-have-it', view.groups.join(', '))}
      ${view.elsewhere.length === 0 ? '' : reader.fill('writ-public-elsewhere', commas(view.elsewhere.map(({ id, title }) => html`<a href="${pathOf(right, id)}">${title}</a>`)))}
    </p>
    <h2>${reader.say('writ-public-who-may')}</h2>
    ${who(reader, view)}
    <h2>${reader.say('writ-public-how-to-get')}</h2>
    ${how(reader, view)}`
  return page(reader, site, {
    heading: reader.say('writ-public-right-on', right, target.title),
    path: pathOf(right, target.id),
    crumbs: [{ href: `/matrix?target=${encodeURIComponent(target.id)}`, text: reader.say('writ-common-nav-matrix') }],
    body,
  })
}

function pathOf(right: string, target: string): string {
  return `/policy/${encodeURIComponent(right)}?target=${encodeURIComponent(target)}`
}

function who(reader: Reader, { visitors, registered, count, people, next, right, target }: PolicyView): Html {
  if (visitors) return html`<p>${reader.say('writ-public-anybody-may')}</p>`
  if (registered) return html`<p>${reader.say('writ-public-registered-may')}</p>`
  const more =
    next === undefined
      ? ''
      : html`<p class="more">
          <a href="${pathOf(right, target.id)}&after=${encodeURIComponent(next)}" rel="next">${reader.say('writ-public-after')}</a>
        </p>`
  return html`<p>${reader.say('writ-public-people-may', count)}</p>
    ${
      people.length === 0
        ? ''
        : html`<ul class="columns">
            ${people.map((handle) => html`<li>${personLink(handle)}</li>`)}
          </ul>`
    }
    ${more}`
}

function how(reader: Reader, { visitors, registered, roles }: PolicyView): Html {
  if (visitors) return html`<p>${reader.say('writ-public-nothing-to-ask')}</p>`
  if (registered) return html`<p>${reader.say('writ-public-get-account')}</p>`
  if (roles.length === 0) return html`<p>${reader.say('writ-public-no-role-suffices')}</p>`
  return html`<p>${reader.say('writ-public-any-role-suffices', roles.length)}</p>
    ${roles.map(
      (role) =>
        html`<h3>${roleLink(role)}</h3>
          ${doorList(reader, role.ways, 'writ-public-no-way-in')}`,
    )}`
}
