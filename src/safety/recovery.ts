import { bitsOf, common, hasBit, isWithin, keyOf, meets, union, without, type Bits } from './bits.ts'
import { closure, countFor, isPossible, powerOver, type Party } from './fixpoint.ts'
import { indexOf, nothing, type Game } from './game.ts'
import { ANYBODY, OUTSIDE } from './item.ts'
import type { CompiledRule, Policy } from './policy.ts'

/** Honest people after they have helped each other up. */
export interface Recovery {
  /** Beside `Game.honest`. */
  readonly holds: readonly Bits[]
  /** The same people in as few parties as the rules can tell apart, with people outside whom relations name. */
  readonly parties: readonly Party[]
}

/** What is left of an account's holdings; what depends on a stripped role goes with it. */
export function afterStripping(policy: Policy, holds: Bits, strips: Bits): Bits {
  if (!meets(holds, strips)) return holds
  const left = without(holds, strips)
  const fulfilled = (alternatives: readonly Bits[], own: Bits) => alternatives.some((needed) => isWithin(needed, own))
  for (let changed = true; changed;) {
    changed = false
    for (const [item, alternatives] of policy.dependsOn) {
      if (!hasBit(left, item) || fulfilled(alternatives, left) || !fulfilled(alternatives, holds)) continue
      left[item >>> 5] = (left[item >>> 5] ?? 0) & ~(1 << (item & 31))
      changed = true
    }
  }
  return left
}

/**
 * The most that honest people can come back to from `survivors`. A seat on which the adversary can sit (it holds at most `most`) is free again only
 * once somebody can remove them from it.
 */
export function recover(game: Game, survivors: readonly Bits[], most: Bits): Recovery {
  const { policy } = game
  const classes = classesOf(game, survivors)
  let parties = [...classes.parties, outsiders(policy)]
  for (let blocked = common(game.seated, most); ;) {
    const holds = closure(policy.defence, parties, blocked)
    parties = parties.map((party, at) => ({ ...party, holds: holds[at] ?? party.holds }))
    const still = without(blocked, removableBy(policy, parties))
    if (keyOf(still) !== keyOf(blocked)) {
      blocked = still
      continue
    }
    return {
      parties,
      holds: survivors.map((own, at) => union(own, holds[classes.classOf[at] ?? 0] ?? own)),
    }
  }
}

/** What honest people can take from an account of the adversary. */
export function removableBy(policy: Policy, parties: readonly Party[]): Bits {
  return powerOver(
    policy.defence,
    'remove',
    parties,
    parties.map((party) => party.holds),
    policy.items.length,
  )
}

/** Accounts that no rule tells apart are one party. A seat is given back only to those who had it: for others there is none. */
function classesOf(game: Game, holds: readonly Bits[]): { readonly parties: readonly Party[]; readonly classOf: readonly number[] } {
  const parties: Party[] = []
  const known = new Map<string, number>()
  const classOf = holds.map((own, at) => {
    const seen = common(own, game.policy.watched)
    const never = without(game.seated, game.honest[at]?.holds ?? own)
    const key = `${keyOf(seen)} ${keyOf(never)}`
    const place = known.get(key) ?? parties.length
    known.set(key, place)
    parties[place] = {
      holds: seen,
      never,
      count: (parties[place]?.count ?? 0) + (game.honest[at]?.count ?? 0),
    }
    return place
  })
  return { parties, classOf }
}

/** Where an adversary may come to less than it seems, both ends of what is left at the worst. */
export interface Worst {
  /** What each account of the adversary holds at most. */
  readonly most: readonly Bits[]
  /** The same for certain; a longer list where only the most opens further accounts. */
  readonly least: readonly Bits[]
  /** What each of `Game.honest` is left with if the adversary comes to no more than that. */
  readonly kept: readonly Bits[]
}

/**
 * Whether honest people, at their lowest, could change anything at all of what anybody holds. Adding counts where nobody could hold it already,
 * removing where it is held for certain. That a seat is free is not relied upon.
 */
export function canChangeAnything(game: Game, survivors: readonly Bits[], { most, least, kept }: Worst): boolean {
  const { policy } = game
  const parties = [...classesOf(game, survivors).parties, outsiders(policy)]
  const holds = parties.map((party) => party.holds)
  const newcomer = bitsOf(policy.items.length, [indexOf(policy, ANYBODY)])
  const others = most.map((high, at) => ({ high, low: least[at] ?? newcomer }))
  if (game.newAccounts) others.push({ high: newcomer, low: newcomer })
  const changes = (rule: CompiledRule, low: Bits, high: Bits) =>
    rule.rule.effect === 'add' ? !isWithin(without(rule.items, game.seated), high) && isWithin(rule.needs, low) : meets(rule.items, low)
  return policy.defence.some((rule) => {
    if (rule.open || rule.rule.door === 'amendment') return false
    const counts = countFor(rule, parties, holds)
    if (rule.other !== undefined && others.some(({ low, high }) => changes(rule, low, high)) && isPossible(rule, counts, nothing(policy)))
      return true
    return survivors.some((own, at) => changes(rule, own, kept[at] ?? own) && isPossible(rule, counts, own))
  })
}

/** Whether these people reach the quorum that changes the charter. */
export function canAmend(policy: Policy, parties: readonly Party[]): boolean {
  const holds = parties.map((party) => party.holds)
  return policy.defence.some((rule) => {
    if (rule.rule.door !== 'amendment') return false
    const counts = countFor(rule, parties, holds)
    return holds.some((own) => isPossible(rule, counts, own))
  })
}

/** They approve what they are asked for as a relation and are nothing else, whatever somebody gives them. */
export function outsiders(policy: Policy): Party {
  const outside = bitsOf(policy.items.length, [indexOf(policy, OUTSIDE)])
  return { holds: outside, count: Infinity, counted: outside }
}
