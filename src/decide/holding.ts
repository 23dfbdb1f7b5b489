import type { Charter } from '../charter/model.ts'
import type { Instant } from '../kernel/instant.ts'
import type { SubjectId } from '../ledger/entry.ts'
import type { Grant, State } from '../ledger/state.ts'

/** A grant that has neither ended nor run out, begun or not. */
export function isGiven(grant: Grant, now: Instant): boolean {
  return grant.ended === undefined && (grant.until === undefined || now < grant.until)
}

/** A grant that has begun and has neither ended nor run out. */
export function isRunning(grant: Grant, now: Instant): boolean {
  return grant.from <= now && isGiven(grant, now)
}

/**
 * A grant whose powers count now: running, not paused, its holder neither suspended nor departed, and activated if its role is dormant
 * by nature (charter: `activation`).
 */
export function isInForce(charter: Charter, state: State, grant: Grant, now: Instant): boolean {
  if (!isRunning(grant, now) || grant.paused) return false
  if (state.suspensionOf(grant.subject) !== undefined || state.person(grant.subject)?.departed !== undefined) return false
  const dormant = charter.roles.get(grant.role)?.activation !== undefined
  return !dormant || (grant.activeUntil !== undefined && now < grant.activeUntil)
}

/** The grants of a person whose powers count now. */
export function heldInForce(charter: Charter, state: State, subject: SubjectId, now: Instant): readonly Grant[] {
  return state.grantsOf(subject).filter((grant) => isInForce(charter, state, grant, now))
}

/** Whether somebody holds a role in force. */
export function holds(charter: Charter, state: State, subject: SubjectId, role: string, now: Instant): boolean {
  return heldInForce(charter, state, subject, now).some((grant) => grant.role === role)
}

/** Persons who hold a role in force, each once. */
export function holdersOf(charter: Charter, state: State, role: string, now: Instant): readonly SubjectId[] {
  const holders = new Set<SubjectId>()
  for (const grant of state.grantsOfRole(role)) if (isInForce(charter, state, grant, now)) holders.add(grant.subject)
  return [...holders]
}
