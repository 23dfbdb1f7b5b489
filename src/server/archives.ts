import type { Context } from 'hono'
import type { Instant } from '../kernel/instant.ts'
import { archiveOf } from '../workflow/export/archive.ts'
import { exportFiles } from '../workflow/export/files.ts'
import type { LedgerMoment } from '../workflow/ledger-follower.ts'
import type { Serving } from './serving.ts'
import { streamed } from './streamed.ts'

/** Sends everything that is recorded as one file. */
export interface Archives {
  /**
   * The file, made while it is sent; or how many seconds to wait while another one is on its way, for each reads the whole ledger. Call it inside
   * the look that the moment is of. What goes wrong on the way cuts the answer off.
   */
  send(context: Context, moment: LedgerMoment): Promise<Response | number>
}

/** Whoever takes nothing for so long keeps nobody else out, */
const IDLE_MS = 60_000
/** nor does whoever takes longer than this. */
const LONGEST_MS = 3_600_000

interface Sending {
  readonly begun: Instant
  asked: Instant
}

export function createArchives(serving: Pick<Serving, 'clock' | 'warn' | 'requestId'>): Archives {
  const { clock } = serving
  let latest: Sending | undefined
  return {
    async send(context, moment) {
      const now = clock.now()
      if (latest !== undefined && now - latest.asked < IDLE_MS && now - latest.begun < LONGEST_MS) return IDLE_MS / 1000
      const { state, size, root, reader } = moment
      context.header('Content-Type', 'application/gzip')
      context.header('Content-Disposition', `attachment; filename="writ-record-${size}.tar.gz"`)
      context.header('Cache-Control', 'private, no-store')
      if (context.req.method === 'HEAD') return context.body(null)
      const archive = archiveOf(await exportFiles({ state, size, root }, reader), state.at)
      const own: Sending = { begun: now, asked: now }
      latest = own
      const onEnd = () => {
        if (latest === own) latest = undefined
        archive.destroy()
      }
      const onAsked = () => {
        own.asked = clock.now()
      }
      const stream = streamed(serving, 'an export', archive[Symbol.asyncIterator](), { onAsked, onEnd })
      return context.body(stream)
    },
  }
}
