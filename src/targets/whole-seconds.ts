import { instant, type Instant } from '../kernel/instant.ts'

/** A moment at the resolution most targets keep: the whole second before it. */
export function wholeSecond(moment: Instant): Instant {
  return instant(Math.floor(moment / 1000) * 1000)
}
