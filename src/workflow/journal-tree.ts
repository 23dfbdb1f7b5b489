import type { Hashing } from '../kernel/hashing.ts'

const NODE_PREFIX = Uint8Array.of(0x01)

/** The RFC 6962 tree over leaf hashes, as far as adding a leaf and telling the root need it: the roots of its perfect subtrees. */
export class Tree {
  readonly #hashing: Hashing
  readonly #peaks: Uint8Array[]
  #size: number

  constructor(hashing: Hashing, size = 0, peaks: readonly Uint8Array[] = []) {
    this.#hashing = hashing
    this.#size = size
    this.#peaks = [...peaks]
  }

  /** undefined if a tree of this size does not have so many perfect subtrees. */
  static fromPeaks(hashing: Hashing, size: number, peaks: readonly Uint8Array[]): Tree | undefined {
    const expected = size.toString(2).replaceAll('0', '').length
    return peaks.length === expected && peaks.every((peak) => peak.length === 32) ? new Tree(hashing, size, peaks) : undefined
  }

  get size(): number {
    return this.#size
  }

  /** Largest first. */
  peaks(): readonly Uint8Array[] {
    return [...this.#peaks]
  }

  append(leaf: Uint8Array): void {
    let node = leaf
    for (let rest = this.#size; rest % 2 === 1; rest = Math.floor(rest / 2))
      node = this.#hashing.sha256(NODE_PREFIX, this.#peaks.pop() as Uint8Array, node)
    this.#peaks.push(node)
    this.#size += 1
  }

  root(): Uint8Array {
    const last = this.#peaks.at(-1)
    if (last === undefined) return this.#hashing.sha256()
    return this.#peaks.slice(0, -1).reduceRight((right, left) => this.#hashing.sha256(NODE_PREFIX, left, right), last)
  }
}
