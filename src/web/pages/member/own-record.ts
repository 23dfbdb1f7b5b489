import { html } from 'hono/html'
import { page } from '../../layout.ts'
import { entryLink, foreign, quiet, tableHead } from '../../parts.ts'
import type { MessageKey } from '../../messages.ts'
import type { Html, Reader } from '../../reader.ts'
import type { SiteView } from '../../view.ts'
import type { OwnRecord } from './own-record-view.ts'

/** Everything that is kept of whoever looks, in sections; what has a page of its own is counted and linked. */
export function ownRecordPage(reader: Reader, site: SiteView, record: OwnRecord): Html {
  const [role, until, entry, by] = [
    reader.say('writ-member-record-role'),
    reader.say('writ-member-record-until'),
    reader.say('writ-public-record'),
    reader.say('writ-member-record-by'),
  ]
  const ends = (at: string | null) => (at === null ? quiet(reader.say('writ-member-record-open')) : reader.moment(at))
  const body = html`<p>${reader.say('writ-member-record-about')}</p>
    <p><a href="/me/data/export.json" download>${reader.say('writ-member-record-download')}</a></p>
    <dl class="facts">
      <dt>${reader.say('writ-member-record-name')}</dt>
      <dd>${foreign(record.handle)}</dd>
      <dt>${reader.say('writ-member-record-id')}</dt>
      <dd><code>${record.id}</code></dd>
      <dt>${reader.say('writ-member-record-since')}</dt>
      <dd>${record.since === null ? '' : reader.moment(record.since)}</dd>
      ${
        record.suspension === null
          ? ''
          : html`<dt>${reader.say('writ-member-record-suspended')}</dt>
              <dd>${reader.moment(record.suspension.from)}</dd>`
      }
    </dl>
    <h2>${reader.say('writ-member-record-elsewhere')}</h2>
    <ul>
      ${link(reader, '/me/data', 'writ-member-record-facts', record.facts.length)}
      ${link(reader, '/me/data#readings', 'writ-member-record-readings', record.readings.length)}
      ${link(reader, '/notices', 'writ-member-record-notices', record.notices.length)}
      ${link(reader, '/me/tokens', 'writ-member-record-tokens', record.tokens.length)}
      ${link(reader, '/me/sessions', 'writ-member-record-sessions', record.sessions.length)}
      ${link(reader, '/me/passkeys', 'writ-member-record-passkeys', record.passkeys.length)}
    </ul>
    ${section(
      reader,
      'writ-member-record-accounts',
      [reader.say('writ-member-record-target'), reader.say('writ-member-record-account'), reader.say('writ-member-record-kind')],
      record.accounts.map(({ target, name, kind, locked }) => [
        html`<code>${target}</code>`,
        foreign(name),
        html`${kind}${locked ? html` ${quiet(reader.say('writ-member-record-locked'))}` : ''}`,
      ]),
    )}
    ${section(
      reader,
      'writ-member-record-grants',
      [role, reader.say('writ-member-record-from'), until, by, entry],
      record.grants.map((one) => [
        html`<code>${one.role}</code>`,
        reader.moment(one.from),
        one.ended === null ? ends(one.until) : html`${reader.moment(one.ended.at)} ${quiet(reader.say('writ-member-record-ended'))}`,
        foreign(one.decidedBy.join(', ')),
        entryLink(reader, one.entry),
      ]),
    )}
    ${section(
      reader,
      'writ-member-record-requests',
      [
        role,
        reader.say('writ-member-record-person'),
        reader.say('writ-member-record-filed'),
        reader.say('writ-member-record-outcome'),
        entry,
      ],
      record.requests.map((one) => [
        html`<code>${one.role}</code>`,
        foreign(one.person),
        reader.moment(one.filed),
        one.outcome === null ? quiet(reader.say('writ-member-record-open')) : html`${one.outcome}`,
        html`<a href="/requests/${one.request}">${one.request}</a>`,
      ]),
    )}
    ${section(
      reader,
      'writ-member-record-statements',
      [reader.say('writ-member-record-words'), by, reader.say('writ-member-record-from'), until, entry],
      record.statements.map((one) => [
        one.words === null ? html`<code>${one.statement}</code>` : foreign(one.words),
        foreign(one.by),
        reader.moment(one.at),
        ends(one.until),
        entryLink(reader, one.entry),
      ]),
    )}
    ${section(
      reader,
      'writ-member-record-exceptions',
      [reader.say('writ-member-record-condition'), until, entry],
      record.exceptions.map((one) => [html`<code>${one.condition}</code>`, reader.moment(one.until), entryLink(reader, one.entry)]),
    )}
    <h2>${reader.say('writ-member-record-not')}</h2>
    <p>${reader.say('writ-member-record-not-in')}</p>
    <p>${reader.say('writ-member-record-kept')}</p>`
  return page(reader, site, {
    heading: reader.say('writ-member-record'),
    path: '/me/data/all',
    crumbs: [
      { href: '/me', text: reader.say('writ-login-me') },
      { href: '/me/data', text: reader.say('writ-member-data') },
    ],
    body,
  })
}

function link(reader: Reader, href: string, key: MessageKey, count: number): Html {
  return html`<li><a href="${href}">${reader.say(key)}</a> (${count})</li>`
}

function section(reader: Reader, key: MessageKey, columns: readonly string[], rows: readonly (readonly Html[])[]): Html {
  if (rows.length === 0) return html``
  return html`<h2>${reader.say(key)}</h2>
    <table class="list">
      ${tableHead(reader.say(key), columns)}
      <tbody>
        ${rows.map(
          ([first, ...others]) =>
            html`<tr>
              <th scope="row">${first ?? ''}</th>
              ${others.map((cell, at) => html`<td data-label="${columns[at + 1] ?? ''}">${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>`
}
