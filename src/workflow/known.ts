import { evaluateCondition } from '../charter/conditions.ts'
import type { ConditionEnv, Lookup } from '../charter/condition-env.ts'
import type { Charter } from '../charter/model.ts'
import type { Truth } from '../kernel/truth.ts'
import type { Instant } from '../kernel/instant.ts'
import { holds } from '../decide/holding.ts'
import type { KnownByFacts } from '../decide/due/duty.ts'
import type { Known } from '../decide/question.ts'
import type { SubjectId } from '../ledger/entry.ts'
import type { State } from '../ledger/state.ts'
import { lookUpFact } from './fact-of.ts'
import type { Facts } from './facts.ts'

/** What the rules may know at a moment: the charter in force, the ledger's state, what the sources said. */
export function knownNow(charter: Charter, state: State, now: Instant, facts: Facts): KnownByFacts {
  const known: KnownByFacts = {
    charter,
    state,
    now,
    test: (condition, subject) => evaluateCondition(charter, condition, environment(known, facts, subject)).truth,
    fact: (fact, subject) => environment(known, facts, subject).fact(fact),
    explain: (condition, subject) => evaluateCondition(charter, condition, environment(known, facts, subject)),
    sources: new Map([...[...facts.complete].map((id) => [id, undefined] as const), ...facts.doubted]),
    related: (fact, subject) => relatedPersons(state, lookUpFact(charter, state, facts, fact, subject)),
  }
  return known
}

/** The environment in which conditions on a person are tested. */
export function environment(known: Known, facts: Facts, subject: SubjectId): ConditionEnv {
  const { charter, state, now } = known
  const absent: Lookup = { kind: 'unknown', why: 'it is not asked about a resource here' }
  return {
    now,
    subject: idsOf(state, subject),
    fact: (id): Lookup => lookUpFact(charter, state, facts, id, subject),
    holds: (role): Truth => holds(charter, state, subject, role, now),
    statement: (statement): Truth => state.statements(subject, statement).some((one) => one.until === undefined || now < one.until),
    knows: (fact, value) => facts.knows.get(fact)?.has(String(value)) ?? true,
    waived: (condition) => state.exceptions(subject, condition).some((one) => now < one.until),
    resource: () => absent,
    action: () => absent,
    context: () => absent,
  }
}

/** The ids by which a person may be named in a resource. */
function idsOf(state: State, subject: SubjectId): readonly string[] {
  const handle = state.person(subject)?.handle
  return [
    subject,
    ...(handle === undefined ? [] : [handle]),
    ...state.accountsOf(subject).flatMap((account) => [account.key, account.name]),
  ]
}

function relatedPersons(state: State, fact: Lookup): readonly SubjectId[] | undefined {
  if (fact.kind !== 'value') return undefined
  const handles = Array.isArray(fact.value) ? fact.value : [fact.value]
  return handles
    .flatMap((handle) => (typeof handle === 'string' ? [state.personByHandle(handle)?.subject ?? ''] : []))
    .filter((one) => one !== '')
}
