import { html } from 'hono/html'
import { page } from '../../layout.ts'
import type { MessageKey } from '../../messages.ts'
import type { Html, Reader } from '../../reader.ts'
import { setupPage } from './frame.ts'

/** The start page before there is anything to show. */
export function unfoundedPage(reader: Reader): Html {
  const body = html`<p>${reader.say('writ-setup-home-about')}</p>
    <ul class="ways">
      <li>
        <a class="cdx-button cdx-button--fake-button cdx-button--fake-button--enabled" href="/setup">${reader.say('writ-setup-title')}</a>
      </li>
    </ul>
    <p><a href="/setup/guide">${reader.say('writ-setup-guide')}</a></p>`
  return page(reader, undefined, { heading: reader.say('writ-setup-home'), path: '/', crumbs: [], body })
}

const PARTS: readonly (readonly [MessageKey, MessageKey])[] = [
  ['writ-setup-guide-charter', 'writ-setup-guide-charter-about'],
  ['writ-setup-guide-people', 'writ-setup-guide-people-about'],
  ['writ-setup-guide-found', 'writ-setup-guide-found-about'],
  ['writ-setup-guide-after', 'writ-setup-guide-after-about'],
]
/** Commands that help on the way, none of which writes to a ledger but the last. */
const COMMANDS: readonly (readonly [string, MessageKey])[] = [
  ['writ import mediawiki URL', 'writ-setup-guide-import'],
  ['writ check my-charter.yaml', 'writ-setup-guide-check'],
  ['writ safety my-charter.yaml', 'writ-setup-guide-safety'],
  ['writ setup my-charter.yaml --administrator HANDLE --role ROLE', 'writ-setup-guide-setup'],
]

/** What somebody should know who begins. */
export function guidePage(reader: Reader): Html {
  const body = html`<p>${reader.say('writ-setup-guide-intro')}</p>
    ${PARTS.map(
      ([heading, text]) =>
        html`<h2>${reader.say(heading)}</h2>
          <p>${reader.say(text)}</p>`,
    )}
    <h2>${reader.say('writ-setup-guide-commands')}</h2>
    <dl class="facts">
      ${COMMANDS.map(
        ([command, key]) =>
          html`<dt><code dir="ltr">${command}</code></dt>
            <dd>${reader.say(key)}</dd>`,
      )}
    </dl>
    <p><a href="/setup">${reader.say('writ-setup-title')}</a></p>`
  return setupPage(reader, 'writ-setup-guide', body)
}
