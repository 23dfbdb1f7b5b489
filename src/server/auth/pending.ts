import { randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import type { Instant } from '../../kernel/instant.ts'

/** Something that waits for its person to confirm that they mean it. */
export interface Pending {
  /** The session that it waits for. */
  readonly session: string
  /** 64 hex digits of exactly what is to be done. */
  readonly hash: string
  /** What it is, in a sentence. */
  readonly what: string
  /** The page that it came from. */
  readonly back: string
  /** Does it, by the evidence that the session has then. */
  run(context: Context): Promise<Response>
}

const LIFE_MS = 600_000
const MOST = 2000

export interface Pendings {
  add(pending: Pending, now: Instant): string
  /** What waits under a name for this session. */
  find(name: string | undefined, session: string, now: Instant): Pending | undefined
}

/** In memory: after a restart of the server a form is sent again. */
export function createPendings(): Pendings {
  const waiting = new Map<string, { readonly since: Instant; readonly pending: Pending }>()
  return {
    add(pending, now) {
      for (const [name, { since }] of waiting) {
        if (waiting.size < MOST && now - since <= LIFE_MS) break
        waiting.delete(name)
      }
      const name = randomBytes(18).toString('base64url')
      waiting.set(name, { since: now, pending })
      return name
    },
    find(name, session, now) {
      const found = waiting.get(name ?? '')
      return found === undefined || found.pending.session !== session || now - found.since > LIFE_MS ? undefined : found.pending
    },
  }
}
