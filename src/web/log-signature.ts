import { html } from 'hono/html'
import type { Html } from './layout.ts'
import { copyable } from './parts.ts'
import type { Reader } from './reader.ts'
import type { LogKeyView, SignedLogView } from './view.ts'

/** That the log is not signed any more; nothing where it is. */
export function alarmOf(reader: Reader, refused: SignedLogView['refused']): Html | '' {
  if (refused === undefined) return ''
  return html`<div class="problem" role="alert">
    <p>${reader.fill('writ-public-signed-refused', reader.moment(refused.since))}</p>
    <p>(${reader.english(refused.why)})</p>
  </div>`
}

/** The last checkpoint that was signed, or that there is none. */
export function signatureOf(reader: Reader, { checkpoint }: SignedLogView): Html {
  const last =
    checkpoint === undefined
      ? html`<p>${reader.say('writ-public-signed-none')}</p>`
      : html`<p>${reader.say('writ-public-signed-intro')}</p>
          <dl class="facts">
            <dt>${reader.say('writ-public-signed-at')}</dt>
            <dd>${reader.moment(checkpoint.at)}</dd>
            <dt>${reader.say('writ-public-signed-size')}</dt>
            <dd>${reader.number(checkpoint.size)}</dd>
          </dl>
          <pre class="source bytes" dir="ltr" tabindex="0">${checkpoint.note}</pre>
          <p><a href="/log/checkpoint">${reader.say('writ-public-signed-file')}</a></p>`
  return html`<h2>${reader.say('writ-public-signed')}</h2>
    ${last}`
}

export function logKeysOf(reader: Reader, { keys }: SignedLogView): Html | '' {
  if (keys.length === 0) return ''
  return html`<h2 id="keys">${reader.say('writ-public-keys')}</h2>
    <p>${reader.say('writ-public-keys-intro')}</p>
    <ul>
      ${keys.map(
        (key) =>
          html`<li>
            ${key.vkey === undefined ? reader.say('writ-public-key-erased') : copyable(reader, key.vkey)}<br />
            ${keyState(reader, key)}
          </li>`,
      )}
    </ul>`
}

function keyState(reader: Reader, { entry, retired }: LogKeyView): Html {
  const link = (number: number) => html`<a href="/log/${number}">${reader.number(number)}</a>`
  return retired === undefined
    ? reader.fill('writ-public-key-in-use', link(entry))
    : reader.fill('writ-public-key-retired', link(entry), link(retired.entry), retired.size ?? 0)
}
