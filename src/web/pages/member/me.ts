import { html } from 'hono/html'
import { form } from '../../form.ts'
import { page } from '../../layout.ts'
import { foreign, roleLink } from '../../parts.ts'
import type { Html, Reader } from '../../reader.ts'
import type { SiteView } from '../../view.ts'
import { requestTable } from './parts.ts'
import { suspended } from './suspended.ts'
import type { MeView, OwnGrant } from './view.ts'

export function mePage(reader: Reader, site: SiteView, view: MeView): Html {
  const body = html`${view.suspension === null ? '' : suspended(reader, view.suspension)}
    <p>${reader.fill('writ-member-you-are', foreign(view.handle))}</p>
    <ul class="ways">
      <li><a href="/request">${reader.say('writ-member-ask')}</a></li>
      <li><a href="/approvals">${reader.say('writ-member-approvals-waiting', view.decides)}</a></li>
      <li><a href="/notices">${reader.say('writ-member-notices-unread', view.unread)}</a></li>
      <li><a href="/charter/proposals">${reader.say('writ-member-proposals')}</a></li>
      <li><a href="/me/data">${reader.say('writ-member-data')}</a></li>
      <li><a href="/me/powers">${reader.say('writ-member-powers')}</a></li>
      ${view.corrections === null ? '' : html`<li><a href="/corrections">${reader.say('writ-member-corrections-waiting', view.corrections)}</a></li>`}
      ${view.cases === null ? '' : html`<li><a href="/cases">${reader.say('writ-member-cases-waiting', view.cases)}</a></li>`}
      <li><a href="/me/passkeys">${reader.say('writ-login-passkeys')}</a></li>
      ${view.audits ? html`<li><a href="/audit">${reader.say('writ-admin-audit')}</a></li>` : ''}
      ${view.runsWrit ? html`<li><a href="/admin">${reader.say('writ-admin-admin')}</a></li>` : ''}
      <li><a href="/report">${reader.say('writ-member-report')}</a></li>
      <li><a href="/suspend?person=${encodeURIComponent(view.handle)}">${reader.say('writ-member-suspend-own')}</a></li>
    </ul>
    <h2>${reader.say('writ-member-holding')}</h2>
    ${
      view.holding.length === 0
        ? html`<p class="quiet">${reader.say('writ-member-holding-none')} <a href="/request">${reader.say('writ-member-ask')}</a></p>`
        : html`<table class="list">
            <caption class="hidden">
              ${reader.say('writ-member-holding')}
            </caption>
            <thead>
              <tr>
                <th scope="col">${reader.say('writ-member-role')}</th>
                <th scope="col">${reader.say('writ-member-until')}</th>
                <th scope="col">${reader.say('writ-member-use-case')}</th>
                <th scope="col">${reader.say('writ-member-do')}</th>
              </tr>
            </thead>
            <tbody>
              ${view.holding.map((grant) => held(reader, grant, view.suspended))}
            </tbody>
          </table>`
    }
    <h2>${reader.say('writ-member-requests')}</h2>
    ${view.requests.length === 0 ? html`<p class="quiet">${reader.say('writ-member-requests-none')}</p>` : requestTable(reader, view.requests)}
    <p><a href="/requests">${reader.say('writ-member-requests-all')}</a></p>
    <h2>${reader.say('writ-member-accounts')}</h2>
    ${
      view.accounts.length === 0
        ? html`<p class="quiet">${reader.say('writ-member-accounts-none')}</p>`
        : html`<ul>
            ${view.accounts.map(({ target, name, kind }) => html`<li>${foreign(name)} - ${foreign(target)} (${kind})</li>`)}
          </ul>`
    }
    ${
      view.past.length === 0
        ? ''
        : html`<h2>${reader.say('writ-member-past')}</h2>
            <ul>
              ${view.past.map(
                ({ role, from, ended }) =>
                  html`<li>${roleLink(role)}, ${reader.fill('writ-member-from-to', reader.day(from), reader.day(ended ?? from))}</li>`,
              )}
            </ul>`
    }`
  return page(reader, site, { heading: reader.say('writ-login-me'), path: '/me', crumbs: [], body })
}

function held(reader: Reader, { entry, role, until, daysLeft, useCase, inForce, askable, targets }: OwnGrant, suspended: boolean): Html {
  return html`<tr id="g${entry}">
    <th scope="row">${roleLink(role)} ${inForce ? '' : html`<span class="quiet">${reader.say('writ-member-not-in-force')}</span>`}</th>
    <td data-label="${reader.say('writ-member-until')}">
      ${until === null ? html`<span class="quiet">${reader.say('writ-member-no-end')}</span>` : html`${reader.day(until)} <span class="quiet">(${reader.say('writ-member-days-left', daysLeft ?? 0)})</span>`}
    </td>
    <td data-label="${reader.say('writ-member-use-case')}">
      ${useCase === null ? html`<span class="quiet">${reader.say('writ-member-unknown')}</span>` : foreign(useCase)}
    </td>
    <td>
      ${askable ? html`<a href="/request/${encodeURIComponent(role.id)}">${reader.say('writ-member-ask-again')}</a>` : ''}
      ${
        suspended
          ? ''
          : form(reader, {
              action: '/me/resign',
              button: reader.say('writ-member-resign'),
              kind: 'quiet',
              label: reader.say('writ-member-resign-role', role.title),
              fixed: { role: role.id },
              body: html`<p class="quiet">
                ${reader.say('writ-member-resign-means', reader.list(targets))}
                ${reader.say(askable ? 'writ-member-resign-askable' : 'writ-member-resign-given')}
              </p>`,
            })
      }
    </td>
  </tr>`
}
