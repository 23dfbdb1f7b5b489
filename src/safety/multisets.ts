/**
 * Every multiset of `size` numbers below `copies.length`, number `n` at most `copies[n]` times, ascending within and in lexical order.
 */
export function* multisets(copies: readonly number[], size: number, from = 0): Generator<readonly number[]> {
  if (size === 0) {
    yield []
    return
  }
  for (let first = from; first < copies.length; first += 1) {
    const left = copies[first] ?? 0
    if (left <= 0) continue
    const rest = copies.map((count, at) => (at === first ? count - 1 : count))
    for (const others of multisets(rest, size - 1, first)) yield [first, ...others]
  }
}
