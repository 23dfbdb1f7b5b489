import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { counts } from '../../test/counts.ts'
import { codes } from './codes.ts'
import { formatCharter } from './format/format.ts'
import { lintCharter } from './lint.ts'
import { parseCharter } from './parse.ts'
import { sampleCharter } from '../../test/charter/sample.ts'

const PIECES = [
  '*',
  '&a ',
  '*a',
  '!!str ',
  '<<: ',
  ': ',
  ', ',
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  '\n',
  '\n  ',
  '\t',
  '#',
  '|\n',
  '>-\n',
  '---\n',
  '%YAML 1.1\n',
  '- ',
  '? ',
  'on: ',
  'none',
  '__proto__: ',
  'constructor: ',
  'subject.',
  'all',
  '0',
  '-1',
  '1e999',
  '\uD800',
  '\u202E',
  '\u0000',
  '🦔',
  '[[[[[[',
  'a'.repeat(300),
] as const

type Edit = { readonly at: number; readonly cut: number; readonly put: string }

const edits = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.nat({ max: 12 }),
    put: fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 6 }), fc.constant('')),
  }),
  { minLength: 1, maxLength: 4 },
)

function mutated(text: string, list: readonly Edit[]): string {
  return list.reduce((now, { at, cut, put }) => {
    const from = Math.floor(at * now.length)
    return now.slice(0, from) + put + now.slice(from + cut)
  }, text)
}

/** Everything a caller may do with a text: nothing of it throws, and what is said can be shown. */
function survives(text: string): void {
  const result = parseCharter([{ name: 'mutated.yaml', text }])
  const findings = result.ok ? lintCharter(result.value) : result.error
  if (!result.ok) assert.ok(result.error.length > 0, 'a refusal says why')
  const lines = text.split(/\r\n|\n|\r/)
  for (const one of findings) {
    assert.ok(Object.hasOwn(codes, one.code), `${one.code} is not listed`)
    assert.notEqual(one.code, 'charter/unexplained', `${one.message} at ${one.line}:${one.column}\n${text}`)
    assert.ok(one.message !== '' && one.remedy !== '')
    assert.ok(one.line >= 1 && one.line <= lines.length + 1 && one.column >= 1, `${one.line}:${one.column}`)
  }
  const formatted = formatCharter({ name: 'mutated.yaml', text })
  if (!formatted.ok) return
  const again = formatCharter({ name: 'mutated.yaml', text: formatted.value })
  assert.ok(again.ok && again.value === formatted.value, `formatting twice differs\n${text}`)
  const reparsed = parseCharter([{ name: 'mutated.yaml', text: formatted.value }])
  assert.equal(reparsed.ok, result.ok)
  if (reparsed.ok && result.ok) assert.deepEqual(reparsed.value.charter, result.value.charter)
}

describe('mutated charters', () => {
  it('never make the reader, the linter or the formatter throw', () => {
    fc.assert(
      fc.property(edits, (list) => survives(mutated(sampleCharter, list))),
      { numRuns: counts({ floor: 40, ci: 300, deep: 10_000 }), endOnFailure: true },
    )
  })

  it('are refused where the printer would break what it read', () => {
    survives(`${'a'.repeat(600)}[- ---\n-1-1`)
  })

  it('of any text at all are refused with findings', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 60 }),
          fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }).map((all) => all.join('')),
        ),
        survives,
      ),
      { numRuns: counts({ floor: 200, ci: 1000, deep: 20_000 }), endOnFailure: true },
    )
  })

  for (const [what, text] of [
    ['deep flow lists', '['.repeat(50_000)],
    ['deep flow maps', '{a: '.repeat(5_000)],
    ['deep block lists', '- '.repeat(20_000)],
    ['deep indentation', Array.from({ length: 2_000 }, (_, level) => `${' '.repeat(level)}a:\n`).join('')],
    [
      'a billion laughs',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'
        .split('')
        .map((name, index) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefgh'[index]}`).join(',')}]\n`)
        .join('')}`,
    ],
    ['many asterisks', '*: '.repeat(1_000)],
    [
      'a long chain of conditions',
      sampleCharter.replace(
        'conditions:\n',
        `conditions:\n${Array.from({ length: 500 }, (_, index) => `  c${index}: { text: "x", not: ${index === 0 ? 'own' : `c${index - 1}`} }\n`).join('')}`,
      ),
    ],
    [
      'conditions in conditions',
      sampleCharter.replace(
        'conditions:\n',
        `conditions:\n  deep: { text: "x", ${'not: { '.repeat(500)}resource: a, is: b${' }'.repeat(500)} }\n`,
      ),
    ],
  ] as const) {
    it(`survives ${what}`, () => survives(text))
  }

  it('refuses a file that is too large before it reads it', () => {
    const result = parseCharter([{ name: 'large.yaml', text: `# ${'x'.repeat(4_000_001)}` }])
    assert.ok(!result.ok)
    assert.deepEqual(
      result.error.map((one) => one.code),
      ['charter/too-large'],
    )
  })
})
