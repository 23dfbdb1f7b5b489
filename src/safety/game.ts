import { common, emptyBits, members, type Bits } from './bits.ts'
import type { Policy } from './policy.ts'

/** Honest accounts that hold the same. */
export interface Holders {
  readonly holds: Bits
  readonly count: number
  /** Items of which an adversary needs one to act as them; undefined = nobody can. */
  readonly reachedBy?: Bits
  /** What they hold that ends by itself before they can answer. */
  readonly lapses?: Bits
}

/** Rogue accounts against the rest, under the rules of one charter. */
export interface Game {
  readonly policy: Policy
  /** What each rogue account holds. */
  readonly rogues: readonly Bits[]
  readonly honest: readonly Holders[]
  /** Whether the adversary can make accounts without limit. */
  readonly newAccounts: boolean
  /** Items of which only so many can be held. */
  readonly seated: Bits
}

export function indexOf(policy: Policy, item: string): number {
  const index = policy.index.get(item)
  if (index === undefined) throw new RangeError(`no such item: ${item}`)
  return index
}

/** The names of the changeable items in a set. */
export function namesOf(policy: Policy, bits: Bits): readonly string[] {
  return members(common(bits, policy.changeable)).map((member) => policy.items[member] ?? '')
}

export function nothing(policy: Policy): Bits {
  return emptyBits(policy.items.length)
}
