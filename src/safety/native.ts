import { isAssigned, rightsOfGroup } from '../charter/members.ts'
import type { Charter, Id, RightBlock } from '../charter/model.ts'
import { holdersOf } from './approvals.ts'
import { needsOfTarget, type Needs } from './conditions.ts'
import { ANYBODY, type Item } from './item.ts'
import type { SafetyRule } from './rule.ts'

type Side = 'attack' | 'defence'
type Effect = 'add' | 'remove'

/**
 * Rights that change groups on a target past everything the charter says: no stage, any scope. A role over several targets, or with more groups
 * than the right reaches, is changed in part: enough for an adversary, not for a repair.
 */
export function nativeRules(charter: Charter, side: Side): readonly SafetyRule[] {
  return [...charter.rights].flatMap(([target, rights]) =>
    [...rights].flatMap(([right, block]) => {
      if (block.controls === undefined || block.controls === 'accounts') return []
      const actors = holdersOfRight(charter, target, right, block, side)
      return actors.length === 0
        ? []
        : (['add', 'remove'] as const).flatMap((effect) => reaching(charter, target, right, block.controls, actors, effect, side))
    }),
  )
}

function reaching(
  charter: Charter,
  target: Id,
  right: string,
  controls: RightBlock['controls'],
  actors: readonly Item[],
  effect: Effect,
  side: Side,
): SafetyRule[] {
  const reaches = (group: string) => controls === 'all-groups' || (typeof controls === 'object' && controls[effect].includes(group))
  const assigned = [...(charter.groups.get(target) ?? [])]
    .filter(([group, block]) => isAssigned(block) && reaches(group))
    .map(([group]) => group)
  const given = new Set<string>()
  const items = new Map<string, { readonly items: Item[]; readonly needs: readonly Item[] }>()
  const put = (item: Item, alternatives: Needs) => {
    for (const needs of alternatives) {
      const key = needs.join('\n')
      const group = items.get(key) ?? { items: [], needs }
      group.items.push(item)
      items.set(key, group)
    }
  }
  for (const [id, role] of charter.roles) {
    const groups = role.gives.get(target) ?? []
    for (const group of groups) given.add(group)
    const whole = role.gives.size === 1 && groups.every(reaches)
    if (!groups.some(reaches) || (side === 'defence' && !whole)) continue
    put(id, effect === 'remove' ? [[]] : needsOfTarget(charter, target, id, side))
  }
  for (const group of assigned) if (!given.has(group)) put(`${target}.${group}`, [[]])
  return [...items.values()].map((one) => ({
    side,
    door: 'right',
    clause: `rights.${target}.${right}`,
    effect,
    items: one.items,
    actors,
    scope: 'any',
    needs: one.needs,
    approvals: [],
    mayApprove: 'neither',
  }))
}

/** Roles and groups whose holders have a right. Honest people are credited with it only if nothing that it needs is missing or denied. */
export function holdersOfRight(charter: Charter, target: Id, right: string, block: RightBlock, side: Side): readonly Item[] {
  const blocks = charter.groups.get(target)
  const usual = [...(blocks ?? [])].filter(([, group]) => group.implicit !== undefined).map(([group]) => group)
  const has = (groups: readonly string[]) => {
    const rights = new Set(groups.flatMap((group) => [...rightsOfGroup(charter, target, group)]))
    if (!rights.has(right)) return false
    if (side === 'attack') return true
    const denied = new Set(groups.flatMap((group) => blocks?.get(group)?.denies ?? []))
    return !denied.has(right) && block.needs.every((other) => rights.has(other) && !denied.has(other))
  }
  const everybody = [...(blocks ?? [])]
    .filter(([, group]) => group.implicit !== undefined || (side === 'attack' && group.promote !== undefined))
    .map(([group]) => group)
  if (has(everybody)) return [ANYBODY]
  const items = [...charter.roles].flatMap(([id, role]) => {
    const groups = role.gives.get(target)
    return groups !== undefined && has([...groups, ...usual]) ? holdersOf(charter, id, side) : []
  })
  const given = new Set([...charter.roles.values()].flatMap((role) => role.gives.get(target) ?? []))
  for (const [group, one] of blocks ?? [])
    if (isAssigned(one) && !given.has(group) && has([group, ...usual])) items.push(`${target}.${group}`)
  return [...new Set(items)]
}
