import type { Charter } from '../charter/model.ts'
import type { Instant } from '../kernel/instant.ts'
import type { SubjectId } from '../ledger/entry.ts'
import type { Grant, State } from '../ledger/state.ts'
import { isInForce, isRunning } from './holding.ts'

/** A role that somebody held at a moment. */
export interface HeldThen {
  readonly grant: Grant
  /** Why it was without effect then; undefined = it had effect as far as the ledger says. */
  readonly without: 'departed' | 'suspended' | 'paused' | 'dormant' | undefined
}

/**
 * Who held what at a moment, since when, by whose decision, under which clause: the grants that ran then. `state` is the ledger as it stood at that
 * moment and `charter` the revision in force then. Conditions on facts are not asked again: what they took away was recorded.
 */
export function heldAt(charter: Charter, state: State, moment: Instant, subject?: SubjectId): readonly HeldThen[] {
  const grants = subject === undefined ? state.runningGrants() : state.grantsOf(subject)
  return [...grants]
    .filter((grant) => isRunning(grant, moment))
    .map((grant) => ({ grant, without: isInForce(charter, state, grant, moment) ? undefined : reason(state, grant) }))
}

function reason(state: State, grant: Grant): HeldThen['without'] {
  if (state.person(grant.subject)?.departed !== undefined) return 'departed'
  if (state.suspensionOf(grant.subject) !== undefined) return 'suspended'
  return grant.paused ? 'paused' : 'dormant'
}
