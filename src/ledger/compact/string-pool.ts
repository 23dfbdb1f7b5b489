import type { BytesReader, BytesWriter, Part } from './bytes.ts'
import { Column } from './column.ts'
import { mix, Slots } from './slots.ts'
import { readText, roomFor, writeText } from './text-bytes.ts'

const PAGE = 65_536
const MASK = PAGE - 1
/** Shorter texts have one byte for their length before their bytes, longer ones four: this mark and 24 bits, little-endian. */
const LONG = 0xff
const LONG_BYTES = 4
const CACHED = 4096

interface Place {
  readonly page: Uint8Array
  readonly start: number
  readonly end: number
}

/** Every text once, known by a small number: bytes instead of string objects, so that a million ids take a quarter of a Map's room. */
export class StringPool implements Part {
  #pages: Uint8Array[] = []
  /** Free bytes begin here in the last page. */
  #end = PAGE
  readonly #starts = new Column()
  readonly #slots = new Slots()
  #scratch = new Uint8Array(256)
  /** The first texts (roles, targets, clauses) are asked for again and again. */
  readonly #cache: string[] = []

  get size(): number {
    return this.#starts.length
  }

  get bytes(): number {
    return this.#pages.reduce((sum, page) => sum + page.length, 0) + this.#starts.bytes + this.#slots.bytes
  }

  /** The number of a text; -1 if it is not in the pool. */
  find(text: string): number {
    const length = this.#encode(text)
    return this.#slots.find(hashOf(this.#scratch, 0, length), (number) => this.#holds(number, length))
  }

  /** The number of a text, which is put into the pool if it is new. */
  intern(text: string): number {
    const length = this.#encode(text)
    const hash = hashOf(this.#scratch, 0, length)
    const known = this.#slots.find(hash, (number) => this.#holds(number, length))
    if (known !== -1) return known
    const number = this.#starts.length
    this.#starts.push(this.#store(length))
    this.#slots.add(hash, number, (other) => this.#hashOfStored(other))
    return number
  }

  get(number: number): string {
    const cached = this.#cache[number]
    if (cached !== undefined) return cached
    const { page, start, end } = this.#place(number)
    const text = readText(page, start, end)
    if (number < CACHED) this.#cache[number] = text
    return text
  }

  #encode(text: string): number {
    const room = roomFor(text.length)
    if (room > this.#scratch.length) this.#scratch = new Uint8Array(room * 2)
    return writeText(text, this.#scratch, 0)
  }

  /** Copies the scratch bytes behind the others; a text never crosses pages, a longer one has a page of its own. */
  #store(length: number): number {
    const head = length < LONG ? 1 : LONG_BYTES
    const needed = head + length
    if (this.#end + needed > PAGE) {
      this.#pages.push(new Uint8Array(Math.max(PAGE, needed)))
      this.#end = 0
    }
    const start = (this.#pages.length - 1) * PAGE + this.#end
    const page = this.#pages[this.#pages.length - 1] as Uint8Array
    if (head === 1) page[this.#end] = length
    else page.set([LONG, length & 0xff, (length >> 8) & 0xff, (length >> 16) & 0xff], this.#end)
    for (let index = 0; index < length; index += 1) page[this.#end + head + index] = this.#scratch[index] as number
    this.#end += needed
    return start
  }

  #place(number: number): Place {
    const at = this.#starts.get(number)
    const page = this.#pages[Math.floor(at / PAGE)] as Uint8Array
    const head = at & MASK
    const short = page[head] as number
    if (short < LONG) return { page, start: head + 1, end: head + 1 + short }
    const length = (page[head + 1] as number) | ((page[head + 2] as number) << 8) | ((page[head + 3] as number) << 16)
    return { page, start: head + LONG_BYTES, end: head + LONG_BYTES + length }
  }

  #holds(number: number, length: number): boolean {
    const { page, start, end } = this.#place(number)
    if (end - start !== length) return false
    for (let index = 0; index < length; index += 1) if (page[start + index] !== this.#scratch[index]) return false
    return true
  }

  #hashOfStored(number: number): number {
    const { page, start, end } = this.#place(number)
    return hashOf(page, start, end)
  }

  save(writer: BytesWriter): void {
    writer.json([this.#end, this.#pages.map((page) => page.length)])
    this.#pages.forEach((page, number) => writer.cells(number === this.#pages.length - 1 ? page.subarray(0, this.#end) : page))
    this.#starts.save(writer)
    this.#slots.save(writer)
  }

  restore(reader: BytesReader): void {
    const [end, lengths] = reader.json() as [number, readonly number[]]
    this.#end = end
    this.#pages = lengths.map((length, number) => {
      if (number < lengths.length - 1) return reader.u8(length)
      const page = new Uint8Array(length)
      page.set(reader.u8(end))
      return page
    })
    this.#starts.restore(reader)
    this.#slots.restore(reader)
  }
}

/** FNV-1a, finished so that near texts fall far apart. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5
  for (let index = start; index < end; index += 1) hash = Math.imul(hash ^ (bytes[index] as number), 0x01000193)
  return mix(hash)
}
