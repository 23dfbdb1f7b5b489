import { daysInMonth, instant, type Instant } from './instant.ts'
import { err, ok, type Result } from './result.ts'

/** A calendar day in UTC, `2026-10-01`. */
export type Day = string & { readonly __day: true }

const DAY = /^(\d{4})-(\d\d)-(\d\d)$/

export function parseDay(text: string): Result<Day, string> {
  const parts = DAY.exec(text)
  const [year, month, day] = [Number(parts?.[1]), Number(parts?.[2]), Number(parts?.[3])]
  if (parts === null || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month))
    return err(`\`${text}\` is not a day; write it as 2026-10-01`)
  return ok(text as Day)
}

export function dayOf(moment: Instant): Day {
  return new Date(moment).toISOString().slice(0, 10) as Day
}

/** The first moment of a day, UTC. */
export function startOfDay(day: Day): Instant {
  return instant(Date.parse(`${day}T00:00:00Z`))
}

/** The moment a day is over, UTC: terms that end on a day run until then. */
export function endOfDay(day: Day): Instant {
  return instant(Date.parse(`${day}T00:00:00Z`) + 86_400_000)
}
