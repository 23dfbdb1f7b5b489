import type { Instant } from '../../kernel/instant.ts'
import { createWaiting } from './waiting.ts'

const MOST = 5000

export interface Challenges {
  keep(challenge: string, now: Instant): void
  /** Whether it was given, and not used before. */
  take(challenge: string, now: Instant): boolean
}

/** Challenges that browsers were given, each good once. After a restart the page is opened again. */
export function createChallenges(): Challenges {
  const given = createWaiting<true>(MOST)
  return {
    keep: (challenge, now) => given.put(challenge, true, now),
    take: (challenge, now) => given.take(challenge, now) === true,
  }
}
