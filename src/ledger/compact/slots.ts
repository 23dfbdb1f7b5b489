import type { BytesReader, BytesWriter, Part } from './bytes.ts'

const SMALLEST = 16

/** A hash table from something the caller knows to whole numbers: open addressing, four bytes a slot, at most three quarters full. */
export class Slots implements Part {
  /** Number + 1; 0 = free. */
  #cells: Uint32Array = new Uint32Array(SMALLEST)
  #used = 0

  get bytes(): number {
    return this.#cells.byteLength
  }

  /** The number whose key `matches`, among those put under this hash; -1 if there is none. */
  find(hash: number, matches: (value: number) => boolean): number {
    const mask = this.#cells.length - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const value = (this.#cells[slot] as number) - 1
      if (value === -1 || matches(value)) return value
    }
  }

  /** Puts a number whose key is not there yet. `hashOf` gives the hash of a number put earlier. */
  add(hash: number, value: number, hashOf: (value: number) => number): void {
    if ((this.#used + 1) * 4 > this.#cells.length * 3) this.#grow(hashOf)
    this.#put(hash, value)
    this.#used += 1
  }

  #grow(hashOf: (value: number) => number): void {
    const before = this.#cells
    this.#cells = new Uint32Array(before.length * 2)
    for (const cell of before) if (cell !== 0) this.#put(hashOf(cell - 1), cell - 1)
  }

  #put(hash: number, value: number): void {
    const mask = this.#cells.length - 1
    let slot = hash & mask
    while (this.#cells[slot] !== 0) slot = (slot + 1) & mask
    this.#cells[slot] = value + 1
  }

  save(writer: BytesWriter): void {
    writer.json([this.#cells.length, this.#used])
    writer.cells(this.#cells)
  }

  restore(reader: BytesReader): void {
    const [length, used] = reader.json() as [number, number]
    this.#cells = reader.u32(length)
    this.#used = used
  }
}

/** Spreads the bits of a 32-bit number (the finisher of MurmurHash3). */
export function mix(number: number): number {
  let hash = Math.imul(number ^ (number >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
