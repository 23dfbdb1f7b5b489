import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { nodeHashing } from '../../test/support/outside.ts'
import { LEAF_PREFIX } from './leaf.ts'
import { consistencyRanges, inclusionRanges, isConsistent, rootOfInclusion, type LeafRange } from './proof.ts'
import { rootOf } from './tree.ts'

const hex = (bytes: Uint8Array | undefined) => (bytes === undefined ? undefined : Buffer.from(bytes).toString('hex'))
const leafOf = (data: string) => nodeHashing.sha256(LEAF_PREFIX, Uint8Array.from(Buffer.from(data, 'hex')))
const sha256 = (prefix: number, ...parts: readonly Uint8Array[]) => nodeHashing.sha256(Uint8Array.of(prefix), ...parts)

/** The leaves that implementations of RFC 6962 test with, and the proofs they publish for them. */
const known = {
  leaves: ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(leafOf),
  inclusion: [
    { index: 0, size: 1, path: [] },
    {
      index: 0,
      size: 8,
      path: [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    },
    {
      index: 5,
      size: 8,
      path: [
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    },
    { index: 2, size: 3, path: ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'] },
    {
      index: 1,
      size: 5,
      path: [
        '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      ],
    },
  ],
  consistency: [
    { first: 1, second: 1, path: [] },
    {
      first: 1,
      second: 8,
      path: [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    },
    {
      first: 6,
      second: 8,
      path: [
        '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    },
    {
      first: 2,
      second: 5,
      path: [
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      ],
    },
    {
      first: 6,
      second: 7,
      path: [
        '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
        'b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    },
  ],
}

/** RFC 6962 section 2.1, word for word: nothing of the code under test. */
function mth(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return nodeHashing.sha256()
  if (leaves.length === 1) return leaves[0] as Uint8Array
  const split = 2 ** Math.ceil(Math.log2(leaves.length) - 1)
  return sha256(1, mth(leaves.slice(0, split)), mth(leaves.slice(split)))
}

const pathOf = (leaves: readonly Uint8Array[], ranges: readonly LeafRange[]) =>
  ranges.map(({ start, end }) => mth(leaves.slice(start, end)))
const many = Array.from({ length: 600 }, (_, index) => leafOf(index.toString(16).padStart(4, '0')))
const LARGEST = 48

describe('proofs over the tree', () => {
  it('are those that other implementations publish', () => {
    for (const { index, size, path } of known.inclusion)
      assert.deepEqual(pathOf(known.leaves, inclusionRanges(index, size)).map(hex), path, `${index} in ${size}`)
    for (const { first, second, path } of known.consistency)
      assert.deepEqual(pathOf(known.leaves, consistencyRanges(first, second)).map(hex), path, `${first} in ${second}`)
  })

  it('show for every leaf of every small tree that it is in it, and for no other leaf, place, size or path', () => {
    for (let size = 1; size <= LARGEST; size += 1) {
      const leaves = many.slice(0, size)
      const root = hex(mth(leaves))
      for (let index = 0; index < size; index += 1) {
        const leaf = leaves[index] as Uint8Array
        const path = pathOf(leaves, inclusionRanges(index, size))
        const shown = (change: object) => hex(rootOfInclusion(nodeHashing, { index, size, leaf, path, ...change }))
        assert.equal(shown({}), root, `${index} in ${size}`)
        assert.notEqual(shown({ leaf: many[size] }), root)
        assert.notEqual(shown({ path: [...path, leaf] }), root)
        assert.notEqual(shown({ path: [leaf, ...path] }), root)
        if (path.length > 0) assert.notEqual(shown({ path: path.slice(1) }), root)
        if (path.length > 0) assert.notEqual(shown({ path: path.slice(0, -1) }), root)
        for (let other = 0; other < size; other += 1)
          if (other !== index) assert.notEqual(shown({ index: other }), root, `${other} for ${index}`)
        for (const other of [-1, size, size + 1, 0.5]) assert.equal(shown({ index: other }), undefined)
        for (const other of [0, index, size / 2 - 0.5, Number.NaN])
          if (other !== size && other <= index) assert.equal(shown({ size: other }), undefined)
      }
    }
  })

  it('show for every two small trees that one begins with the other, and for no other root, size or path', () => {
    const roots = Array.from({ length: LARGEST + 1 }, (_, size) => mth(many.slice(0, size)))
    for (let second = 0; second <= LARGEST; second += 1)
      for (let first = 0; first <= second; first += 1) {
        const path = pathOf(many, consistencyRanges(first, second))
        const given = { first, firstRoot: roots[first] as Uint8Array, second, secondRoot: roots[second] as Uint8Array, path }
        const holds = (change: object) => isConsistent(nodeHashing, { ...given, ...change })
        assert.ok(holds({}), `${first} in ${second}`)
        assert.ok(!holds({ path: [...path, roots[1]] }), 'a hash too many')
        if (first > 0) assert.ok(!holds({ firstRoot: many[599] }), 'another beginning')
        if (first > 0) assert.ok(!holds({ secondRoot: many[599] }), 'another end')
        if (first > 0 && first < second) {
          assert.ok(!holds({ path: path.slice(1) }) && !holds({ path: path.slice(0, -1) }), 'a hash too few')
          assert.ok(!holds({ first: second, second: first }), 'backwards')
          for (let other = 1; other < second; other += 1)
            if (other !== first) assert.ok(!holds({ first: other }), `${other} for ${first} in ${second}`)
        }
      }
  })

  it('break with any single bit of theirs', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 600 }), fc.nat(), fc.nat(), fc.nat(), (size, place, hash, bit) => {
        const index = place % size
        const leaves = many.slice(0, size)
        const flipped = (all: readonly Uint8Array[]) =>
          all.map((bytes, at) =>
            at === hash % all.length ? bytes.map((byte, one) => (one === (bit >> 3) % 32 ? byte ^ (1 << (bit % 8)) : byte)) : bytes,
          )
        const [root, leaf] = [mth(leaves), leaves[index] as Uint8Array]
        const path = pathOf(leaves, inclusionRanges(index, size))
        assert.equal(hex(rootOfInclusion(nodeHashing, { index, size, leaf, path })), hex(root))
        assert.notEqual(hex(rootOfInclusion(nodeHashing, { index, size, leaf, path: flipped(path) })), hex(root))
        const first = index + 1
        if (first === size) return
        const given = { first, firstRoot: mth(leaves.slice(0, first)), second: size, secondRoot: root }
        const consistency = pathOf(leaves, consistencyRanges(first, size))
        assert.ok(isConsistent(nodeHashing, { ...given, path: consistency }))
        assert.ok(!isConsistent(nodeHashing, { ...given, path: flipped(consistency) }))
      }),
    )
  })

  it('have at most a hash for each doubling of the size', () => {
    for (const size of [1_000_000, 2 ** 40]) {
      assert.ok(inclusionRanges(size - 1, size).length <= Math.ceil(Math.log2(size)))
      assert.ok(consistencyRanges(size - 1, size).length <= Math.ceil(Math.log2(size)) + 1)
    }
  })

  it('are of no place and no size that there is not', () => {
    for (const [index, size] of [
      [0, 0],
      [5, 5],
      [-1, 5],
      [1.5, 5],
      [1, Number.NaN],
    ] as const)
      assert.throws(() => inclusionRanges(index, size), RangeError)
    for (const [first, second] of [
      [6, 5],
      [-1, 5],
      [1.5, 5],
    ] as const)
      assert.throws(() => consistencyRanges(first, second), RangeError)
    assert.equal(hex(rootOf(nodeHashing, many)), hex(mth(many)))
  })
})
