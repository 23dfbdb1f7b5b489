import type { JobRun } from './jobs.ts'

export interface Scheduler {
  /** Lets a round that is under way end, and begins no other. */
  stop(): Promise<void>
}

/**
 * Runs a round of jobs again and again, the first one at once. A round that fails is told and made up for by the next one; rounds never overlap.
 * `every`: milliseconds from the end of one round to the beginning of the next.
 */
export function startScheduler(round: () => Promise<readonly JobRun[]>, every: number, warn: (text: string) => void): Scheduler {
  const stopping = Promise.withResolvers<void>()
  const stopped = new AbortController()
  const loop = async () => {
    while (!stopped.signal.aborted) {
      try {
        for (const { job, text } of await round()) if (text !== undefined) warn(`job ${job}: ${text}`)
      } catch (error) {
        warn(`jobs: ${error instanceof Error ? error.message : String(error)}`)
      }
      const pause = Promise.withResolvers<void>()
      const timer = setTimeout(pause.resolve, every)
      await Promise.race([pause.promise, stopping.promise])
      clearTimeout(timer)
    }
  }
  const running = loop()
  return {
    stop() {
      stopped.abort()
      stopping.resolve()
      return running
    },
  }
}
