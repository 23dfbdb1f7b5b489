/** Changes of a user or group by PATCH, worked out before anything is written. */
import type { Json } from '../../kernel/json.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import { parseFilter } from './filter.ts'
import { isObject, type Operation } from './normalise.ts'
import { problem, type ScimProblem } from './problem.ts'
import { changeUser, shapeResource, type JsonObject } from './schema.ts'

/**
 * One operation after the other. A filter in a path that fits no value makes one where something is added or put: identity providers send that for
 * the first address of somebody.
 */
export async function patchUser(user: JsonObject, operations: readonly Operation[]): Promise<Result<JsonObject, ScimProblem>> {
  let now = user
  for (const { op, path, value } of operations) {
    const place = op === 'remove' ? undefined : /^(\w+)\[\s*(\w+)\s+eq\s+(?:"((?:[^"\\])*)"|(true|false))\s*\](?:\.(\w+))?$/i.exec(path)
    const created = place === null || place === undefined ? undefined : firstOf(now, place, value)
    const changed = await changeUser(now, [created ?? { op, path, ...(value === undefined ? {} : { value }) }])
    if (changed.ok) now = changed.value
    // To remove what is not there is done already.
    else if (op !== 'remove' || changed.error.scimType !== 'noTarget') return changed
  }
  return ok(now)
}

function firstOf(user: JsonObject, place: readonly string[], value: Json | undefined): JsonObject | undefined {
  const [path = '', attribute = '', by = '', text, word, part] = place
  const filter = parseFilter(path.replace(/\.\w+$/, ''))
  if (!filter.ok || filter.value(user)) return undefined
  const asked = { [by]: text ?? word === 'true' }
  const made = part === undefined ? { ...asked, ...(isObject(value) ? value : {}) } : { ...asked, [part]: value ?? null }
  return { op: 'add', path: attribute, value: [made] }
}

export interface GroupAsChanged {
  readonly body: JsonObject
  readonly members: ReadonlySet<string>
}

/** Members are a set of ids; a group has nothing else that changes but its names. */
export function patchGroup(group: GroupAsChanged, operations: readonly Operation[]): Result<GroupAsChanged, ScimProblem> {
  let body: Record<string, Json> = { ...group.body }
  let members = new Set(group.members)
  for (const { op, path, value } of operations) {
    const name = path.toLowerCase()
    if (name === 'displayname' || name === 'externalid') {
      const key = name === 'displayname' ? 'displayName' : 'externalId'
      if (op === 'remove') delete body[key]
      else body = { ...body, [key]: value ?? null }
    } else if (name === 'members') {
      const ids = op === 'remove' ? ok<readonly string[]>([]) : memberIds(value)
      if (!ids.ok) return ids
      members = op === 'add' ? new Set([...members, ...ids.value]) : new Set(ids.value)
    } else if (name.startsWith('members[') && op === 'remove') {
      const ids = filteredIds(path)
      if (ids === undefined) return err(problem('invalidFilter', `\`${path}\` must name members by their \`value\``))
      for (const id of ids) members.delete(id)
    } else return err(problem('invalidPath', `a group has nothing that can be changed at \`${path}\``))
  }
  const shaped = shapeResource('Group', body)
  return shaped.ok ? ok({ body: shaped.value, members }) : shaped
}

/** The ids of a list of members, as the standard has it or as bare texts. */
export function memberIds(value: Json | undefined): Result<readonly string[], ScimProblem> {
  const listed = Array.isArray(value) ? value : value === undefined ? [] : [value]
  const ids = listed.map((one) => (isObject(one) ? one['value'] : one))
  const good = ids.every((id): id is string => typeof id === 'string' && id !== '')
  return good ? ok(ids) : err(problem('invalidValue', 'each member needs the id of a user as its `value`'))
}

function filteredIds(path: string): readonly string[] | undefined {
  const inner = /^members\[(.*)\](?:\.value)?$/i.exec(path)?.[1]
  if (inner === undefined) return undefined
  const ids = inner.split(/\s+or\s+/i).map((term) => /^\s*value\s+eq\s+"([^"\\]*)"\s*$/i.exec(term)?.[1])
  return ids.every((id) => id !== undefined) ? ids : undefined
}
