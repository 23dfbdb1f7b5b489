import { err, type Result } from '../kernel/result.ts'
import type { TargetFailure } from './target.ts'

export interface RetryLimits {
  /** Calls at most, the first one counted. */
  readonly attempts: number
  /** Milliseconds before the second call; doubled each time. */
  readonly firstWait: number
  /** No single wait is longer, whatever the target asks for. */
  readonly longestWait: number
}

export const usualRetry: RetryLimits = { attempts: 5, firstWait: 1000, longestWait: 60_000 }

/**
 * Repeats a call that the target was too busy for or did not answer. A target that says how long to wait (`Retry-After`) is obeyed up to the
 * longest wait; one that asks for more is given up for this run. All other failures are final at once.
 */
export async function withRetry<T>(
  call: () => Promise<Result<T, TargetFailure>>,
  sleep: (milliseconds: number) => Promise<void>,
  limits: RetryLimits = usualRetry,
): Promise<Result<T, TargetFailure>> {
  let wait = limits.firstWait
  for (let attempt = 1; ; attempt += 1) {
    const answer = await call()
    if (answer.ok || !isPassing(answer.error) || attempt >= limits.attempts) return answer
    const asked = answer.error.retryAfter ?? 0
    if (asked > limits.longestWait)
      return err({ ...answer.error, message: `${answer.error.message}; it asks to wait ${Math.ceil(asked / 1000)} s` })
    await sleep(Math.min(limits.longestWait, Math.max(wait, asked)))
    wait *= 2
  }
}

/** Cured by waiting. */
export function isPassing({ kind }: TargetFailure): boolean {
  return kind === 'busy' || kind === 'unavailable'
}
