import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { momentOf, nodeHashing } from '../../test/support/outside.ts'
import { canonicalJson } from '../kernel/json.ts'
import { catalogue, kindOf, type EntryType } from './catalogue/catalogue.ts'
import { commitment } from './commitment.ts'
import { decodeEntry } from './decode.ts'
import { UnreadableEntryError } from './errors.ts'
import { LEAF_PREFIX } from './leaf.ts'
import { upcast, upcasts, type Upcasts } from './upcast.ts'

/** A type that was changed twice: `who` was split, then a unit became part of a number. */
const steps: Upcasts = {
  'test.type': [
    ({ who, ...rest }) => (typeof who === 'string' ? { ...rest, first: who.split(' ')[0] ?? '', last: who.split(' ')[1] ?? '' } : rest),
    ({ days, ...rest }) => (typeof days === 'number' ? { ...rest, hours: days * 24 } : rest),
  ],
}

describe('entries of older versions', () => {
  it('become the newest one step by step', () => {
    const stored = { who: 'Ada Lovelace', days: 2, kept: true }
    assert.deepEqual(upcast(steps, 'test.type', 1, 3, stored), { first: 'Ada', last: 'Lovelace', hours: 48, kept: true })
    assert.deepEqual(upcast(steps, 'test.type', 2, 3, { first: 'Ada', last: 'Lovelace', days: 1 }), {
      first: 'Ada',
      last: 'Lovelace',
      hours: 24,
    })
    assert.deepEqual(stored, { who: 'Ada Lovelace', days: 2, kept: true }, 'what was stored stays as it was')
  })

  it('stay as they are when they are of the newest version', () => {
    assert.deepEqual(upcast(steps, 'test.type', 3, 3, { hours: 1 }), { hours: 1 })
  })

  it('become newer also where fields were erased', () => {
    assert.deepEqual(upcast(steps, 'test.type', 1, 3, { kept: true }), { kept: true })
  })

  it('are refused when a step is missing', () => {
    assert.throws(() => upcast(steps, 'test.type', 3, 4, {}), /no step from version 3 to 4 of `test\.type`/)
    assert.throws(() => upcast(steps, 'another.type', 1, 2, {}), TypeError)
  })

  it('have a step for every version that the catalogue has left behind', () => {
    for (const type of Object.keys(catalogue) as EntryType[]) {
      assert.equal(upcasts[type]?.length ?? 0, kindOf(type).v - 1, type)
      upcast(upcasts, type, 1, kindOf(type).v, {})
    }
  })
})

describe('entries of a newer Writ', () => {
  const leafOf = (leaf: { readonly type: string; readonly v: number }) => {
    const body = nodeHashing.utf8(canonicalJson({ at: '2026-05-03T10:00:00.000Z', c: {}, ...leaf }))
    return { seq: 5, body, leaf: nodeHashing.sha256(LEAF_PREFIX, body), openings: {} }
  }

  it('are not guessed at: an unknown type or version is named', () => {
    for (const hashing of [undefined, nodeHashing]) {
      assert.throws(
        () => decodeEntry(leafOf({ type: 'grant.doubled', v: 1 }), hashing),
        /entry 5 cannot be read: its type `grant\.doubled` is unknown/,
      )
      assert.throws(() => decodeEntry(leafOf({ type: 'grant.made', v: 9 }), hashing), /version 9 of `grant\.made` is unknown/)
    }
  })

  it('are not guessed at when they were sealed either', () => {
    const at = momentOf('2026-05-03T10:00:00Z')
    const salt = new Uint8Array(16)
    const value = { type: 'case.opened', v: 2, origin: { channel: 'cli', identity: 'operator:kim' }, fields: {} }
    const c = commitment(nodeHashing, salt, 'sealed', 1, 'entry', value)
    const body = nodeHashing.utf8(canonicalJson({ at: '2026-05-03T10:00:00.000Z', c, type: 'sealed', v: 1 }))
    const stored = {
      seq: 5,
      body,
      leaf: nodeHashing.sha256(LEAF_PREFIX, body),
      openings: { entry: { salt: nodeHashing.base64url(salt), value } },
    }
    assert.throws(() => decodeEntry(stored, nodeHashing), UnreadableEntryError)
    assert.deepEqual(decodeEntry({ ...stored, openings: undefined }, nodeHashing), { seq: 5, at, type: 'sealed' })
  })
})
