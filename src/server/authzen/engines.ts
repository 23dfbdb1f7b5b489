import { compilePolicy } from '../../decide/engine/compile.ts'
import { concernedBy } from '../../decide/engine/concerned.ts'
import { Engine } from '../../decide/engine/engine.ts'
import { holdingOf, holdingsNow, staleAt } from '../../decide/engine/holdings-of.ts'
import { stateOnPaper } from '../../decide/roster-state.ts'
import type { SubjectId } from '../../ledger/entry.ts'
import { decisionParts, factsForEngine } from '../../workflow/decision-parts.ts'
import type { Facts } from '../../workflow/facts.ts'
import { knownNow } from '../../workflow/known.ts'
import type { Scene } from '../scene.ts'
import { publicPeople } from './public-people.ts'

/** What an answer rests on: everything that is recorded, or only what the public may see. */
export type Basis = 'everything' | 'public'

/** The engine for a basis, as of the state of the ledger and the reading of facts. */
export type Engines = (scene: Scene, basis: Basis, facts: Facts) => Promise<Engine>

/** More new entries than this are not gone through one by one. */
const MOST_ENTRIES = 500

interface Made {
  readonly engine: Engine
  /** Another ledger, charter or erasure in between makes it worthless. */
  readonly ground: string
  readonly facts: Facts
  readonly size: number
}

/** Keeps one engine for each basis and takes new entries into it; makes it anew where they concern more than single persons. */
export function createEngines(): Engines {
  const made = new Map<Basis, Made>()
  return async (scene, basis, facts) => {
    const known = made.get(basis)
    const ground = groundOf(scene)
    const isUsable = known?.facts === facts && known.ground === ground && (known.engine.stale === null || scene.now < known.engine.stale)
    const concerned = isUsable ? await concernedSince(scene, known.size) : 'all'
    const engine =
      known !== undefined && concerned !== 'all' && (basis === 'everything' || concerned.size === 0)
        ? brought(known.engine, scene, facts, concerned)
        : basis === 'public'
          ? ofThePublic(scene)
          : ofEverything(scene, facts)
    made.set(basis, { engine, ground, facts, size: scene.moment.size })
    return engine
  }
}

function groundOf({ moment, revision }: Scene): string {
  return `${moment.origin} ${revision.hash} ${moment.erasures}`
}

/** Everybody whose holdings the entries since a number may have changed. */
async function concernedSince({ moment, state }: Scene, size: number): Promise<'all' | ReadonlySet<SubjectId>> {
  if (moment.size < size || moment.size - size > MOST_ENTRIES) return 'all'
  const concerned = new Set<SubjectId>()
  for (const entry of moment.size === size ? [] : await moment.entries(size, moment.size - size)) {
    const some = concernedBy(entry, state)
    if (some === 'all') return 'all'
    for (const subject of some) concerned.add(subject)
  }
  return concerned
}

/** Takes in what some people hold now. */
function brought(engine: Engine, { charter, state, now, moment }: Scene, facts: Facts, concerned: ReadonlySet<SubjectId>): Engine {
  const known = knownNow(charter, state, now, facts)
  const factsOf = factsForEngine(known, facts)
  for (const subject of concerned) {
    const holding = holdingOf(known, subject, factsOf)
    const stale = staleAt(
      known,
      state.grantsOf(subject).filter(({ ended }) => ended === undefined),
    )
    if (holding !== undefined) engine.put(holding, moment.size, stale)
  }
  engine.advance(moment.size)
  return engine
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
