import type { BytesReader, BytesWriter, Cells, Part } from './bytes.ts'

const PAGE_BITS = 12
const PAGE = 1 << PAGE_BITS
const MASK = PAGE - 1

/** Widths in bytes of a page's cells; 0 = all values are the base. */
const WIDTHS = [0, 1, 2, 4, 8] as const
type Width = (typeof WIDTHS)[number]
const LARGEST: Readonly<Record<Width, number>> = { 0: 0, 1: 0xff, 2: 0xffff, 4: 0xffff_ffff, 8: Number.MAX_SAFE_INTEGER }

interface Page {
  base: number
  cells: Cells | undefined
}

/**
 * A growing list of whole numbers that takes as few bytes as they need: pages of 4096, each with its own base and the narrowest width that
 * holds the distances from it. Numbers of entries and moments that follow each other take two to four bytes, equal ones none.
 */
export class Column implements Part {
  readonly #pages: Page[] = []
  #length = 0

  get length(): number {
    return this.#length
  }

  get bytes(): number {
    return this.#pages.reduce((sum, page) => sum + (page.cells?.byteLength ?? 0), 0)
  }

  get(index: number): number {
    const page = this.#pages[index >>> PAGE_BITS] as Page
    return page.cells === undefined ? page.base : page.base + (page.cells[index & MASK] as number)
  }

  push(value: number): void {
    const index = this.#length
    this.#length += 1
    if ((index & MASK) === 0) this.#pages.push({ base: value, cells: undefined })
    else this.set(index, value)
  }

  set(index: number, value: number): void {
    const page = this.#pages[index >>> PAGE_BITS] as Page
    const distance = value - page.base
    if (distance < 0 || distance > LARGEST[widthOf(page)]) this.#widen(index >>> PAGE_BITS, page, index & MASK, value)
    else if (page.cells !== undefined) page.cells[index & MASK] = distance
  }

  /** Gives the page a wider form; as there are five widths, a page is rewritten at most four times. */
  #widen(number: number, page: Page, cell: number, value: number): void {
    const used = Math.min(PAGE, this.#length - number * PAGE)
    const values = new Float64Array(used)
    let [low, high] = [value, value]
    for (let index = 0; index < used; index += 1) {
      const kept = index === cell ? value : page.base + (page.cells?.[index] ?? 0)
      values[index] = kept
      if (kept < low) low = kept
      else if (kept > high) high = kept
    }
    const range = high - low
    const wider = WIDTHS.find((width) => width > widthOf(page) && range <= LARGEST[width]) ?? 8
    // small numbers stay as they are; others get room below as well, for they do not only grow
    const small = low >= 0 && high <= LARGEST[wider] / 2
    page.base = small || wider === 8 ? 0 : low - Math.floor((LARGEST[wider] - range) / 4)
    page.cells = cellsOf(wider, PAGE)
    for (let index = 0; index < used; index += 1) (page.cells as Cells)[index] = (values[index] as number) - page.base
  }

  save(writer: BytesWriter): void {
    writer.json(this.#length)
    writer.cells(Float64Array.from(this.#pages, (page) => page.base))
    writer.cells(Uint8Array.from(this.#pages, widthOf))
    this.#pages.forEach((page, number) => {
      if (page.cells !== undefined) writer.cells(page.cells.subarray(0, Math.min(PAGE, this.#length - number * PAGE)))
    })
  }

  restore(reader: BytesReader): void {
    this.#length = reader.json() as number
    const count = Math.ceil(this.#length / PAGE)
    const bases = reader.f64(count)
    const widths = reader.u8(count)
    for (let number = 0; number < count; number += 1) {
      const used = Math.min(PAGE, this.#length - number * PAGE)
      this.#pages.push({ base: bases[number] as number, cells: loadCells(reader, widths[number] as Width, used) })
    }
  }
}

function widthOf(page: Page): Width {
  return (page.cells?.BYTES_PER_ELEMENT ?? 0) as Width
}

function cellsOf(width: Width, length: number): Cells | undefined {
  if (width === 1) return new Uint8Array(length)
  if (width === 2) return new Uint16Array(length)
  if (width === 4) return new Uint32Array(length)
  return width === 8 ? new Float64Array(length) : undefined
}

function loadCells(reader: BytesReader, width: Width, used: number): Cells | undefined {
  const stored =
    width === 1
      ? reader.u8(used)
      : width === 2
        ? reader.u16(used)
        : width === 4
          ? reader.u32(used)
          : width === 8
            ? reader.f64(used)
            : undefined
  if (stored === undefined || used === PAGE) return stored
  const cells = cellsOf(width, PAGE) as Cells
  cells.set(stored)
  return cells
}
