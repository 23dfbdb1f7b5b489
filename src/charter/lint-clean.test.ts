/** Random configurations with nothing wrong, and any charter at all: a file of its own, so that it runs beside the traps. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { describe, it } from 'node:test'
import { cleanConfiguration } from '../../test/charter/clean-configuration.ts'
import { sourceOf } from '../../test/charter/draft-tree.ts'
import { randomCharter } from '../../test/charter/random-charter.ts'
import { counts } from '../../test/counts.ts'
import { codes } from './codes.ts'
import type { Finding } from './finding.ts'
import { printCharter } from './format/print.ts'
import { lintCharter } from './lint.ts'
import { parseCharter } from './parse.ts'

const clean = counts({ floor: 200, ci: 400, deep: 5000 })

const shown = ({ code, line, column, message }: Finding) => `${code} ${line}:${column} ${message}`

describe('a configuration with nothing wrong', () => {
  it('has no finding at all', () => {
    let groups = 0
    fc.assert(
      fc.property(cleanConfiguration, ({ draft, offices }) => {
        groups += offices.length
        assert.deepEqual(lintCharter(sourceOf(draft)).map(shown), [])
      }),
      { numRuns: clean },
    )
    assert.ok(groups >= clean * 2, `${groups} groups`)
  })
})

describe('any charter', () => {
  it('is asked everything without a fault, and each answer has a place in it', () => {
    let said = 0
    fc.assert(
      fc.property(randomCharter, (charter) => {
        const text = printCharter(charter)
        const parsed = parseCharter([{ name: 'charter.yaml', text }])
        assert.ok(parsed.ok)
        const lines = text.split('\n').length
        for (const { code, severity, line, message, remedy } of lintCharter(parsed.value)) {
          said += 1
          assert.equal(severity, codes[code as keyof typeof codes])
          assert.ok(line >= 1 && line <= lines && message !== '' && remedy !== '', code)
          assert.doesNotMatch(`${message} ${remedy}`, /undefined|\[object|\n/)
        }
      }),
      { numRuns: counts({ floor: 25, ci: 150, deep: 3000 }) },
    )
    assert.ok(said > 100, `only ${said} said`)
  })
})
