import { dayOf } from '../../kernel/day.ts'
import { instant } from '../../kernel/instant.ts'

/** The last day on which something holds that ends at this moment: terms end with a day, at the first moment of the next one. A day is itself. */
export function lastDay(end: string): string {
  const moment = Date.parse(end)
  return end.length <= 10 || Number.isNaN(moment) ? end : dayOf(instant(moment - 1))
}
