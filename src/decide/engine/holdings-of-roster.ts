import { evaluateCondition } from '../../charter/conditions.ts'
import type { Lookup } from '../../charter/condition-env.ts'
import type { Charter, Id } from '../../charter/model.ts'
import type { FactValue, Roster } from '../../charter/roster.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Truth } from '../../kernel/truth.ts'
import type { State } from '../../ledger/state.ts'
import { holds } from '../holding.ts'
import { stateOfRoster } from '../roster-state.ts'
import type { HeldFact, Holdings } from './holding.ts'
import { holdingsNow } from './holdings-of.ts'

/** What the people of a roster hold at a moment, by the same rules as in a ledger. Their facts count as read at that moment. */
export function holdingsOfRoster(charter: Charter, roster: Roster, now: Instant): Holdings {
  const state = stateOfRoster(charter, roster, now)
  const facts = new Map(roster.people.map((person) => [person.handle, person.facts]))
  const known = {
    charter,
    state,
    now,
    test: (condition: Id, subject: string) => testOn(charter, state, condition, subject, facts.get(subject), now),
  }
  const factsOf = (subject: string) => [...(facts.get(subject) ?? [])].map(([fact, value]): HeldFact => ({ fact, value, asOf: now }))
  return { ...holdingsNow(known, factsOf), ledger: 0 }
}

const unasked: Lookup = { kind: 'unknown', why: 'it is not asked about a resource here' }

function testOn(
  charter: Charter,
  state: State,
  condition: Id,
  subject: string,
  facts: ReadonlyMap<Id, FactValue> | undefined,
  now: Instant,
): Truth {
  return evaluateCondition(charter, condition, {
    now,
    subject: [subject],
    fact: (fact) => {
      const value = facts?.get(fact)
      return value === undefined ? { kind: 'unknown', why: 'the roster does not say' } : { kind: 'value', value, asOf: now }
    },
    holds: (role) => holds(charter, state, subject, role, now),
    statement: () => 'unknown',
    resource: () => unasked,
    action: () => unasked,
    context: () => unasked,
  }).truth
}
