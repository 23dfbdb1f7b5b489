import { daysInMonth, instant, type Instant } from './instant.ts'
import { err, ok, type Result } from './result.ts'

export type DurationUnit = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year'

/** A length of time as the charter writes it: `30 days`. Months and years follow the calendar. */
export interface Duration {
  readonly count: number
  readonly unit: DurationUnit
}

const FIXED = { minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 604_800_000 } as const
const DURATION = /^(0|[1-9]\d{0,5}) (minute|hour|day|week|month|year)s?$/
const ISO_LETTERS: Readonly<Record<DurationUnit, string>> = { minute: 'TM', hour: 'TH', day: 'D', week: 'W', month: 'M', year: 'Y' }

export function parseDuration(text: string): Result<Duration, string> {
  const parts = DURATION.exec(text)
  if (parts === null)
    return err(`\`${text}\` is not a length of time; write it in words, as in \`30 days\` (minute, hour, day, week, month, year)`)
  return ok({ count: Number(parts[1]), unit: parts[2] as DurationUnit })
}

/** `30 days`, `1 year`. */
export function formatDuration(duration: Duration): string {
  return `${duration.count} ${duration.unit}${duration.count === 1 ? '' : 's'}`
}

/** ISO 8601, as JSON output writes it: `P30D`, `PT4H`. */
export function isoDuration(duration: Duration): string {
  const letters = ISO_LETTERS[duration.unit]
  return letters.startsWith('T') ? `PT${duration.count}${letters.slice(1)}` : `P${duration.count}${letters}`
}

/** Calendar arithmetic in UTC: a month after 31 January is the last day of February. */
export function addDuration(moment: Instant, duration: Duration, sign: 1 | -1 = 1): Instant {
  const count = duration.count * sign
  if (duration.unit !== 'month' && duration.unit !== 'year') return instant(moment + count * FIXED[duration.unit])
  const from = new Date(moment)
  const months = from.getUTCFullYear() * 12 + from.getUTCMonth() + (duration.unit === 'year' ? count * 12 : count)
  const [year, month] = [Math.floor(months / 12), ((months % 12) + 12) % 12]
  const day = Math.min(from.getUTCDate(), daysInMonth(year, month + 1))
  return instant(Date.UTC(year, month, day) + (moment - Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate())))
}

/** Compares lengths, a month taken as 30 days and a year as 365: only for limits between two durations of a charter. */
export function compareDurations(left: Duration, right: Duration): number {
  const nominal = (duration: Duration) =>
    duration.count * (duration.unit === 'month' ? 30 * FIXED.day : duration.unit === 'year' ? 365 * FIXED.day : FIXED[duration.unit])
  return nominal(left) - nominal(right)
}
