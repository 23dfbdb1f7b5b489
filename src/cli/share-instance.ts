import { setTimeout } from 'node:timers/promises'
import type { Settings } from '../config/settings.ts'
import { WriterBusyError, type Writer } from '../server/serving.ts'
import type { Instance } from '../workflow/instance.ts'
import { exit, StopError } from './command.ts'
import { withInstance } from './open-instance.ts'

interface Lent {
  readonly instance: Promise<Instance>
  /** Resolves once the ledger was given back. */
  readonly closed: Promise<void>
  readonly end: () => void
  users: number
}

/** The ledger, lent. */
interface Shared {
  readonly write: Writer
  /** Resolves once nobody uses the ledger and it was given back. */
  readonly idle: () => Promise<void>
}

/** How long another command may keep the ledger before whoever waits hears of it. */
const PATIENCE_MS = 4000
const PAUSE_MS = 50

/**
 * Lends the ledger of a data folder to everything that a server does: opened for the first user, the same for all who come meanwhile, given back when
 * the last one leaves, so that commands get their turn. Once `stop` is aborted, long work ends between two steps.
 */
export function shareInstance(settings: Settings, stop: AbortSignal): Shared {
  const working = new Set<Promise<unknown>>()
  let lent: Lent | undefined
  const open = (): Lent => {
    const ready = Promise.withResolvers<Instance>()
    const over = Promise.withResolvers<void>()
    const closed = withInstance(settings, { waitMs: 0, stop }, async (instance) => {
      ready.resolve(instance)
      await over.promise
    }).catch((error: unknown) => ready.reject(error))
    return { instance: ready.promise, closed, end: over.resolve, users: 0 }
  }
  const borrow = async (): Promise<{ readonly one: Lent; readonly instance: Instance }> => {
    const deadline = performance.now() + PATIENCE_MS
    for (;;) {
      const one = (lent ??= open())
      one.users += 1
      try {
        return { one, instance: await one.instance }
      } catch (error) {
        if (lent === one) lent = undefined
        if (!(error instanceof StopError) || error.code !== exit.unavailable) throw error
        if (performance.now() > deadline) throw new WriterBusyError('another command is writing; try again in a moment', { cause: error })
      }
      await setTimeout(PAUSE_MS)
    }
  }
  let closing: Promise<void> = Promise.resolve()
  const use: Writer = async (work) => {
    await closing
    const { one, instance } = await borrow()
    try {
      return await work(instance)
    } finally {
      one.users -= 1
      if (one.users === 0) {
        if (lent === one) lent = undefined
        one.end()
        closing = one.closed
      }
    }
  }
  return {
    write(work) {
      const doing = use(work)
      working.add(doing)
      return doing.finally(() => working.delete(doing))
    },
    async idle() {
      while (working.size > 0) await Promise.allSettled(working)
      await closing
    },
  }
}
