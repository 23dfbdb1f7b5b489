import { html } from 'hono/html'
import { form } from '../../form.ts'
import { page } from '../../layout.ts'
import type { MessageKey } from '../../messages.ts'
import { copyable, tableHead } from '../../parts.ts'
import type { Html, Reader } from '../../reader.ts'
import type { SiteView } from '../../view.ts'
import type { Connector, LeavingView } from './leaving-view.ts'
import { adminCrumb, logLink, modeText, targetHref } from './parts.ts'

/** What an export holds and how it is had, and the steps of whoever stops using Writ. */
export function leavingPage(reader: Reader, site: SiteView, view: LeavingView): Html {
  const body = html`<p>${reader.say('writ-admin-leaving-about')}</p>
    <h2>${reader.say('writ-admin-leaving-holds')}</h2>
    <ul>
      ${HOLDS.map(([file, key]) => html`<li><code>${file}</code>: ${reader.say(key)}</li>`)}
    </ul>
    <p>${reader.say('writ-admin-leaving-private')}</p>
    <h2 id="export">${reader.say('writ-admin-leaving-take')}</h2>
    ${taking(reader, view)}
    <h2>${reader.say('writ-admin-leaving-check')}</h2>
    <ol>
      <li>${reader.fill('writ-admin-leaving-check-sums', html`<code>sha256sum -c SHA256SUMS</code>`)}</li>
      <li>${reader.fill('writ-admin-leaving-check-root', html`<code>README.txt</code>`, copyable(reader, view.root))}</li>
      <li>${reader.fill('writ-admin-leaving-check-kept', html`<a href="/log/proofs">${reader.say('writ-admin-leaving-proofs')}</a>`)}</li>
    </ol>
    <h2 id="stop">${reader.say('writ-admin-leaving-stop')}</h2>
    <p>${reader.say('writ-admin-leaving-stop-about')}</p>
    ${steps(reader, view)}
    <h2 id="targets">${reader.say('writ-admin-leaving-targets')}</h2>
    ${targets(reader, view)}`
  return page(reader, site, { heading: reader.say('writ-admin-leaving'), path: '/admin/export', crumbs: [adminCrumb(reader)], body })
}

const HOLDS: readonly (readonly [string, MessageKey])[] = [
  ['ledger.jsonl', 'writ-admin-leaving-ledger'],
  ['charters/', 'writ-admin-leaving-charters'],
  ['people.csv, accounts.csv, grants.csv', 'writ-admin-leaving-tables'],
  ['targets/', 'writ-admin-leaving-on-targets'],
  ['open.csv, plans/', 'writ-admin-leaving-open'],
  ['README.txt, SHA256SUMS', 'writ-admin-leaving-readme'],
]

function taking(reader: Reader, { mayExport, begun, size }: LeavingView): Html {
  const command = html`<p class="quiet">${reader.fill('writ-admin-leaving-command', html`<code>writ export</code>`)}</p>`
  if (!mayExport)
    return html`<p>${reader.say('writ-admin-leaving-not-yours')}</p>
      ${command}`
  return html`${
      begun === null
        ? ''
        : html`<div class="good">
            <p>${reader.fill('writ-admin-leaving-begun', logLink(reader, begun.entry), reader.moment(begun.until))}</p>
            <p><a href="/admin/export/${begun.entry}.tar.gz" download>${reader.say('writ-admin-leaving-fetch')}</a></p>
          </div>`
    }
    <p>${reader.say('writ-admin-leaving-take-about', size)}</p>
    ${form(reader, {
      action: '/admin/export',
      button: reader.say('writ-admin-leaving-begin'),
      ...(begun === null ? {} : { kind: 'quiet' as const }),
      body: (fields) => fields.area({ name: 'reason', label: reader.say('writ-admin-leaving-reason'), most: 1000 }),
    })}
    ${command}`
}

function steps(reader: Reader, { paused, open, ends }: LeavingView): Html {
  const link = (href: string, key: MessageKey) => html`<a href="${href}">${reader.say(key)}</a>`
  return html`<ol>
    <li>${reader.say('writ-admin-leaving-step-open', open)} ${link('/admin/tonight', 'writ-admin-tonight')}</li>
    <li>
      ${reader.say('writ-admin-leaving-ends', ends)}
      ${ends === 0 ? '' : reader.fill('writ-admin-leaving-step-ends', html`<code>writ calendar</code>`)}
    </li>
    <li>
      ${
        paused === null
          ? html`${reader.say('writ-admin-leaving-step-pause')} ${link('/admin/pause', 'writ-admin-pause')}`
          : reader.fill('writ-admin-leaving-step-paused', reader.moment(paused.since))
      }
    </li>
    <li>${reader.say('writ-admin-leaving-step-take')} ${link('#export', 'writ-admin-leaving-take')}</li>
    <li>
      ${reader.say('writ-admin-leaving-step-public')}
      <a href="/log.csv">${reader.say('writ-admin-leaving-log')}</a>
    </li>
    <li>${reader.say('writ-admin-leaving-step-hand')} ${link('#targets', 'writ-admin-leaving-targets')}</li>
    <li>${reader.fill('writ-admin-leaving-step-access', html`<code>writ doctor</code>`)}</li>
    <li>${reader.fill('writ-admin-leaving-step-end', html`<code>writ serve</code>`)}</li>
  </ol>`
}

const STAYS: Readonly<Record<Connector, MessageKey>> = {
  mediawiki: 'writ-admin-leaving-stays-mediawiki',
  ldap: 'writ-admin-leaving-stays-ldap',
  growthbook: 'writ-admin-leaving-stays-growthbook',
  scim: 'writ-admin-leaving-stays-scim',
  smf: 'writ-admin-leaving-stays-smf',
  manual: 'writ-admin-leaving-stays-manual',
  simulated: 'writ-admin-leaving-stays-simulated',
  other: 'writ-admin-leaving-stays-other',
}

const BACK: Readonly<Record<Connector, MessageKey>> = {
  mediawiki: 'writ-admin-leaving-back-mediawiki',
  ldap: 'writ-admin-leaving-back-ldap',
  growthbook: 'writ-admin-leaving-back-growthbook',
  scim: 'writ-admin-leaving-back-scim',
  smf: 'writ-admin-leaving-back-smf',
  manual: 'writ-admin-leaving-back-manual',
  simulated: 'writ-admin-leaving-back-simulated',
  other: 'writ-admin-leaving-back-other',
}

function targets(reader: Reader, { targets: list }: LeavingView): Html {
  if (list.length === 0) return html`<p class="quiet">${reader.say('writ-admin-no-targets')}</p>`
  const [target, mode, stays, back] = [
    reader.say('writ-admin-target'),
    reader.say('writ-admin-mode'),
    reader.say('writ-admin-leaving-stays'),
    reader.say('writ-admin-leaving-back'),
  ]
  return html`<table class="list">
    ${tableHead(reader.say('writ-admin-leaving-targets'), [target, mode, stays, back])}
    <tbody>
      ${list.map(
        (one) =>
          html`<tr id="t-${one.target.id}">
            <th scope="row"><a href="${targetHref(one.target.id)}">${one.target.title}</a></th>
            <td data-label="${mode}">${modeText(reader, one.mode)}</td>
            <td data-label="${stays}">
              ${reader.say('writ-admin-leaving-memberships', one.memberships, one.ending)} ${reader.say(STAYS[one.connector])}
            </td>
            <td data-label="${back}">${reader.say(BACK[one.connector])}</td>
          </tr>`,
      )}
    </tbody>
  </table>`
}
