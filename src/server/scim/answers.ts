/** How resources and refusals look in SCIM. */
import type { Context } from 'hono'
import { formatInstant } from '../../kernel/instant.ts'
import type { Json } from '../../kernel/json.ts'
import type { ScimDirectory, Stored } from '../../sources/scim/directory.ts'
import { member } from '../../sources/scim/normalise.ts'
import { CORE_GROUP, CORE_USER, ENTERPRISE, type JsonObject } from '../../sources/scim/schema.ts'
import type { ScimProblem } from '../../sources/scim/problem.ts'

export const BASE = '/scim/v2'

export const etagOf = ({ version }: Pick<Stored, 'version'>) => `W/"${version}"`

/** A resource as it is sent. */
export function present(directory: ScimDirectory, base: string, stored: Stored, withMembers: boolean): JsonObject {
  const { id, kind, body, created, modified } = stored
  const schemas = kind === 'Group' ? [CORE_GROUP] : ENTERPRISE in body ? [CORE_USER, ENTERPRISE] : [CORE_USER]
  const address = (type: string, of: string) => `${base}${BASE}/${type}/${of}`
  const members = withMembers && kind === 'Group' ? directory.members(id) : []
  return {
    schemas,
    id,
    ...body,
    ...(members.length === 0 ? {} : { members: members.map((value) => ({ value, type: 'User', $ref: address('Users', value) })) }),
    meta: {
      resourceType: kind,
      created: formatInstant(created),
      lastModified: formatInstant(modified),
      location: address(`${kind}s`, id),
      version: etagOf(stored),
    },
  }
}

/** Which attributes somebody wants to see; `id` and `schemas` are always there. */
export interface Wanted {
  readonly only: readonly string[] | undefined
  readonly without: readonly string[]
}

export function wantedOf(context: Context): Wanted {
  const listed = (name: string) =>
    context.req
      .query(name)
      ?.split(',')
      .map((one) => one.trim().toLowerCase().replace(CORE_PREFIX, ''))
      .filter((one) => one !== '')
  return { only: listed('attributes'), without: listed('excludedattributes') ?? listed('excludedAttributes') ?? [] }
}

const CORE_PREFIX = /^urn:ietf:params:scim:schemas:core:2\.0:(?:user|group):/

export function wantsMembers({ only, without }: Wanted): boolean {
  return !without.includes('members') && (only === undefined || only.some((one) => one === 'members' || one.startsWith('members.')))
}

export function select(resource: JsonObject, { only, without }: Wanted): JsonObject {
  const fixed = new Set(['schemas', 'id'])
  const kept = Object.entries(resource).flatMap(([name, value]): readonly (readonly [string, Json])[] => {
    const small = name.toLowerCase()
    if (fixed.has(name)) return [[name, value]]
    if (without.includes(small)) return []
    if (only === undefined || only.includes(small)) return [[name, value]]
    const parts = only.filter((one) => one.startsWith(`${small}.`) || one.startsWith(`${small}:`)).map((one) => one.slice(small.length + 1))
    return parts.length === 0 ? [] : [[name, partsOf(value, parts)]]
  })
  return Object.fromEntries(kept)
}

function partsOf(value: Json, parts: readonly string[]): Json {
  if (Array.isArray(value)) return value.map((one) => partsOf(one, parts))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    parts.flatMap((part) => {
      const found = member(value as JsonObject, part)
      return found === undefined ? [] : [[part, found] as const]
    }),
  )
}

export function send(context: Context, body: object, status: 200 | 201 = 200): Response {
  context.header('Cache-Control', 'no-store')
  return context.body(JSON.stringify(body), status, { 'Content-Type': 'application/scim+json; charset=utf-8' })
}

/** An error document of RFC 7644 section 3.12. */
export function sendProblem(
  context: Context,
  { status, scimType, detail }: { readonly status: number } & Omit<ScimProblem, 'status'>,
): Response {
  context.header('Cache-Control', 'no-store')
  context.header('Content-Type', 'application/scim+json; charset=utf-8')
  context.status(status as 400)
  return context.body(errorText(status, scimType, detail))
}

export function errorText(status: number, scimType: string | undefined, detail: string): string {
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:Error']
  return JSON.stringify({ schemas, status: String(status), ...(scimType === undefined ? {} : { scimType }), detail })
}
