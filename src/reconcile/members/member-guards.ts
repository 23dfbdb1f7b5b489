import type { Charter, Id } from '../../charter/model.ts'
import type { PlanRecord, State } from '../../ledger/state.ts'
import { above, allowedOf, CHANGES_ALWAYS_ALLOWED, type GuardName, type GuardVerdict } from '../guard.ts'
import { waitsForTrial } from '../guard-source.ts'
import type { MemberLine } from './plan-members.ts'

const stoppedBy =
  (...names: readonly GuardName[]) =>
  ({ guards }: Pick<PlanRecord, 'guards'>): boolean =>
    guards.some((guard) => (names as readonly string[]).includes(guard))

/** Whether a stored plan takes members out of a target. */
export const isMemberPlan = stoppedBy('members', 'members-staging')

/** Whether a stored plan makes accounts on a target. */
export const isAccountPlan = stoppedBy('accounts', 'accounts-staging')

/** Whether a stored plan does anything else than change memberships of groups. */
export const isSidePlan = (record: Pick<PlanRecord, 'guards'>) => isMemberPlan(record) || isAccountPlan(record)

/** Why no account is made in this run: more than one run may concern, or the target before it was not tried out. */
export function judgeAccounts(charter: Charter, state: State, target: Id, count: number): readonly GuardVerdict[] {
  if (count === 0) return []
  const trial = waitsForTrial(charter, state, target).map((one): GuardVerdict => ({ ...one, guard: 'accounts-staging' }))
  const limit = charter.targets.get(target)?.guards.people ?? CHANGES_ALWAYS_ALLOWED
  return [...trial, ...above('accounts', count, limit, `${count} accounts would be made at once; ${limit} are allowed`)]
}

/**
 * Why no member is removed in this run although some are to be: more than the target's guards let one run change, or the target before it was not
 * tried out. A person may let exactly these removals run once.
 */
export function judgeRemovals(charter: Charter, state: State, target: Id, lines: readonly MemberLine[]): readonly GuardVerdict[] {
  const removals = lines.filter(({ outcome }) => outcome === 'remove').length
  if (removals === 0) return []
  const trial = waitsForTrial(charter, state, target).map((one): GuardVerdict => ({ ...one, guard: 'members-staging' }))
  const { people, share } = charter.targets.get(target)?.guards ?? { people: CHANGES_ALWAYS_ALLOWED, share: 10 }
  const limit = Math.max(people, allowedOf(lines.length, share, 0))
  const text = `${removals} of ${lines.length} members would be removed at once; ${limit} are allowed. Look at them with \`writ seats ${target}\``
  return [...trial, ...above('members', removals, limit, text)]
}
