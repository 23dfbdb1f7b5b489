/** Between two snapshots that are kept lies at most this part of the ledger, where enough were made. */
const PART = 1 / 8

/**
 * Which snapshots need not be kept, by their sizes in ascending order. From those that stay, at most seventeen, any earlier state is a short replay
 * away.
 */
export function superfluous(sizes: readonly number[]): readonly number[] {
  const step = (sizes.at(-1) ?? 0) * PART
  let kept = 0
  return sizes.filter((size, index) => {
    const next = sizes[index + 1]
    if (next !== undefined && next - kept <= step) return true
    kept = size
    return false
  })
}
