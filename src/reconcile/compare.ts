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
 * Puts wanted, observed and known memberships side by side; only disagreements come out. Written for 100,000 accounts: one pass over each side, and
 * what agrees allocates nothing and is not looked up a second time.
 */
export function compare({ target, groups, wanted, observed, known, expiry }: CompareInput): Comparison {
  const index = indexOf(wanted)
  const { confirmed, standing, released, unwanted } = markConfirmed(index, groups, known, expiry)
  const differences: Difference[] = []
  let memberships = 0
  let matching = 0
  let outsideGroups = 0
  let accountsMet = 0

  for (const account of observed.accounts.values()) {
    const key = `${target}:${account.id}`
    const first = index.first.get(key)
    memberships += account.memberships.size
    if (first !== undefined) accountsMet += 1
    if (first !== undefined && isAllAgreed(first, account)) matching += account.memberships.size
    else compareAccount(key, first, account)
  }
  if (accountsMet < index.first.size)
    for (const [key, first] of index.first)
      if (!observed.accounts.has(key.slice(target.length + 1)))
        for (const desired of index.from(first)) differ(desired.account, desired.group, undefined, desired)
  for (const { account: key, group } of unwanted) {
    const account = observed.accounts.get(key.slice(target.length + 1))
    if (account?.memberships.has(group) !== true) differ(key, group, account, undefined)
  }
  return { differences, memberships, matching, known: standing, outsideGroups, released }

  function agrees(position: number, desired: DesiredMembership, until: Instant | undefined): boolean {
    if (desired.hold) return groups.has(desired.group)
    return confirmed[position] === 1 && (!expiry || sameEnd(desired.until, until))
  }

  function isAllAgreed(first: number, { memberships: held }: ObservedAccount): boolean {
    let count = 0
    for (let position = first; position !== -1; position = index.next[position] as number) {
      const desired = wanted[position] as DesiredMembership
      const stands = held.get(desired.group)
      if (stands === undefined || !agrees(position, desired, stands.until)) return false
      count += 1
    }
    return count === held.size
  }

  function compareAccount(key: AccountKey, first: number | undefined, account: ObservedAccount): void {
    const met = new Set<string>()
    for (let position = first ?? -1; position !== -1; position = index.next[position] as number) {
      const desired = wanted[position] as DesiredMembership
      const stands = account.memberships.get(desired.group)
      met.add(desired.group)
      if (stands !== undefined && agrees(position, desired, stands.until)) matching += 1
      else if (stands !== undefined && !groups.has(desired.group)) outsideGroups += 1
      else differ(key, desired.group, account, desired)
    }
    for (const group of account.memberships.keys()) {
      if (met.has(group)) continue
      if (groups.has(group)) differ(key, group, account, undefined)
      else outsideGroups += 1
    }
  }

  function differ(key: AccountKey, group: string, account: ObservedAccount | undefined, desired: DesiredMembership | undefined): void {
    const planned = groups.get(group)
    if (planned === undefined) return
    differences.push({
      key,
      group,
      planned,
      account,
      wanted: desired,
      stands: account?.memberships.get(group),
      known: known.known(key, group),
    })
  }
}

/** Wanted memberships by account, as chains through one array. */
interface Index {
  readonly wanted: readonly DesiredMembership[]
  readonly first: ReadonlyMap<AccountKey, number>
  /** Position of the account's next one; -1 = none. */
  readonly next: Int32Array
  from(first: number): Iterable<DesiredMembership>
}

function indexOf(wanted: readonly DesiredMembership[]): Index {
  const first = new Map<AccountKey, number>()
  const next = new Int32Array(wanted.length)
  let last: AccountKey | undefined
  let start = -1
  for (let position = 0; position < wanted.length; position += 1) {
    const { account } = wanted[position] as DesiredMembership
    // Those of one account mostly stand together: only the first of them is looked up, the others are put in behind it.
    const head = account === last ? start : first.get(account)
    if (head === undefined) {
      first.set(account, position)
      next[position] = -1
      start = position
    } else {
      next[position] = next[head] as number
      next[head] = position
      start = head
    }
    last = account
  }
  return {
    wanted,
    first,
    next,
    *from(start) {
      for (let position = start; position !== -1; position = next[position] as number) yield wanted[position] as DesiredMembership
    },
  }
}

interface Confirmed {
  /** 1 = the wanted membership at this position is planned and was confirmed to stand as wanted. */
  readonly confirmed: Uint8Array
  readonly standing: number
  readonly released: number
  /** Confirmed to stand, planned, not wanted. */
  readonly unwanted: readonly KnownMembership[]
}

function markConfirmed(
  { wanted, first, next }: Index,
  groups: ReadonlyMap<string, PlannedGroup>,
  known: TargetState,
  expiry: boolean,
): Confirmed {
  const confirmed = new Uint8Array(wanted.length)
  const unwanted: KnownMembership[] = []
  let standing = 0
  let released = 0
  let last: AccountKey | undefined
  let start = -1
  for (const one of known.knownAll()) {
    if (!one.present) continue
    if (!groups.has(one.group)) {
      released += 1
      continue
    }
    standing += 1
    if (one.account !== last) [last, start] = [one.account, first.get(one.account) ?? -1]
    let position = start
    while (position !== -1 && (wanted[position] as DesiredMembership).group !== one.group) position = next[position] as number
    if (position === -1) unwanted.push(one)
    else if (!expiry || sameEnd((wanted[position] as DesiredMembership).until, one.until)) confirmed[position] = 1
  }
  return { confirmed, standing, released, unwanted }
}
