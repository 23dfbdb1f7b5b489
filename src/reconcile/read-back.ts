import { formatInstant, type Instant } from '../kernel/instant.ts'
import { ok, type Result } from '../kernel/result.ts'
import type { TargetState } from '../ledger/state.ts'
import { sameEnd } from './ends.ts'
import type { PlanLine } from './plan-value.ts'
import type { ObservedAccount, Target, TargetFailure } from './target.ts'

/** What is missing for a line to count as done: membership and end must be read back as wanted. undefined = nothing. */
export function shortfall({ change }: PlanLine, account: ObservedAccount | undefined, expiry: boolean): string | undefined {
  const stands = account?.memberships.get(change.group)
  if (change.kind === 'remove') return stands === undefined ? undefined : 'read back: the membership still stands'
  if (account === undefined) return 'read back: the account is not there'
  if (stands === undefined) return 'read back: the membership does not stand'
  if (expiry && !sameEnd(stands.until, change.until)) return `read back: it ends ${ending(stands.until)} instead of ${ending(change.until)}`
  return undefined
}

function ending(until: Instant | undefined): string {
  return until === undefined ? 'never' : formatInstant(until)
}

/** Reads named accounts of a target, without listing its groups where the connector can. */
export function readBackFrom(
  target: Target,
  groups: readonly string[],
): (accounts: readonly string[]) => Promise<Result<ReadonlyMap<string, ObservedAccount>, TargetFailure>> {
  return async (accounts) => {
    const answer = await target.read({ groups, accounts, accountsOnly: true })
    return answer.ok ? ok(answer.value.accounts) : answer
  }
}

/** Whether a line was confirmed after the plan was made: an interrupted run goes on behind it. */
export function confirmedSince(known: TargetState, plan: number): (line: PlanLine) => boolean {
  return ({ key, change }) => {
    const confirmed = known.known(key, change.group)
    if (confirmed === undefined || confirmed.seq <= plan) return false
    return change.kind === 'remove' ? !confirmed.present : confirmed.present && sameEnd(confirmed.until, change.until)
  }
}
