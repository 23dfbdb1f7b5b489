/**
 * The leaf format is final: for every entry type and version one recorded entry, byte for byte. A file is written once, with
 * `WRIT_GOLDEN=write`, when a type or version is new; nobody changes one afterwards.
 */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { formatInstant } from '../../../src/kernel/instant.ts'
import type { Json } from '../../../src/kernel/json.ts'
import { catalogue, kindOf, type EntryType } from '../../../src/ledger/catalogue/catalogue.ts'
import { decodeEntry } from '../../../src/ledger/decode.ts'
import { encodeEntry, type EncodedEntry } from '../../../src/ledger/encode.ts'
import type { Draft, Origin } from '../../../src/ledger/entry.ts'
import type { Openings, StoredEntry } from '../../../src/ledger/leaf.ts'
import { exampleDraft } from '../../support/example-drafts.ts'
import { momentOf, nodeHashing, seededRandomness } from '../../support/outside.ts'

interface Golden {
  readonly draft: { readonly type: string; readonly fields: Readonly<Record<string, Json>> }
  readonly origin: Origin
  readonly at: string
  /** Hex, in the order they are drawn: the committed fields as the catalogue lists them, then the origin. */
  readonly salts: string
  readonly body: string
  /** Hex. */
  readonly leaf: string
  readonly openings: Openings
}

const folder = import.meta.dirname
const pathOf = (type: string, v: number) => join(folder, `${type}.v${v}.json`)
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const types = Object.keys(catalogue) as readonly EntryType[]
const moment = momentOf('2026-05-03T10:00:00.123Z')
const origin: Origin = { channel: 'api', identity: 'subject:s-aa11bb22cc33dd44', actedFor: 's-Bb22cc33dd44ee55' }

const readGolden = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Golden

function encode(draft: Draft, from: Origin, at: string, bytes: (count: number) => Uint8Array): EncodedEntry {
  const result = encodeEntry(draft, from, momentOf(at), { hashing: nodeHashing, randomness: { bytes } })
  assert.ok(result.ok, result.ok ? '' : result.error)
  return result.value
}

function write(type: EntryType, v: number): void {
  const randomness = seededRandomness(`${type} v${v}`)
  let salts = ''
  const draft = exampleDraft(type)
  const entry = encode(draft, origin, formatInstant(moment), (count) => {
    const drawn = randomness.bytes(count)
    salts += hex(drawn)
    return drawn
  })
  const golden = {
    draft,
    origin,
    at: formatInstant(moment),
    salts,
    body: Buffer.from(entry.body).toString('utf8'),
    leaf: hex(entry.leaf),
    openings: entry.openings,
  }
  writeFileSync(pathOf(type, v), `${JSON.stringify(golden, undefined, 2)}\n`, { flag: 'wx' })
}

describe('the recorded leaves', () => {
  for (const type of types) {
    const { v } = kindOf(type)
    if (process.env['WRIT_GOLDEN'] === 'write' && !existsSync(pathOf(type, v))) write(type, v)

    it(`hold for ${type}`, () => {
      assert.ok(existsSync(pathOf(type, v)), `${type} has no golden file for version ${v}; write it with WRIT_GOLDEN=write, once`)
      const golden = readGolden(pathOf(type, v))
      const salts = Uint8Array.from(Buffer.from(golden.salts, 'hex'))
      const entry = encode(golden.draft as unknown as Draft, golden.origin, golden.at, (count) => {
        assert.equal(count, salts.length)
        return salts
      })
      assert.equal(Buffer.from(entry.body).toString('utf8'), golden.body)
      assert.equal(hex(entry.leaf), golden.leaf)
      assert.deepEqual(sorted(entry.openings), sorted(golden.openings))
      assert.deepEqual(golden.draft, JSON.parse(JSON.stringify(exampleDraft(type))), 'the example has every field of the type')
    })
  }

  it('are still read, of every version there ever was', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
    for (const type of types)
      for (let v = 1; v <= kindOf(type).v; v += 1) assert.ok(files.includes(`${type}.v${v}.json`), `${type} v${v} has no golden file`)
    for (const file of files) {
      const golden = readGolden(join(folder, file))
      const stored: StoredEntry = {
        seq: 4,
        body: Uint8Array.from(Buffer.from(golden.body)),
        leaf: Uint8Array.from(Buffer.from(golden.leaf, 'hex')),
        openings: golden.openings,
      }
      const entry = decodeEntry(stored, nodeHashing)
      assert.equal(file, `${entry.type}.v${file.split('.v').at(-1)?.slice(0, -5)}.json`)
      assert.equal(entry.at, moment)
      assert.ok(entry.type !== 'sealed')
      assert.deepEqual(entry.origin, golden.origin)
      if (file === `${entry.type}.v${kindOf(entry.type).v}.json`) assert.deepEqual(entry.fields, golden.draft.fields)
    }
    assert.ok(files.length >= types.length && types.length > 60, `${files.length} files`)
  })
})

/** RFC 8785 for what these files hold, written anew. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const names = Object.keys(value).toSorted((left, right) => (left < right ? -1 : 1))
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical((value as Record<string, unknown>)[name])}`).join(',')}}`
}

const sha256 = (...parts: readonly (Uint8Array | string)[]) => parts.reduce((hash, part) => hash.update(part), createHash('sha256'))

describe('a reader written from docs/spec/ledger.md alone', () => {
  it('finds every leaf and every commitment as recorded', () => {
    let commitments = 0
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
      const { body, leaf, openings } = readGolden(join(folder, file))
      assert.equal(sha256(Uint8Array.of(0), body).digest('hex'), leaf)
      const { type, v, c, ...rest } = JSON.parse(body) as { type: string; v: number; c: string | Record<string, string>; at: string }
      assert.equal(canonical({ type, v, c, ...rest }), body)
      assert.match(body, /^[ -~]{1,60000}$/, 'ASCII, and not too long')
      const stated = typeof c === 'string' ? { entry: c } : c
      assert.deepEqual(Object.keys(stated).toSorted(), Object.keys(openings).toSorted())
      for (const [field, { salt, value }] of Object.entries(openings)) {
        const bytes = Buffer.from(salt, 'base64url')
        assert.equal(bytes.length, 16)
        assert.equal(
          sha256(Uint8Array.of(2), bytes, canonical([type, v, field, value])).digest('base64url'),
          stated[field],
          `${file} ${field}`,
        )
        commitments += 1
      }
    }
    assert.ok(commitments > 150, `${commitments} commitments`)
  })
})

const sorted = (openings: Openings) => Object.fromEntries(Object.entries(openings).toSorted(([left], [right]) => (left < right ? -1 : 1)))
