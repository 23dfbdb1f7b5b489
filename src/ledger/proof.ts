import type { Hashing } from '../kernel/hashing.ts'
import { joinNodes } from './tree.ts'

/** Leaves from `start` up to `end`, without it: the tree over them is one hash of a proof. */
export interface LeafRange {
  readonly start: number
  readonly end: number
}

/**
 * What a proof that the leaf `index` stands in the tree of `size` leaves consists of, from its neighbour up to a child of the root: PATH of RFC 6962
 * section 2.1.1. Throws RangeError unless 0 <= index < size.
 */
export function inclusionRanges(index: number, size: number): readonly LeafRange[] {
  if (!isSize(size) || !isSize(index) || index >= size) throw new RangeError(`there is no leaf ${index} in a tree of ${size}`)
  const path = (start: number, end: number): LeafRange[] => {
    if (end - start === 1) return []
    const split = start + largestPowerBelow(end - start)
    return index < split ? [...path(start, split), { start: split, end }] : [...path(split, end), { start, end: split }]
  }
  return path(0, size)
}

/**
 * What a proof that the tree of `second` leaves begins with the tree of `first` consists of: PROOF of RFC 6962 section 2.1.2. Nothing is needed where
 * they are the same or the first has no leaf. Throws RangeError unless 0 <= first <= second.
 */
export function consistencyRanges(first: number, second: number): readonly LeafRange[] {
  if (!isSize(first) || !isSize(second) || first > second) throw new RangeError(`a tree of ${second} does not begin with one of ${first}`)
  if (first === 0) return []
  const proof = (start: number, end: number, known: boolean): LeafRange[] => {
    if (end === first) return known ? [] : [{ start, end }]
    const split = start + largestPowerBelow(end - start)
    return first <= split ? [...proof(start, split, known), { start: split, end }] : [...proof(split, end, false), { start, end: split }]
  }
  return proof(0, second, true)
}

/** The largest power of two below a count of at least two. */
export function largestPowerBelow(count: number): number {
  let power = 1
  while (power * 2 < count) power *= 2
  return power
}

/** That a leaf stands at a place in the tree of a size. */
export interface InclusionProof {
  readonly index: number
  readonly size: number
  readonly leaf: Uint8Array
  readonly path: readonly Uint8Array[]
}

/** The root that the tree must have if the proof is one (RFC 9162 section 2.1.3.2); undefined where it has too few or too many hashes, or the place is none. */
export function rootOfInclusion(hashing: Hashing, { index, size, leaf, path }: InclusionProof): Uint8Array | undefined {
  if (!isSize(size) || !isSize(index) || index >= size || !areHashes([leaf, ...path])) return undefined
  let [here, last] = [index, size - 1]
  let root = leaf
  for (const hash of path) {
    if (last === 0) return undefined
    if (here % 2 === 1 || here === last) {
      root = joinNodes(hashing, hash, root)
      while (here % 2 === 0 && here !== 0) [here, last] = [half(here), half(last)]
    } else root = joinNodes(hashing, root, hash)
    ;[here, last] = [half(here), half(last)]
  }
  return last === 0 ? root : undefined
}

/** That one tree begins with another. */
export interface ConsistencyProof {
  readonly first: number
  readonly firstRoot: Uint8Array
  readonly second: number
  readonly secondRoot: Uint8Array
  readonly path: readonly Uint8Array[]
}

/** Whether the leaves of the first tree stand unchanged at the beginning of the second, if both roots are right (RFC 9162 section 2.1.4.2). The empty tree is the beginning of every other. */
export function isConsistent(hashing: Hashing, { first, firstRoot, second, secondRoot, path }: ConsistencyProof): boolean {
  if (!isSize(first) || !isSize(second) || first > second || !areHashes([firstRoot, secondRoot, ...path])) return false
  if (first === 0) return path.length === 0 && equal(firstRoot, hashing.sha256()) && (second > 0 || equal(secondRoot, firstRoot))
  if (first === second) return path.length === 0 && equal(firstRoot, secondRoot)
  let [here, last] = [first - 1, second - 1]
  while (here % 2 === 1) [here, last] = [half(here), half(last)]
  const [start, ...rest] = here === 0 ? [firstRoot, ...path] : path
  if (start === undefined) return false
  let [old, now] = [start, start]
  for (const hash of rest) {
    if (last === 0) return false
    if (here % 2 === 1 || here === last) {
      ;[old, now] = [joinNodes(hashing, hash, old), joinNodes(hashing, hash, now)]
      while (here % 2 === 0 && here !== 0) [here, last] = [half(here), half(last)]
    } else now = joinNodes(hashing, now, hash)
    ;[here, last] = [half(here), half(last)]
  }
  return last === 0 && equal(old, firstRoot) && equal(now, secondRoot)
}

const half = (count: number) => Math.floor(count / 2)
const isSize = (count: number) => Number.isSafeInteger(count) && count >= 0
const areHashes = (all: readonly Uint8Array[]) => all.every((hash) => hash.length === 32)

function equal(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index])
}
