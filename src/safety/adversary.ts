import { bitsOf, common, hasBit, meets, union, without, type Bits } from './bits.ts'
import { closure, type Party } from './fixpoint.ts'
import { indexOf, nothing, type Game } from './game.ts'
import { ACCOUNTS, ANYBODY, ATTESTED, RELATED } from './item.ts'
import type { Policy } from './policy.ts'

/** The parties of the adversary: its accounts, and new ones without limit. */
export function adversaryOf({ policy, rogues, newAccounts }: Game, related = rogues.length > 1): readonly Party[] {
  const size = policy.items.length
  const standing = [ANYBODY, ATTESTED, ...(related ? [RELATED] : [])].map((item) => indexOf(policy, item))
  const known = rogues.map((holds): Party => ({ holds: union(holds, bitsOf(size, standing)), count: 1 }))
  return newAccounts ? [...known, { holds: bitsOf(size, [indexOf(policy, ANYBODY)]), count: Infinity }] : known
}

/** The most that an adversary can come to hold, and whose accounts it uses besides its own. */
export interface Taken {
  /** The adversary's own accounts, then those it borrows. */
  readonly parties: readonly Party[]
  /** Beside `parties`. */
  readonly holds: readonly Bits[]
  /** So many of `parties` are the adversary's own. */
  readonly own: number
  /** Beside `Game.honest`. */
  readonly borrowed: readonly boolean[]
}

/** All that an adversary can reach: with every way to act as somebody else come the powers of those people, and so further ways. */
export function takenBy(game: Game): Taken {
  const { policy, honest } = game
  let borrowed = honest.map(() => false)
  let open = game
  for (;;) {
    // whoever uses the accounts of others is as good as several people: one may be made the manager of another
    const own = adversaryOf(open, borrowed.includes(true))
    const lent = honest.filter((_, at) => borrowed[at]).map(({ holds, count }): Party => ({ holds, count, borrowed: true }))
    const parties = [...own, ...lent]
    const holds = closure(policy.attack, parties)
    const most = holds.reduce(union, nothing(policy))
    const reached = honest.map(({ reachedBy }) => reachedBy !== undefined && meets(reachedBy, most))
    const opens = !open.newAccounts && hasBit(most, indexOf(policy, ACCOUNTS))
    if (!opens && reached.every((one, at) => one === borrowed[at])) return { parties, holds, own: own.length, borrowed }
    borrowed = reached
    if (opens) open = { ...open, newAccounts: true }
  }
}

/** What the charter gives to everybody who is eligible, without anybody deciding. */
export function givenByItself(game: Game): Bits {
  const { policy } = game
  const automatic = policy.attack.filter(({ rule }) => rule.door === 'automatic')
  if (automatic.length === 0) return nothing(policy)
  const nobodies = adversaryOf({ ...game, rogues: game.rogues.map(() => nothing(policy)) })
  return common(closure(automatic, nobodies).reduce(union, nothing(policy)), policy.changeable)
}

/** What any account of the adversary gains: a new account with what a rogue holds already is a change too. */
export function gainedBy(policy: Policy, adversary: readonly Party[], taken: readonly Bits[]): Bits {
  const gains = adversary.map(({ holds }, at) => common(without(taken[at] ?? holds, holds), policy.changeable))
  return gains.reduce(union, nothing(policy))
}
