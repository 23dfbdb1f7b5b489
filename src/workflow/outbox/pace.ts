import { addDuration } from '../../kernel/duration.ts'
import { dayOf, startOfDay } from '../../kernel/day.ts'
import type { Instant } from '../../kernel/instant.ts'

/** How a person is told on a channel what need not be told at once. `off`: not there; it stands on `/notices` all the same. */
export const PACES = ['at-once', 'daily', 'weekly', 'off'] as const
export type Pace = (typeof PACES)[number]
/** What is gathered and told as one list. */
export type DigestPace = 'daily' | 'weekly'

/** Digests are due at six in the morning, UTC; the weekly one on Mondays. */
const HOUR = 6
const MONDAY = 1

/** When what has waited since a moment is told: the first time of the digest after it. */
export function digestAfter(pace: DigestPace, since: Instant): Instant {
  const today = addDuration(startOfDay(dayOf(since)), { count: HOUR, unit: 'hour' })
  const next = addDuration(today, { count: today > since ? 0 : 1, unit: 'day' })
  const days = pace === 'daily' ? 0 : (MONDAY - new Date(next).getUTCDay() + 7) % 7
  return addDuration(next, { count: days, unit: 'day' })
}

/** The last time of a digest at or before a moment: the period it tells of ended then. */
export function digestBefore(pace: DigestPace, now: Instant): Instant {
  const span = { count: 1, unit: pace === 'daily' ? 'day' : 'week' } as const
  return addDuration(digestAfter(pace, now), span, -1)
}
