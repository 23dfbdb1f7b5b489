import { html } from 'hono/html'
import type { MessageKey } from './messages.ts'
import { foreign, lineLink, tableHead } from './parts.ts'
import type { Html, Reader } from './reader.ts'
import type { CharterChanges } from './view.ts'

/** What one charter changes of another: clauses, cells, people, verdicts, promises. */
export function charterChanges(reader: Reader, { clauses, cells, verdicts, promises, people, findings }: CharterChanges): Html {
  const nothing = [clauses, cells, verdicts, promises, people, findings].every((part) => part.length === 0)
  return html`${nothing ? html`<p>${reader.say('writ-public-says-the-same')}</p>` : ''}
  ${part(reader, 'writ-public-against-it', findings, (text) => reader.english(text))}
  ${part(reader, 'writ-public-changed-clauses', clauses, ({ summary, line }) => html`${reader.english(summary)}${line === undefined ? '' : html` ${lineLink(line)}`}`)}
  ${cells.length === 0 ? '' : cellTable(reader, cells)}
  ${part(reader, 'writ-public-changed-people', people, ({ who, gains, loses }) => html`<strong>${foreign(who)}</strong>${delta('+', gains)}${delta('−', loses)}`)}
  ${part(reader, 'writ-public-changed-verdicts', verdicts, ({ role, technical, before: was, after: is }) => {
    const words = [was, is].map((word) => (word === undefined ? html`${reader.say('writ-public-no-such-role')}` : reader.english(word)))
    return reader.fill(technical ? 'writ-public-verdict-changed-technical' : 'writ-public-verdict-changed', role, ...words)
  })}
  ${part(reader, 'writ-public-changed-promises', promises, ({ text, before: was, after: is }) =>
    reader.fill('writ-public-promise-changed', text, reader.say(kept(was)), reader.say(kept(is))),
  )}`
}

function part<T>(reader: Reader, key: MessageKey, items: readonly T[], one: (item: T) => Html): Html {
  if (items.length === 0) return html``
  return html`<h2>${reader.say(key)}</h2>
    <ul>
      ${items.map((item) => html`<li>${one(item)}</li>`)}
    </ul>`
}

function delta(sign: string, names: readonly string[]): Html {
  return names.length === 0 ? html`` : html` ${sign} ${names.join(', ')}`
}

function cellTable(reader: Reader, cells: CharterChanges['cells']): Html {
  const heading = reader.say('writ-public-changed-cells')
  const [target, group, right, change] = (['target', 'group', 'right', 'change'] as const).map((name) => reader.say(COLUMNS[name]))
  return html`<h2>${heading}</h2>
    <table class="list">
      ${tableHead(heading, [right, group, target, change])}
      <tbody>
        ${cells.map(
          (cell) =>
            html`<tr>
              <th scope="row"><code>${cell.right}</code></th>
              <td data-label="${group ?? ''}">${cell.group}</td>
              <td data-label="${target ?? ''}">${cell.target}</td>
              <td data-label="${change ?? ''}">${reader.say(changeOf(cell))}</td>
            </tr>`,
        )}
      </tbody>
    </table>`
}

const COLUMNS = {
  target: 'writ-public-target',
  group: 'writ-public-group',
  right: 'writ-public-right',
  change: 'writ-public-change',
} as const satisfies Readonly<Record<string, MessageKey>>

function changeOf({ before, after }: CharterChanges['cells'][number]): MessageKey {
  const has = (cell: typeof before) => cell === 'direct' || cell === 'inherited'
  if (has(before) && has(after)) return 'writ-public-cell-held-otherwise'
  if (has(after)) return 'writ-public-cell-gained'
  if (after === 'revoked') return 'writ-public-cell-now-revoked'
  return before === 'revoked' ? 'writ-public-cell-no-longer-revoked' : 'writ-public-cell-lost'
}

function kept(value: boolean | null | undefined): MessageKey {
  if (value === undefined) return 'writ-public-not-promised'
  if (value === null) return 'writ-public-promise-unchecked'
  return value ? 'writ-public-promise-kept' : 'writ-public-promise-broken'
}
