import type { Charter } from '../charter/model.ts'
import { compilePolicy } from '../decide/engine/compile.ts'
import type { PolicyForm } from '../decide/engine/form.ts'
import type { HeldFact, Holdings } from '../decide/engine/holding.ts'
import { holdingsNow, type FactsOf } from '../decide/engine/holdings-of.ts'
import type { Known } from '../decide/question.ts'
import type { Instant } from '../kernel/instant.ts'
import type { State } from '../ledger/state.ts'
import type { Facts } from './facts.ts'
import { environment, knownNow } from './known.ts'

/** What a decision engine is made of: the charter in force compiled, and what everybody holds by the ledger and the sources. */
export interface DecisionParts {
  readonly policy: PolicyForm
  readonly holdings: Holdings
}

/** Makes the parts of an engine from an installation at a moment. */
export function decisionParts(charter: Charter, state: State, now: Instant, facts: Facts): DecisionParts {
  const known = knownNow(charter, state, now, facts)
  return { policy: compilePolicy(charter, state.charter?.hash ?? ''), holdings: holdingsNow(known, factsForEngine(known, facts)) }
}

/** What the sources say of a person, as the engine keeps it: a fact that a complete source does not name is known to be absent. */
export function factsForEngine(known: Known, facts: Facts): FactsOf {
  return (subject) => {
    const { fact } = environment(known, facts, subject)
    return [...known.charter.facts.keys()].flatMap((id): readonly HeldFact[] => {
      const found = fact(id)
      if (found.kind === 'unknown') return []
      return [{ fact: id, value: found.kind === 'value' ? found.value : null, asOf: found.asOf ?? null }]
    })
  }
}
