import type { Result } from '../kernel/result.ts'
import type { TargetFailure } from '../reconcile/target.ts'
import type { Sleep } from './outside.ts'

const ATTEMPTS = 4
/** In milliseconds: whoever is told to wait longer comes back with the next run. */
const LONGEST_WAIT = 60_000

/** Asks again while the other side is busy or away: as long after as it says, else twice as long each time. */
export async function patiently<T>(
  once: () => Promise<Result<T, TargetFailure>>,
  sleep: Sleep,
  isPassing: (failure: TargetFailure) => boolean = ({ kind }) => kind === 'busy' || kind === 'unavailable',
): Promise<Result<T, TargetFailure>> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await once()
    if (answer.ok || attempt === ATTEMPTS || !isPassing(answer.error)) return answer
    const wait = answer.error.retryAfter ?? 1000 * 2 ** (attempt - 1)
    if (wait > LONGEST_WAIT) return answer
    await sleep(wait)
  }
}
