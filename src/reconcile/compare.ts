import type { DesiredMembership } from '../decide/effect.ts'
import type { Instant } from '../kernel/instant.ts'
import type { AccountKey } from '../ledger/entry.ts'
import type { KnownMembership, TargetState } from '../ledger/state.ts'
import { sameEnd } from './ends.ts'
import type { PlannedGroup } from './scope.ts'
import type { Observed, ObservedAccount } from './target.ts'

/** A membership where what is wanted, what stands and what Writ last confirmed do not all agree. */
export interface Difference {
  readonly key: AccountKey
  readonly group: string
  readonly planned: PlannedGroup
  /** undefined = the account is not on the target. */
  readonly account: ObservedAccount | undefined
  readonly wanted: DesiredMembership | undefined
  readonly stands: { readonly until: Instant | undefined } | undefined
  readonly known: KnownMembership | undefined
}

export interface Comparison {
  readonly differences: readonly Difference[]
  readonly memberships: number
  readonly matching: number
  readonly known: number
  readonly outsideGroups: number
  /** Confirmed to stand in groups that are not planned any more. */
  readonly released: number
}

export interface CompareInput {
  readonly target: string
  readonly groups: ReadonlyMap<string, PlannedGroup>
  readonly wanted: readonly DesiredMembership[]
  readonly observed: Observed
  readonly known: TargetState
  /** The target can end a membership by itself; else ends are Writ's matter alone and not compared. */
  readonly expiry: boolean
}

/**
 * Puts wanted, observed and known memberships side by side, in one pass over each; only disagreements come out. Written for 100,000 accounts:
 * the comparison of what agrees allocates nothing.
 */
export function compare({ target, groups, wanted, observed, known, expiry }: CompareInput): Comparison {
  const differences: Difference[] = []
  const wantedOf = byAccount(wanted)
  let memberships = 0
  let matching = 0
  let outsideGroups = 0
  let knownMet = 0

  for (const account of observed.accounts.values()) {
    const key = `${target}:${account.id}`
    const list = wantedOf.get(key)
    let met = 0
    for (const [group, stands] of account.memberships) {
      memberships += 1
      const planned = groups.get(group)
      if (planned === undefined) {
        outsideGroups += 1
        continue
      }
      const confirmed = known.known(key, group)
      if (confirmed?.present === true) knownMet += 1
      const desired = list === undefined ? undefined : wantedIn(list, group)
      if (desired !== undefined) met += 1
      if (desired !== undefined && agrees(desired, stands.until, confirmed, expiry)) matching += 1
      else differences.push({ key, group, planned, account, wanted: desired, stands, known: confirmed })
    }
    if (list !== undefined && met < list.length)
      for (const desired of list) if (!account.memberships.has(desired.group)) missing(desired, account)
  }
  for (const [key, list] of wantedOf)
    if (!observed.accounts.has(key.slice(target.length + 1))) for (const desired of list) missing(desired, undefined)

  function missing(desired: DesiredMembership, account: ObservedAccount | undefined): void {
    const planned = groups.get(desired.group)
    if (planned === undefined) return
    const confirmed = known.known(desired.account, desired.group)
    if (confirmed?.present === true) knownMet += 1
    differences.push({
      key: desired.account,
      group: desired.group,
      planned,
      account,
      wanted: desired,
      stands: undefined,
      known: confirmed,
    })
  }

  const lost = knownOutside(known, groups, knownMet)
  for (const confirmed of lost.candidates) {
    const account = observed.accounts.get(confirmed.account.slice(target.length + 1))
    const desired = wantedOf.get(confirmed.account)
    const planned = groups.get(confirmed.group)
    if (planned === undefined || account?.memberships.has(confirmed.group) === true) continue
    if (desired !== undefined && wantedIn(desired, confirmed.group) !== undefined) continue
    differences.push({
      key: confirmed.account,
      group: confirmed.group,
      planned,
      account,
      wanted: undefined,
      stands: undefined,
      known: confirmed,
    })
  }
  return { differences, memberships, matching, known: lost.known, outsideGroups, released: lost.released }
}

function byAccount(wanted: readonly DesiredMembership[]): ReadonlyMap<AccountKey, readonly DesiredMembership[]> {
  const lists = new Map<AccountKey, DesiredMembership[]>()
  for (const one of wanted) {
    const list = lists.get(one.account)
    if (list === undefined) lists.set(one.account, [one])
    else list.push(one)
  }
  return lists
}

function wantedIn(list: readonly DesiredMembership[], group: string): DesiredMembership | undefined {
  for (const one of list) if (one.group === group) return one
  return undefined
}

function agrees(desired: DesiredMembership, until: Instant | undefined, known: KnownMembership | undefined, expiry: boolean): boolean {
  if (desired.hold) return true
  if (known?.present !== true) return false
  return !expiry || (sameEnd(desired.until, until) && sameEnd(known.until, until))
}

/** Known memberships of planned groups that were met neither as wanted nor as observed: looked for only if the count says there are some. */
function knownOutside(
  known: TargetState,
  groups: ReadonlyMap<string, PlannedGroup>,
  met: number,
): { readonly known: number; readonly released: number; readonly candidates: Iterable<KnownMembership> } {
  let count = 0
  let released = 0
  for (const { present, group } of known.knownAll()) {
    if (!present) continue
    if (groups.has(group)) count += 1
    else released += 1
  }
  return { known: count, released, candidates: count === met ? [] : [...known.knownAll()].filter((one) => one.present) }
}
