/**
 * Facts of persons that identity providers have sent by SCIM. They are as old as the last that was heard of a provider. Said of whoever bears the
 * handle that the settings say where to find. No role comes of it: only facts, on which conditions rest.
 */
import type { Json } from '../../kernel/json.ts'
import { formatInstant, type Instant } from '../../kernel/instant.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { FactReading, FactSource } from '../../workflow/ports.ts'
import { readScimDirectory, type ScimDirectory, type Stored } from './directory.ts'
import { lossText } from './losses.ts'
import { isObject } from './normalise.ts'
import { ENTERPRISE, hasAttribute, type JsonObject } from './schema.ts'

export interface ScimSourceOptions {
  readonly id: string
  /** The file of the directory. */
  readonly path: string
  /** The attribute that holds a person's handle. */
  readonly handle: string
  /** Fact of the charter -> an attribute, or `groups`, or `manager`. */
  readonly facts: Readonly<Record<string, string>>
}

export function scimSource({ id, path, handle, facts }: ScimSourceOptions): Result<FactSource, string> {
  const wrong = Object.entries(facts).find(([, from]) => from !== 'groups' && !hasAttribute(attributeOf(from)))
  if (wrong !== undefined)
    return err(
      `fact \`${wrong[0]}\`: users have no attribute \`${wrong[1]}\` in SCIM; take \`active\`, \`groups\`, \`department\`, \`title\`…`,
    )
  if (!hasAttribute(handle)) return err(`\`handle\`: users have no attribute \`${handle}\` in SCIM; take \`userName\` or \`externalId\``)
  return ok({
    id,
    read(): Promise<FactReading> {
      const directory = readScimDirectory(path)
      if (directory === undefined) return Promise.resolve(nothing)
      try {
        return Promise.resolve(readingOf(directory, id, handle, facts))
      } finally {
        directory.close()
      }
    },
  })
}

const nothing: FactReading = { kind: 'unavailable', why: 'no identity provider has sent anything by SCIM yet' }

function readingOf(directory: ScimDirectory, id: string, handle: string, facts: ScimSourceOptions['facts']): FactReading {
  const asOf = directory.heard()
  const users = directory.all('User')
  if (asOf === undefined || users.length === 0) return nothing
  const tripped = directory.losses.tripped()
  if (tripped !== undefined) {
    return {
      kind: 'unavailable',
      doubted: true,
      lastWhole: tripped.since,
      why: `${tripped.count} ${lossText(tripped.kind)} within a day, more than is believed (${formatInstant(tripped.since)}); put it right there, or say that it is so: \`writ source believe ${id} --reason TEXT\``,
    }
  }
  const handles = new Map(users.flatMap((user) => handlesOf(user, handle)))
  const times = new Map<string, number>()
  for (const name of handles.values()) times.set(name, (times.get(name) ?? 0) + 1)
  const groups = directory.all('Group').flatMap(({ id: group, body: { displayName } }) => {
    return typeof displayName === 'string' ? [{ name: displayName, members: directory.members(group) }] : []
  })
  const inside = new Map<string, string[]>()
  for (const { name, members } of groups) for (const user of members) inside.set(user, [...(inside.get(user) ?? []), name])
  const wanted = Object.entries(facts)
  const values = users.flatMap((user) => {
    const about = handles.get(user.id)
    if (about === undefined || times.get(about) !== 1) return []
    return wanted.flatMap(([fact, from]) => {
      const value = valueOf(user, from, inside, handles)
      return value === undefined ? [] : [{ fact, about, value, asOf: asOf satisfies Instant }]
    })
  })
  const names = new Set(groups.map(({ name }) => name))
  return {
    kind: 'complete',
    asOf,
    facts: values,
    knows: new Map(wanted.filter(([, from]) => from === 'groups').map(([fact]) => [fact, names])),
    alarms: [...times].filter(([, count]) => count > 1).map(([name]) => `two users are called \`${name}\`: nothing is believed of either`),
  }
}

function handlesOf({ id, body }: Stored, attribute: string): readonly (readonly [string, string])[] {
  const value = at(body, attribute)
  return typeof value === 'string' ? [[id, value]] : []
}

function valueOf(
  { id, body }: Stored,
  from: string,
  inside: ReadonlyMap<string, readonly string[]>,
  handles: ReadonlyMap<string, string>,
): Json | undefined {
  if (from === 'groups') return (inside.get(id) ?? []).toSorted()
  if (from === 'active') return body['active'] === true
  const value = at(body, attributeOf(from))
  if (from === 'manager') {
    const manager = isObject(value) ? value['value'] : undefined
    const handle = typeof manager === 'string' ? handles.get(manager) : undefined
    return handle === undefined ? undefined : [handle]
  }
  if (!Array.isArray(value)) return isObject(value) ? undefined : value
  if (from === 'roles' || from === 'entitlements') return value.flatMap((one) => (isObject(one) ? (one['value'] ?? []) : [])) as Json
  const first = value.find((one) => isObject(one) && one['primary'] === true) ?? value[0]
  return isObject(first) ? first['value'] : undefined
}

/** Names of the enterprise extension may stand without its long name. */
const ENTERPRISE_NAMES: ReadonlySet<string> = new Set(['employeeNumber', 'costCenter', 'organization', 'division', 'department', 'manager'])

function attributeOf(name: string): string {
  return ENTERPRISE_NAMES.has(name) ? `${ENTERPRISE}:${name}` : name
}

function at(body: JsonObject, path: string): Json | undefined {
  if (path.startsWith(`${ENTERPRISE}:`)) {
    const extension = body[ENTERPRISE]
    return isObject(extension) ? extension[path.slice(ENTERPRISE.length + 1)] : undefined
  }
  return path.split('.').reduce<Json | undefined>((value, name) => (isObject(value) ? value[name] : undefined), body)
}
