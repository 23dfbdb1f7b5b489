import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { canonicalJson } from '../kernel/json.ts'
import { counts } from '../../test/counts.ts'
import { randomCharter } from '../../test/charter/random-charter.ts'
import { diffCharters } from './diff.ts'
import { formatCharter } from './format/format.ts'
import { printCharter } from './format/print.ts'
import type { Charter } from './model.ts'
import { parseCharter } from './parse.ts'
import { charterToJson } from './to-json.ts'

const numRuns = counts({ floor: 25, ci: 150, deep: 4000 })

function parsed(text: string): Charter {
  const result = parseCharter([{ name: 'random.yaml', text }])
  if (!result.ok) assert.fail(`${result.error.map((one) => `${one.line}:${one.column} ${one.code} ${one.message}`).join('\n')}\n${text}`)
  return result.value.charter
}

describe('random charters', () => {
  it('print and parse back to what they were, in the form that the formatter leaves alone', () => {
    fc.assert(
      fc.property(randomCharter, (charter) => {
        const text = printCharter(charter)
        const back = parsed(text)
        assert.deepEqual(back, charter)
        assert.equal(canonicalJson(charterToJson(back)), canonicalJson(charterToJson(charter)))
        assert.deepEqual(diffCharters(charter, back), [])
        const formatted = formatCharter({ name: 'random.yaml', text })
        assert.ok(formatted.ok)
        assert.equal(formatted.value, text)
      }),
      { numRuns, endOnFailure: true },
    )
  })

  it('differ in something whenever their normal forms differ', () => {
    fc.assert(
      fc.property(randomCharter, randomCharter, (left, right) => {
        const differ = canonicalJson(charterToJson(left)) !== canonicalJson(charterToJson(right))
        const changes = diffCharters(left, right)
        if (!differ) assert.deepEqual(changes, [])
        else assert.ok(changes.length > 0)
        for (const change of changes) assert.ok(change.summary.length > 0 && change.clause.length > 0)
      }),
      { numRuns: Math.ceil(numRuns / 3), endOnFailure: true },
    )
  })
})
