/** The engine of a server is brought up to date entry by entry; it must answer as one that is made anew. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { Engine } from '../../src/decide/engine/engine.ts'
import { foldEntry, emptyState } from '../../src/ledger/fold.ts'
import type { Entry, ErasedEntry } from '../../src/ledger/entry.ts'
import { createEngines, type Basis } from '../../src/server/authzen/engines.ts'
import type { Scene } from '../../src/server/scene.ts'
import { noFacts } from '../../src/workflow/facts.ts'
import { counts } from '../counts.ts'
import { arbitraryLedger, handles } from '../support/arbitrary-entries.ts'
import { charterOf } from '../support/charter.ts'

const charter = charterOf(`
writ: 1
title: Two offices
targets: { wiki: { connector: simulated }, forum: { connector: simulated } }
statements: { trained: { text: Has been trained. } }
conditions: { idle: { text: Was trained, statement: trained } }
rights:
  wiki: { delete: { text: Delete pages }, move: { text: Move pages } }
  forum: { close: { text: Close threads } }
groups:
  writ: { keepers: { rights: [apply] } }
  wiki: { sysop: { rights: delete }, mover: { rights: move } }
  forum: { sysop: { rights: close } }
roles:
  constable: { title: Constable, purpose: Keeps order, gives: { wiki: mover, forum: sysop }, requires: idle }
  chief: { title: Chief, purpose: Leads, gives: { wiki: sysop, forum: sysop, writ: keepers }, account: staff, may: [{ change: all }] }
ladders: { order: { order: [chief, constable], counts: highest } }
amendments: { by: chief }
`)

const revision = { number: 1, seq: 0, hash: 'a'.repeat(64), from: 0 }

/** A moment of a ledger as a server looks at it; the public sees everything of everybody. */
function sceneOf(entries: readonly (Entry | ErasedEntry)[], state: ReturnType<typeof emptyState>): Scene {
  return {
    charter,
    state,
    revision,
    now: state.at,
    moment: {
      size: state.size,
      origin: 'here',
      erasures: 0,
      entries: async (from: number, limit: number) => entries.slice(from, from + limit),
    },
    fieldsOf: () => ['account', 'role', 'target', 'from', 'until'],
    handleOf: (subject: string) => state.person(subject)?.handle,
  } as unknown as Scene
}

function told(engine: Engine, now: Scene['now']): unknown {
  return {
    revision: engine.revision,
    known: handles.filter((handle) => engine.knows(handle)),
    can: handles.map((id) => ['wiki', 'forum', 'writ'].map((target) => engine.whatCan({ asker: { kind: 'person', id }, target, now }))),
  }
}

describe('the engine of a server', () => {
  for (const basis of ['everything', 'public'] satisfies Basis[])
    it(`answers after each entry as one made anew, by ${basis === 'public' ? 'what is public' : 'everything'}`, async () => {
      let kept = 0
      await fc.assert(
        fc.asyncProperty(arbitraryLedger({ maxLength: 60, erasing: true }), fc.integer({ min: 1, max: 4 }), async (entries, step) => {
          const state = emptyState()
          const engines = createEngines()
          let last: Engine | undefined
          for (const [index, entry] of entries.entries()) {
            foldEntry(state, entry)
            if (index % step !== 0) continue
            const scene = sceneOf(entries, state)
            const engine = await engines(scene, basis, noFacts)
            if (engine === last) kept += 1
            last = engine
            assert.deepEqual(told(engine, scene.now), told(await createEngines()(scene, basis, noFacts), scene.now))
          }
        }),
        { numRuns: counts({ floor: 60, ci: 300, deep: 5000 }) },
      )
      assert.ok(kept > 60, `only ${kept} times an engine was kept`)
    })
})
