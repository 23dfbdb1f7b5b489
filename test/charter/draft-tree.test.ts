/** That the short cut from a draft to its tree is what the reader makes of the draft's text. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { describe, it } from 'node:test'
import { readYaml } from '../../src/charter/yaml/read.ts'
import { counts } from '../counts.ts'
import { cleanConfiguration, written } from './clean-configuration.ts'
import { treeOf } from './draft-tree.ts'
import { pickFrom, traps } from './traps.ts'

const name = 'charter.yaml'

describe('the tree of a draft', () => {
  it('is what the reader makes of its text, place for place', () => {
    fc.assert(
      fc.property(cleanConfiguration, ({ draft }) => {
        assert.deepEqual(readYaml({ name, text: written(draft) }), { tree: treeOf(draft), findings: [] })
      }),
      { numRuns: counts({ floor: 20, ci: 60, deep: 500 }) },
    )
  })

  for (const [code, trap] of Object.entries(traps)) {
    it(`is that with ${code} in it, too`, () => {
      let laid = 0
      fc.assert(
        fc.property(cleanConfiguration, fc.nat(1000), (configuration, number) => {
          const draft = structuredClone(configuration.draft)
          fc.pre(trap(draft, pickFrom(configuration, number)) !== undefined)
          assert.deepEqual(readYaml({ name, text: written(draft) }), { tree: treeOf(draft), findings: [] })
          laid += 1
        }),
        { numRuns: counts({ floor: 1, ci: 2, deep: 10 }) },
      )
      assert.ok(laid > 0)
    })
  }
})
