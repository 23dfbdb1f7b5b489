/** `$wgAddGroups` and its sisters -> powers of roles. */
import type { Json } from '../../kernel/json.ts'
import { visible } from '../remark.ts'
import type { WikiPower, WikiRules } from './rules.ts'

export interface Powers {
  /** Role -> its lines of `may`. */
  readonly may: ReadonlyMap<string, readonly { readonly [key: string]: Json }[]>
  /** Roles that everybody may take or give by asking. */
  readonly open: ReadonlyMap<string, 'self' | 'others' | 'any'>
}

type Say = (code: string, clause: string | undefined, text: string) => void

/** @param roles group -> role, of the assigned groups; @param keeper the role that no power of the wiki reaches */
export function powersOf(rules: WikiRules, roles: ReadonlyMap<string, string>, keeper: string, say: Say): Powers {
  const reached = new Map<string, Reach>()
  const open = new Map<string, 'self' | 'others' | 'any'>()
  for (const power of rules.powers) {
    const role = roles.get(power.holder)
    const groups = reachable(rules, power, roles, say)
    if (role !== undefined) note(reached, role, power, groups, roles)
    else ofNobody(rules, power, groups, roles, open, say)
  }
  const may = new Map<string, readonly { readonly [key: string]: Json }[]>()
  for (const [role, reach] of reached) {
    const lines = linesOf(reach, role, keeper)
    if (lines.length > 0) may.set(role, lines)
    if (reach.addAll || reach.removeAll)
      say(
        'reaches-every-group',
        `roles.${role}`,
        `${visible(reach.holder, 60)} may ${reach.addAll ? 'add to' : 'take out of'} every group, also those that come later`,
      )
  }
  return { may, open }
}

interface Reach {
  readonly holder: string
  readonly add: Set<string>
  readonly remove: Set<string>
  readonly addSelf: Set<string>
  readonly removeSelf: Set<string>
  addAll: boolean
  removeAll: boolean
}

/** The groups of a power that people can be put into; the others are remarked. */
function reachable(rules: WikiRules, power: WikiPower, roles: ReadonlyMap<string, string>, say: Say): 'all' | readonly string[] {
  if (power.groups === 'all') return 'all'
  return power.groups.filter((group) => {
    if (roles.has(group)) return true
    const what = `\`$wg${power.list}['${visible(power.holder, 60)}']\` names ${visible(group, 60)}`
    if (rules.groups.has(group) || group === CONNECTOR) {
      if (group !== CONNECTOR && !leftOut(rules, group, roles))
        say(
          'power-over-unassigned',
          undefined,
          `${what}, which the wiki fills by itself in the charter; that it can be given by hand too is left out`,
        )
    } else say('power-over-no-group', undefined, `${what}, and there is no such group: a slip of the pen, or a group of an extension`)
    return false
  })
}

/** A group that the charter cannot carry: that is remarked already. */
function leftOut(rules: WikiRules, group: string, roles: ReadonlyMap<string, string>): boolean {
  return rules.groups.get(group)?.nature === 'assigned' && !roles.has(group)
}

/** The group of Writ's own account. */
export const CONNECTOR = 'writ'

function note(
  reached: Map<string, Reach>,
  role: string,
  power: WikiPower,
  groups: 'all' | readonly string[],
  roles: ReadonlyMap<string, string>,
): void {
  const reach = reached.get(role) ?? {
    holder: power.holder,
    add: new Set(),
    remove: new Set(),
    addSelf: new Set(),
    removeSelf: new Set(),
    addAll: false,
    removeAll: false,
  }
  reached.set(role, reach)
  if (groups === 'all' && power.list === 'AddGroups') reach.addAll = true
  else if (groups === 'all' && power.list === 'RemoveGroups') reach.removeAll = true
  else {
    const set = {
      AddGroups: reach.add,
      RemoveGroups: reach.remove,
      GroupsAddToSelf: reach.addSelf,
      GroupsRemoveFromSelf: reach.removeSelf,
    }[power.list]
    for (const group of groups === 'all' ? roles.keys() : groups) {
      const id = roles.get(group)
      if (id !== undefined) set.add(id)
    }
  }
}

/** `change` where both may be done, `add` and `remove` for the rest. Leaving a group is always allowed and stands in no charter. */
function linesOf(reach: Reach, own: string, keeper: string): { readonly [key: string]: Json }[] {
  const lines: { readonly [key: string]: Json }[] = []
  if (reach.addAll && reach.removeAll) lines.push({ change: 'all', but: keeper, scope: 'any' })
  else if (reach.addAll) lines.push({ add: 'all', but: keeper, scope: 'any' })
  else if (reach.removeAll) lines.push({ remove: 'all', but: keeper, scope: 'any' })
  const add = reach.addAll ? [] : [...reach.add]
  const remove = reach.removeAll ? [] : [...reach.remove]
  lines.push(...split(add, remove, 'any'))
  const addSelf = [...reach.addSelf].filter((id) => !reach.addAll && !reach.add.has(id))
  const removeSelf = [...reach.removeSelf].filter((id) => id !== own && !reach.removeAll && !reach.remove.has(id))
  lines.push(...split(addSelf, removeSelf, 'self'))
  return lines
}

function split(add: readonly string[], remove: readonly string[], scope: 'any' | 'self'): { readonly [key: string]: Json }[] {
  const both = add.filter((id) => remove.includes(id))
  const [onlyAdd, onlyRemove] = [add.filter((id) => !both.includes(id)), remove.filter((id) => !both.includes(id))]
  return [
    ...(both.length === 0 ? [] : [{ change: both, scope }]),
    ...(onlyAdd.length === 0 ? [] : [{ add: onlyAdd, scope }]),
    ...(onlyRemove.length === 0 ? [] : [{ remove: onlyRemove, scope }]),
  ]
}

/** Powers of groups that no role stands for. */
function ofNobody(
  rules: WikiRules,
  power: WikiPower,
  groups: 'all' | readonly string[],
  roles: ReadonlyMap<string, string>,
  open: Map<string, 'self' | 'others' | 'any'>,
  say: Say,
): void {
  const holder = rules.groups.get(power.holder)
  if (power.holder === CONNECTOR) return
  const shown = `\`$wg${power.list}['${visible(power.holder, 60)}']\``
  if (holder === undefined) {
    say(
      'power-of-no-group',
      undefined,
      `${shown} gives a power to a group that does not exist: only members it may have had before still have it, and the charter does not say it`,
    )
    return
  }
  const everybody = holder.nature === 'everyone' || holder.nature === 'registered'
  const gives = power.list === 'AddGroups' || power.list === 'GroupsAddToSelf'
  if (!everybody || !gives) {
    if (power.list === 'GroupsRemoveFromSelf') return
    say(
      'power-not-expressible',
      undefined,
      `${shown}: a charter gives powers to roles, and ${visible(power.holder, 60)} is no role; the power is left out`,
    )
    return
  }
  for (const group of groups === 'all' ? roles.keys() : groups) {
    const role = roles.get(group)
    if (role === undefined) continue
    const before = open.get(role)
    const now = power.list === 'AddGroups' ? 'any' : 'self'
    open.set(role, before === undefined || before === now ? now : 'any')
    say(
      'power-of-everybody',
      `roles.${role}`,
      `${shown}: everybody may ${now === 'self' ? 'join' : 'put people into'} ${visible(group, 60)}; written as a request that nobody decides`,
    )
  }
}
