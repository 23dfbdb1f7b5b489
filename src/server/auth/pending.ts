import { randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import type { Instant } from '../../kernel/instant.ts'
import { createWaiting } from './waiting.ts'

/** Something that waits for its person to confirm that they mean it. */
export interface Pending {
  /** The session that it waits for. */
  readonly session: string
  /** 64 hex digits of exactly what is to be done. */
  readonly hash: string
  /** What it is, in a sentence. */
  readonly what: string
  /** Word for word, where a program asked for it. */
  readonly asked?: { readonly what: string; readonly text: string }
  /** The page that it came from. */
  readonly back: string
  /** Does it, by the evidence that the session has then. */
  run(context: Context): Promise<Response>
}

const MOST = 2000

export interface Pendings {
  add(pending: Pending, now: Instant): string
  /** What waits under a name for this session. */
  find(name: string | undefined, session: string, now: Instant): Pending | undefined
}

/** After a restart of the server a form is sent again. */
export function createPendings(): Pendings {
  const waiting = createWaiting<Pending>(MOST)
  return {
    add(pending, now) {
      const name = randomBytes(18).toString('base64url')
      waiting.put(name, pending, now)
      return name
    },
    find(name, session, now) {
      const found = waiting.find(name ?? '', now)
      return found?.session === session ? found : undefined
    },
  }
}
