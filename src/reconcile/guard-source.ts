import type { Charter, Id } from '../charter/model.ts'
import { formatInstant } from '../kernel/instant.ts'
import type { State } from '../ledger/state.ts'
import {
  above,
  allowedOf,
  guardsOf,
  LOSSES_ALWAYS_ALLOWED,
  type Guard,
  type GuardContext,
  type GuardName,
  type GuardVerdict,
} from './guard.ts'
import type { Plan } from './plan-value.ts'

const FRESH_FOR = 15 * 60_000

/** Guards that doubt the observation itself: when one trips, drift and settled memberships of the plan are not to be believed either. */
export const sourceGuards: ReadonlySet<GuardName> = new Set(['source-shrank', 'source-stale'])

/**
 * A listing may come back short and yet successful. Memberships that Writ confirmed and that nobody took by Writ must still be there, all but a
 * share; and the totals must not have fallen by more than a share plus what Writ itself took since.
 */
export const sourceShrank: Guard = (plan, context) => {
  const { share } = guardsOf(context, plan.target)
  const { known, vanished } = plan.counts
  const limit = allowedOf(known, share, LOSSES_ALWAYS_ALLOWED)
  const gone = above(
    'source-shrank',
    vanished,
    limit,
    `${vanished} of ${known} memberships that Writ confirmed are missing from the listing; ${limit} would be believed. ${REMEDY}`,
  )
  return gone.length > 0 ? gone : totalsFell(plan, context, share)
}

const REMEDY = 'Look whether the target lists everything; if it does, approve this plan once'

/** A plan without lines needs no stop: the smaller listing simply becomes the next one's measure. */
function totalsFell(plan: Plan, { state }: GuardContext, share: number) {
  const known = state.targetState(plan.target)
  const previous = known.observed
  if (previous === undefined || plan.lines.length === 0) return []
  let taken = 0
  for (const membership of known.knownAll()) if (!membership.present && membership.seq > previous.seq) taken += 1
  const fell = (what: string, before: number, after: number) => {
    const limit = allowedOf(before, share, LOSSES_ALWAYS_ALLOWED) + taken
    return above(
      'source-shrank',
      before - after,
      limit,
      `the listing fell from ${before} to ${after} ${what}; a loss of ${limit} would be believed. ${REMEDY}`,
    )
  }
  const memberships = fell('memberships', previous.memberships, plan.counts.memberships)
  return memberships.length > 0 ? memberships : fell('accounts', previous.accounts, plan.counts.accounts)
}

export const sourceStale: Guard = (plan, { observed, now, freshFor }) => {
  const age = now - observed.at
  const limit = freshFor ?? FRESH_FOR
  return above('source-stale', age, limit, `rests on what \`${plan.target}\` said at ${formatInstant(observed.at)}; read it again`, false)
}

export const notAdopted: Guard = (plan, { state }) => {
  if (state.targetState(plan.target).adoptedAt !== undefined) return []
  const text = `nobody took in the present holders of \`${plan.target}\` yet; run \`writ adopt ${plan.target}\` first`
  return [{ guard: 'not-adopted', overridable: false, found: 0, limit: 1, text }]
}

/** Changes reach a target with `after` only when the one before it ran clean and a person confirmed it. */
export const staging: Guard = (plan, { charter, state }) => (plan.lines.length === 0 ? [] : waitsForTrial(charter, state, plan.target))

/** Why nothing may change on a target yet: the one before it must run clean and be confirmed first. */
export function waitsForTrial(charter: Charter, state: State, target: Id): readonly GuardVerdict[] {
  const after = charter.targets.get(target)?.after
  if (after === undefined) return []
  const { clean: found, confirmed: entry } = state.targetState(after.target).runs
  const confirmed = entry !== undefined || after.confirmedBy.length === 0
  if (found >= after.cleanRuns && confirmed) return []
  const text = `comes after \`${after.target}\`: ${found} of ${after.cleanRuns} clean runs there, ${confirmed ? '' : 'not '}confirmed by a person`
  return [{ guard: 'staging', overridable: true, found, limit: after.cleanRuns, text }]
}
