/** Whole numbers in one array that grows as needed. */
export class GrowingInts {
  #items = new Int32Array(1024)
  #length = 0

  get length(): number {
    return this.#length
  }

  get(at: number): number {
    return this.#items[at] ?? 0
  }

  set(at: number, value: number): void {
    this.#items[at] = value
  }

  push(value: number): void {
    this.#reserve(1)
    this.#items[this.#length] = value
    this.#length += 1
  }

  pushAll(values: Int32Array): void {
    this.#reserve(values.length)
    this.#items.set(values, this.#length)
    this.#length += values.length
  }

  /** A window on the array, good until the next push. */
  view(from: number, to: number): Int32Array {
    return this.#items.subarray(from, to)
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#items.length) return
    const larger = new Int32Array(Math.max(this.#items.length * 2, this.#length + more))
    larger.set(this.#items)
    this.#items = larger
  }
}
