import { html } from 'hono/html'
import { page, type Html } from '../layout.ts'
import type { MessageKey } from '../messages.ts'
import { foreign, lineLink, tableHead } from '../parts.ts'
import type { Reader } from '../reader.ts'
import type { CharterDiffView, SiteView } from '../view.ts'

/** What one revision of the charter changed of another: changes only, never two texts side by side. */
export function charterDiffPage(reader: Reader, site: SiteView, view: CharterDiffView): Html {
  const { before, after, clauses, cells, verdicts, promises, people, findings } = view
  const nothing = [clauses, cells, verdicts, promises, people, findings].every((part) => part.length === 0)
  const swap = html`<a href="/charter/diff/${after}..${before}">${reader.say('writ-public-other-way-round')}</a>`
  const body = html`<p>${reader.fill('writ-public-diff-intro', revision(reader, before), revision(reader, after))} ${swap}</p>
    ${nothing ? html`<p>${reader.say('writ-public-says-the-same')}</p>` : ''}
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
  return page(reader, site, {
    heading: reader.say('writ-public-diff-heading', before, after),
    path: `/charter/diff/${before}..${after}`,
    crumbs: [{ href: '/charter', text: reader.say('writ-common-nav-charter') }],
    body,
  })
}

function revision(reader: Reader, number: number): Html {
  return html`<a href="/charter/rev/${number}">${reader.say('writ-public-revision-number', number)}</a>`
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

function cellTable(reader: Reader, cells: CharterDiffView['cells']): Html {
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

function changeOf({ before, after }: CharterDiffView['cells'][number]): MessageKey {
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
