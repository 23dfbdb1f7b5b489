import { isAssigned, reach, rightsOfGroup } from '../charter/members.ts'
import type { Charter, GroupBlock, Id, Power } from '../charter/model.ts'

/** What the members of one group of a target can do there, each of them alone. `all` = every group of the target, also later ones. */
export interface GroupPowers {
  readonly rights: ReadonlySet<string>
  /** Groups that they can give to and take from anybody. */
  readonly adds: 'all' | ReadonlySet<string>
  readonly removes: 'all' | ReadonlySet<string>
  /** Groups that they can give to and take from themselves. */
  readonly addsToSelf: ReadonlySet<string>
  readonly removesFromSelf: ReadonlySet<string>
}

/** The groups of a target that accounts can be put into, by name. */
export type TargetPowers = ReadonlyMap<string, GroupPowers>

/** A power of one group as plain lists; what is left out is empty. */
export interface PlainPowers {
  readonly rights?: readonly string[]
  readonly adds?: 'all' | readonly string[]
  readonly removes?: 'all' | readonly string[]
  readonly addsToSelf?: readonly string[]
  readonly removesFromSelf?: readonly string[]
}

export function targetPowers(groups: Readonly<Record<string, PlainPowers>>): TargetPowers {
  const set = (names: 'all' | readonly string[] | undefined) => (names === 'all' ? names : new Set(names))
  return new Map(
    Object.entries(groups).map(([name, plain]) => [
      name,
      {
        rights: new Set(plain.rights),
        adds: set(plain.adds),
        removes: set(plain.removes),
        addsToSelf: new Set(plain.addsToSelf),
        removesFromSelf: new Set(plain.removesFromSelf),
      },
    ]),
  )
}

/**
 * The powers over groups that a charter gives on a target: by rights with `controls`, and by the `may` of roles. Abolished groups stand among
 * them with what their rights control. What a single person cannot rely on is left out: powers with further approvers or conditions on the person
 * concerned, and those of a role that gives more than one group, for one of them alone is not the role.
 */
export function targetPowersOf(charter: Charter, target: Id): TargetPowers {
  const groups = [...(charter.groups.get(target) ?? [])].filter(([, block]) => isAssigned(block) || block.abolished !== undefined)
  return new Map(groups.map(([name, block]) => [name, powersOfGroup(charter, target, name, block)]))
}

function powersOfGroup(charter: Charter, target: Id, name: string, block: GroupBlock): GroupPowers {
  const rights = new Set([...rightsOfGroup(charter, target, name)].filter((right) => !block.denies.includes(right)))
  const found = { adds: new Set<string>(), removes: new Set<string>(), addsToSelf: new Set<string>(), removesFromSelf: new Set<string>() }
  let mighty = false
  for (const right of rights) {
    const controls = charter.rights.get(target)?.get(right)?.controls
    if (controls === 'all-groups') mighty = true
    if (typeof controls !== 'object') continue
    for (const one of controls.add) found.adds.add(one)
    for (const one of controls.remove) found.removes.add(one)
  }
  for (const role of charter.roles.values()) {
    const given = role.gives.get(target) ?? []
    if (given.length !== 1 || given[0] !== name || role.activation !== undefined) continue
    for (const power of role.may) note(found, power, groupsReached(charter, target, power))
  }
  return mighty ? { rights, ...found, adds: 'all', removes: 'all' } : { rights, ...found }
}

function groupsReached(charter: Charter, target: Id, power: Power): readonly string[] {
  return reach(charter, power).flatMap((id) => charter.roles.get(id)?.gives.get(target) ?? [])
}

interface Found {
  readonly adds: Set<string>
  readonly removes: Set<string>
  readonly addsToSelf: Set<string>
  readonly removesFromSelf: Set<string>
}

function note(found: Found, power: Power, groups: readonly string[]): void {
  if (power.verb === 'suspend' || power.stages.length > 0 || power.when.length > 0) return
  const self = power.scope === 'self'
  for (const group of groups) {
    if (power.verb !== 'remove') (self ? found.addsToSelf : found.adds).add(group)
    if (power.verb !== 'add') (self ? found.removesFromSelf : found.removes).add(group)
  }
}

export function reaches(groups: 'all' | ReadonlySet<string>, group: string): boolean {
  return groups === 'all' || groups.has(group)
}
