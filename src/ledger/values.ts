/** What the values of each kind of field may be. */
import type { Json } from '../kernel/json.ts'
import type { Field, FieldKind } from './field.ts'
import { isSubjectId } from './subject.ts'

const HASH = /^[0-9a-f]{64}$/
// C0 and C1 control characters and DEL: a name is one line on every screen it reaches.
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/

/** Why a text cannot be kept; undefined = it can. */
export function faultOfText(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'must be a text'
  if (!value.isWellFormed()) return 'holds half a character (a lone surrogate); write it again'
  return value.includes('\0') ? 'holds the character zero; leave it out' : undefined
}

/** Why a name cannot be kept: names have no control characters and are not empty. */
export function faultOfName(value: unknown): string | undefined {
  const fault = faultOfText(value)
  if (fault !== undefined) return fault
  if (value === '') return 'is empty; give a name'
  return CONTROL.test(value as string) ? 'holds a control character; leave it out' : undefined
}

function faultOfNames(value: unknown): string | undefined {
  if (!Array.isArray(value)) return 'must be a list of names'
  for (const item of value) {
    const fault = faultOfName(item)
    if (fault !== undefined) return `has an item that ${fault}`
  }
  return undefined
}

function faultOfMap(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'must be a map'
  for (const [name, item] of Object.entries(value)) {
    const fault = faultOfName(name) ?? faultOfMapItem(item)
    if (fault !== undefined) return `has an item \`${name.toWellFormed()}\` that ${fault}`
  }
  return undefined
}

function faultOfMapItem(item: unknown): string | undefined {
  if (typeof item === 'boolean') return undefined
  if (typeof item === 'number') return Number.isFinite(item) ? undefined : 'is not a number'
  if (Array.isArray(item)) return item.map(faultOfText).find((fault) => fault !== undefined)
  return typeof item === 'string' ? faultOfText(item) : 'must be a text, a number, yes or no, or a list of texts'
}

/** Only the form `formatInstant` writes: two writings of one moment would be two values. */
function isMoment(value: unknown): boolean {
  if (typeof value !== 'string' || value.length !== 24) return false
  const milliseconds = Date.parse(value)
  return !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString() === value
}

const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0

const faults: Readonly<Record<FieldKind, (value: unknown, field: Field) => string | undefined>> = {
  subject: (value) =>
    typeof value === 'string' && isSubjectId(value) ? undefined : 'must be a person’s opaque id (`s-` and 16 letters or digits)',
  seq: (value) => (isCount(value) ? undefined : 'must be the number of an entry'),
  count: (value) => (isCount(value) ? undefined : 'must be a whole number, 0 or more'),
  hash: (value) => (typeof value === 'string' && HASH.test(value) ? undefined : 'must be a SHA-256 in 64 hex digits, lower case'),
  word: (value, field) =>
    typeof value === 'string' && field.words?.includes(value) === true
      ? undefined
      : `must be one of ${(field.words ?? []).map((word) => `\`${word}\``).join(', ')}`,
  'yes-no': (value) => (typeof value === 'boolean' ? undefined : 'must be true or false'),
  text: faultOfText,
  name: faultOfName,
  names: faultOfNames,
  moment: (value) => (isMoment(value) ? undefined : 'must be a moment in UTC with milliseconds, as in `2026-05-03T10:00:00.000Z`'),
  map: faultOfMap,
}

/** Why a value cannot stand in a field; undefined = it can, and is JSON. */
export function faultOf(value: unknown, field: Field): string | undefined {
  return faults[field.kind](value, field)
}

/** A value that `faultOf` had nothing against. */
export function asJson(value: unknown): Json {
  return value as Json
}
