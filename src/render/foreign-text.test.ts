import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { counts } from '../../test/counts.ts'
import { hostileTexts } from '../../test/support/hostile-texts.ts'
import { csv, csvField } from './csv.ts'
import { terminalText } from './terminal.ts'
import { wikitext } from './wikitext.ts'

const runs = { numRuns: counts({ floor: 500, ci: 2000, deep: 20_000 }) }
const anything = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...Array.from('=+-@\t\r\n\'",;|%[]{}<>&~_#*:! \u001b\u009b\u202e\u200b\uff1d'), 'RFC ', 'http://'),
    fc.string({ unit: 'binary', maxLength: 1 }),
  ),
  maxLength: 20,
})

describe('a text in CSV', () => {
  it('is no formula in any spreadsheet', () => {
    for (const text of ['=1+1', '+1', '-1', '@SUM(1)', '\t=1', ' =1', '\u200b=1', '\u{ff1d}1', '\r\n=cmd|x', "'=1"]) {
      assert.equal(csvField(text), `"'${text}"`)
    }
    assert.equal(csvField('Editor'), '"Editor"')
  })

  it('reads back as it was, the apostrophe in front taken off', () => {
    fc.assert(
      fc.property(fc.array(fc.array(anything, { minLength: 1, maxLength: 3 }), { maxLength: 3 }), (rows) => {
        const read = readCsv(csv(rows)).map((row) => row.map((field) => (field.startsWith("'") ? field.slice(1) : field)))
        assert.deepEqual(read, rows)
      }),
      runs,
    )
  })
})

describe('a text in wikitext', () => {
  it('keeps no mark of the syntax', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const rest = wikitext(text).replaceAll(/&#\d+;/g, 'x')
        assert.doesNotMatch(rest, /[<>[\]{}|'"=*#:;~_!\n]|--|^[-+ ]|(?:RFC|PMID|ISBN)\p{Zs}/u)
        assert.ok(!rest.includes('&'))
      }),
      runs,
    )
  })

  it('reads back as it was', () => {
    for (const text of [
      ...hostileTexts,
      '[[Main Page]] {{!}} ~~~~ __TOC__',
      '-{zh}-',
      '----',
      'RFC 1234 ISBN 0-306-40615-2',
      "''a''",
      ' pre',
      'a  b ',
    ]) {
      const read = wikitext(text).replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
      const shown = text.replaceAll(
        /[\p{C}\p{Zl}\p{Zp}\p{Variation_Selector}]/gu,
        (one) => `\\u{${(one.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`,
      )
      assert.equal(read, shown)
    }
  })
})

describe('a text for the terminal', () => {
  it('cannot command it', () => {
    fc.assert(
      fc.property(anything, (text) => {
        assert.doesNotMatch(terminalText(text), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
      }),
      runs,
    )
    assert.equal(terminalText('\u001b[31mred\u202e\n'), String.raw`\u{1B}[31mred\u{202E}\u{A}`)
  })

  it('is cut where it never ends', () => {
    assert.equal(terminalText('x'.repeat(500), 10), 'xxxxxxx...')
  })
})

/** RFC 4180 by the letter. */
function readCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  for (let at = 0; at < text.length;) {
    assert.equal(text[at], '"')
    let field = ''
    for (at += 1; text[at] !== '"' || text[at + 1] === '"'; at += 1) {
      assert.ok(at < text.length)
      field += text[at]
      if (text[at] === '"') at += 1
    }
    row.push(field)
    at += 1
    if (text[at] === ',') at += 1
    else {
      assert.equal(text.slice(at, at + 2), '\r\n')
      at += 2
      rows.push(row)
      row = []
    }
  }
  return rows
}
