import type { Charter, Id } from '../charter/model.ts'
import type { Instant } from '../kernel/instant.ts'
import { sameEnd } from './ends.ts'

/** What is held on a target by one account: group -> end. */
export type Held = ReadonlyMap<string, { readonly until: Instant | undefined }>

export interface FoundRole {
  readonly role: Id
  readonly until: Instant | undefined
  readonly groups: readonly string[]
}

export interface Unplaced {
  readonly kind: 'partial' | 'several-roles' | 'ends-differ'
  readonly group: string
  readonly roles: readonly Id[]
}

/**
 * Which roles an account must hold, judged by its groups: a role counts if all its groups on this target are held and some group can come from
 * nowhere else. Nothing is guessed: a group that several such roles give, that only incomplete ones give, or whose role has groups with
 * different ends is left for people to decide.
 */
export function rolesBehind(
  charter: Charter,
  target: Id,
  held: Held,
  groups: readonly string[],
): { readonly found: readonly FoundRole[]; readonly unplaced: readonly Unplaced[] } {
  const giving = new Map(
    [...charter.roles].flatMap(([id, { gives }]): readonly (readonly [Id, readonly string[]])[] => [[id, gives.get(target) ?? []]]),
  )
  const complete = (role: Id) => giving.get(role)?.every((group) => held.has(group)) === true
  const givers = (group: string) =>
    withoutDormant(
      charter,
      [...giving].filter(([, given]) => given.includes(group)).map(([role]) => role),
    )
  const certain = new Set(groups.flatMap((group) => onlyOne(givers(group).filter(complete))))
  const [found, unequal] = splitByEnds([...certain], giving, held)
  const covered = new Set(found.flatMap((role) => role.groups))
  const unplaced = groups
    .filter((group) => !covered.has(group))
    .map((group): Unplaced => {
      const roles = givers(group)
      const fitting = roles.filter(complete)
      if (fitting.length === 0) return { kind: 'partial', group, roles }
      return fitting.some((role) => unequal.includes(role))
        ? { kind: 'ends-differ', group, roles: fitting }
        : { kind: 'several-roles', group, roles: fitting }
    })
  return { found, unplaced }
}

/** A dormant role stands on a target only while it is activated: where another role gives the group too, that one is meant. */
function withoutDormant(charter: Charter, roles: readonly Id[]): readonly Id[] {
  const standing = roles.filter((role) => charter.roles.get(role)?.activation === undefined)
  return standing.length > 0 ? standing : roles
}

function onlyOne(roles: readonly Id[]): readonly Id[] {
  return roles.length === 1 ? roles : []
}

function splitByEnds(
  roles: readonly Id[],
  giving: ReadonlyMap<Id, readonly string[]>,
  held: Held,
): readonly [readonly FoundRole[], readonly Id[]] {
  const found: FoundRole[] = []
  const unequal: Id[] = []
  for (const role of roles) {
    const groups = giving.get(role) ?? []
    const until = held.get(groups[0] ?? '')?.until
    if (groups.every((group) => sameEnd(held.get(group)?.until, until))) found.push({ role, until, groups })
    else unequal.push(role)
  }
  return [found, unequal]
}
