/** People and groups of a directory, whatever its schema. */
import { AndFilter, EqualityFilter, OrFilter, PresenceFilter, type Entry, type Filter } from 'ldapts'
import { valuesOf, type Directory } from './connection.ts'
import { comparableName } from './names.ts'
import type { DirectorySettings } from './settings.ts'

export interface DirectoryPerson {
  readonly dn: string
  /** Never changes. */
  readonly id: string
  readonly name: string
  readonly disabled: boolean
  readonly entry: Entry
}

export interface DirectoryGroup {
  readonly dn: string
  readonly name: string
  /** As the server writes them, placeholders left out. */
  readonly members: readonly string[]
}

interface Mapping {
  readonly objectClass: string
  readonly attribute: 'member' | 'uniqueMember' | 'memberUid'
  /** The schema allows a group without anybody. */
  readonly mayBeEmpty: boolean
}

const mappings: Readonly<Record<DirectorySettings['kind'], Mapping>> = {
  'group-of-names': { objectClass: 'groupOfNames', attribute: 'member', mayBeEmpty: false },
  'group-of-unique-names': { objectClass: 'groupOfUniqueNames', attribute: 'uniqueMember', mayBeEmpty: false },
  'posix-group': { objectClass: 'posixGroup', attribute: 'memberUid', mayBeEmpty: true },
  'active-directory': { objectClass: 'group', attribute: 'member', mayBeEmpty: true },
}

export const mappingOf = ({ kind }: DirectorySettings): Mapping => mappings[kind]

/** What a group writes to name this person. */
export function memberValue(settings: DirectorySettings, person: Pick<DirectoryPerson, 'dn' | 'name'>): string {
  return settings.kind === 'posix-group' ? person.name : person.dn
}

/** One form for all spellings of a member. A unique member may end in `#` and a bit string (RFC 4517 3.3.21), which names nobody else. */
export function memberKey(settings: DirectorySettings, value: string): string {
  if (settings.kind === 'posix-group') return value
  return comparableName(settings.kind === 'group-of-unique-names' ? value.replace(/#'[01]*'B$/, '') : value)
}

const equal = (attribute: string, value: string | Buffer) => new EqualityFilter({ attribute, value })
const batch = 200

/** Everybody, or whom an attribute names. Values that no entry can have are absent from the answer. */
export async function readPeople(
  directory: Directory,
  settings: DirectorySettings,
  only?: { readonly attribute: 'id' | 'name'; readonly values: readonly string[] },
  more: readonly string[] = [],
): Promise<readonly DirectoryPerson[]> {
  const { people, name, id, kind, disabled_policy: policy } = settings
  const attributes = [
    name,
    id,
    ...(kind === 'active-directory' ? ['userAccountControl'] : []),
    ...(policy === undefined ? [] : ['pwdPolicySubentry']),
    ...more,
  ]
  const found = (entries: readonly Entry[]) => entries.flatMap((entry) => personOf(entry, settings))
  const persons: Filter =
    kind === 'active-directory'
      ? new AndFilter({ filters: [equal('objectCategory', 'person'), new PresenceFilter({ attribute: name })] })
      : new PresenceFilter({ attribute: name })
  if (only === undefined) return found(await directory.search(people, persons, attributes))
  const wanted = only.values.filter((value) => isPossible(value) && (only.attribute === 'name' || isId(value)))
  const entries: DirectoryPerson[] = []
  for (let from = 0; from < wanted.length; from += batch) {
    const filters = wanted
      .slice(from, from + batch)
      .map((value) => equal(settings[only.attribute], only.attribute === 'id' && id === 'objectGUID' ? Buffer.from(value, 'hex') : value))
    entries.push(...found(await directory.search(people, new OrFilter({ filters }), attributes)))
  }
  // servers compare without regard to case and look-alikes; names here are exact
  const exact = new Set(wanted)
  return entries.filter((person) => exact.has(person[only.attribute]))
}

const isPossible = (value: string) => value !== '' && value.isWellFormed() && !value.includes('\u0000')
const isId = (value: string) => /^[0-9a-f-]{32,36}$/i.test(value)

function personOf(entry: Entry, { name, id, disabled_policy: policy }: DirectorySettings): readonly DirectoryPerson[] {
  const [called] = valuesOf(entry, name)
  const [immutable] = valuesOf(entry, id)
  if (called === undefined || immutable === undefined) return []
  const control = Number(valuesOf(entry, 'userAccountControl')[0] ?? 0)
  const [subentry] = policy === undefined ? [] : valuesOf(entry, 'pwdPolicySubentry')
  const disabled =
    (control & 2) !== 0 || (policy !== undefined && subentry !== undefined && comparableName(subentry) === comparableName(policy))
  return [{ dn: entry.dn, id: immutable, name: called, disabled, entry }]
}

/** All groups; `only` = the ones of these names, letters' case included. */
export async function readGroups(
  directory: Directory,
  settings: DirectorySettings,
  only?: readonly string[],
): Promise<readonly DirectoryGroup[]> {
  const { objectClass, attribute } = mappingOf(settings)
  const all = equal('objectClass', objectClass)
  const named = only?.map((name) => equal('cn', name))
  const filter = named === undefined ? all : new AndFilter({ filters: [all, new OrFilter({ filters: named })] })
  const wanted = only === undefined ? undefined : new Set(only)
  const placeholder = memberKey(settings, settings.placeholder)
  return (await directory.search(settings.groups, filter, ['cn', attribute])).flatMap((entry) => {
    const [name] = valuesOf(entry, 'cn')
    if (name === undefined || (wanted !== undefined && !wanted.has(name))) return []
    const members = valuesOf(entry, attribute).filter(
      (value) => value !== '' && (placeholder === '' || memberKey(settings, value) !== placeholder),
    )
    return [{ dn: entry.dn, name, members }]
  })
}

/** Who is in which group, by member key; with `nested`, members of a group that is a member too. Groups in a circle end it. */
export function membershipsOf(settings: DirectorySettings, groups: readonly DirectoryGroup[]): ReadonlyMap<string, ReadonlySet<string>> {
  // by what groups write first: each spelling is brought to one form once, however many groups it stands in
  const written = new Map<string, Set<string>>()
  const byName = new Map(groups.map((group) => [comparableName(group.dn), group]))
  const put = (top: DirectoryGroup, group: DirectoryGroup, seen: Set<DirectoryGroup>) => {
    seen.add(group)
    for (const member of group.members) {
      const child = settings.nested ? byName.get(memberKey(settings, member)) : undefined
      if (child !== undefined) {
        if (!seen.has(child)) put(top, child, seen)
        continue
      }
      const names = written.get(member)
      if (names === undefined) written.set(member, new Set([top.name]))
      else names.add(top.name)
    }
  }
  for (const group of groups) put(group, group, new Set())
  const inside = new Map<string, ReadonlySet<string>>()
  for (const [member, names] of written) {
    const key = memberKey(settings, member)
    const known = inside.get(key)
    inside.set(key, known === undefined ? names : new Set([...known, ...names]))
  }
  return inside
}
