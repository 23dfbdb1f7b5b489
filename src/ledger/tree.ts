import type { Hashing } from '../kernel/hashing.ts'

/** RFC 6962 section 2.1: what is hashed before two subtree hashes. */
const NODE_PREFIX = Uint8Array.of(0x01)

/** The hash of a node over those of its two halves. */
export function joinNodes(hashing: Hashing, left: Uint8Array, right: Uint8Array): Uint8Array {
  return hashing.sha256(NODE_PREFIX, left, right)
}

/**
 * The running Merkle tree over the leaf hashes of a ledger (RFC 6962 section 2.1, unchanged in RFC 9162). It keeps only the hashes of the
 * perfect subtrees that the leaves so far fall into, one for each binary digit of the size; proofs (proof.ts) need others as well.
 */
export class Tree {
  readonly #hashing: Hashing
  /** From the largest subtree to the smallest. */
  readonly #subtrees: Uint8Array[] = []
  #size = 0

  constructor(hashing: Hashing) {
    this.#hashing = hashing
  }

  get size(): number {
    return this.#size
  }

  /** Takes the leaf hash of the next entry: 32 bytes, SHA-256(0x00 || body). */
  append(leaf: Uint8Array): void {
    let hash = leaf
    for (let full = this.#size; full % 2 === 1; full = Math.floor(full / 2)) hash = this.#join(this.#subtrees.pop() as Uint8Array, hash)
    this.#subtrees.push(hash)
    this.#size += 1
  }

  /** The root at the present size; of the empty tree the hash of nothing. */
  root(): Uint8Array {
    return (
      this.#subtrees.reduceRight<Uint8Array | undefined>(
        (right, left) => (right === undefined ? left : this.#join(left, right)),
        undefined,
      ) ?? this.#hashing.sha256()
    )
  }

  /** The hashes kept, one after the other: with the size all that is needed to go on from here. */
  save(): Uint8Array {
    const bytes = new Uint8Array(this.#subtrees.length * 32)
    this.#subtrees.forEach((hash, index) => bytes.set(hash, index * 32))
    return bytes
  }

  /** A tree that goes on from a saved one; undefined if the bytes cannot belong to this size. Compare its root with one you trust. */
  static restore(hashing: Hashing, size: number, bytes: Uint8Array): Tree | undefined {
    const tree = new Tree(hashing)
    let count = 0
    for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2
    if (bytes.length !== count * 32) return undefined
    for (let index = 0; index < count; index += 1) tree.#subtrees.push(bytes.slice(index * 32, (index + 1) * 32))
    tree.#size = size
    return tree
  }

  #join(left: Uint8Array, right: Uint8Array): Uint8Array {
    return joinNodes(this.#hashing, left, right)
  }
}

export function emptyTree(hashing: Hashing): Tree {
  return new Tree(hashing)
}

/** The root over these leaf hashes. */
export function rootOf(hashing: Hashing, leaves: Iterable<Uint8Array>): Uint8Array {
  const tree = emptyTree(hashing)
  for (const leaf of leaves) tree.append(leaf)
  return tree.root()
}
