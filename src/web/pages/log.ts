import { html } from 'hono/html'
import { page, type Html } from '../layout.ts'
import { alarmOf, logKeysOf, signatureOf } from '../log-signature.ts'
import { logTable } from '../log-table.ts'
import type { MessageKey } from '../messages.ts'
import { copyable, dateField, select, showButton, textField, type Choice } from '../parts.ts'
import type { Reader } from '../reader.ts'
import type { LogHeadView, LogView, SiteView } from '../view.ts'

export function logPage(reader: Reader, site: SiteView, view: LogView): Html {
  const { filter, roles, types, targets } = view
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ''))
  const next = new URLSearchParams(query)
  if (view.older !== undefined) next.set('from', String(view.older))
  const any: Choice = { value: '', text: reader.say('writ-common-any') }
  const named = (all: readonly { readonly id: string; readonly title: string }[]) => [
    any,
    ...all.map(({ id, title }) => ({ value: id, text: title })),
  ]
  const head = html`<a href="/log/head">${reader.say('writ-public-log-head')}</a>`
  const body = html`${alarmOf(reader, view.refused)}
    <p>${reader.fill('writ-public-log-intro', view.size, head)}</p>
    <form class="filter" method="get" action="/log">
      ${textField('person', reader.say('writ-common-person'), filter.person)}
      ${textField('by', reader.say('writ-public-decided-by'), filter.by)}
      ${select('role', reader.say('writ-common-role'), filter.role, named(roles))}
      ${select('target', reader.say('writ-public-target'), filter.target, named(targets))}
      ${select('type', reader.say('writ-public-kind'), filter.type, [any, ...families(reader), ...types.map((type) => ({ value: type, text: type }))])}
      ${dateField('since', reader.say('writ-public-since'), filter.since)}
      ${dateField('until', reader.say('writ-public-until'), filter.until)} ${showButton(reader)}
    </form>
    ${view.rows.length === 0 ? nothing(reader, view) : logTable(reader, view.rows, reader.say('writ-public-entries'))}
    <p class="more">
      ${view.older === undefined ? '' : html`<a href="/log?${next.toString()}" rel="next">${reader.say('writ-public-older')}</a> · `}<a
        href="/log.csv${query.size === 0 ? '' : `?${query.toString()}`}"
        >${reader.say('writ-public-spreadsheet')}</a
      >
    </p>`
  const path = query.size === 0 ? '/log' : `/log?${query.toString()}`
  return page(reader, site, { heading: reader.say('writ-common-nav-log'), path, crumbs: [], body })
}

/** What people look for, before the single types as the entries themselves call them. */
function families(reader: Reader): readonly Choice[] {
  return FAMILIES.map(([value, key]) => ({ value, text: reader.say(key) }))
}

const FAMILIES: readonly (readonly [string, MessageKey])[] = [
  ['changes', 'writ-public-kind-changes'],
  ['grant', 'writ-public-kind-grants'],
  ['charter', 'writ-public-kind-charter'],
  ['person', 'writ-public-kind-people'],
  ['account', 'writ-public-kind-accounts'],
  ['review', 'writ-public-kind-reviews'],
  ['target', 'writ-public-kind-targets'],
  ['plan', 'writ-public-kind-plans'],
  ['effect', 'writ-public-kind-effects'],
  ['drift', 'writ-public-kind-drift'],
]

function nothing(reader: Reader, { size, older }: LogView): Html {
  if (size === 0) return html`<p class="quiet">${reader.say('writ-public-nothing-yet')}</p>`
  if (older !== undefined) return html`<p>${reader.say('writ-public-older-may-match')}</p>`
  return html`<p>${reader.say('writ-public-no-match')} <a href="/log">${reader.say('writ-public-show-everything')}</a></p>`
}

/** What is needed to hold the log to its word later. */
export function logHeadPage(reader: Reader, site: SiteView, view: LogHeadView): Html {
  const body = html`${alarmOf(reader, view.signed.refused)}
    <p>${reader.say('writ-public-head-intro')}</p>
    <dl class="facts">
      <dt>${reader.say('writ-public-head-size')}</dt>
      <dd>${reader.number(view.size)}</dd>
      <dt>${reader.say('writ-public-head-root')}</dt>
      <dd>${copyable(reader, view.root)}</dd>
      <dt>${reader.say('writ-public-head-origin')}</dt>
      <dd>${copyable(reader, view.origin)}</dd>
      <dt>${reader.say('writ-public-head-last')}</dt>
      <dd>${view.at === undefined ? reader.say('writ-public-nothing-yet') : reader.moment(view.at)}</dd>
    </dl>
    <p>
      ${reader.fill('writ-public-head-check', html`<code>writ log verify</code>`)}
      <a href="/log/proofs">${reader.say('writ-public-how-to-check')}</a>
    </p>
    ${signatureOf(reader, view.signed)} ${logKeysOf(reader, view.signed)}`
  return page(reader, site, {
    heading: reader.say('writ-public-log-head'),
    path: '/log/head',
    crumbs: [{ href: '/log', text: reader.say('writ-common-nav-log') }],
    body,
  })
}
