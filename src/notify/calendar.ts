import ical, { ICalCalendarMethod, ICalEventTransparency } from 'ical-generator'
import type { ComingDate } from '../decide/coming-dates.ts'
import type { Instant } from '../kernel/instant.ts'

/**
 * Dates as iCalendar (RFC 5545), to be subscribed to or read once. `host` tells the ids of one installation from those of another. `now` is the time
 * that every event bears as its own (DTSTAMP): that of the last change, and the same dates are the same bytes. An event has no length, so it has no
 * end either (section 3.6.1), and keeps nobody busy.
 */
export function calendarOf(
  dates: readonly ComingDate[],
  { name, host, now }: { readonly name: string; readonly host: string; readonly now: Instant },
): string {
  const calendar = ical({
    name: escaped(name),
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: 'Writ', product: 'rights', language: 'EN' },
  })
  for (const { id, at, text } of dates)
    calendar.createEvent({
      id: `${id}@${host}`,
      stamp: new Date(now),
      start: new Date(at),
      summary: withoutControls(text),
      transparency: ICalEventTransparency.TRANSPARENT,
    })
  return calendar.toString()
}

/** Controls besides the end of a line may not stand in a text at all (section 3.3.11). */
function withoutControls(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.toWellFormed().replaceAll(/[\u0000-\u0009\u000b-\u001f\u007f]/g, ' ')
}

/** ical-generator 11 writes the name of a calendar as it stands, and escapes all other texts. */
function escaped(name: string): string {
  return withoutControls(name)
    .replaceAll(/[\\;,]/g, String.raw`\$&`)
    .replaceAll('\n', String.raw`\n`)
}
