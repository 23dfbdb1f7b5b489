import type { Hashing, Randomness } from '../kernel/hashing.ts'
import { formatInstant, type Instant } from '../kernel/instant.ts'
import { canonicalJson, type Json } from '../kernel/json.ts'
import { nearest } from '../kernel/nearest.ts'
import { err, ok, type Result } from '../kernel/result.ts'
import { commitmentPrefix, commitmentToText, SALT_BYTES } from './commitment.ts'
import type { EntryType } from './catalogue/catalogue.ts'
import type { Draft, Origin } from './entry.ts'
import { LARGEST_BODY, LEAF_PREFIX, type Opening, type Openings } from './leaf.ts'
import { faultOfOrigin, originJson } from './origin.ts'
import { openingText, ORIGIN, SEALED, SEALED_OPENING, SEALED_V, shapeOf, type Shape } from './shape.ts'
import { asJson, faultOf } from './values.ts'

/** An entry ready for the store: its exact public bytes, its leaf hash and the openings that stay outside the leaf. */
export interface EncodedEntry {
  readonly type: EntryType
  readonly body: Uint8Array
  readonly leaf: Uint8Array
  readonly openings: Openings
}

interface Writer {
  readonly hashing: Hashing
  /** All salts of the entry, drawn at once. */
  readonly salts: Uint8Array
  readonly openings: Record<string, Opening>
  /** Room for what is hashed before a text. */
  readonly prefix: Uint8Array
  /** UTF-16 units of all values so far; the limit is on what an entry says, in the leaf or outside. */
  written: number
}

/**
 * Writes an entry as docs/spec/ledger.md says. Refuses a draft that the catalogue does not allow, naming the field. A committed field that
 * is absent is committed to as `null`, so that the keys of a leaf tell nothing but its type and version.
 */
export function encodeEntry(
  draft: Draft,
  origin: Origin,
  at: Instant,
  outside: { readonly hashing: Hashing; readonly randomness: Randomness },
): Result<EncodedEntry, string> {
  const shape = shapeOf(draft.type)
  if (shape === undefined) return err(`there is no entry type \`${draft.type}\``)
  const fields = draft.fields as Readonly<Record<string, unknown>>
  const fault = faultOfFields(shape, fields) ?? faultOfOrigin(origin)
  if (fault !== undefined) return err(fault)

  const writer: Writer = {
    hashing: outside.hashing,
    salts: outside.randomness.bytes((shape.sealed ? 1 : shape.commitments.length) * SALT_BYTES),
    prefix: commitmentPrefix(),
    openings: {},
    written: 0,
  }
  const body = shape.sealed ? sealedBody(writer, shape, fields, origin, at) : openBody(writer, shape, fields, origin, at)
  if (writer.written > LARGEST_BODY) return err(tooLong(shape, fields))
  const bytes = outside.hashing.utf8(body)
  if (bytes.length > LARGEST_BODY) return err(tooLong(shape, fields))
  return ok({ type: shape.type, body: bytes, leaf: outside.hashing.sha256(LEAF_PREFIX, bytes), openings: writer.openings })
}

/** RFC 8785 of the leaf, written down in its order at once: commitments and moments need no quoting. */
function openBody(writer: Writer, shape: Shape, fields: Readonly<Record<string, unknown>>, origin: Origin, at: Instant): string {
  let commitments = ''
  for (const { name, place, opening } of shape.commitments) {
    const value = name === ORIGIN ? originJson(origin) : asJson(fields[name] ?? null)
    commitments += `${commitments === '' ? '' : ','}"${name}":"${commit(writer, place, name, opening, value)}"`
  }
  let body = ''
  for (const name of shape.leafNames) {
    if (name === 'at') body += `,"at":"${formatInstant(at)}"`
    else if (name === 'c') body += `,"c":{${commitments}}`
    else if (name === 'type') body += `,"type":"${shape.type}"`
    else if (name === 'v') body += `,"v":${shape.v}`
    else if (fields[name] !== undefined) body += `,"${name}":${canonicalJson(asJson(fields[name]))}`
  }
  return `{${body.slice(1)}}`
}

function sealedBody(writer: Writer, shape: Shape, fields: Readonly<Record<string, unknown>>, origin: Origin, at: Instant): string {
  const present = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Record<string, Json>
  const whole = { type: shape.type, v: shape.v, origin: originJson(origin), fields: present }
  const commitment = commit(writer, 0, SEALED_OPENING, openingText(SEALED, SEALED_V, SEALED_OPENING), whole)
  return `{"at":"${formatInstant(at)}","c":"${commitment}","type":"${SEALED}","v":${SEALED_V}}`
}

function commit(writer: Writer, place: number, name: string, opening: string, value: Json): string {
  const salt = writer.salts.subarray(place * SALT_BYTES, (place + 1) * SALT_BYTES)
  const text = `${opening}${canonicalJson(value)}]`
  writer.written += text.length
  writer.openings[name] = { salt: writer.hashing.base64url(salt), value }
  return commitmentToText(writer.hashing, salt, text, writer.prefix)
}

function faultOfFields(shape: Shape, fields: Readonly<Record<string, unknown>>): string | undefined {
  for (const name of Object.keys(fields)) {
    if (shape.fields.has(name)) continue
    const meant = nearest(name, shape.fields.keys())
    return `\`${shape.type}\` has no field \`${name}\`${meant === undefined ? '' : `; did you mean \`${meant}\``}`
  }
  for (const [name, field] of shape.fields) {
    const value = fields[name]
    if (value === undefined && field.optional) continue
    const fault = value === undefined ? 'is missing' : faultOf(value, field)
    if (fault !== undefined) return `field \`${name}\` of \`${shape.type}\` ${fault}`
  }
  return undefined
}

function tooLong(shape: Shape, fields: Readonly<Record<string, unknown>>): string {
  const lengths = Object.entries(fields).map(([name, value]) => ({
    name,
    length: value === undefined ? 0 : canonicalJson(asJson(value)).length,
  }))
  const longest = lengths.toSorted((left, right) => right.length - left.length)[0]
  return `field \`${longest?.name}\` of \`${shape.type}\` is too long: an entry holds at most ${LARGEST_BODY} characters; shorten it or name a document`
}
