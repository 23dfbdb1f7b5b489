import type { Context } from 'hono'
import { createAttempts } from './api/attempts.ts'
import type { Serving } from './serving.ts'
import { streamed } from './streamed.ts'
import { ownRecordFile, type OwnRecordFrom } from './views/own-record.ts'

/** Sends somebody everything that is kept of them. */
export interface OwnRecords {
  /** The file; or how many seconds to wait, for each reads the whole ledger. Call it inside the look that `from` is of. */
  send(context: Context, from: OwnRecordFrom): Promise<Response | number>
}

/** So often one person has it. */
const FILES = { most: 20, span: 3_600_000 }

export function createOwnRecords(serving: Serving): OwnRecords {
  const files = createAttempts(FILES)
  return {
    async send(context, from) {
      const wait = files.failed(from.person, from.scene.now)
      if (wait > 0) return wait
      context.header('Content-Type', 'application/json; charset=utf-8')
      context.header('Content-Disposition', 'attachment; filename="my-data.json"')
      context.header('Cache-Control', 'private, no-store')
      if (context.req.method === 'HEAD') return context.body(null)
      return context.body(streamed(serving, 'somebody’s own data', await ownRecordFile(from)))
    },
  }
}
