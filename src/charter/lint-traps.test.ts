/** Random configurations with nothing wrong, one thing at a time put wrong in them. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { after, describe, it } from 'node:test'
import { cleanConfiguration } from '../../test/charter/clean-configuration.ts'
import { sourceOf } from '../../test/charter/draft-tree.ts'
import { pickFrom, traps, type Trap } from '../../test/charter/traps.ts'
import { counts } from '../../test/counts.ts'
import { codes } from './codes.ts'
import type { Finding } from './finding.ts'
import { lintCharter } from './lint.ts'
import { lintMembers } from './lint/members.ts'

const runs = counts({ floor: 3, ci: 20, deep: 300 })

const shown = ({ code, line, column, message }: Finding) => `${code} ${line}:${column} ${message}`

describe('a configuration with one thing wrong', () => {
  let laid = 0

  it('there is one for every question', () => {
    assert.deepEqual(
      Object.keys(traps).toSorted(),
      Object.keys(codes)
        .filter((code) => !code.startsWith('charter/'))
        .toSorted(),
    )
  })

  for (const [code, trap] of Object.entries<Trap>(traps)) {
    it(`${code}, found once, at its place`, () => {
      let found = 0
      fc.assert(
        fc.property(cleanConfiguration, fc.nat(1000), (configuration, number) => {
          const draft = structuredClone(configuration.draft)
          const trapped = trap(draft, pickFrom(configuration, number))
          fc.pre(trapped !== undefined)
          const source = sourceOf(draft)
          const findings = [...lintCharter(source), ...lintMembers(source, 'wiki', trapped?.members ?? new Map())]
          const [one, ...more] = findings.filter((finding) => finding.code === code)
          assert.ok(one !== undefined && more.length === 0, `${findings.length}: ${findings.map(shown).join('\n')}`)
          const { line, column } = source.place(trapped?.clause ?? '')
          assert.deepEqual([one.line, one.column], [line, column], shown(one))
          assert.equal(one.severity, codes[code as keyof typeof codes])
          const others = findings.filter((finding) => finding !== one && trapped?.brings?.includes(finding.code as never) !== true)
          assert.deepEqual(others.map(shown), [])
          found += 1
        }),
        { numRuns: runs },
      )
      assert.ok(found >= runs, `only ${found} laid`)
      laid += found
    })
  }

  after(() => console.log(`traps laid and found: ${laid}`))
})
