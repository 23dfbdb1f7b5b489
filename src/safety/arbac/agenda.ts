/** States to look at: those with most free roles first, because having them harms nothing and makes other states needless; among equals the oldest. */
export class Agenda {
  readonly #lists: number[][] = []
  readonly #heads: number[] = []
  #most = -1

  add(state: number, free: number): void {
    const list = this.#lists[free]
    if (list === undefined) this.#lists[free] = [state]
    else list.push(state)
    if (free > this.#most) this.#most = free
  }

  next(): number | undefined {
    for (; this.#most >= 0; this.#most -= 1) {
      const list = this.#lists[this.#most]
      const head = this.#heads[this.#most] ?? 0
      if (list === undefined || head >= list.length) continue
      this.#heads[this.#most] = head + 1
      return list[head]
    }
    return undefined
  }
}
