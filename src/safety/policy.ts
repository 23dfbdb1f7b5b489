import { ACCOUNTS, ANYBODY, ATTESTED, CHARTER, isStanding, NOBODY, OUTSIDE, RELATED, type Item } from './item.ts'
import { bitsOf, emptyBits, union, type Bits } from './bits.ts'
import { surest } from './surest.ts'
import type { Approval, SafetyRule } from './rule.ts'

/** The rules of a charter over numbered items, ready for fixpoints. */
export interface Policy {
  readonly items: readonly Item[]
  readonly index: ReadonlyMap<Item, number>
  /** What can be gained and lost: everything but standings. */
  readonly changeable: Bits
  readonly attack: readonly CompiledRule[]
  /** Those of `attack` that pass over nothing that the charter asks; the same list if all are such. */
  readonly certain: readonly CompiledRule[]
  /** Those that nothing which must not be held could hold back; the same list if all are such. */
  readonly unhindered: readonly CompiledRule[]
  readonly defence: readonly CompiledRule[]
  /** All that any defence rule looks at. */
  readonly watched: Bits
  /** For each item the alternatives of which a holder must keep one, else it has no effect. */
  readonly dependsOn: ReadonlyMap<number, readonly Bits[]>
}

export interface CompiledRule {
  readonly rule: SafetyRule
  readonly items: Bits
  readonly needs: Bits
  readonly actors: Bits
  readonly approvals: readonly { readonly by: Bits; readonly count: number; readonly reuses: boolean }[]
  /** What must hold when the account concerned acts itself; undefined if it cannot. */
  readonly self: readonly Constraint[] | undefined
  /** What must hold when another account acts; undefined if none can. */
  readonly other: readonly Constraint[] | undefined
  /** Where approvals may be reused, counting is not enough: these must hold for one acting account, itself left out. */
  readonly others: readonly Constraint[] | undefined
  /** Everything whose gain can make the rule applicable: actors, approvers, needs. */
  readonly watches: Bits
  /** Open to every account without anybody's approval: no power over others. */
  readonly open: boolean
}

/** At least `demand` accounts hold any of `any`, the account concerned counting only if it holds any of `concerned`. */
export interface Constraint {
  readonly any: Bits
  readonly demand: number
  readonly concerned: Bits
}

/** More stages than this in one rule are judged one by one for an adversary, and as one for honest people. */
const MOST_SLOTS = 8

/** Numbers the items and turns "distinct accounts for all stages" into counts (Hall's theorem: every set of stages finds enough accounts). */
export function compile(
  rules: readonly SafetyRule[],
  changeable: readonly Item[],
  dependsOn: ReadonlyMap<Item, readonly (readonly Item[])[]>,
): Policy {
  const standings = [ANYBODY, ATTESTED, RELATED, OUTSIDE, CHARTER, ACCOUNTS, NOBODY]
  const items = [...new Set([...changeable, ...standings, ...rules.flatMap((rule) => [...rule.items, ...itemsWatched(rule)])])]
  const index = new Map(items.map((item, at) => [item, at]))
  const bits = numbering(items, index)
  const compiled = rules.map((rule) => compileRule(rule, bits))
  const attack = compiled.filter(({ rule }) => rule.side === 'attack')
  return {
    items,
    index,
    changeable: bits(items.filter((item) => !isStanding(item))),
    watched: bits(rules.filter(({ side }) => side === 'defence').flatMap(itemsWatched)),
    attack,
    ...surest(attack, bits),
    defence: compiled.filter(({ rule }) => rule.side === 'defence'),
    dependsOn: new Map([...dependsOn].map(([item, alternatives]) => [index.get(item) ?? 0, alternatives.map(bits)])),
  }
}

/** A rule over the items of a policy that is no rule of its charter. */
export function compileFor(policy: Policy, rule: SafetyRule): CompiledRule {
  return compileRule(rule, numbering(policy.items, policy.index))
}

function numbering(items: readonly Item[], index: ReadonlyMap<Item, number>): (list: readonly Item[]) => Bits {
  return (list) =>
    bitsOf(
      items.length,
      list.map((item) => index.get(item) ?? 0),
    )
}

function itemsWatched(rule: SafetyRule): readonly Item[] {
  return [...rule.actors, ...rule.needs, ...rule.approvals.flatMap((approval) => approval.by)]
}

interface Slot {
  readonly by: Bits
  readonly count: number
  readonly reuses: boolean
  /** Whether the account concerned may fill it. */
  readonly concerned: boolean
}

function compileRule(rule: SafetyRule, bits: (items: readonly Item[]) => Bits): CompiledRule {
  const actors = bits(rule.actors)
  const nobodyActs = rule.actors.length === 0
  const slots = (concerned: boolean) => rule.approvals.map((approval): Slot => slot(approval, bits, concerned))
  const acting: Slot = { by: actors, count: 1, reuses: false, concerned: false }
  const mayBeConcerned = rule.side === 'attack' && rule.mayApprove === 'subject'
  const apart = rule.side === 'attack' && rule.mayApprove === 'actor'
  const other = apart
    ? [toConstraint([acting]), ...constraintsOf(undefined, slots(false), rule)]
    : constraintsOf(acting, slots(mayBeConcerned), rule)
  return {
    rule,
    items: bits(rule.items),
    needs: bits(rule.needs),
    actors,
    approvals: slots(false),
    self: nobodyActs || rule.scope === 'others' ? undefined : constraintsOf(undefined, slots(false), rule),
    other: nobodyActs ? [] : rule.scope === 'self' ? undefined : other,
    others: !apart && rule.approvals.some(({ reuses }) => reuses) ? constraintsOf(undefined, slots(mayBeConcerned), rule) : undefined,
    watches: bits(itemsWatched(rule)),
    open: nobodyActs || (rule.actors.includes(ANYBODY) && rule.approvals.every(({ by }) => by.includes(ANYBODY) || by.includes(OUTSIDE))),
  }
}

function slot(approval: Approval, bits: (items: readonly Item[]) => Bits, concerned: boolean): Slot {
  return { by: bits(approval.by), count: approval.count, reuses: approval.reuses, concerned }
}

/** One constraint for every set of slots that need distinct accounts. A slot that reuses earlier approvers only differs from the acting account. */
function constraintsOf(acting: Slot | undefined, approvals: readonly Slot[], rule: SafetyRule): readonly Constraint[] {
  const distinct = [...(acting === undefined ? [] : [acting]), ...approvals.filter((one) => !one.reuses)]
  const sets =
    distinct.length <= MOST_SLOTS ? subsets(distinct) : rule.side === 'attack' ? distinct.map((one) => [one]) : [worstOf(distinct)]
  const alone = approvals.filter((one) => one.reuses).flatMap((one) => (acting === undefined ? [[one]] : [[one], [acting, one]]))
  return [...sets, ...alone].map(toConstraint)
}

function subsets(slots: readonly Slot[]): readonly (readonly Slot[])[] {
  const sets: (readonly Slot[])[] = []
  for (let mask = 1; mask < 1 << slots.length; mask += 1) sets.push(slots.filter((_, at) => (mask & (1 << at)) !== 0))
  return sets
}

/** So many accounts that could fill every one of the slots are certainly enough. */
function worstOf(slots: readonly Slot[]): readonly Slot[] {
  const [first, ...rest] = slots
  if (first === undefined) return []
  const by = rest.reduce((common, one) => common.map((word, at) => word & (one.by[at] ?? 0)), first.by)
  return [{ ...first, by, count: slots.reduce((sum, one) => sum + one.count, 0) }]
}

function toConstraint(slots: readonly Slot[]): Constraint {
  const size = (slots[0]?.by.length ?? 1) * 32
  return {
    any: slots.reduce((all, one) => union(all, one.by), emptyBits(size)),
    demand: slots.reduce((sum, one) => sum + one.count, 0),
    concerned: slots.filter((one) => one.concerned).reduce((all, one) => union(all, one.by), emptyBits(size)),
  }
}
