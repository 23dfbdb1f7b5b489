import { readText, roomFor, writeText } from './text-bytes.ts'

export type Cells = Uint8Array | Uint16Array | Uint32Array | Float64Array

const ALIGN = 8
const padded = (length: number) => Math.ceil(length / ALIGN) * ALIGN

/** A piece of state that knows its size and can be written to a snapshot and read back into an empty one of its kind. */
export interface Part {
  /** Bytes held. */
  readonly bytes: number
  save(writer: BytesWriter): void
  restore(reader: BytesReader): void
}

export function bytesOf(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum + part.bytes, 0)
}

/** Collects pieces of a snapshot; every piece starts at a multiple of eight bytes, so that a reader can lay arrays over it. */
export class BytesWriter {
  readonly #pieces: Uint8Array[] = []
  #length = 0

  cells(cells: Cells): void {
    this.#add(new Uint8Array(cells.buffer, cells.byteOffset, cells.byteLength))
  }

  /** A JSON value; `undefined` is kept, null is not. */
  json(value: unknown): void {
    const text = JSON.stringify(value, (_name, item: unknown) => (item === undefined ? null : item))
    const room = new Uint8Array(roomFor(text.length))
    const bytes = room.subarray(0, writeText(text, room, 0))
    this.cells(Uint32Array.of(bytes.length))
    this.#add(bytes)
  }

  /** Everything so far in one array, after `header` unused bytes. */
  finish(header: number): Uint8Array {
    const start = padded(header)
    const whole = new Uint8Array(start + this.#length)
    let end = start
    for (const piece of this.#pieces) {
      whole.set(piece, end)
      end += padded(piece.length)
    }
    return whole
  }

  #add(piece: Uint8Array): void {
    this.#pieces.push(piece)
    this.#length += padded(piece.length)
  }
}

function withUndefined(value: unknown): unknown {
  if (value === null) return undefined
  if (typeof value === 'object') {
    const map = value as Record<string, unknown>
    for (const name of Object.keys(map)) map[name] = withUndefined(map[name])
  }
  return value
}

/** Reads the pieces in the order they were written. The arrays it gives are views on `bytes`, which must start at a multiple of eight. */
export class BytesReader {
  readonly #bytes: Uint8Array
  #at: number

  constructor(bytes: Uint8Array, header: number) {
    this.#bytes = bytes
    this.#at = padded(header)
  }

  json(): unknown {
    const length = this.u32(1)[0] as number
    const start = this.#take(length)
    return withUndefined(JSON.parse(readText(this.#bytes, start, start + length)))
  }

  u8(count: number): Uint8Array {
    return new Uint8Array(this.#bytes.buffer, this.#take(count) + this.#bytes.byteOffset, count)
  }

  u16(count: number): Uint16Array {
    return new Uint16Array(this.#bytes.buffer, this.#take(count * 2) + this.#bytes.byteOffset, count)
  }

  u32(count: number): Uint32Array {
    return new Uint32Array(this.#bytes.buffer, this.#take(count * 4) + this.#bytes.byteOffset, count)
  }

  f64(count: number): Float64Array {
    return new Float64Array(this.#bytes.buffer, this.#take(count * 8) + this.#bytes.byteOffset, count)
  }

  #take(length: number): number {
    const start = this.#at
    this.#at += padded(length)
    if (this.#at > this.#bytes.length) throw new RangeError('the snapshot is cut short')
    return start
  }
}
