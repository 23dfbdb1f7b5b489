import type { Instant } from '../../kernel/instant.ts'

/** So many tokens that are none may come from one address in a span; then it hears to wait. */
const TOKENS = { most: 30, span: 600_000 }
/** Addresses that are counted at a time. */
const ADDRESSES = 10_000

export interface Attempts {
  /** Notes one more, such as a token that is not valid. Answers how many seconds to wait; 0 = it may go on trying. */
  failed(address: string, now: Instant): number
}

/** Counts by address; `span` in milliseconds. A valid token is never held up: behind one proxy everybody has one address. */
export function createAttempts({ most, span } = TOKENS): Attempts {
  const counts = new Map<string, { count: number; readonly since: Instant }>()
  return {
    failed(address, now) {
      const known = counts.get(address)
      if (known === undefined || now - known.since > span) {
        counts.delete(address)
        if (counts.size >= ADDRESSES) counts.delete(counts.keys().next().value ?? '')
        counts.set(address, { count: 1, since: now })
        return 0
      }
      known.count += 1
      return known.count > most ? Math.ceil((known.since + span - now) / 1000) : 0
    },
  }
}
