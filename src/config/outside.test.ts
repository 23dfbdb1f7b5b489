import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import { nodeHashing, systemRandomness } from './outside.ts'

const reference = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest())

describe('the platform’s hashing', () => {
  it('hashes the concatenation of its parts, whatever their number and length', () => {
    for (const lengths of [[0], [3], [1, 16, 40], [1, 70_000], [65_536], [65_535, 1], [65_536, 1], []]) {
      const parts = lengths.map((length, index) => new Uint8Array(length).fill(index + 1))
      assert.deepEqual(nodeHashing.sha256(...parts), reference(Buffer.concat(parts)), lengths.join('+'))
    }
  })

  it('digests a text in one step to the same as in three', () => {
    const prefix = Uint8Array.of(2, 250, 0)
    for (const text of ['', 'plain', 'Zoë 日本 😀', 'é'.repeat(21_000), 'é'.repeat(40_000)])
      assert.equal(nodeHashing.textDigest?.(prefix, text), nodeHashing.base64url(nodeHashing.sha256(prefix, nodeHashing.utf8(text))))
  })

  it('gives results that later calls do not overwrite', () => {
    const first = nodeHashing.sha256(Uint8Array.of(1), Uint8Array.of(2))
    const kept = first.slice()
    nodeHashing.sha256(Uint8Array.of(3), Uint8Array.of(4))
    assert.deepEqual(first, kept)
  })

  it('writes base64url without padding', () => {
    assert.equal(nodeHashing.base64url(Uint8Array.of(251, 255)), '-_8')
    assert.equal(nodeHashing.base64url(Uint8Array.of(9, 251, 255, 9).subarray(1, 3)), '-_8')
  })
})

describe('the platform’s randomness', () => {
  it('never hands out the same bytes twice', () => {
    const randomness = systemRandomness()
    const drawn = Array.from({ length: 3000 }, (_, index) => randomness.bytes(16 + (index % 3) * 8))
    const later = new Set(drawn.map((bytes) => Buffer.from(bytes.subarray(0, 16)).toString('hex')))
    assert.equal(later.size, drawn.length)
    assert.equal(randomness.bytes(20_000).length, 20_000)
  })
})
