/**
 * Random people ask, decide, amend, object, leave and race while time passes. The real use cases and a naive model must agree after every step on
 * who holds what and on what became of every request; and the ledger itself is read for what must never be: somebody who decided for
 * themselves, a grant without all its stages, a grant past its end.
 */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { counts } from '../counts.ts'
import { audit } from './audit.ts'
import { reached, steps, type Run } from './machine.ts'
import { newModel } from './model.ts'
import { newWorld, start } from './world.ts'

/** Planted faults are looked for with the same sequences each time. */
const seed = process.env['WRIT_TEST_SEED']
const RUNS = Number(process.env['WRIT_TEST_RUNS'] ?? counts({ floor: 200, ci: 2_000, deep: 10_000 }))

describe('requests as a state machine', () => {
  it(`go as the naive model says, in ${RUNS} sequences`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands([...steps], { maxCommands: 40, size: 'max' }), async (commands) => {
        const world = await newWorld()
        const run: Run = { model: newModel(start()), seen: new Set() }
        reached.sequences += 1
        await fc.asyncModelRun(() => ({ model: run, real: world }), commands)
        audit(await world.played.instance.journal.entries(0, world.played.instance.journal.size))
      }),
      { numRuns: RUNS, ...(seed === undefined ? {} : { seed: Number(seed) }) },
    )
  })

  it('reach what matters often enough', (context) => {
    context.diagnostic(JSON.stringify(reached))
    const floors = {
      granted: 0.1,
      stages: 0.1,
      suspended: 0.05,
      expired: 0.005,
      raced: 0.1,
      refused: 0.05,
      appealed: 0.03,
      appealedAgain: 0.005,
      appealWon: 0.005,
      voided: 0.005,
      lapsed: 0.05,
    }
    for (const [what, share] of Object.entries(floors))
      assert.ok(reached[what as keyof typeof reached] >= share * reached.sequences, `only ${JSON.stringify(reached)} reached ${what}`)
  })
})
