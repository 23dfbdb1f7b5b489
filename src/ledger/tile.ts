/** The tree in files of at most 256 hashes: https://c2sp.org/tlog-tiles. */
import type { LeafRange } from './proof.ts'

export const TILE_WIDTH = 256

export interface Tile {
  /** 0: leaf hashes; each hash of a level is the root over a full tile of the level below. */
  readonly level: number
  readonly index: number
  /** How many hashes stand in it, 1 to 256. */
  readonly width: number
}

/** A tile by the end of its address, `0/x001/234.p/5`; undefined for what is none. */
export function parseTile(path: string): Tile | undefined {
  const [, level, groups, last, partial] = /^(0|[1-9]\d?)\/((?:x\d{3}\/)*)(\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path) ?? []
  if (level === undefined || groups === undefined || last === undefined) return undefined
  const index = Number(groups.replaceAll(/[x/]/g, '') + last)
  const width = partial === undefined ? TILE_WIDTH : Number(partial)
  if (Number(level) > 63 || !Number.isSafeInteger(index) || (partial !== undefined && width >= TILE_WIDTH)) return undefined
  const tile = { level: Number(level), index, width }
  return tilePath(tile) === path ? tile : undefined
}

export function tilePath({ level, index, width }: Tile): string {
  const digits = String(index)
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? []
  const path = groups.map((group, place) => (place === groups.length - 1 ? group : `x${group}`)).join('/')
  return `${level}/${path}${width === TILE_WIDTH ? '' : `.p/${width}`}`
}

/** Whether all of a tile stands in the tree of this size. */
export function isTileWithin({ level, index, width }: Tile, size: number): boolean {
  return (index * TILE_WIDTH + width) * TILE_WIDTH ** level <= size
}

/** The leaves under each hash of a tile. */
export function rangesOfTile({ level, index, width }: Tile): readonly LeafRange[] {
  const leaves = TILE_WIDTH ** level
  return Array.from({ length: width }, (_, place) => {
    const start = (index * TILE_WIDTH + place) * leaves
    return { start, end: start + leaves }
  })
}
