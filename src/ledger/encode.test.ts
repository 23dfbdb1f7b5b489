import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { nodeHashing, momentOf, seededRandomness } from '../../test/support/outside.ts'
import type { Hashing } from '../kernel/hashing.ts'
import type { Draft, Origin } from './entry.ts'
import { draft } from './entry.ts'
import { commitment, saltFromText } from './commitment.ts'
import { decodeEntry } from './decode.ts'
import { encodeEntry, type EncodedEntry } from './encode.ts'
import { TamperedEntryError } from './errors.ts'
import type { Openings, StoredEntry } from './leaf.ts'

const at = momentOf('2026-05-03T10:00:00Z')
const origin: Origin = { channel: 'cli', identity: 'operator:kim', actedFor: 's-aaaaaaaaaaaaaaaa' }
const anna = 's-aaaaaaaaaaaaaaaa'

const made = draft('grant.made', {
  subject: anna,
  role: 'constable',
  account: 'wiki:17',
  from: '2026-05-03T10:00:00.000Z',
  use_case: 'patrols “new” pages – 日本 😀',
  clause: 'roles.chief.may[0]',
  decided_by: ['subject:s-bbbbbbbbbbbbbbbb'],
  door: 'power',
})
const heard = draft('suspension.heard', { suspension: 4, text: 'it was not me' })

const outside = (seed = 'salts') => ({ hashing: nodeHashing, randomness: seededRandomness(seed) })

function encoded(entry: Draft, from: Origin = origin): EncodedEntry {
  const result = encodeEntry(entry, from, at, outside())
  assert.ok(result.ok, result.ok ? '' : result.error)
  return result.value
}

const stored = (entry: EncodedEntry, openings: Openings | undefined = entry.openings, seq = 7): StoredEntry => ({
  seq,
  body: entry.body,
  leaf: entry.leaf,
  openings,
})
const text = (entry: EncodedEntry) => Buffer.from(entry.body).toString()

function without(openings: Openings, ...names: readonly string[]): Openings {
  return Object.fromEntries(Object.entries(openings).filter(([name]) => !names.includes(name)))
}

describe('writing an entry', () => {
  it('keeps plain fields readable and commits to all others and to the origin', () => {
    const leaf = JSON.parse(text(encoded(made)))
    assert.deepEqual(Object.keys(leaf), ['at', 'c', 'door', 'subject', 'type', 'v'])
    assert.deepEqual(Object.keys(leaf.c), [
      'account',
      'clause',
      'decided_by',
      'evidence',
      'from',
      'origin',
      'rights',
      'role',
      'scope',
      'target',
      'until',
      'use_case',
    ])
    assert.equal(leaf.at, '2026-05-03T10:00:00.000Z')
    for (const secret of ['constable', 'wiki:17', 'patrols', 'roles.chief', 'operator', 'kim', 'cli'])
      assert.ok(!text(encoded(made)).includes(secret), secret)
  })

  it('gives leaves of one type the same keys and length, whatever is absent', () => {
    const full = draft('effect.confirmed', {
      target: 'wiki',
      account: 'wiki:1',
      group: 'sysop',
      present: 'yes',
      until: '2026-06-01T00:00:00.000Z',
      grant: '12',
    })
    const bare = draft('effect.confirmed', { target: 'wiki', account: 'wiki:2000', group: 'a very long name', present: 'no' })
    assert.deepEqual(shapeOfBody(encoded(full)), shapeOfBody(encoded(bare)))
  })

  it('lets a sealed leaf tell its time and one commitment', () => {
    const entry = encoded(heard)
    assert.match(text(entry), /^\{"at":"2026-05-03T10:00:00\.000Z","c":"[\w-]{43}","type":"sealed","v":1\}$/)
    assert.deepEqual(Object.keys(entry.openings), ['entry'])
    assert.deepEqual(entry.openings['entry']?.value, {
      type: 'suspension.heard',
      v: 1,
      origin: { channel: 'cli', identity: 'operator:kim', acted_for: anna },
      fields: { suspension: 4, text: 'it was not me' },
    })
  })

  it('makes all sealed leaves equal but for the commitment', () => {
    const other = draft('case.opened', { text: 'x'.repeat(50_000), handled_by: 'ombuds' })
    assert.deepEqual(shapeOfBody(encoded(other)), shapeOfBody(encoded(heard)))
  })

  it('hashes the leaf as RFC 6962 does', () => {
    const entry = encoded(made)
    assert.deepEqual(entry.leaf, nodeHashing.sha256(Uint8Array.of(0, ...entry.body)))
  })

  it('draws all salts at once and none twice', () => {
    const draws: number[] = []
    const randomness = seededRandomness('x')
    const counting = {
      bytes(count: number) {
        draws.push(count)
        return randomness.bytes(count)
      },
    }
    const result = encodeEntry(made, origin, at, { hashing: nodeHashing, randomness: counting })
    assert.ok(result.ok)
    assert.deepEqual(draws, [12 * 16])
    assert.equal(new Set(Object.values(result.value.openings).map((opening) => opening.salt)).size, 12)
  })

  it('commits the same without the platform’s shortcut', () => {
    const plainHashing: Hashing = {
      sha256: (...parts) => nodeHashing.sha256(...parts),
      utf8: (whole) => nodeHashing.utf8(whole),
      base64url: (bytes) => nodeHashing.base64url(bytes),
    }
    const slow = encodeEntry(made, origin, at, { hashing: plainHashing, randomness: seededRandomness('salts') })
    assert.ok(slow.ok)
    assert.equal(text(slow.value), text(encoded(made)))
  })
})

const shapeOfBody = (entry: EncodedEntry) => text(entry).replaceAll(/"[\w-]{43}"/g, '"C"')

const refusal = (entry: unknown, from: Origin = origin): string => {
  const result = encodeEntry(entry as Draft, from, at, outside())
  assert.ok(!result.ok, 'it was accepted')
  return result.error
}

describe('what cannot be written', () => {
  const fields = made.fields as unknown as Readonly<Record<string, unknown>>
  const withField = (name: string, value: unknown) => ({ type: 'grant.made', fields: { ...fields, [name]: value } })

  it('names the unknown type and the unknown field, with the nearest one', () => {
    assert.equal(refusal({ type: 'grant.mad', fields: {} }), 'there is no entry type `grant.mad`')
    assert.equal(refusal({ type: 'toString', fields: {} }), 'there is no entry type `toString`')
    assert.equal(refusal(withField('usecase', 'x')), '`grant.made` has no field `usecase`; did you mean `use_case`')
    assert.equal(refusal(withField('origin', 'x')), '`grant.made` has no field `origin`')
  })

  it('names the missing field', () => {
    const { role: _role, ...rest } = fields
    assert.equal(refusal({ type: 'grant.made', fields: rest }), 'field `role` of `grant.made` is missing')
  })

  it('names the field that has a wrong value', () => {
    const wrong: readonly (readonly [string, unknown, RegExp])[] = [
      ['subject', 'Anna', /opaque id/],
      ['subject', `${anna}\n`, /opaque id/],
      ['role', 5, /must be a text/],
      ['role', '', /is empty/],
      ['role', 'a\u0007b', /control character/],
      ['role', 'a\u009bb', /control character/],
      ['role', 'a\ud800', /lone surrogate/],
      ['use_case', 'a\udc00b', /lone surrogate/],
      ['use_case', 'a\0b', /character zero/],
      ['use_case', null, /must be a text/],
      ['decided_by', 'subject:x', /list of names/],
      ['decided_by', ['ok', 'a\nb'], /an item that holds a control character/],
      ['from', '2026-05-03T10:00:00Z', /with milliseconds/],
      ['from', '2026-02-30T10:00:00.000Z', /with milliseconds/],
      ['from', 1_777_802_400_000, /with milliseconds/],
      ['door', 'window', /one of `power`, `request`, `automatic`, `founding`, `found`/],
      ['request', -1, /number of an entry/],
      ['request', 1.5, /number of an entry/],
    ]
    for (const [name, value, expected] of wrong) {
      const message = refusal(withField(name, value))
      assert.match(message, expected)
      assert.ok(message.startsWith(`field \`${name}\` of \`grant.made\``), message)
    }
  })

  it('checks hashes, counts, switches and maps', () => {
    const genesis = (over: object) => ({ type: 'genesis', fields: { charter: 'a'.repeat(64), demo: false, origin_id: 'x', ...over } })
    assert.match(refusal(genesis({ charter: 'A'.repeat(64) })), /`charter` of `genesis` must be a SHA-256/)
    assert.match(refusal(genesis({ demo: 'no' })), /`demo` of `genesis` must be true or false/)
    const filed = (answers: unknown) => ({
      type: 'request.filed',
      fields: { subject: anna, by: anna, role: 'r', use_case: 'u', content: 'b'.repeat(64), answers },
    })
    assert.match(refusal(filed(['a'])), /must be a map/)
    assert.match(refusal(filed({ 'a\tb': 'x' })), /control character/)
    assert.match(refusal(filed({ a: Number.NaN })), /item `a` that is not a number/)
    assert.match(refusal(filed({ a: { b: 'c' } })), /item `a` that must be/)
    assert.match(refusal(filed({ a: ['x', '\ud800'] })), /lone surrogate/)
    assert.ok(encodeEntry(filed({ a: ['x'], b: 1.5, c: true, d: 'line\nline' }) as Draft, origin, at, outside()).ok)
  })

  it('refuses an entry that says more than 60,000 characters, naming the longest field', () => {
    for (const type of ['grant.made', 'request.filed'])
      assert.match(
        refusal({
          type,
          fields:
            type === 'grant.made'
              ? { ...fields, use_case: 'x'.repeat(60_000) }
              : { subject: anna, by: anna, role: 'r', use_case: 'u'.repeat(60_000), content: 'b'.repeat(64) },
        }),
        /`use_case` of `[a-z.]+` is too long/,
      )
  })

  it('refuses an origin that is no identity', () => {
    assert.match(refusal(made, { ...origin, channel: 'fax' as 'cli' }), /channel `fax`/)
    for (const identity of ['subject:anna', 'operator:', 'operator:a\nb', 'anna', 'writ:job:', 'subject:'])
      assert.match(refusal(made, { channel: 'cli', identity: identity as 'operator:x' }), /identity must be/)
    assert.match(refusal(made, { channel: 'cli', identity: 'operator:x', actedFor: 'anna' }), /acted for/)
  })
})

describe('reading an entry', () => {
  it('gives back what was written', () => {
    for (const entry of [made, heard]) {
      const read = decodeEntry(stored(encoded(entry)), nodeHashing)
      assert.deepEqual(read, { seq: 7, at, type: entry.type, sealed: entry === heard, fields: entry.fields, origin })
      assert.deepEqual(decodeEntry(stored(encoded(entry))), read)
    }
  })

  it('reads plain fields whose names stand before the commitments', () => {
    const observed = draft('target.observed', { target: 'wiki', revision: 'c'.repeat(64), accounts: 3, memberships: 5 })
    const read = decodeEntry(stored(encoded(observed)))
    assert.deepEqual(read.type === 'sealed' ? undefined : read.fields, observed.fields)
  })

  it('leaves erased fields out and names them', () => {
    const entry = encoded(made)
    const read = decodeEntry(stored(entry, without(entry.openings, 'use_case', 'role')), nodeHashing)
    assert.ok(read.type === 'grant.made')
    assert.deepEqual(read.erased, ['role', 'use_case'])
    assert.equal(read.fields.use_case, undefined)
    assert.equal(read.fields.account, 'wiki:17')
    assert.equal(read.fields.subject, anna)
  })

  it('reads what is left when everything was erased', () => {
    const none = { ...stored(encoded(made)), openings: undefined }
    const read = decodeEntry(none, nodeHashing)
    assert.ok(read.type === 'grant.made')
    assert.equal(read.origin, undefined)
    assert.deepEqual(read.fields, { subject: anna, door: 'power' })
    assert.deepEqual(decodeEntry({ ...stored(encoded(heard)), openings: undefined }, nodeHashing), { seq: 7, at, type: 'sealed' })
    assert.deepEqual(decodeEntry(stored(encoded(heard), {}), nodeHashing), { seq: 7, at, type: 'sealed' })
  })

  it('keeps a name that means something to JavaScript', () => {
    const odd = draft('request.filed', {
      subject: anna,
      by: anna,
      role: '__proto__',
      use_case: 'u',
      content: 'b'.repeat(64),
      answers: JSON.parse('{"__proto__":"x","constructor":"y"}'),
    })
    const read = decodeEntry(JSON.parse(JSON.stringify(stored(encoded(odd))), reviveBytes), nodeHashing)
    assert.ok(read.type === 'request.filed')
    assert.deepEqual(Object.keys(read.fields.answers ?? {}).toSorted(), ['__proto__', 'constructor'])
  })
})

const reviveBytes = (name: string, value: unknown): unknown =>
  name === 'body' || name === 'leaf' ? Uint8Array.from(Object.values(value as object) as number[]) : value

describe('a changed entry', () => {
  const entry = encoded(made)
  const tampered = (changed: StoredEntry, why: RegExp) =>
    assert.throws(
      () => decodeEntry(changed, nodeHashing),
      (error) => error instanceof TamperedEntryError && error.seq === 7 && why.test(error.why),
    )

  it('is noticed by any flipped bit of its body or leaf', () => {
    for (const part of ['body', 'leaf'] as const)
      for (let index = 0; index < entry[part].length; index += part === 'body' ? 13 : 1) {
        const bytes = entry[part].slice()
        bytes[index] = (bytes[index] ?? 0) ^ (1 << (index % 8))
        tampered({ ...stored(entry), [part]: bytes }, /leaf hash/)
      }
  })

  it('is noticed by any changed value or salt, also where an opening is swapped with another', () => {
    const { role, clause } = entry.openings
    assert.ok(role !== undefined && clause !== undefined)
    tampered(stored(entry, { ...entry.openings, role: { ...role, value: 'chief' } }), /`role`/)
    tampered(stored(entry, { ...entry.openings, role: { ...role, salt: clause.salt } }), /`role`/)
    tampered(stored(entry, { ...entry.openings, role: { ...role, salt: 'short' } }), /`role`/)
    tampered(stored(entry, { ...entry.openings, role: clause }), /`role`/)
    tampered(stored(entry, { ...entry.openings, until: { ...role, value: null } }), /`until`/)
    tampered(stored(entry, { ...entry.openings, extra: role }), /no such commitment/)
    tampered(stored(entry, { ...entry.openings, toString: role }), /no such commitment/)
  })

  it('is noticed when it was hashed anew but is not canonical', () => {
    for (const body of [text(entry).replace('{', '{ '), text(entry).replace('"v":2', '"v":2,"v":2'), '[1]', 'null', 'no json', '{}'])
      assert.throws(
        () => {
          const bytes = nodeHashing.utf8(body)
          decodeEntry({ seq: 7, body: bytes, leaf: nodeHashing.sha256(Uint8Array.of(0), bytes), openings: {} }, nodeHashing)
        },
        TamperedEntryError,
        body,
      )
  })
})

describe('a salt’s text', () => {
  it('reads back for any 16 bytes and has one writing only', () => {
    const randomness = seededRandomness('texts')
    for (let round = 0; round < 200; round += 1) {
      const salt = randomness.bytes(16)
      const written = nodeHashing.base64url(salt)
      assert.deepEqual(saltFromText(written), salt)
      const last = 'AQgw'
      for (const letter of 'ABCDQRSTghijwxyz')
        if (!last.includes(letter)) assert.equal(saltFromText(written.slice(0, 21) + letter), undefined)
    }
    for (const wrong of ['', 'A'.repeat(21), 'A'.repeat(23), `${'A'.repeat(21)}=`, `${'A'.repeat(20)}+A`])
      assert.equal(saltFromText(wrong), undefined)
  })

  it('is refused at another length by the commitment', () => {
    assert.throws(() => commitment(nodeHashing, new Uint8Array(15), 'a', 1, 'b', null), RangeError)
  })
})
