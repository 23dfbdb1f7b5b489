import { rightsOfGroup } from '../charter/members.ts'
import type { Charter, Id } from '../charter/model.ts'
import type { Roster } from '../charter/roster.ts'
import type { Day } from '../kernel/day.ts'
import { rosterHolders } from './holders.ts'

/** Whose rights a change of the charter alters, as `target.right`. */
export interface PersonChange {
  /** A handle of the roster; without one a role id. `registered` and `everyone` stand for all accounts and all visitors. */
  readonly who: string
  readonly gains: readonly string[]
  readonly loses: readonly string[]
}

/** People of the roster, or the roles where there is none, whose rights grow or shrink; implicit groups first. */
export function peopleChanged(before: Charter, after: Charter, roster: Roster | undefined, on?: Day): readonly PersonChange[] {
  const everybody = (['everyone', 'registered'] as const).map((who) => change(who, implicitRights(before, who), implicitRights(after, who)))
  const holders =
    roster === undefined
      ? [...new Set([...before.roles.keys(), ...after.roles.keys()])].map((role) => ({ name: role, roles: [role] }))
      : rosterHolders(roster, on)
  const each = holders.map(({ name, roles }) => change(name, rightsOfRoles(before, roles), rightsOfRoles(after, roles)))
  return [...everybody, ...each].filter(({ gains, loses }) => gains.length + loses.length > 0)
}

function change(who: string, before: ReadonlySet<string>, after: ReadonlySet<string>): PersonChange {
  return {
    who,
    gains: [...after].filter((right) => !before.has(right)).toSorted(),
    loses: [...before].filter((right) => !after.has(right)).toSorted(),
  }
}

/** What roles give together, what their groups deny taken away. */
export function rightsOfRoles(charter: Charter, roles: readonly Id[]): ReadonlySet<string> {
  const groups = roles.flatMap((role) =>
    [...(charter.roles.get(role)?.gives ?? [])].flatMap(([target, names]) => names.map((group) => ({ target, group }))),
  )
  return rightsOfGroups(charter, groups)
}

function implicitRights(charter: Charter, who: 'everyone' | 'registered'): ReadonlySet<string> {
  const groups = [...charter.groups].flatMap(([target, blocks]) =>
    [...blocks].filter(([, block]) => block.implicit === who).map(([group]) => ({ target, group })),
  )
  return rightsOfGroups(charter, groups)
}

function rightsOfGroups(charter: Charter, groups: readonly { readonly target: Id; readonly group: string }[]): ReadonlySet<string> {
  const rights = new Set(
    groups.flatMap(({ target, group }) => [...rightsOfGroup(charter, target, group)].map((right) => `${target}.${right}`)),
  )
  for (const { target, group } of groups)
    for (const denied of charter.groups.get(target)?.get(group)?.denies ?? []) rights.delete(`${target}.${denied}`)
  return rights
}
