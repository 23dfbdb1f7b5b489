import type { Hashing } from '../kernel/hashing.ts'
import { instant, type Instant } from '../kernel/instant.ts'
import type { Json } from '../kernel/json.ts'
import type { Entry, ErasedEntry } from './entry.ts'
import { bodyText, type Openings, type StoredEntry } from './leaf.ts'
import { originFromJson } from './origin.ts'
import { ORIGIN, SEALED, SEALED_OPENING, shapeOf, type Shape } from './shape.ts'
import { upcast, upcasts, type Fields } from './upcast.ts'
import { verifyEntry } from './verify.ts'
import { TamperedEntryError, UnreadableEntryError } from './errors.ts'

/**
 * Reads a stored entry, opened as far as its openings still exist: an erased field is absent, a sealed entry without its opening tells
 * nothing. With `hashing` the leaf hash and every commitment are checked first. Throws TamperedEntryError where the parts do not belong
 * together, UnreadableEntryError for a type or version this version of Writ does not know.
 */
export function decodeEntry(stored: StoredEntry, hashing?: Hashing): Entry | ErasedEntry {
  if (hashing !== undefined) verifyEntry(stored, hashing)
  const leaf = readLeaf(stored)
  const at = instant(Date.parse(leaf['at'] as string))
  if (leaf['type'] === SEALED) return decodeSealed(stored, at)

  const type = leaf['type'] as string
  const v = leaf['v'] as number
  const shape = knownShape(stored.seq, type, v)
  const fields: Record<string, Json> = {}
  for (const name in leaf) if (name !== 'type' && name !== 'v' && name !== 'at' && name !== 'c') fields[name] = leaf[name] as Json
  let opened = 0
  for (const name in stored.openings) {
    const { value } = stored.openings[name] as Openings[string]
    opened += 1
    if (value !== null && name !== ORIGIN) fields[name] = value
  }
  const origin = stored.openings?.[ORIGIN]
  const erased = v === shape.v && opened === shape.committed.length + 1 ? undefined : erasedFields(stored, fields)
  return entryOf(shape, v, {
    seq: stored.seq,
    at,
    sealed: false,
    fields,
    origin: origin === undefined ? undefined : originFromJson(origin.value),
    ...(erased === undefined ? {} : { erased }),
  })
}

function decodeSealed(stored: StoredEntry, at: Instant): Entry | ErasedEntry {
  const whole = stored.openings?.[SEALED_OPENING]?.value as { type: string; v: number; origin: Json; fields: Fields } | undefined
  if (whole === undefined) return { seq: stored.seq, at, type: SEALED }
  const shape = knownShape(stored.seq, whole.type, whole.v)
  return entryOf(shape, whole.v, { seq: stored.seq, at, sealed: true, fields: whole.fields, origin: originFromJson(whole.origin) })
}

interface Read {
  readonly seq: number
  readonly at: Instant
  readonly sealed: boolean
  readonly fields: Fields
  readonly origin: Entry['origin']
  readonly erased?: readonly string[]
}

function entryOf(shape: Shape, v: number, read: Read): Entry {
  const fields = v === shape.v ? read.fields : upcast(upcasts, shape.type, v, shape.v, read.fields)
  return { ...read, type: shape.type, fields } as Entry
}

function knownShape(seq: number, type: string, v: number): Shape {
  const shape = shapeOf(type)
  if (shape === undefined) throw new UnreadableEntryError(seq, `its type \`${type}\` is unknown; a newer version of writ wrote it`)
  if (v > shape.v) throw new UnreadableEntryError(seq, `version ${v} of \`${type}\` is unknown; a newer version of writ wrote it`)
  return shape
}

/** Committed fields of this very leaf whose openings are gone. */
function erasedFields(stored: StoredEntry, fields: Fields): readonly string[] | undefined {
  const commitments = Object.keys((JSON.parse(bodyText(stored.body)) as { c: object }).c)
  const erased = commitments.filter((name) => name !== ORIGIN && stored.openings?.[name] === undefined && fields[name] === undefined)
  return erased.length === 0 ? undefined : erased
}

const OPEN = '{'.charCodeAt(0)
const CLOSE = '}'.charCodeAt(0)

/**
 * The leaf without its commitments, which only verifying reads: they are most of its bytes. The one nested map of a leaf is `c`, and no
 * value in it holds a brace.
 */
function readLeaf(stored: StoredEntry): Readonly<Record<string, Json>> {
  const { body } = stored
  const start = body.indexOf(OPEN, 1)
  const text = start === -1 ? bodyText(body) : bodyText(body, 0, start + 1) + bodyText(body, body.indexOf(CLOSE, start))
  try {
    return JSON.parse(text) as Readonly<Record<string, Json>>
  } catch (cause) {
    throw new TamperedEntryError(stored.seq, 'its body is no entry', { cause })
  }
}
