import type { Instant } from '../../kernel/instant.ts'
import type { HeldAccount, Holding, Period } from './holding.ts'
import type { Policy } from './policy.ts'
import type { SetTable } from './sets.ts'

/** What somebody holds, told by atoms: for good, for a time, and where an account of theirs is locked. */
export interface HeldAtoms {
  readonly lockedOn: readonly number[]
  readonly always: readonly number[]
  readonly timed: readonly (Period & { readonly atom: number })[]
}

/** What few have: times, locks, several accounts on one target. */
export interface Special extends HeldAtoms {
  /** An account of somebody who has several: no person of its own. */
  readonly hidden: boolean
  readonly locked: boolean
  /** The set for the moments from `from` up to `until`. */
  set: number
  from: number
  until: number
  /** target -> the accounts there, where they are several. */
  readonly accounts: ReadonlyMap<number, readonly AccountEntry[]>
}

/** One of several accounts that somebody has on a target. */
export interface AccountEntry {
  readonly name: string
  readonly index: number
}

export const noAccounts: Special['accounts'] = new Map()

/** The atoms of some accounts and of the roles of their person; `several` are targets where each account is looked at by itself. */
export function atomsOf(policy: Policy, { roles }: Holding, held: readonly HeldAccount[], several: Special['accounts']): HeldAtoms {
  const always: number[] = [...policy.everyone]
  const timed: (Period & { readonly atom: number })[] = []
  const put = (atom: number | undefined, period: Period) => {
    if (atom === undefined) return
    if (period.from === null && period.until === null) always.push(atom)
    else timed.push({ atom, from: period.from, until: period.until })
  }
  const lockedOn: number[] = []
  for (const account of held) {
    const target = policy.target(account.target)
    if (target === undefined) continue
    if (account.locked) {
      if (!several.has(target)) lockedOn.push(target)
      continue
    }
    const registered = policy.registered.get(target)
    if (registered !== undefined) always.push(registered)
    for (const membership of account.memberships) put(policy.group(account.target, membership.group), membership)
  }
  for (const one of roles) {
    const role = policy.role(one.role)
    if (role !== undefined) put(policy.roleAtom(role), one)
  }
  return { lockedOn, always: sorted(always), timed }
}

/** Of somebody about whom there is more to know than a set, before any moment was asked about. */
export function specialOf(atoms: HeldAtoms, hidden: boolean, locked: boolean, accounts: Special['accounts']): Special {
  return { ...atoms, hidden, locked, set: 0, from: Infinity, until: -Infinity, accounts }
}

/** The set of somebody with times, worked out when a moment falls outside of what was worked out before. */
export function settle(sets: SetTable, special: Special, now: Instant): number {
  if (now >= special.from && now < special.until) return special.set
  unsettle(sets, special)
  let [from, until] = [-Infinity, Infinity]
  const running: number[] = []
  for (const one of special.timed) {
    const [begin, end] = [one.from ?? -Infinity, one.until ?? Infinity]
    if (now >= begin && now < end) running.push(one.atom)
    for (const edge of [begin, end]) {
      if (edge <= now && edge > from) from = edge
      if (edge > now && edge < until) until = edge
    }
  }
  special.set = sets.retain(running.length === 0 ? special.always : sorted([...special.always, ...running]))
  special.from = from
  special.until = until
  return special.set
}

/** Gives back the set that was worked out last. */
export function unsettle(sets: SetTable, special: Special): void {
  if (special.from < special.until) sets.release(special.set)
}

function sorted(atoms: readonly number[]): readonly number[] {
  return [...new Set(atoms)].toSorted((left, right) => left - right)
}
