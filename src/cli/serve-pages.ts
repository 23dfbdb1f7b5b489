import { setTimeout } from 'node:timers/promises'
import type { Settings } from '../config/settings.ts'
import { CatalogueUnreadableError } from '../server/authzen/catalogue.ts'
import { AssetsMissingError } from '../server/assets.ts'
import { CannotListenError, startServer, type ServerOptions } from '../server/listen.ts'
import type { Scheduler } from '../server/jobs/scheduler.ts'
import { stopOnSignal } from '../server/stop-on-signal.ts'
import { NewerDataError, StoreFailedError } from '../store/errors.ts'
import type { Writer } from '../server/serving.ts'
import { systemOutside } from '../config/outside.ts'
import { connectLogins } from './connect-logins.ts'
import { connectSources } from './connect.ts'
import { exit, StopError, type Io } from './command.ts'
import { shareInstance } from './share-instance.ts'

export interface ServeOptions {
  /** How the data folder is set up in a browser; absent: it holds a ledger already. */
  readonly setup?: ServerOptions['setup']
  /** What goes on beside the pages. */
  readonly meanwhile?: ((write: Writer) => Scheduler) | undefined
  /** Milliseconds that work under way may go on once the process is asked to end; then it stops between two steps. */
  readonly patience?: number
}

export const PATIENCE_MS = 20_000
/** One step may hang with a target that does not answer; the ledger is whole at any moment, so the process ends anyway. */
const LAST_MS = 20_000

/** Serves the pages until the process is asked to stop, and runs jobs meanwhile; prints the one line that says where. What keeps it from starting stops the command, exit 3. */
export async function servePages(
  settings: Settings,
  io: Io,
  { setup, meanwhile, patience = PATIENCE_MS }: ServeOptions = {},
): Promise<void> {
  const stop = new AbortController()
  const { write, idle } = shareInstance(settings, stop.signal)
  const warn = (text: string) => io.err(`${text}\n`)
  const logins = await connectLogins(settings.login, systemOutside().clock)
  const sources = await connectSources(settings)
  const options = { settings, sources, logins, warn, write, ...(setup === undefined ? {} : { setup }) }
  const server = await startServer(options).catch((error: unknown) => {
    if (HINDRANCES.some((kind) => error instanceof kind)) throw new StopError(`writ: ${(error as Error).message}`, exit.unavailable)
    throw error
  })
  // The server's own handlers go with it, faster than the second signal of one Ctrl-C may arrive; these stay until the process has ended.
  let jobs: Scheduler | undefined
  stopOnSignal(() => void jobs?.stop())
  io.out(`listening on ${server.url}\n`)
  let isOver = false
  void server.founded.then(() => (isOver ? undefined : (jobs = meanwhile?.(write))))
  await server.stopped
  isOver = true
  const finished = Promise.all([jobs?.stop(), idle()])
  if (await within(finished, patience)) return
  warn('work is still under way: it stops after the step it is at')
  stop.abort()
  if (!(await within(finished, LAST_MS))) warn('a step did not end in time; what it did is found at the next run')
}

async function within(work: Promise<unknown>, milliseconds: number): Promise<boolean> {
  const late = new AbortController()
  const waited = setTimeout(milliseconds, false, { signal: late.signal }).catch(() => false)
  const done = await Promise.race([work.then(() => true), waited])
  late.abort()
  return done
}

const HINDRANCES = [CannotListenError, CatalogueUnreadableError, AssetsMissingError, NewerDataError, StoreFailedError] as const
