import type { Instant } from '../../kernel/instant.ts'

const LIFE_MS = 600_000
const MOST = 5000

export interface Challenges {
  keep(challenge: string, now: Instant): void
  /** Whether it was given, and not used before. */
  take(challenge: string, now: Instant): boolean
}

/** Challenges that browsers were given, each good once. In memory: after a restart the page is opened again. */
export function createChallenges(): Challenges {
  const given = new Map<string, Instant>()
  return {
    keep(challenge, now) {
      for (const [one, at] of given) {
        if (given.size < MOST && now - at <= LIFE_MS) break
        given.delete(one)
      }
      given.set(challenge, now)
    },
    take(challenge, now) {
      const at = given.get(challenge)
      given.delete(challenge)
      return at !== undefined && now - at <= LIFE_MS
    },
  }
}
