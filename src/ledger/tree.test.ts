import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { nodeHashing } from '../../test/support/outside.ts'
import { LEAF_PREFIX } from './leaf.ts'
import { emptyTree, rootOf, Tree } from './tree.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const leafOf = (data: string) => nodeHashing.sha256(LEAF_PREFIX, Uint8Array.from(Buffer.from(data, 'hex')))

/** The eight leaves that implementations of RFC 6962 test with, and the roots over the first n of them. */
const known = {
  leaves: ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'],
  roots: [
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ],
}

/** RFC 6962 section 2.1, word for word: split at the largest power of two below n. */
function definition(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return nodeHashing.sha256(new Uint8Array(0))
  if (leaves.length === 1) return leaves[0] as Uint8Array
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  return nodeHashing.sha256(Uint8Array.of(1), definition(leaves.slice(0, split)), definition(leaves.slice(split)))
}

const many = Array.from({ length: 130 }, (_, index) => leafOf(index.toString(16).padStart(4, '0')))

describe('the tree over the leaves', () => {
  it('has the roots that other implementations have', () => {
    known.roots.forEach((root, size) =>
      assert.equal(hex(rootOf(nodeHashing, known.leaves.slice(0, size).map(leafOf))), root, `size ${size}`),
    )
  })

  it('agrees with the definition at every size up to 130', () => {
    const tree = emptyTree(nodeHashing)
    for (let size = 0; size <= many.length; size += 1) {
      assert.equal(tree.size, size)
      assert.equal(hex(tree.root()), hex(definition(many.slice(0, size))), `size ${size}`)
      if (size < many.length) tree.append(many[size] as Uint8Array)
    }
  })

  it('goes on from a saved one as if it had never stopped', () => {
    for (let size = 0; size < many.length; size += 7) {
      const before = emptyTree(nodeHashing)
      for (const leaf of many.slice(0, size)) before.append(leaf)
      const after = Tree.restore(nodeHashing, size, before.save())
      assert.ok(after !== undefined)
      for (const leaf of many.slice(size)) after.append(leaf)
      assert.equal(hex(after.root()), hex(definition(many)))
    }
  })

  it('keeps one hash for each binary digit of its size', () => {
    const tree = emptyTree(nodeHashing)
    for (const leaf of many) tree.append(leaf)
    assert.equal(tree.save().length, 2 * 32, '130 is 128 + 2')
    assert.equal(Tree.restore(nodeHashing, 129, tree.save())?.size, 129)
    assert.equal(Tree.restore(nodeHashing, 131, tree.save()), undefined)
  })

  it('has another root when any leaf changes, moves or is left out', () => {
    const root = hex(rootOf(nodeHashing, many))
    for (let index = 0; index < many.length - 1; index += 1) {
      const [here, next] = [many[index] as Uint8Array, many[index + 1] as Uint8Array]
      assert.notEqual(hex(rootOf(nodeHashing, many.with(index, next))), root)
      assert.notEqual(hex(rootOf(nodeHashing, many.with(index, next).with(index + 1, here))), root)
      assert.notEqual(hex(rootOf(nodeHashing, many.toSpliced(index, 1))), root)
    }
  })
})
