import { gainedBy, givenByItself, takenBy } from './adversary.ts'
import { bitsOf, common, hasBit, isEmpty, isWithin, meets, union, without, type Bits } from './bits.ts'
import { closure, powerOver, type Party } from './fixpoint.ts'
import { indexOf, nothing, type Game } from './game.ts'
import { ANYBODY, ATTESTED, CHARTER } from './item.ts'
import type { Policy } from './policy.ts'
import { afterStripping, canAmend, canChangeAnything, outsiders, recover, removableBy, type Worst } from './recovery.ts'

/** From bad to worst; docs/safety.md defines each. */
export const verdicts = ['harmless', 'restorable', 'strippable', 'entrenched', 'takeover'] as const
export type Verdict = (typeof verdicts)[number]

export interface Judgement {
  readonly verdict: Verdict
  /** What the adversary's accounts can come to hold beyond what rogues held and what the charter gives by itself. */
  readonly captures: Bits
  /** The same with what rogues held and only their other accounts gain. */
  readonly gained: Bits
  /** All that the adversary's accounts can hold at most. */
  readonly most: Bits
  /** What the charter gives to everybody eligible, without anybody deciding. */
  readonly given: Bits
  /** The adversary can rewrite the charter. */
  readonly rewrites: boolean
  /** What they can take from everybody else. */
  readonly strips: Bits
  readonly suspends: Bits
  /** What nobody honest can take from them again. */
  readonly stuck: Bits
  /** What the honest rest can take from an account of the adversary once they have helped each other up; everything, of a harmless one. */
  readonly removable: Bits
  /** For each of `Game.honest` what they cannot get back. */
  readonly lost: readonly Bits[]
  /** For each of `Game.honest` their holdings at their lowest. */
  readonly survivors: readonly Bits[]
  /** There is something to undo, and the honest rest can still amend the charter. */
  readonly byAmendment: boolean
}

/**
 * Could the honest rest still undo it? The adversary at its most and the honest at their least is itself reachable and the worst case: honest
 * power is smallest there and there is most to undo, and without negative conditions two fixpoints decide. Supposes that the honest answer is one
 * atomic batch (additions first, removals last), as Writ's "restore to an entry" is.
 */
export function judge(game: Game): Judgement {
  const { policy } = game
  const all = takenBy(game)
  const [adversary, taken] = [all.parties.slice(0, all.own), all.holds.slice(0, all.own)]
  const over = (effect: 'remove' | 'suspend') => powerOver(policy.attack, effect, all.parties, all.holds, policy.items.length)
  // a borrowed account gives up whatever it holds
  const removes = over('remove')
  const lent = game.honest.filter((_, at) => all.borrowed[at]).map(({ holds }) => common(holds, policy.changeable))
  const strips = lent.reduce(union, removes)
  const given = givenByItself(game)
  const most = common(taken.reduce(union, nothing(policy)), policy.changeable)
  const gained = without(gainedBy(policy, adversary, taken), given)
  const captures = without(gained, game.rogues.reduce(union, nothing(policy)))
  const rewrites = all.holds.some((own) => hasBit(own, indexOf(policy, CHARTER)))
  const survivors = game.honest.map(({ holds, lapses }, at) => lowest(policy, holds, removes, lapses, all.borrowed[at] === true))
  const facts = { captures, gained, most, given, rewrites, strips, suspends: over('suspend'), survivors }
  if (isEmpty(gained) && !rewrites && lent.every(isEmpty) && !game.honest.some(({ holds }) => meets(holds, removes)))
    return {
      ...facts,
      verdict: 'harmless',
      stuck: nothing(policy),
      removable: policy.changeable,
      lost: survivors.map(() => nothing(policy)),
      byAmendment: false,
    }
  const recovery = recover(game, survivors, most)
  const removable = removableBy(policy, recovery.parties)
  const stuck = without(without(most, given), removable)
  const lost = game.honest.map(({ holds }, at) => without(common(holds, policy.changeable), recovery.holds[at] ?? holds))
  const verdict = (): Verdict => {
    if (rewrites) return 'takeover'
    if (!isEmpty(stuck)) {
      const certain = policy.certain === policy.attack ? { least: taken, kept: survivors } : forCertain(game)
      return canChangeAnything(game, survivors, { most: taken, ...certain }) ? 'entrenched' : 'takeover'
    }
    return lost.every(isEmpty) ? 'restorable' : 'strippable'
  }
  return { ...facts, verdict: verdict(), stuck, removable, lost, byAmendment: !rewrites && canAmend(policy, recovery.parties) }
}

/** What the adversary holds and honest people have lost by rules that pass over nothing that the charter asks. */
function forCertain(game: Game): Pick<Worst, 'least' | 'kept'> {
  const { policy } = game
  const { parties, holds, own, borrowed } = takenBy({ ...game, policy: { ...policy, attack: policy.certain } })
  const removes = powerOver(policy.certain, 'remove', parties, holds, policy.items.length)
  return {
    least: holds.slice(0, own),
    kept: game.honest.map(({ holds: before, lapses }, at) => lowest(policy, before, removes, lapses, borrowed[at] === true)),
  }
}

/** What an honest account is left with. */
function lowest(policy: Policy, holds: Bits, removes: Bits, lapses: Bits | undefined, borrowed: boolean): Bits {
  if (borrowed) return without(holds, policy.changeable)
  return afterStripping(policy, holds, lapses === undefined ? removes : union(removes, lapses))
}

/** One honest account that holds nothing but an item, and what it can take from others without anybody's help. */
export interface Hero {
  readonly item: number
  readonly party: Party
  readonly removable: Bits
}

export function heroOf(policy: Policy, item: number): Hero {
  const party: Party = { holds: bitsOf(policy.items.length, [item, indexOf(policy, ANYBODY), indexOf(policy, ATTESTED)]), count: 1 }
  const alone = [party, outsiders(policy)]
  const holds = closure(policy.defence, alone)
  return {
    item,
    party,
    removable: removableBy(
      policy,
      alone.map((one, at) => ({ ...one, holds: holds[at] ?? one.holds })),
    ),
  }
}

/** Whether one surviving holder of an item alone could undo it all; the others stand by and take back what they are given. */
export function undoesAlone(game: Game, judgement: Judgement, hero: Hero): boolean {
  const { policy } = game
  const left = judgement.survivors.some((own) => hasBit(own, hero.item))
  if (!left || !isWithin(without(judgement.most, judgement.given), hero.removable)) return false
  const missing = game.honest.flatMap(({ holds }, at) => {
    const own = judgement.survivors[at] ?? holds
    return isWithin(common(holds, policy.changeable), own) ? [] : [{ before: holds, own }]
  })
  if (missing.length === 0) return true
  const anybody = bitsOf(policy.items.length, [indexOf(policy, ANYBODY)])
  const bystanders = missing.map(({ own }): Party => ({ holds: own, count: 1, counted: anybody }))
  const helped = closure(policy.defence, [...bystanders, hero.party, outsiders(policy)])
  return missing.every(({ before }, at) => isWithin(common(before, policy.changeable), helped[at] ?? before))
}
