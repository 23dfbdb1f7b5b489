/** The types of user that a charter knows on one target: by standing, then by role. */
import { rightsOfGroup } from './members.ts'
import type { Charter, Id } from './model.ts'

export interface UserType {
  /** `everyone`, `registered` or a role's id. */
  readonly id: string
  readonly title: string
  readonly kind: 'everyone' | 'registered' | 'role'
  /** Every group on the target that somebody of this type is in by being it: implicit ones and those the role gives. */
  readonly groups: readonly string[]
}

/** Visitors, registered users, then each role that gives a group there, in the order of the charter. Promoted groups are nobody's for certain. */
export function userTypes(charter: Charter, target: Id): readonly UserType[] {
  const groups = [...(charter.groups.get(target) ?? [])]
  const implicit = (kind: 'everyone' | 'registered') => groups.filter(([, block]) => block.implicit === kind)
  const [everyone, registered] = [implicit('everyone'), implicit('registered')]
  const named = (list: typeof groups) => list.map(([name]) => name)
  const standing = named([...everyone, ...registered])
  const roles = [...charter.roles].flatMap(([id, role]): UserType[] => {
    const given = role.gives.get(target) ?? []
    return given.length === 0 ? [] : [{ id, title: role.title, kind: 'role', groups: [...new Set([...standing, ...given])] }]
  })
  return [
    { id: 'everyone', title: everyone[0]?.[1].title ?? 'Anybody, without logging in', kind: 'everyone', groups: named(everyone) },
    { id: 'registered', title: registered[0]?.[1].title ?? 'Anybody with an account', kind: 'registered', groups: standing },
    ...roles,
  ]
}

/** What the groups of a type let it do, denials taken away; gates come on top of it. */
export function rightsOfType(charter: Charter, target: Id, { groups }: UserType): ReadonlySet<string> {
  const rights = new Set(groups.flatMap((name) => [...rightsOfGroup(charter, target, name)]))
  for (const name of groups) for (const denied of charter.groups.get(target)?.get(name)?.denies ?? []) rights.delete(denied)
  return rights
}
