import { isAssigned } from '../charter/members.ts'
import type { AccountKind, Charter, Id } from '../charter/model.ts'
import type { TargetEffects } from '../decide/effect.ts'
import type { TargetState } from '../ledger/state.ts'
import type { ReadScope } from './target.ts'

/** A group whose memberships may be planned. */
export interface PlannedGroup {
  /** Kinds of account whose memberships are ours; undefined = all, those of nobody known too. */
  readonly kinds: readonly AccountKind[] | undefined
  /** Others grant it too. */
  readonly shared: boolean
  /** Some role gives it. If none does, only what Writ once gave there can be planned: to be taken back. */
  readonly given: boolean
}

/** The groups of a target that may be planned: assigned, and ours by `authority` and `managed`. */
export function plannedGroups(charter: Charter, target: Id): ReadonlyMap<string, PlannedGroup> {
  const given = new Set([...charter.roles.values()].flatMap((role) => role.gives.get(target) ?? []))
  const planned = new Map<string, PlannedGroup>()
  for (const [name, group] of charter.groups.get(target) ?? []) {
    if (!isAssigned(group) || group.authority === 'target' || group.managed === 'none') continue
    const kinds = group.managed === 'all' ? undefined : group.managed
    planned.set(name, { kinds, shared: group.authority === 'shared', given: given.has(name) })
  }
  return planned
}

/** What must be read to plan a target: its assigned groups, and every account that has or should have a membership. Ids without the target. */
export function scopeOf(charter: Charter, target: Id, effects: TargetEffects, known: TargetState): ReadScope {
  const accounts = new Set<string>()
  for (const { account } of effects.memberships) accounts.add(accountId(target, account))
  for (const { account, present } of known.knownAll()) if (present) accounts.add(accountId(target, account))
  const groups = [...(charter.groups.get(target) ?? [])].filter(([, group]) => isAssigned(group)).map(([name]) => name)
  return { groups, accounts: [...accounts] }
}

/** The target's own id of an account: the key without the target. */
export function accountId(target: Id, key: string): string {
  return key.slice(target.length + 1)
}
