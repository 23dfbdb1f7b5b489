import type { Guard, GuardContext, GuardVerdict } from './guard.ts'
import { keepLast, repair, seats, selfLockOut } from './guard-holders.ts'
import { emptiesGroup, groupShare, lines, people, person, removalShare, targetShare } from './guard-sizes.ts'
import { notAdopted, sourceGuards, sourceShrank, sourceStale, staging } from './guard-source.ts'
import type { Plan } from './plan-value.ts'

const guards: readonly Guard[] = [
  notAdopted,
  sourceStale,
  sourceShrank,
  selfLockOut,
  repair,
  keepLast,
  people,
  lines,
  targetShare,
  removalShare,
  groupShare,
  person,
  emptiesGroup,
  seats,
  staging,
]

/** The guards that stop a plan, none if it may run. An urgent plan names its accounts itself and is held by nothing but a failing target. */
export function judge(plan: Plan, context: GuardContext): readonly GuardVerdict[] {
  return plan.urgency === 'urgent' ? [] : guards.flatMap((guard) => guard(plan, context))
}

/** Whether what was observed may be believed: only then drift is reported and settled memberships are recorded. */
export function isObservationTrusted(verdicts: readonly GuardVerdict[]): boolean {
  return verdicts.every(({ guard }) => !sourceGuards.has(guard))
}
