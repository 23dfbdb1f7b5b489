import ical, { ICalCalendarMethod } from 'ical-generator'
import type { ComingDate } from '../decide/coming-dates.ts'
import type { Instant } from '../kernel/instant.ts'

/** Dates as iCalendar (RFC 5545), to be subscribed to or read once. `host` tells the ids of one installation from those of another. */
export function calendarOf(
  dates: readonly ComingDate[],
  { name, host, now }: { readonly name: string; readonly host: string; readonly now: Instant },
): string {
  const calendar = ical({ name, method: ICalCalendarMethod.PUBLISH, prodId: { company: 'Writ', product: 'rights', language: 'EN' } })
  for (const { id, at, text } of dates)
    calendar.createEvent({ id: `${id}@${host}`, stamp: new Date(now), start: new Date(at), end: new Date(at), summary: text })
  return calendar.toString()
}
