import type { LedgerMoment } from './ledger-follower.ts'

/** The first entry from a moment on: their times never go back. */
export async function firstSince(moment: LedgerMoment, since: number): Promise<number> {
  let [low, high] = [0, moment.size]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const [entry] = await moment.entries(middle, 1)
    if (entry === undefined || entry.at >= since) high = middle
    else low = middle + 1
  }
  return low
}
