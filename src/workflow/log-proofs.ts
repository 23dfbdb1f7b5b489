import { setImmediate } from 'node:timers/promises'
import type { Hashing } from '../kernel/hashing.ts'
import { consistencyRanges, inclusionRanges, largestPowerBelow, type LeafRange } from '../ledger/proof.ts'
import { rangesOfTile, type Tile } from '../ledger/tile.ts'
import { joinNodes, rootOf } from '../ledger/tree.ts'
import type { StoreReader } from './ports.ts'

/** Proofs over the tree of a ledger, which only grows: what was worked out once stays right. Sizes are those of the ledger or smaller. */
export interface LogProofs {
  root(size: number): Promise<Uint8Array>
  /** The path that shows that a leaf stands in the tree of this size. Rejects with RangeError if it cannot. */
  inclusion(index: number, size: number): Promise<readonly Uint8Array[]>
  /** The path that shows that the tree of the second size begins with that of the first. Rejects with RangeError if it cannot. */
  consistency(first: number, second: number): Promise<readonly Uint8Array[]>
  /** The hashes of a tile, which must stand in the tree of the ledger. */
  tile(tile: Tile): Promise<readonly Uint8Array[]>
}

/** Leaves under one hash that is kept: few enough to hash again, many enough that the kept hashes of a million entries are 128 kB. */
const BLOCK = 256
const BLOCKS_AT_ONCE = 16

export function createLogProofs(reader: Pick<StoreReader, 'leaves'>, hashing: Hashing): LogProofs {
  const blocks: Uint8Array[] = []
  let reading: Promise<void> = Promise.resolve()

  const readBlocks = async (size: number) => {
    while ((blocks.length + 1) * BLOCK <= size) {
      const count = Math.min(BLOCKS_AT_ONCE, Math.floor(size / BLOCK) - blocks.length)
      const leaves = await reader.leaves(blocks.length * BLOCK, count * BLOCK)
      for (let block = 0; block < count; block += 1) blocks.push(rootOf(hashing, leaves.slice(block * BLOCK, (block + 1) * BLOCK)))
      await setImmediate()
    }
  }
  /** One after the other, so that no block is read twice. */
  const known = (size: number) => {
    const read = reading.then(() => readBlocks(size))
    reading = read.catch(() => undefined)
    return read
  }
  const rootOfRange = async ({ start, end }: LeafRange): Promise<Uint8Array> => {
    if (end - start < BLOCK) return rootOf(hashing, await reader.leaves(start, end - start))
    if (end - start === BLOCK) return blocks[start / BLOCK] as Uint8Array
    const split = start + largestPowerBelow(end - start)
    return joinNodes(hashing, await rootOfRange({ start, end: split }), await rootOfRange({ start: split, end }))
  }
  const rootsOf = async (ranges: readonly LeafRange[], size: number) => {
    await known(size)
    const roots: Uint8Array[] = []
    for (const range of ranges) roots.push(await rootOfRange(range))
    return roots
  }
  return {
    root: async (size) => (await rootsOf([{ start: 0, end: size }], size))[0] as Uint8Array,
    inclusion: async (index, size) => rootsOf(inclusionRanges(index, size), size),
    consistency: async (first, second) => rootsOf(consistencyRanges(first, second), second),
    tile: async (tile) => {
      const ranges = rangesOfTile(tile)
      if (tile.level === 0) return reader.leaves(ranges[0]?.start ?? 0, tile.width)
      return rootsOf(ranges, ranges.at(-1)?.end ?? 0)
    },
  }
}
