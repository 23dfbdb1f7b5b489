import { evaluateCondition } from '../charter/conditions.ts'
import type { ConditionEnv, Lookup } from '../charter/condition-env.ts'
import type { Charter, Id } from '../charter/model.ts'
import type { Truth } from '../kernel/truth.ts'
import type { Instant } from '../kernel/instant.ts'
import { holds } from '../decide/holding.ts'
import type { KnownForDue } from '../decide/due/duty.ts'
import type { Known } from '../decide/question.ts'
import type { SubjectId } from '../ledger/entry.ts'
import type { State } from '../ledger/state.ts'
import type { Facts, KnownFact } from './facts.ts'

/** What the rules may know at a moment: the charter in force, the ledger's state, what the sources said. */
export function knownNow(charter: Charter, state: State, now: Instant, facts: Facts): KnownForDue {
  const known: KnownForDue = {
    charter,
    state,
    now,
    test: (condition, subject) => evaluateCondition(charter, condition, environment(known, facts, subject)).truth,
    fact: (fact, subject) => environment(known, facts, subject).fact(fact),
    explain: (condition, subject) => evaluateCondition(charter, condition, environment(known, facts, subject)),
    related: (fact, subject) => relatedPersons(state, factOf(charter, state, facts, fact, subject)),
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
    fact: (id): Lookup => {
      const found = factOf(charter, state, facts, id, subject)
      const source = charter.facts.get(id)?.source ?? ''
      if (found === undefined && facts.complete.has(source)) return { kind: 'absent' }
      if (found === undefined) return { kind: 'unknown', why: facts.unavailable.get(source) ?? `the source \`${source}\` is not connected` }
      return { kind: 'value', value: found.value, asOf: found.asOf }
    },
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

/** A fact of a person stands under the handle; one of an account under the account's key. */
function factOf(charter: Charter, state: State, facts: Facts, id: Id, subject: SubjectId): KnownFact | undefined {
  const handle = state.person(subject)?.handle
  const direct = handle === undefined ? undefined : facts.of(id, handle)
  if (direct !== undefined || charter.facts.get(id)?.about !== 'account') return direct
  for (const account of state.accountsOf(subject)) {
    const found = facts.of(id, account.key)
    if (found !== undefined) return found
  }
  return undefined
}

function relatedPersons(state: State, fact: KnownFact | undefined): readonly SubjectId[] | undefined {
  if (fact === undefined) return undefined
  const handles = Array.isArray(fact.value) ? fact.value : [fact.value]
  return handles
    .flatMap((handle) => (typeof handle === 'string' ? [state.personByHandle(handle)?.subject ?? ''] : []))
    .filter((one) => one !== '')
}
