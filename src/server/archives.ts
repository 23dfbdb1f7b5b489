import type { Context } from 'hono'
import type { Instant } from '../kernel/instant.ts'
import { archiveOf } from '../workflow/export/archive.ts'
import { exportFiles } from '../workflow/export/files.ts'
import type { LedgerMoment } from '../workflow/ledger-follower.ts'
import type { Serving } from './serving.ts'

/** Sends everything that is recorded as one file. */
export interface Archives {
  /**
   * The file, made while it is sent; undefined while another one is on its way, for each reads the whole ledger. Call it inside the look that the
   * moment is of. What goes wrong on the way cuts the answer off.
   */
  send(context: Context, moment: LedgerMoment): Promise<Response | undefined>
}

/** Whoever takes nothing for so long keeps nobody else out. */
const IDLE_MS = 60_000

export function createArchives({ clock, warn, requestId }: Pick<Serving, 'clock' | 'warn' | 'requestId'>): Archives {
  let taken: Instant | undefined
  return {
    async send(context, moment) {
      const now = clock.now()
      if (taken !== undefined && now - taken < IDLE_MS) return undefined
      const { state, size, root, reader } = moment
      context.header('Content-Type', 'application/gzip')
      context.header('Content-Disposition', `attachment; filename="writ-record-${size}.tar.gz"`)
      context.header('Cache-Control', 'private, no-store')
      if (context.req.method === 'HEAD') return context.body(null)
      const archive = archiveOf(await exportFiles({ state, size, root }, reader), state.at)
      const parts = archive[Symbol.asyncIterator]() as AsyncIterator<Uint8Array<ArrayBuffer>>
      taken = now
      const stream = new ReadableStream<Uint8Array<ArrayBuffer>>(
        {
          async pull(controller) {
            taken = clock.now()
            try {
              const { value, done } = await parts.next()
              if (done !== true) return controller.enqueue(value)
              controller.close()
            } catch (error) {
              warn(`request ${requestId()}: an export was cut off: ${error instanceof Error ? error.message : String(error)}`)
              controller.error(error)
            }
            taken = undefined
          },
          cancel() {
            taken = undefined
            archive.destroy()
          },
        },
        // nothing is made before it is asked for
        { highWaterMark: 0 },
      )
      return context.body(stream)
    },
  }
}
