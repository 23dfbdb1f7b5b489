import { html } from 'hono/html'
import type { MessageKey } from './messages.ts'
import type { Html, Reader } from './reader.ts'
import type { DoorView, PromiseView } from './view.ts'

/** A name from outside: whatever direction its letters have, what stands beside it keeps its own. */
export function foreign(text: string): Html {
  return html`<bdi>${text}</bdi>`
}

export function personLink(handle: string): Html {
  return html`<a href="/people/${encodeURIComponent(handle)}">${foreign(handle)}</a>`
}

export function roleLink(role: { readonly id: string; readonly title: string }): Html {
  return html`<a href="/roles/${encodeURIComponent(role.id)}">${role.title}</a>`
}

/** A place in the charter, `roles.yaml:41`, as a link to that line. */
export function lineLink(line: string): Html {
  const split = line.lastIndexOf(':')
  return html`<a class="line" href="/charter#${encodeURIComponent(line.slice(0, split))}-L${line.slice(split + 1)}">${line}</a>`
}

/** A long key, path or address: where a line is too short for it, it ends after a separator and not within a word. */
export function breakable(text: string): Html {
  if (text.length <= FITS) return html`${text}`
  return html`${text.split(/(?<=[-./_:@=&?])(?=[^-./_:@=&?])/).map((part, index) => html`${index === 0 ? '' : html`<wbr />`}${part}`)}`
}

/** So many letters stand on one line of the narrowest screen. */
const FITS = 24

/** The same where the charter may not be in force yet, and so on no page. */
export function placeLink(reader: Reader, line: string): Html {
  return reader.unfounded === true ? html`<code class="quiet">${line}</code>` : lineLink(line)
}

/** A document of the charter: a link if it is an address, else its text. */
export function documentLink(document: string): Html {
  return /^(?:https?:\/\/|mailto:)/i.test(document) ? html`<a href="${document}">${breakable(document)}</a>` : breakable(document)
}

export function entryLink(reader: Reader, seq: number): Html {
  return html`<a class="seq" href="/log?from=${seq}#e${seq}">${reader.say('writ-common-entry', seq)}</a>`
}

/** Pieces one after the other, as a list of few words. */
export function commas(pieces: readonly Html[]): Html {
  return html`${pieces.map((piece, index) => html`${index === 0 ? '' : ', '}${piece}`)}`
}

/** Something that may be longer than it looks, and is taken along by one click where scripts run. */
export function copyable(reader: Reader, text: string): Html {
  return html`<code class="copy" data-copy="${reader.say('writ-common-copy')}" data-copied="${reader.say('writ-common-copied')}"
    >${text}</code
  >`
}

export function quiet(text: string): Html {
  return html`<span class="quiet">${text}</span>`
}

export function notPublic(reader: Reader): Html {
  return quiet(reader.say('writ-common-not-public'))
}

export function promiseList(reader: Reader, promises: readonly PromiseView[]): Html {
  if (promises.length === 0) return html`<p class="quiet">${reader.say('writ-public-no-promises')}</p>`
  return html`<ul class="promises">
    ${promises.map(
      (promise) =>
        html`<li>
          ${kept(reader, promise.kept)}
          <span
            >${promise.text}
            ${placeLink(reader, promise.line)}${promise.kept === true ? '' : html`<br /><span class="quiet">${reader.english(promise.why)}</span>`}</span
          >
        </li>`,
    )}
  </ul>`
}

function kept(reader: Reader, kept: boolean | null): Html {
  if (kept === null) return html`<span class="chip">${reader.say('writ-public-promise-unchecked')}</span>`
  return kept
    ? html`<span class="chip kept">${reader.say('writ-public-promise-kept')}</span>`
    : html`<span class="chip broken">${reader.say('writ-public-promise-broken')}</span>`
}

export function doorList(reader: Reader, doors: readonly DoorView[], none: MessageKey): Html {
  if (doors.length === 0) return html`<p class="quiet">${reader.say(none)}</p>`
  return html`<ul>
    ${doors.map((door) => html`<li><strong>${door.who}</strong> ${reader.english(door.how)} ${lineLink(door.line)}</li>`)}
  </ul>`
}

/** The head of a table: what it is, for those who hear it, and its columns. */
export function tableHead(caption: string, columns: readonly (string | undefined)[]): Html {
  return html`<caption class="hidden">
      ${caption}
    </caption>
    <thead>
      <tr>
        ${columns.map((column) => (column === undefined ? '' : html`<th scope="col">${column}</th>`))}
      </tr>
    </thead>`
}

export interface Choice {
  readonly value: string
  readonly text: string
}

/** A choice of a filter; the first one is "any". */
export function select(name: string, label: string, chosen: string, options: readonly Choice[]): Html {
  return html`<div>
    <label for="${name}">${label}</label
    ><select class="select" id="${name}" name="${name}">
      ${options.map(({ value, text }) => html`<option value="${value}" ${value === chosen ? html` selected` : ''}>${text}</option>`)}
    </select>
  </div>`
}

export function textField(name: string, label: string, value: string): Html {
  return html`<div>
    <label for="${name}">${label}</label
    ><input class="cdx-text-input__input" id="${name}" name="${name}" value="${value}" maxlength="200" autocomplete="off" />
  </div>`
}

export function dateField(name: string, label: string, value: string): Html {
  return html`<div>
    <label for="${name}">${label}</label><input class="cdx-text-input__input" type="date" id="${name}" name="${name}" value="${value}" />
  </div>`
}

export function showButton(reader: Reader): Html {
  return html`<button class="cdx-button cdx-button--action-progressive" type="submit">${reader.say('writ-common-show')}</button>`
}

/** What is missing for something to be done, in sentences of the core; nothing where nothing is. */
export function missingList(reader: Reader, missing: readonly string[]): Html {
  if (missing.length === 0) return html``
  return html`<h2>${reader.say('writ-login-missing')}</h2>
    <ul>
      ${missing.map((text) => html`<li>${reader.english(text)}</li>`)}
    </ul>`
}

/** A clause of the core that stands alone: with a capital, unless it begins with a name, which is written as it is. */
export function asSentence(text: string): string {
  return /^(?:it|the|this|these|they|nobody|nothing|no|there|only|whoever|somebody|anybody|everybody|a|an|in|roles) /.test(text)
    ? `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
    : text
}
