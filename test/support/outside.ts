/** Hashing, chance and time for tests: real hashes, repeatable bytes, a clock that stands still until it is moved. */
import { nodeHashing } from '../../src/config/outside.ts'
import type { Randomness } from '../../src/kernel/hashing.ts'
import { instant, parseInstant, type Instant } from '../../src/kernel/instant.ts'

export { nodeHashing, nodeVerifying } from '../../src/config/outside.ts'

/** The same bytes for the same seed: SHA-256 in counter mode. */
export function seededRandomness(seed: string | number): Randomness {
  let counter = 0
  let rest = new Uint8Array(0)
  return {
    bytes(count) {
      const bytes = new Uint8Array(count)
      for (let filled = 0; filled < count;) {
        if (rest.length === 0) {
          rest = new Uint8Array(nodeHashing.sha256(nodeHashing.utf8(`${seed}/${counter}`)))
          counter += 1
        }
        const taken = rest.subarray(0, count - filled)
        bytes.set(taken, filled)
        filled += taken.length
        rest = rest.subarray(taken.length)
      }
      return bytes
    },
  }
}

export interface TestClock {
  now(): Instant
  set(at: Instant | string): void
  advance(milliseconds: number): void
}

/** Stands at `at` (RFC 3339 or an Instant) until it is moved. */
export function fixedClock(at: Instant | string): TestClock {
  let moment = momentOf(at)
  return {
    now: () => moment,
    set(to) {
      moment = momentOf(to)
    },
    advance(milliseconds) {
      moment = instant(moment + milliseconds)
    },
  }
}

/** `2026-05-03T10:00:00Z` as an Instant. */
export function momentOf(at: Instant | string): Instant {
  if (typeof at !== 'string') return at
  const parsed = parseInstant(at)
  if (!parsed.ok) throw new TypeError(parsed.error)
  return parsed.value
}
