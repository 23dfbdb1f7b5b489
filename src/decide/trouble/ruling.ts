import type { Clause, People } from '../../charter/model.ts'
import type { SubjectId } from '../../ledger/entry.ts'
import { isAmong } from '../approver.ts'
import type { Decision, WhoCanHelp } from '../decision.ts'
import { holdersOf } from '../holding.ts'
import { handleOf, type Known } from '../question.ts'

/** Allowed, under a clause. */
export function allowed(clause: Clause, text: string): Decision {
  return { outcome: 'allowed', allowed: true, because: [{ clause, text }], missing: [], whoCanHelp: [] }
}

/** Whether somebody who is neither suspended nor departed is meant by a list of people. */
export function isActingAmong(known: Known, people: readonly People[], candidate: SubjectId, subject: SubjectId): boolean {
  const { state } = known
  if (state.suspensionOf(candidate) !== undefined || state.person(candidate)?.departed !== undefined) return false
  return isAmong(known, people, candidate, subject)
}

/** The roles of a list of people with their present holders. */
export function helpersOf({ charter, state, now }: Known, people: readonly People[], clause: Clause, how: string): readonly WhoCanHelp[] {
  return people.flatMap((one) =>
    one.kind === 'role'
      ? [{ role: one.role, holders: holdersOf(charter, state, one.role, now).map((holder) => handleOf(state, holder)), clause, how }]
      : [],
  )
}
