import { instant, type Instant } from '../kernel/instant.ts'

/** Ends are compared and sent in whole seconds, the finest that targets keep; rounded down, so that nothing lasts longer than decided. */
export function wholeSecond(end: Instant | undefined): Instant | undefined {
  return end === undefined ? undefined : instant(Math.floor(end / 1000) * 1000)
}

export function sameEnd(left: Instant | undefined, right: Instant | undefined): boolean {
  return left === right || (left !== undefined && right !== undefined && Math.floor(left / 1000) === Math.floor(right / 1000))
}

/** No end is the latest. */
export function isEarlier(left: Instant | undefined, right: Instant | undefined): boolean {
  return left !== undefined && (right === undefined || left < right)
}
