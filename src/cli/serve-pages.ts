import type { Settings } from '../config/settings.ts'
import { CatalogueUnreadableError } from '../server/authzen/catalogue.ts'
import { AssetsMissingError } from '../server/assets.ts'
import { CannotListenError, startServer } from '../server/listen.ts'
import type { Scheduler } from '../server/jobs/scheduler.ts'
import { stopOnSignal } from '../server/stop-on-signal.ts'
import { NewerDataError, StoreFailedError } from '../store/errors.ts'
import type { Writer } from '../server/serving.ts'
import { connectSources } from './connect.ts'
import { exit, StopError, type Io } from './command.ts'
import { shareInstance } from './share-instance.ts'

/** Serves the pages until the process is asked to stop, and runs jobs meanwhile; prints the one line that says where. What keeps it from starting stops the command, exit 3. */
export async function servePages(settings: Settings, io: Io, meanwhile?: (write: Writer) => Scheduler): Promise<void> {
  const write = shareInstance(settings)
  const warn = (text: string) => io.err(`${text}\n`)
  const server = await startServer({ settings, sources: await connectSources(settings), warn, write }).catch((error: unknown) => {
    if (HINDRANCES.some((kind) => error instanceof kind)) throw new StopError(`writ: ${(error as Error).message}`, exit.unavailable)
    throw error
  })
  // The server's own handlers go with it, faster than the second signal of one Ctrl-C may arrive; these stay until the process has ended.
  stopOnSignal(() => undefined)
  io.out(`listening on ${server.url}\n`)
  const jobs = meanwhile?.(write)
  await server.stopped
  await jobs?.stop()
}

const HINDRANCES = [CannotListenError, CatalogueUnreadableError, AssetsMissingError, NewerDataError, StoreFailedError] as const
