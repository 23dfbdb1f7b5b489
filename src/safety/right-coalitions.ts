import { rightsOfGroup } from '../charter/members.ts'
import type { Charter, RightRef } from '../charter/model.ts'
import type { Roster } from '../charter/roster.ts'
import { setUp, type Layer, type SafetyOptions } from './board.ts'
import { smallestCoalitions, type Coalition } from './coalitions.ts'
import type { Item } from './item.ts'
import { BUDGET } from './resistance.ts'
import { changeableItems } from './rules.ts'

/** A smallest coalition one of whose accounts comes to have a right. */
export interface RightCoalition {
  /** What each account holds; empty for somebody without any role. */
  readonly members: Coalition['members']
  readonly names: Coalition['names']
  readonly proof: Coalition['proof']
  /** The role or group by which they come to it. */
  readonly via: Item
  readonly plan: Coalition['plan']
}

/** Who has a right, and who could come to it. */
export interface RightCoalitions {
  readonly right: RightRef
  readonly layer: Layer
  /** Roles and groups that give it: their holders have it already. */
  readonly givenBy: readonly Item[]
  readonly found: readonly RightCoalition[]
  /** All coalitions of up to so many accounts were tried. */
  readonly complete: number
  /** The budget ended first: who else could is unknown. */
  readonly exhausted: boolean
}

/** The smallest coalitions that come to a right which none of them has, by membership alone or with technical means. */
export function coalitionsForRight(
  charter: Charter,
  roster: Roster | undefined,
  right: RightRef,
  options: SafetyOptions = {},
  layer: Layer = 'membership',
): RightCoalitions {
  const board = setUp(charter, roster, options, layer)
  const effort = { largest: options.coalitions ?? 2, budget: options.budget ?? BUDGET, onJudged: options.onJudged }
  const { found, complete, exhausted } = smallestCoalitions(board, [], effort)
  const givenBy = changeableItems(charter).filter((item) => givesRight(charter, item, right))
  const has = (members: Coalition['members']) => members.some((roles) => roles.some((role) => givenBy.includes(role)))
  const ways = found
    .filter(({ goal, item, members }) => goal === 'gain' && item !== undefined && givenBy.includes(item) && !has(members))
    .map(({ members, names, item, proof, plan }): RightCoalition => ({ members, names, via: item ?? '', proof, plan }))
  return { right, layer, givenBy, found: smallest(ways), complete, exhausted }
}

/** Whether a role, or a group that no role gives, gives a right. */
function givesRight(charter: Charter, item: Item, { target, right }: RightRef): boolean {
  const groups = charter.roles.get(item)?.gives.get(target) ?? (item.startsWith(`${target}.`) ? [item.slice(target.length + 1)] : [])
  return groups.some((group) => rightsOfGroup(charter, target, group).has(right))
}

/** One way for each coalition, a sure one first, and none of which a part suffices at least as surely. */
function smallest(ways: readonly RightCoalition[]): readonly RightCoalition[] {
  const kept: RightCoalition[] = []
  const sureFirst = ways.toSorted((left, right) => Number(left.proof !== 'exact') - Number(right.proof !== 'exact'))
  for (const way of sureFirst.toSorted((left, right) => left.members.length - right.members.length))
    if (!kept.some((other) => (other.proof === 'exact' || way.proof !== 'exact') && isPart(other.members, way.members))) kept.push(way)
  return kept
}

function isPart(part: Coalition['members'], whole: Coalition['members']): boolean {
  const rest = whole.map((roles) => roles.join())
  return part.every((roles) => {
    const at = rest.indexOf(roles.join())
    if (at >= 0) rest.splice(at, 1)
    return at >= 0
  })
}
