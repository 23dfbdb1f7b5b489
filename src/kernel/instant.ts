import { err, ok, type Result } from './result.ts'

/** A moment: milliseconds since 1970-01-01T00:00:00Z. Made by `parseInstant` or by a Clock at the edge. */
export type Instant = number & { readonly __instant: true }

const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,3}))?(Z|[+-]\d\d:\d\d)$/

/** Milliseconds since the epoch as an Instant. */
export function instant(milliseconds: number): Instant {
  if (!Number.isSafeInteger(milliseconds)) throw new RangeError(`not a moment: ${milliseconds}`)
  return milliseconds as Instant
}

/** Reads RFC 3339 with seconds, as in `2026-05-03T10:00:00Z`. */
export function parseInstant(text: string): Result<Instant, string> {
  const parts = RFC_3339.exec(text)
  const milliseconds = parts === null ? Number.NaN : Date.parse(text)
  if (parts === null || Number.isNaN(milliseconds) || Number(parts[3]) > daysInMonth(Number(parts[1]), Number(parts[2]))) {
    return err(`\`${text}\` is not a moment; write it as 2026-05-03T10:00:00Z`)
  }
  return ok(instant(milliseconds))
}

/** RFC 3339 in UTC with milliseconds, the only form the ledger stores: `2026-05-03T10:00:00.000Z`. */
export function formatInstant(moment: Instant): string {
  return new Date(moment).toISOString()
}

/** For people, from the form of the ledger: `2027-06-30 00:00 UTC`. */
export function minuteText(written: string): string {
  return `${written.slice(0, 16).replace('T', ' ')} UTC`
}

/** Days of a month; `month` is 1 to 12. */
export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}
