const PATIENCE_MS = 1000
const BETWEEN_MS = 200

export interface CountUp {
  readonly count: () => void
  /** Leaves the last figure on a line of its own, if any was shown. */
  readonly end: () => void
}

/** A line that counts up where somebody sees it, after the first second. */
export function countUp(
  progress: ((text: string) => void) | undefined,
  what: string,
  now: () => number = () => performance.now(),
): CountUp {
  if (progress === undefined) return { count: () => undefined, end: () => undefined }
  let [counted, isShown, next] = [0, false, now() + PATIENCE_MS]
  const count = () => {
    counted += 1
    const moment = now()
    if (moment < next) return
    isShown = true
    next = moment + BETWEEN_MS
    progress(`${counted} ${what}`)
  }
  return { count, end: () => (isShown ? progress(`${counted} ${what}\n`) : undefined) }
}
