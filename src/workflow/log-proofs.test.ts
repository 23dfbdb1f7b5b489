import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { nodeHashing } from '../../test/support/outside.ts'
import { isConsistent, rootOfInclusion } from '../ledger/proof.ts'
import { rootOf } from '../ledger/tree.ts'
import { createLogProofs } from './log-proofs.ts'

const LEAVES = 1300
const leaves = Array.from({ length: LEAVES }, (_, index) => nodeHashing.sha256(Uint8Array.of(index >> 8, index & 255)))
/** Around the edges of the blocks whose hashes are kept, and far from them. */
const SIZES = [1, 2, 3, 255, 256, 257, 511, 512, 513, 700, 1024, 1025, 1279, 1280, 1281, LEAVES]
const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('hex')

function reading() {
  const asked: number[] = []
  const reader = {
    leaves: async (from: number, limit: number) => {
      asked.push(limit)
      return leaves.slice(from, from + limit)
    },
  }
  return { proofs: createLogProofs(reader, nodeHashing), asked }
}

describe('proofs over a stored log', () => {
  it('have the root of the tree at every size, in whatever order they are asked for, and all at once', async () => {
    const { proofs } = reading()
    const wanted = [...SIZES, ...SIZES.toReversed()]
    const roots = await Promise.all(wanted.map((size) => proofs.root(size)))
    wanted.forEach((size, index) => assert.equal(hex(roots[index]), hex(rootOf(nodeHashing, leaves.slice(0, size))), `size ${size}`))
  })

  it('show where entries stand and that the log only grew', async () => {
    const { proofs } = reading()
    for (const size of SIZES) {
      const root = await proofs.root(size)
      for (const index of new Set([0, 1, 255, 256, 600, size - 1].filter((one) => one < size))) {
        const path = await proofs.inclusion(index, size)
        const leaf = leaves[index] as Uint8Array
        assert.equal(hex(rootOfInclusion(nodeHashing, { index, size, leaf, path })), hex(root), `${index} in ${size}`)
      }
      for (const first of SIZES.filter((one) => one <= size)) {
        const given = {
          first,
          firstRoot: await proofs.root(first),
          second: size,
          secondRoot: root,
          path: await proofs.consistency(first, size),
        }
        assert.ok(isConsistent(nodeHashing, given), `${first} in ${size}`)
      }
    }
    await assert.rejects(proofs.inclusion(5, 5), RangeError)
    await assert.rejects(proofs.consistency(6, 5), RangeError)
  })

  it('read every leaf once, and then those beside the edges alone', async () => {
    const { proofs, asked } = reading()
    await proofs.inclusion(700, 1280)
    const first = asked.splice(0).reduce((sum, count) => sum + count, 0)
    assert.ok(first >= 1280 && first < 1280 + 256, `${first} leaves`)
    await proofs.inclusion(300, 1280)
    const then = asked.reduce((sum, count) => sum + count, 0)
    assert.ok(then <= 255, `${then} leaves`)
  })

  it('go on after a reading that failed', async () => {
    let failing = true
    const proofs = createLogProofs(
      {
        leaves: async (from, limit) => {
          if (failing) throw new Error('the disk is gone')
          return leaves.slice(from, from + limit)
        },
      },
      nodeHashing,
    )
    await assert.rejects(proofs.root(600), /the disk is gone/)
    failing = false
    assert.equal(hex(await proofs.root(600)), hex(rootOf(nodeHashing, leaves.slice(0, 600))))
  })
})
