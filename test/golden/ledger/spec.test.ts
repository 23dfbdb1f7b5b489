/** The catalogue in docs/spec/ledger.md is the one in the code. `WRIT_GOLDEN=write` writes it anew. */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { administration } from '../../../src/ledger/catalogue/administration.ts'
import { catalogue } from '../../../src/ledger/catalogue/catalogue.ts'
import { grants } from '../../../src/ledger/catalogue/grants.ts'
import { people } from '../../../src/ledger/catalogue/people.ts'
import { requests } from '../../../src/ledger/catalogue/requests.ts'
import { targets } from '../../../src/ledger/catalogue/targets.ts'
import { trouble } from '../../../src/ledger/catalogue/trouble.ts'
import type { EntryKind, Field } from '../../../src/ledger/field.ts'
import { isCommitted } from '../../../src/ledger/shape.ts'

const page = join(import.meta.dirname, '../../../docs/spec/ledger.md')
const [begin, end] = ['<!-- catalogue -->\n', '<!-- /catalogue -->']

const areas: readonly (readonly [string, Readonly<Record<string, EntryKind>>])[] = [
  ['The charter and Writ’s own administration', administration],
  ['People, accounts, facts, statements', people],
  ['Requests', requests],
  ['Grants', grants],
  ['Suspensions, cases, reviews', trouble],
  ['Targets, plans, effects, drift', targets],
]

function tableOf([title, kinds]: (typeof areas)[number]): string {
  const rows = Object.entries(kinds).map(
    ([type, { v, text, sealed, fields }]) =>
      `| \`${type}\`${v === 1 ? '' : ` v${v}`} | ${sealed ? 'sealed' : 'open'} | ${text} | ${Object.entries(fields)
        .map((field) => fieldOf(field, sealed))
        .join('<br>')} |`,
  )
  return `### ${title}\n\n| type | | when | fields |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`
}

function fieldOf([name, { kind, optional, text, words }]: [string, Field], sealed: boolean): string {
  const what = words === undefined ? kind : words.map((word) => `\`${word}\``).join(' ')
  return `\`${name}\`${optional ? '?' : ''} (${what}${isCommitted(kind) && !sealed ? ', c' : ''}): ${text}`
}

describe('docs/spec/ledger.md', () => {
  it('lists every entry type and field of the catalogue', () => {
    const generated = `\n${areas.map(tableOf).join('\n')}\n`
    const text = readFileSync(page, 'utf8')
    const [before, rest] = text.split(begin)
    const [present, after] = (rest ?? '').split(end)
    assert.ok(before !== undefined && after !== undefined, 'the marks of the generated part stand in the page')
    if (process.env['WRIT_GOLDEN'] === 'write') writeFileSync(page, `${before}${begin}${generated}${end}${after}`)
    else assert.equal(present, generated, 'the page is not up to date; write it with WRIT_GOLDEN=write')
    const listed = areas.flatMap(([, kinds]) => Object.keys(kinds))
    assert.deepEqual(listed.toSorted(), Object.keys(catalogue).toSorted())
    for (const type of listed) assert.ok(generated.includes(`| \`${type}\``), type)
  })
})
