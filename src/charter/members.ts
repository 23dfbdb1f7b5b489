/** Questions about a charter that several rooms ask. Pure look-ups; nothing here decides. */
import type { Charter, GroupBlock, Id, People, RoleBlock } from './model.ts'

/** Rights of a group with `includes` followed, `denies` not yet taken away. Unknown groups have none. */
export function rightsOfGroup(charter: Charter, target: Id, group: string): ReadonlySet<string> {
  const groups = charter.groups.get(target)
  const rights = new Set<string>()
  const seen = new Set<string>()
  const open = [group]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue
    seen.add(name)
    const block = groups?.get(name)
    if (block === undefined) continue
    for (const right of block.rights) rights.add(right)
    open.push(...block.includes)
  }
  return rights
}

/** Only an assigned group can be given by a role: it is neither implicit, promoted nor abolished. */
export function isAssigned(group: GroupBlock): boolean {
  return group.implicit === undefined && group.promote === undefined && group.abolished === undefined
}

/** The level of a class; no class is the lowest level, 0. */
function levelOf(charter: Charter, className: Id | undefined): number {
  return className === undefined ? 0 : (charter.classes.get(className)?.level ?? 0)
}

/** The class of a right on a target, exceptions of a class for environments applied. undefined = none declared. */
export function classOfRight(charter: Charter, target: Id, right: string): Id | undefined {
  const declared = charter.rights.get(target)?.get(right)?.class ?? lowestClass(charter)
  const exception = declared === undefined ? undefined : charter.classes.get(declared)?.except
  if (exception === undefined || exception.environment !== charter.targets.get(target)?.environment || !exception.rights.includes(right))
    return declared
  return nextLowerClass(charter, declared)
}

/** What a right has that names no class. A charter's only class is a mark, not a scale: rights without it have none. */
function lowestClass(charter: Charter): Id | undefined {
  if (charter.classes.size < 2) return undefined
  return [...charter.classes].toSorted((left, right) => left[1].level - right[1].level)[0]?.[0]
}

function nextLowerClass(charter: Charter, id: Id | undefined): Id | undefined {
  const level = levelOf(charter, id)
  return [...charter.classes].filter(([, block]) => block.level < level).toSorted((left, right) => right[1].level - left[1].level)[0]?.[0]
}

/** A role's class: the highest class of any right it gives on any target. */
export function classOfRole(charter: Charter, role: RoleBlock): Id | undefined {
  let highest: Id | undefined
  for (const [target, groups] of role.gives) {
    for (const group of groups) {
      for (const right of rightsOfGroup(charter, target, group)) {
        const candidate = classOfRight(charter, target, right)
        if (highest === undefined || levelOf(charter, candidate) > levelOf(charter, highest)) highest = candidate
      }
    }
  }
  return highest
}

/** The roles named in a people list. */
export function rolesOf(people: readonly People[]): readonly Id[] {
  return people.flatMap((one) => (one.kind === 'role' ? [one.role] : []))
}

/** Role ids that a power reaches: `all` minus `but`, or the listed ones minus `but`. */
export function reach(charter: Charter, power: { readonly roles: 'all' | readonly Id[]; readonly but: readonly Id[] }): readonly Id[] {
  const named = power.roles === 'all' ? [...charter.roles.keys()] : power.roles
  return named.filter((role) => !power.but.includes(role))
}

/** A right of a target with those that it narrows, directly or by steps. */
export function widerRights(charter: Charter, target: Id, right: string): readonly string[] {
  const rights = charter.rights.get(target)
  const chain: string[] = []
  for (let here: string | undefined = right; here !== undefined && !chain.includes(here); here = rights?.get(here)?.narrows)
    chain.push(here)
  return chain
}

/** What a right lets do, in the words of the charter; of one without words its name, `wiki.delete`. */
export function rightText(charter: Charter, name: string): string {
  const dot = name.indexOf('.')
  return charter.rights.get(name.slice(0, dot))?.get(name.slice(dot + 1))?.text ?? name
}
