import type { Seating } from './compile.ts'

/** Who takes part in one use of a rule: places of accounts. */
export interface Seated {
  readonly actor: number | undefined
  /** In the order of the rule's approvals. */
  readonly approvers: readonly number[]
}

/** The accounts that could take part. */
export interface Bench {
  readonly size: number
  holds(account: number, held: number): boolean
}

/**
 * Finds distinct accounts for all who must take part in the use of a rule on the account `concerned`, which itself may act where the rule says so
 * and never approves. Exact: seats are exchanged along augmenting paths until all are taken or none can be.
 */
export function seat(seating: Seating, concerned: number, bench: Bench): Seated | undefined {
  const { actors, others, approvals } = seating
  const seats = approvals.flatMap(({ class: held, count }) => Array.from({ length: count }, () => held))
  const acts = actors >= 0
  if (acts) seats.unshift(actors)
  const taken = new Map<number, number>()
  const place = (at: number, tried: Set<number>): boolean => {
    for (let account = 0; account < bench.size; account += 1) {
      if (account === concerned && (!acts || at > 0 || others)) continue
      if (tried.has(account) || !bench.holds(account, seats[at] ?? -1)) continue
      tried.add(account)
      const sitting = taken.get(account)
      if (sitting !== undefined && !place(sitting, tried)) continue
      taken.set(account, at)
      return true
    }
    return false
  }
  for (const at of seats.keys()) if (!place(at, new Set())) return undefined
  const accounts = seats.map(() => -1)
  for (const [account, at] of taken) accounts[at] = account
  const [first, ...rest] = accounts
  return acts ? { actor: first, approvers: rest } : { actor: undefined, approvers: accounts }
}
