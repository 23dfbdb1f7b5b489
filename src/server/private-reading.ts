import { draft, type Channel, type SubjectId } from '../ledger/entry.ts'
import type { Serving } from './serving.ts'

export interface PrivateReading {
  /** What was asked: the id of a route, or a page. */
  readonly what: string
  readonly by: SubjectId
  readonly subjects: readonly SubjectId[]
  readonly channel: Channel
  readonly reason: string
}

/** Puts on record who read whose private data; false where nothing can be recorded, and so nothing may be shown. */
export async function notePrivateReading({ write }: Serving, { what, by, subjects, channel, reason }: PrivateReading): Promise<boolean> {
  if (write === undefined) return false
  const drafts = subjects.map((subject) => draft('private.read', { subject, by, what: [what], reason }))
  await write(async ({ journal, outside }) => {
    const id = outside.hashing.base64url(outside.randomness.bytes(16))
    await journal.command(`${channel}/read/${id}`, { channel, identity: `subject:${by}` }, () => ({ drafts, answer: null }))
  })
  return true
}
