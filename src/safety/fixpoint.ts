import { addAll, emptyBits, isEmpty, isWithin, keyOf, meets, union, without, type Bits } from './bits.ts'
import type { CompiledRule, Constraint } from './policy.ts'

/** Accounts that hold the same, so many of them; `Infinity` for new accounts that anybody can make. */
export interface Party {
  readonly holds: Bits
  readonly count: number
  /** What members are counted for when they act or approve; `undefined` = all they hold. Bystanders are counted as `ANYBODY` only. */
  readonly counted?: Bits | undefined
  /** What members are never given, though others are. */
  readonly never?: Bits
  /** Honest people whose accounts an adversary uses: they show no second factor. */
  readonly borrowed?: boolean
}

/** What a party is counted for when it acts or approves under a rule. */
function countedFor(rule: CompiledRule, party: Party, own: Bits): Bits {
  if (party.borrowed === true && rule.rule.stepUp === true) return emptyBits(own.length * 32)
  return party.counted ?? own
}

/**
 * The most that cooperating accounts can come to hold: the least fixpoint of the add rules. Without negative conditions adding never disables
 * a rule and removing never helps, so the order does not matter (Knaster-Tarski). Returns the holdings of each party, in order.
 * `withheld` items are never added.
 */
export function closure(rules: readonly CompiledRule[], parties: readonly Party[], withheld?: Bits): Bits[] {
  const holds = parties.map((party) => party.holds.slice())
  const adding = rules
    .filter(({ rule }) => rule.effect === 'add')
    .map((rule) => ({ rule, items: withheld === undefined ? rule.items : without(rule.items, withheld) }))
    .filter(({ items }) => !isEmpty(items))
  // what was gained since the last round: a rule that looks at none of it has nothing new to say
  let recent: Bits | undefined
  for (;;) {
    const gained = emptyBits((holds[0]?.length ?? 1) * 32)
    let grown = false
    for (const { rule, items } of adding) {
      if (recent !== undefined && !meets(rule.watches, recent) && !meets(rule.watches, gained)) continue
      let counts: Counts | undefined
      for (let at = 0; at < holds.length; at += 1) {
        const [own, party] = [holds[at], parties[at]]
        if (own === undefined || party === undefined) continue
        const some = party.never === undefined ? items : without(items, party.never)
        if (isWithin(some, own) || !isWithin(rule.needs, own)) continue
        counts ??= countFor(rule, parties, holds)
        if (!isPossible(rule, counts, countedFor(rule, party, own))) continue
        addAll(gained, some)
        addAll(own, some)
        grown = true
      }
    }
    if (!grown) return holds
    recent = gained
  }
}

/** What accounts can do with an effect to somebody who is none of them and meets every need. */
export function powerOver(
  rules: readonly CompiledRule[],
  effect: 'add' | 'remove' | 'suspend',
  parties: readonly Party[],
  holds: readonly Bits[],
  size: number,
): Bits {
  const outsider = emptyBits(size)
  let reached = emptyBits(size)
  for (const rule of rules) {
    if (rule.rule.effect !== effect || isWithin(rule.items, reached)) continue
    if (isPossible(rule, countFor(rule, parties, holds), outsider)) reached = union(reached, rule.items)
  }
  return reached
}

/** How many accounts fulfil each constraint of a rule, the account concerned included. */
export interface Counts {
  readonly self: readonly number[] | undefined
  readonly other: readonly number[] | undefined
  readonly others: readonly number[] | undefined
  /** Who could act, where it matters who does. */
  readonly actors: readonly { readonly holds: Bits; readonly count: number }[]
}

export function countFor(rule: CompiledRule, parties: readonly Party[], holds: readonly Bits[]): Counts {
  return {
    self: rule.self === undefined ? undefined : countAll(rule, rule.self, parties, holds),
    other: rule.other === undefined ? undefined : countAll(rule, rule.other, parties, holds),
    others: rule.others === undefined ? undefined : countAll(rule, rule.others, parties, holds),
    actors: rule.others === undefined ? [] : actorsOf(rule, parties, holds),
  }
}

function countAll(
  rule: CompiledRule,
  constraints: readonly Constraint[],
  parties: readonly Party[],
  holds: readonly Bits[],
): readonly number[] {
  return constraints.map(({ any }) => {
    let sum = 0
    for (let at = 0; at < parties.length; at += 1) {
      const party = parties[at]
      if (party !== undefined && meets(any, countedFor(rule, party, holds[at] ?? party.holds))) sum += party.count
    }
    return sum
  })
}

function actorsOf(rule: CompiledRule, parties: readonly Party[], holds: readonly Bits[]): Counts['actors'] {
  const now = parties.map((party, at) => ({ holds: countedFor(rule, party, holds[at] ?? party.holds), count: party.count }))
  return now.filter((party) => meets(rule.actors, party.holds))
}

/** Whether a rule can be applied to one account, which holds `concerned` (nothing, for an account that is no party). */
export function isPossible(rule: CompiledRule, counts: Counts, concerned: Bits): boolean {
  if (rule.self !== undefined && meets(rule.actors, concerned) && suffices(rule.self, counts.self ?? [], concerned)) return true
  if (rule.other === undefined || !suffices(rule.other, counts.other ?? [], concerned)) return false
  const { others } = rule
  if (others === undefined) return true
  const key = keyOf(concerned)
  return counts.actors.some((actor) => {
    const alike = keyOf(actor.holds) === key
    const another = alike ? counts.actors.reduce((sum, one) => (keyOf(one.holds) === key ? sum + one.count : sum), 0) > 1 : actor.count > 0
    return another && suffices(others, counts.others ?? [], concerned, actor.holds)
  })
}

function suffices(constraints: readonly Constraint[], counts: readonly number[], concerned: Bits, acting?: Bits): boolean {
  return constraints.every(({ any, demand, concerned: allowed }, at) => {
    const own = meets(any, concerned) ? 1 : 0
    const counted = meets(allowed, concerned) ? 1 : 0
    const actor = acting !== undefined && meets(any, acting) ? 1 : 0
    return (counts[at] ?? 0) - own + counted - actor >= demand
  })
}
