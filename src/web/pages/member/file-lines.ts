import { html } from 'hono/html'
import type { MessageKey } from '../../messages.ts'
import { foreign, quiet } from '../../parts.ts'
import { form } from '../../form.ts'
import type { Html, Reader } from '../../reader.ts'
import type { FileLine } from './case-view.ts'

const DONE: Readonly<Record<FileLine['what'], MessageKey>> = {
  reported: 'writ-member-file-reported',
  noted: 'writ-member-file-noted',
  read: 'writ-member-file-read',
  referred: 'writ-member-file-referred',
  closed: 'writ-member-file-closed',
  sealed: 'writ-member-file-erased',
  started: 'writ-member-file-started',
  heard: 'writ-member-file-heard',
  ended: 'writ-member-file-ended',
}

const OUTCOMES: Readonly<Record<string, MessageKey>> = {
  reinstated: 'writ-member-file-reinstated',
  removed: 'writ-member-file-removed',
  lapsed: 'writ-member-file-lapsed',
}

/** What happened, in its order; each line can be linked to. */
export function fileLines(reader: Reader, lines: readonly FileLine[]): Html {
  return html`<ol class="plain">
    ${lines.map((line) => html`<li id="e${line.entry}">${lineOf(reader, line)}</li>`)}
  </ol>`
}

function lineOf(reader: Reader, { at, what, by, text, outcome }: FileLine): Html {
  const key = (outcome === null ? undefined : OUTCOMES[outcome]) ?? DONE[what]
  const who =
    by === null ? quiet(reader.say(what === 'reported' ? 'writ-member-file-unnamed' : 'writ-member-file-themselves')) : foreign(by)
  // of the person whom a suspension concerns nothing more need be said than that they spoke; an erased line names nobody
  const named = what === 'sealed' || (what === 'heard' && by === null) ? '' : html` ${who}`
  return html`<p><strong>${reader.say(key)}</strong>${named}, ${reader.moment(at)}</p>
    ${text === null ? (what === 'read' || what === 'sealed' ? '' : html`<p>${quiet(reader.say('writ-member-unknown'))}</p>`) : html`<blockquote class="said">${foreign(text)}</blockquote>`}`
}

/** The button by which lines are read, which goes on record. */
export function readForm(
  reader: Reader,
  { action, unread, what }: { readonly action: string; readonly unread: number; readonly what: MessageKey },
): Html {
  return html`<p>${reader.say('writ-member-file-unread', unread)} ${reader.say(what)}</p>
    ${form(reader, { action, button: reader.say('writ-member-file-open') })}`
}
