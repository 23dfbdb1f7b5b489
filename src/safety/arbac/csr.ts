/** Lists of numbers behind each other: the list `at` stands from `start[at]` to `start[at + 1]`. One array instead of thousands. */
export interface Csr {
  readonly start: Int32Array
  readonly items: Int32Array
}

export function csrOf(lists: readonly (readonly number[])[]): Csr {
  const start = new Int32Array(lists.length + 1)
  for (let at = 0; at < lists.length; at += 1) start[at + 1] = (start[at] ?? 0) + (lists[at]?.length ?? 0)
  const items = new Int32Array(start[lists.length] ?? 0)
  for (let at = 0; at < lists.length; at += 1) items.set(lists[at] ?? [], start[at] ?? 0)
  return { start, items }
}

/** Which lists name a number: the list of each number from 0 to `size`. */
export function inverted(lists: Csr, size: number): Csr {
  const start = new Int32Array(size + 1)
  for (const item of lists.items) start[item + 1] = (start[item + 1] ?? 0) + 1
  for (let at = 0; at < size; at += 1) start[at + 1] = (start[at + 1] ?? 0) + (start[at] ?? 0)
  const next = start.slice(0, size)
  const items = new Int32Array(lists.items.length)
  for (let list = 0; list + 1 < lists.start.length; list += 1) {
    for (let at = lists.start[list] ?? 0; at < (lists.start[list + 1] ?? 0); at += 1) {
      const item = lists.items[at] ?? 0
      items[next[item] ?? 0] = list
      next[item] = (next[item] ?? 0) + 1
    }
  }
  return { start, items }
}

/** One list, to be read and not to be written. */
export function listOf(lists: Csr, at: number): Int32Array {
  return lists.items.subarray(lists.start[at] ?? 0, lists.start[at + 1] ?? 0)
}
