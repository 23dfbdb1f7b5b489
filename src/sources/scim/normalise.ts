/**
 * What real identity providers send, in the form of the standard: `"True"` for true, `Add` for add, names of paths as keys of a value, a manager as
 * bare text, removals that name what they remove beside the path.
 */
import type { Json } from '../../kernel/json.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import { problem, type ScimProblem } from './problem.ts'
import { CORE_GROUP, CORE_USER, ENTERPRISE, type JsonObject } from './schema.ts'

export interface Operation {
  readonly op: 'add' | 'replace' | 'remove'
  readonly path: string
  readonly value: Json | undefined
}

/** Operations of one request. */
const MOST_OPERATIONS = 1000
const MANAGER = `${ENTERPRISE}:manager`
const BOOLEANS: ReadonlySet<string> = new Set(['active', 'primary'])
const HIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])
/** The server's own: they stand in what Okta sends back, and change nothing. */
const IGNORED: ReadonlySet<string> = new Set(['id', 'schemas', 'meta', 'groups', 'password'])

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A whole resource: truth values as such, nothing that says nothing. */
export function normaliseResource(body: Json): Result<JsonObject, ScimProblem> {
  if (!isObject(body)) return err(problem('invalidSyntax', 'the body must be a JSON object'))
  if (hides(body)) return err(problem('invalidSyntax', 'the body has a name in it that no schema has'))
  const cleaned = clean(body)
  return ok(isObject(cleaned) ? withManagerAsObject(cleaned) : {})
}

/** The operations of a PATCH, each with a path. */
export function normalisePatch(body: Json): Result<readonly Operation[], ScimProblem> {
  if (!isObject(body) || hides(body)) return err(problem('invalidSyntax', 'the body must be a PatchOp message'))
  const listed = member(body, 'operations')
  if (!Array.isArray(listed) || listed.length === 0) return err(problem('invalidSyntax', '`Operations` must list at least one operation'))
  if (listed.length > MOST_OPERATIONS) return err(problem('tooMany', `a request has at most ${MOST_OPERATIONS} operations here`))
  const operations: Operation[] = []
  for (const [at, one] of listed.entries()) {
    const read = isObject(one) ? normaliseOperation(one) : err(problem('invalidSyntax', 'it is no object'))
    if (!read.ok) return err({ ...read.error, detail: `operation ${at + 1}: ${read.error.detail}` })
    operations.push(...read.value)
  }
  return ok(operations)
}

function normaliseOperation(given: JsonObject): Result<readonly Operation[], ScimProblem> {
  const word = member(given, 'op')
  const op = typeof word === 'string' ? word.toLowerCase() : ''
  if (op !== 'add' && op !== 'replace' && op !== 'remove') return err(problem('invalidSyntax', '`op` must be `add`, `replace` or `remove`'))
  const [path, value] = [member(given, 'path'), member(given, 'value')]
  if (path !== undefined && path !== null && typeof path !== 'string') return err(problem('invalidPath', '`path` must be text'))
  if (path !== undefined && path !== null && path !== '') return ok(withPath(op, bare(path), value))
  if (op === 'remove') return err(problem('noTarget', 'a removal needs a `path`'))
  if (!isObject(value)) return err(problem('invalidValue', 'without a `path` the value must be an object'))
  return ok(
    Object.entries(value).flatMap(([name, part]): readonly Operation[] => {
      if (name === ENTERPRISE && isObject(part))
        return Object.entries(part).flatMap(([inner, innerPart]) => withPath(op, `${ENTERPRISE}:${inner}`, innerPart))
      return withPath(op, bare(name), part)
    }),
  )
}

function withPath(op: Operation['op'], written: string, given: Json | undefined): readonly Operation[] {
  if (IGNORED.has(written)) return []
  const path = isManager(written) ? MANAGER : written
  if (op === 'remove') return removals(path, given)
  const attribute = path.split(/[.[]/)[0] ?? ''
  const last = path.split('.').at(-1) ?? ''
  const value = given === undefined ? undefined : clean(given, BOOLEANS.has(last) ? last : attribute)
  const nothing =
    value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0 && path !== 'members')
  if (nothing) return [{ op: 'remove', path, value: undefined }]
  return [{ op, path, value: path === MANAGER && typeof value === 'string' ? { value } : value }]
}

/** Entra removes `members` with the ones that it means as a value; the standard, and we, would else take all. */
function removals(path: string, value: Json | undefined): readonly Operation[] {
  const meant = (Array.isArray(value) ? value : [value]).flatMap((one) => {
    const id = isObject(one) ? one['value'] : one
    return typeof id === 'string' ? [id] : []
  })
  if (meant.length === 0 || path === MANAGER || path.includes('[')) return [{ op: 'remove', path, value: undefined }]
  return meant.map((id) => ({ op: 'remove', path: `${path}[value eq ${JSON.stringify(id)}]`, value: undefined }))
}

const isManager = (path: string) => new RegExp(`^(?:${ENTERPRISE.replaceAll('.', '\\.')}:)?manager(?:\\.value)?$`, 'i').test(path)

/** Without the name of the core schema before it, and with truth values as such in its filter. */
function bare(path: string): string {
  const [core] = [CORE_USER, CORE_GROUP].filter((urn) => path.toLowerCase().startsWith(`${urn.toLowerCase()}:`))
  const rest = core === undefined ? path.trim() : path.slice(core.length + 1).trim()
  return rest.replace(/\b(primary|active)\s+eq\s+"(true|false)"/gi, (_, name: string, word: string) => `${name} eq ${word.toLowerCase()}`)
}

/** Texts that mean true or false become so where the schema has a truth value; what is null or empty is left out. */
function clean(value: Json, name = ''): Json | undefined {
  if (typeof value === 'string' && BOOLEANS.has(name.toLowerCase()) && /^(?:true|false)$/i.test(value))
    return value.toLowerCase() === 'true'
  if (Array.isArray(value))
    return value.flatMap((one) => {
      const part = clean(one)
      return part === undefined || (isObject(part) && part['value'] === undefined && isObject(one) && 'value' in one) ? [] : [part]
    })
  if (!isObject(value)) return value === null || value === '' ? undefined : value
  const entries = Object.entries(value).flatMap(([key, part]) => {
    const cleaned = clean(part, key)
    return cleaned === undefined || (Array.isArray(cleaned) && cleaned.length === 0) ? [] : [[key, cleaned] as const]
  })
  return Object.fromEntries(entries)
}

function withManagerAsObject(body: JsonObject): JsonObject {
  const extension = body[ENTERPRISE]
  if (!isObject(extension) || typeof extension['manager'] !== 'string') return body
  return { ...body, [ENTERPRISE]: { ...extension, manager: { value: extension['manager'] } } }
}

/** Names of attributes do not depend on the case of their letters. */
export function member(body: JsonObject, name: string): Json | undefined {
  const key = Object.keys(body).find((one) => one.toLowerCase() === name)
  return key === undefined ? undefined : body[key]
}

function hides(value: Json): boolean {
  if (Array.isArray(value)) return value.some(hides)
  return isObject(value) && Object.entries(value).some(([key, part]) => HIDDEN.has(key) || hides(part))
}
