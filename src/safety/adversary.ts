import { bitsOf, common, union, without, type Bits } from './bits.ts'
import { closure, type Party } from './fixpoint.ts'
import { indexOf, nothing, type Game } from './game.ts'
import { ANYBODY, ATTESTED, RELATED } from './item.ts'
import type { Policy } from './policy.ts'

/** The parties of the adversary: its accounts, and new ones without limit. */
export function adversaryOf({ policy, rogues, newAccounts }: Game): readonly Party[] {
  const size = policy.items.length
  const standing = [ANYBODY, ATTESTED, ...(rogues.length > 1 ? [RELATED] : [])].map((item) => indexOf(policy, item))
  const known = rogues.map((holds): Party => ({ holds: union(holds, bitsOf(size, standing)), count: 1 }))
  return newAccounts ? [...known, { holds: bitsOf(size, [indexOf(policy, ANYBODY)]), count: Infinity }] : known
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
