import { bitsOf, common, emptyBits, hasBit, isEmpty, isWithin, keyOf, members, meets, union, without, type Bits } from './bits.ts'
import { closure, countFor, isPossible, powerOver, type Party } from './fixpoint.ts'
import { ANYBODY, ATTESTED, CHARTER, OUTSIDE, RELATED } from './item.ts'
import type { CompiledRule, Policy } from './policy.ts'

/** From bad to worst; docs/safety.md defines each. */
export const verdicts = ['harmless', 'restorable', 'strippable', 'entrenched', 'takeover'] as const
export type Verdict = (typeof verdicts)[number]

/** Honest accounts that hold the same. */
export interface Holders {
  readonly holds: Bits
  readonly count: number
}

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

export interface Judgement {
  readonly verdict: Verdict
  /** What the adversary's accounts can come to hold beyond what rogues held and what the charter gives by itself. */
  readonly captures: Bits
  /** The same with what rogues held and only their other accounts gain. */
  readonly gained: Bits
  /** The adversary can rewrite the charter. */
  readonly rewrites: boolean
  /** What they can take from everybody else. */
  readonly strips: Bits
  readonly suspends: Bits
  /** What nobody honest can take from them again. */
  readonly stuck: Bits
  /** For each of `honest` what they cannot get back. */
  readonly lost: readonly Bits[]
  /** Honest holdings at their lowest. */
  readonly survivors: readonly Bits[]
  /** Honest holdings after they have helped each other up again. */
  readonly recovered: readonly Bits[]
  /** All that the adversary's accounts can hold at most. */
  readonly most: Bits
  /** What the charter gives to everybody eligible, without anybody deciding. */
  readonly given: Bits
  /** The honest rest can still amend the charter. */
  readonly byAmendment: boolean
}

/**
 * Could the honest rest still undo it? The adversary at its most and the honest at their least is itself reachable and the worst case: honest
 * power is smallest there and there is most to undo, and without negative conditions two fixpoints decide. Supposes that the honest answer is one
 * atomic batch (additions first, removals last), as Writ's "restore to an entry" is.
 */
export function judge(game: Game): Judgement {
  const { policy } = game
  const size = policy.items.length
  const adversary = adversaryOf(game)
  const taken = closure(policy.attack, adversary)
  const strips = powerOver(policy.attack, 'remove', adversary, taken, size)
  const given = givenByItself(game)
  const most = common(taken.reduce(union, emptyBits(size)), policy.changeable)
  const gained = without(gainedBy(policy, adversary, taken), given)
  const captures = without(gained, game.rogues.reduce(union, emptyBits(size)))
  const rewrites = taken.some((own) => hasBit(own, indexOf(policy, CHARTER)))
  const survivors = game.honest.map(({ holds }) => afterStripping(policy, holds, strips))
  const recovered = recover(game, survivors, most)
  const parties = honestParties(game, recovered)
  const removable = powerOver(policy.defence, 'remove', parties, recovered, size)
  const stuck = without(without(most, given), removable)
  const lost = game.honest.map(({ holds }, at) => without(common(holds, policy.changeable), recovered[at] ?? holds))
  const suspends = powerOver(policy.attack, 'suspend', adversary, taken, size)
  const facts = { captures, gained, rewrites, strips, suspends, stuck, lost, survivors, recovered, most, given }
  const hurts = game.honest.some(({ holds }) => meets(holds, strips))
  const verdict = (): Verdict => {
    if (isEmpty(gained) && !rewrites && !hurts) return 'harmless'
    if (rewrites) return 'takeover'
    if (!isEmpty(stuck)) return canChangeAnything(game, survivors, taken) ? 'entrenched' : 'takeover'
    return lost.every(isEmpty) ? 'restorable' : 'strippable'
  }
  return { ...facts, verdict: verdict(), byAmendment: canAmend(game, recovered) }
}

/** Whether one honest holder of nothing but an item could undo it all, the others standing by. */
export function undoesAlone(game: Game, judgement: Judgement, item: number): boolean {
  const { policy } = game
  const size = policy.items.length
  const surviving = judgement.survivors.some((own) => hasBit(own, item))
  if (!surviving) return false
  const anybody = bitsOf(size, [indexOf(policy, ANYBODY)])
  const hero: Party = { holds: bitsOf(size, [item, indexOf(policy, ANYBODY), indexOf(policy, ATTESTED)]), count: 1 }
  const alone = [hero, outsiders(policy)]
  const own = closure(policy.defence, alone)
  const removable = powerOver(policy.defence, 'remove', alone, own, size)
  if (!isWithin(without(judgement.most, judgement.given), removable)) return false
  const bystanders = judgement.survivors.map((holds, at): Party => ({ holds, count: game.honest[at]?.count ?? 0, counted: anybody }))
  const helped = closure(policy.defence, [...alone, ...bystanders])
  return game.honest.every(({ holds }, at) => isWithin(common(holds, policy.changeable), helped[at + alone.length] ?? holds))
}

/** The parties of the honest rest: its accounts, and people whom relations name. */
export function honestParties(game: Game, holds: readonly Bits[]): readonly Party[] {
  return [
    ...game.honest.map(({ count }, at): Party => ({ holds: holds[at] ?? emptyBits(game.policy.items.length), count })),
    outsiders(game.policy),
  ]
}

/** The parties of the adversary: its accounts, and new ones without limit. */
export function adversaryOf({ policy, rogues, newAccounts }: Game): readonly Party[] {
  const size = policy.items.length
  const standing = [ANYBODY, ATTESTED, ...(rogues.length > 1 ? [RELATED] : [])].map((item) => indexOf(policy, item))
  const known = rogues.map((holds): Party => ({ holds: union(holds, bitsOf(size, standing)), count: 1 }))
  return newAccounts ? [...known, { holds: bitsOf(size, [indexOf(policy, ANYBODY)]), count: Infinity }] : known
}

/** What the charter gives to everybody who is eligible, without anybody deciding. */
function givenByItself(game: Game): Bits {
  const automatic = game.policy.attack.filter(({ rule }) => rule.door === 'automatic')
  const nobodies = adversaryOf({ ...game, rogues: game.rogues.map(() => emptyBits(game.policy.items.length)) })
  return common(closure(automatic, nobodies).reduce(union, emptyBits(game.policy.items.length)), game.policy.changeable)
}

/** What any account of the adversary gains: a new account with what a rogue holds already is a change too. */
function gainedBy(policy: Policy, adversary: readonly Party[], taken: readonly Bits[]): Bits {
  const gains = adversary.map(({ holds }, at) => common(without(taken[at] ?? holds, holds), policy.changeable))
  return gains.reduce(union, emptyBits(policy.items.length))
}

/** What is left of an account's holdings; what depends on a stripped role goes with it. */
function afterStripping(policy: Policy, holds: Bits, strips: Bits): Bits {
  const left = without(holds, strips)
  for (let changed = true; changed;) {
    changed = false
    for (const [item, alternatives] of policy.dependsOn) {
      if (!hasBit(left, item) || alternatives.some((needed) => isWithin(needed, left))) continue
      left[item >>> 5] = (left[item >>> 5] ?? 0) & ~(1 << (item & 31))
      changed = true
    }
  }
  return left
}

/** Honest people lift each other up. A seat that the adversary can sit on is free again only once somebody can remove them from it. */
export function recover(game: Game, survivors: readonly Bits[], most: Bits): readonly Bits[] {
  const { policy } = game
  let blocked = common(game.seated, most)
  let holds: readonly Bits[] = survivors
  for (;;) {
    const parties = honestParties(game, holds)
    holds = closure(policy.defence, parties, blocked)
    const still = without(blocked, powerOver(policy.defence, 'remove', parties, holds, policy.items.length))
    if (keyOf(still) === keyOf(blocked)) return holds.slice(0, game.honest.length)
    blocked = still
  }
}

function changes(rule: CompiledRule, own: Bits): boolean {
  return rule.rule.effect === 'add' ? !isWithin(rule.items, own) && isWithin(rule.needs, own) : meets(rule.items, own)
}

/** Whether the honest rest, at its lowest, could change anything at all of what anybody holds. */
function canChangeAnything(game: Game, survivors: readonly Bits[], taken: readonly Bits[]): boolean {
  const parties = honestParties(game, survivors)
  const holds = parties.map((party) => party.holds)
  const { policy } = game
  const newcomer = bitsOf(policy.items.length, [indexOf(policy, ANYBODY)])
  const outsidersToo = game.newAccounts ? [...taken, newcomer] : taken
  return policy.defence.some((rule) => {
    if (rule.open || rule.rule.effect === 'suspend' || rule.rule.door === 'amendment') return false
    const counts = countFor(rule, parties, holds)
    if (survivors.some((own) => changes(rule, own) && isPossible(rule, counts, own))) return true
    const nobody = emptyBits(policy.items.length)
    return outsidersToo.some((own) => changes(rule, own)) && rule.other !== undefined && isPossible(rule, counts, nobody)
  })
}

function canAmend(game: Game, holds: readonly Bits[]): boolean {
  const parties = honestParties(game, holds)
  return game.policy.defence.some(
    (rule) =>
      rule.rule.door === 'amendment' &&
      holds.some((own) =>
        isPossible(
          rule,
          countFor(
            rule,
            parties,
            parties.map((party) => party.holds),
          ),
          own,
        ),
      ),
  )
}

/** They approve what they are asked for as a relation and are nothing else, whatever somebody gives them. */
function outsiders(policy: Policy): Party {
  const outside = bitsOf(policy.items.length, [indexOf(policy, OUTSIDE)])
  return { holds: outside, count: Infinity, counted: outside }
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
