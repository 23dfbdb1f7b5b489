import { compilePolicy } from '../../decide/engine/compile.ts'
import { Engine } from '../../decide/engine/engine.ts'
import { holdingsNow } from '../../decide/engine/holdings-of.ts'
import { stateOnPaper } from '../../decide/roster-state.ts'
import type { Facts } from '../../workflow/facts.ts'
import { decisionParts } from '../../workflow/decision-parts.ts'
import type { Scene } from '../scene.ts'
import { publicPeople } from './public-people.ts'

/** What an answer rests on: everything that is recorded, or only what the public may see. */
export type Basis = 'everything' | 'public'

/** The engine for a basis, made once for each state of the ledger and reading of facts. */
export type Engines = (scene: Scene, basis: Basis, facts: Facts) => Engine

export function createEngines(): Engines {
  const made = new Map<Basis, { readonly version: string; readonly facts: Facts; readonly engine: Engine }>()
  return (scene, basis, facts) => {
    const { version } = scene.moment
    const last = made.get(basis)
    if (last?.version === version && last.facts === facts && (last.engine.stale === null || scene.now < last.engine.stale))
      return last.engine
    const engine = basis === 'public' ? ofThePublic(scene) : ofEverything(scene, facts)
    made.set(basis, { version, facts, engine })
    return engine
  }
}

function ofEverything({ charter, state, now }: Scene, facts: Facts): Engine {
  const { policy, holdings } = decisionParts(charter, state, now, facts)
  return new Engine(policy, holdings)
}

function ofThePublic(scene: Scene): Engine {
  const { charter, now, revision, moment } = scene
  const state = stateOnPaper(charter, publicPeople(scene), now)
  // Whether a condition holds is nobody's business: what somebody publicly holds counts as in effect.
  const holdings = holdingsNow({ charter, state, now, test: () => true })
  return new Engine(compilePolicy(charter, revision.hash), { ...holdings, ledger: moment.size })
}
