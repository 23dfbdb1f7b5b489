import { tellingsOf } from '../../decide/tells/tells.ts'
import type { Telling } from '../../decide/tells/telling.ts'
import type { Known } from '../../decide/question.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { SubjectId } from '../../ledger/entry.ts'
import type { LedgerMoment } from '../ledger-follower.ts'
import { firstSince } from '../first-since.ts'
import { isRead, marksName, marksOf } from './marks.ts'

/** Something that somebody is told, as their notices have it: no word of it is kept, it follows from the entry and from what is known now. */
export interface Notice {
  /** The entry of which they are told; one of each is in a person’s notices. */
  readonly entry: number
  readonly at: Instant
  readonly telling: Telling
  readonly read: boolean
}

/** What somebody was told in the last 90 days, newest first. */
export interface Inbox {
  readonly notices: readonly Notice[]
  readonly unread: number
}

export interface Inboxes {
  /** Call it inside the look that the moment is of. `known` is of the same moment. */
  of(moment: LedgerMoment, known: Known, person: SubjectId): Promise<Inbox>
}

/** What is older stands in the log and with what it concerns. */
const KEPT_MS = 90 * 86_400_000
const MOST = 1000
const PAGE = 500

/** Of each person the entries that they are told of, up to an entry of a ledger. */
interface Index {
  readonly ledger: string
  readonly next: number
  readonly entries: Map<SubjectId, number[]>
}

/**
 * Who was told what, found in the entries. It is worked out at the first question, then grows with the ledger. What a person was called to and
 * what has been settled since is no longer among their notices, as it is no longer sent (docs/spec/notices.md).
 */
export function createInboxes(): Inboxes {
  let index: Index | undefined
  return {
    async of(moment, known, person) {
      index = await grown(index, moment, known)
      const marks = marksOf(await moment.note(marksName(person)))
      const since = known.now - KEPT_MS
      const notices: Notice[] = []
      for (const seq of (index.entries.get(person) ?? []).toReversed().slice(0, MOST)) {
        const [entry] = await moment.entries(seq, 1)
        const telling = entry === undefined ? undefined : tellingsOf(known, entry).find(({ to }) => to === person)
        if (entry === undefined || entry.type === 'sealed' || telling === undefined || entry.at < since) continue
        notices.push({ entry: seq, at: entry.at, telling, read: isRead(marks, seq) })
      }
      return { notices, unread: notices.filter(({ read }) => !read).length }
    },
  }
}

async function grown(index: Index | undefined, moment: LedgerMoment, known: Known): Promise<Index> {
  const ledger = `${moment.origin}.${moment.erasures}`
  const { entries, next } = index?.ledger === ledger ? index : { entries: new Map(), next: await firstSince(moment, known.now - KEPT_MS) }
  let at = next
  while (at < moment.size) {
    const page = await moment.entries(at, PAGE)
    for (const entry of page)
      for (const person of new Set(tellingsOf(known, entry).map(({ to }) => to))) {
        const list = entries.get(person)
        if (list === undefined) entries.set(person, [entry.seq])
        else list.push(entry.seq)
      }
    at += page.length
  }
  return { ledger, next: at, entries }
}
