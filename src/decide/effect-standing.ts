import type { Clause, Id, Requirement, RoleBlock } from '../charter/model.ts'
import type { Truth } from '../kernel/truth.ts'
import type { AccountKey, SubjectId } from '../ledger/entry.ts'
import type { Grant } from '../ledger/state.ts'
import type { Known } from './question.ts'

/** What a rule of effect needs to know. */
export type KnownForEffect = Pick<Known, 'charter' | 'state' | 'now' | 'test'>

/** Why a grant that has not ended is without effect on a target. */
export type WithheldCause =
  | 'not-begun'
  | 'expired'
  | 'suspended'
  | 'compromised'
  | 'departed'
  | 'locked'
  | 'account-kind'
  | 'no-account'
  | 'not-theirs'
  | 'paused'
  | 'condition'
  | 'dormant'
  | 'outranked'

export interface Hindrance {
  readonly cause: WithheldCause
  readonly clause: Clause
}

/** One grant on one target, as far as it goes before ladders. */
export interface Standing {
  readonly grant: Grant
  readonly groups: readonly string[]
  /** More than one: it is not known which is meant. */
  readonly accounts: readonly AccountKey[]
  readonly truth: Truth
}

/** What takes the effect from all grants of a person at once: departure or suspension. */
export function personalHindrance({ state, now }: KnownForEffect, subject: SubjectId): Hindrance | undefined {
  const departed = state.person(subject)?.departed
  if (departed !== undefined && departed <= now) return { cause: 'departed', clause: 'accounts' }
  const suspension = state.suspensionOf(subject)
  if (suspension === undefined) return undefined
  return { cause: suspension.cause === 'compromised' ? 'compromised' : 'suspended', clause: 'suspension' }
}

/** Not begun or run out: the running time alone. A grant whose end passed is without effect before anybody records it. */
export function timeHindrance({ now }: KnownForEffect, grant: Grant): Hindrance | undefined {
  if (now < grant.from) return { cause: 'not-begun', clause: `roles.${grant.role}.delay` }
  if (grant.until !== undefined && grant.until <= now) return { cause: 'expired', clause: `roles.${grant.role}.term` }
  return undefined
}

/** Dormant roles have effect only while activated (charter: `activation`). */
export function dormancy({ now }: KnownForEffect, role: RoleBlock, grant: Grant): Hindrance | undefined {
  const active = role.activation === undefined || (grant.activeUntil !== undefined && now < grant.activeUntil)
  return active ? undefined : { cause: 'dormant', clause: `roles.${grant.role}.activation` }
}

/**
 * Whether the conditions of the role and of the kind of account let a grant have effect. Conditions with a notice, and those that only report,
 * act through their entries alone; so do all conditions on found grants, which are never removed just for being found.
 */
export function conditionsHold(known: KnownForEffect, role: RoleBlock, grant: Grant, accountKind: string | undefined): Tested {
  if (grant.paused) return { truth: false, clause: `roles.${grant.role}.requires`, recorded: true }
  if (grant.door === 'found') return passed
  const ofKind = [...known.charter.accounts].find(([kind]) => kind === accountKind)
  const own = test(known, grant.subject, role.requires, `roles.${grant.role}.requires`)
  if (own.truth === false || ofKind === undefined) return own
  const kinds = test(known, grant.subject, ofKind[1].requires, `accounts.${ofKind[0]}.requires`)
  return kinds.truth === true ? own : kinds
}

export interface Tested {
  readonly truth: Truth
  readonly clause: Clause
  /** An entry paused the grant. */
  readonly recorded: boolean
}

const passed: Tested = { truth: true, clause: '', recorded: false }

function test(known: KnownForEffect, subject: SubjectId, requirements: readonly Requirement[], clause: Clause): Tested {
  let truth: Truth = true
  for (const { condition, then, notice } of requirements) {
    if (then === 'report' || (notice !== undefined && notice.count > 0)) continue
    const result = isWaived(known, subject, condition) ? true : known.test(condition, subject)
    if (result === false) return { truth: false, clause, recorded: false }
    if (result === 'unknown') truth = 'unknown'
  }
  return truth === true ? passed : { truth, clause, recorded: false }
}

function isWaived({ state, now }: KnownForEffect, subject: SubjectId, condition: Id): boolean {
  return state.exceptions(subject, condition).some((exception) => now < exception.until)
}
