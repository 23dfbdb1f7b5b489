import { html } from 'hono/html'
import type { Openings } from '../../ledger/leaf.ts'
import { page, type Html } from '../layout.ts'
import { alarmOf, logKeysOf, signatureOf } from '../log-signature.ts'
import { copyable, personLink } from '../parts.ts'
import type { Reader } from '../reader.ts'
import type { LogEntryView, LogProofsView, SiteView } from '../view.ts'

/** One entry: what it says, its very bytes where they are public, and the way to check that it stands in the log. */
export function logEntryPage(reader: Reader, site: SiteView, { row, proof, secondFactor }: LogEntryView): Html {
  const { entry, size, root, leaf, body, openings = {}, checkpoint } = proof
  const file = `/log/${entry}/proof.json?size=${size}`
  const person =
    row.person === undefined
      ? ''
      : html`<dt>${reader.say('writ-public-about')}</dt>
          <dd>${personLink(row.person)}</dd>`
  return page(reader, site, {
    heading: reader.say('writ-public-entry-heading', entry),
    path: `/log/${entry}`,
    crumbs: [{ href: '/log', text: reader.say('writ-common-nav-log') }],
    body: html`<p>${reader.english(row.text)} <span class="kind">${row.type}</span></p>
      <dl class="facts">
        <dt>${reader.say('writ-public-when')}</dt>
        <dd>${reader.moment(row.at)}</dd>
        ${person}
      </dl>
      <p>
        <a href="/log?from=${entry}#e${entry}">${reader.say('writ-public-entry-in-log')}</a>
        ${secondFactor === true ? html` · <a href="/log/${entry}/evidence">${reader.say('writ-member-factor')}</a>` : ''}
      </p>
      <h2>${reader.say('writ-public-entry-proof')}</h2>
      <p>${reader.fill('writ-public-entry-proof-intro', size, proof.path.length)}</p>
      <dl class="facts">
        <dt>${reader.say('writ-public-entry-hash')}</dt>
        <dd>${copyable(reader, leaf)}</dd>
        <dt>${reader.say('writ-public-head-root')}</dt>
        <dd>${copyable(reader, root)}</dd>
      </dl>
      ${checkpoint === undefined ? '' : html`<p>${reader.say('writ-public-entry-signed')}</p>`}
      <p>
        <a href="${file}">${reader.say('writ-public-entry-download')}</a> ·
        <a href="/log/proofs">${reader.say('writ-public-how-to-check')}</a>
      </p>
      <h2>${reader.say('writ-public-entry-bytes')}</h2>
      ${body === undefined ? html`<p>${reader.say('writ-public-entry-bytes-withheld')}</p>` : bytes(reader, body, openings)}`,
  })
}

function bytes(reader: Reader, body: string, openings: Openings): Html {
  const opened = Object.entries(openings)
  return html`<p>${reader.say('writ-public-entry-bytes-intro')}</p>
    <pre class="source bytes" dir="ltr">${body}</pre>
    ${
      opened.length === 0
        ? ''
        : html`<p>${reader.say('writ-public-entry-values')}</p>
            <dl class="facts">
              ${opened.map(
                ([name, { value }]) =>
                  html`<dt><code>${name}</code></dt>
                    <dd><bdi>${typeof value === 'string' ? value : JSON.stringify(value)}</bdi></dd>`,
              )}
            </dl>`
    }`
}

/** In plain words: what a proof of the log is worth, where one gets it, and how to check it without believing this server. */
export function logProofsPage(reader: Reader, site: SiteView, { size, root, origin, signed }: LogProofsView): Html {
  const code = (text: string) => html`<code>${text}</code>`
  const head = html`<a href="/log/head">${reader.say('writ-public-log-head')}</a>`
  const script = html`<a href="/log/proofs/verify-proof.mjs">verify-proof.mjs</a>`
  const watcher = html`<a href="/log/proofs/watch-log.mjs">watch-log.mjs</a>`
  const key = signed.keys.find(({ retired }) => retired === undefined)?.vkey
  const half = Math.max(1, Math.floor(size / 2))
  const consistency = `/log/consistency/${half}..${size}.json`
  return page(reader, site, {
    heading: reader.say('writ-public-how-to-check'),
    path: '/log/proofs',
    crumbs: [{ href: '/log', text: reader.say('writ-common-nav-log') }],
    body: html`${alarmOf(reader, signed.refused)}
      <p>${reader.say('writ-public-check-why')}</p>
      <dl class="facts">
        <dt>${reader.say('writ-public-head-size')}</dt>
        <dd>${reader.number(size)}</dd>
        <dt>${reader.say('writ-public-head-root')}</dt>
        <dd>${copyable(reader, root)}</dd>
        <dt>${reader.say('writ-public-head-origin')}</dt>
        <dd>${copyable(reader, origin)}</dd>
      </dl>
      <h2>${reader.say('writ-public-check-steps')}</h2>
      <ol>
        <li>${reader.fill('writ-public-check-keep', head)}</li>
        <li>${reader.fill('writ-public-check-entry', code('/log/N/proof.json?size=M'))}</li>
        <li>
          ${reader.fill('writ-public-check-consistency', code('/log/consistency/M..N.json'))}
          ${size === 0 ? '' : html`<a href="${consistency}">${reader.say('writ-public-check-consistency-example', half, size)}</a>`}
        </li>
        <li>
          ${reader.fill('writ-public-check-script', script, code('node verify-proof.mjs FILE ROOT'), code('writ log verify-proof FILE --root ROOT'))}
        </li>
        ${
          key === undefined
            ? ''
            : html`<li>
                ${reader.fill('writ-public-check-watch', watcher, code('node watch-log.mjs URL VKEY FILE'), code('writ log verify --url URL --vkey VKEY --since FILE'))}
              </li>`
        }
      </ol>
      <h2>${reader.say('writ-public-check-shows')}</h2>
      <ul>
        <li>${reader.say('writ-public-check-shows-entry')}</li>
        <li>${reader.say('writ-public-check-shows-growth')}</li>
        <li>${reader.say('writ-public-check-shows-not')}</li>
        <li>${reader.say('writ-public-check-shows-erased')}</li>
      </ul>
      ${signatureOf(reader, signed)} ${logKeysOf(reader, signed)}`,
  })
}
