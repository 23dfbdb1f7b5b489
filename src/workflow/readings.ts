import type { Instant } from '../kernel/instant.ts'
import type { SubjectId } from '../ledger/entry.ts'
import { firstSince } from './first-since.ts'
import type { LedgerMoment } from './ledger-follower.ts'

/** Somebody looked at what is private of somebody, or took everything along. */
export interface Reading {
  readonly entry: number
  readonly at: Instant
  /** undefined = erased. */
  readonly by: SubjectId | undefined
  /** The routes of the programming interface, or the pages, by which they looked. */
  readonly what: readonly string[]
  readonly reason: string | undefined
}

export interface Readings {
  /** Who looked at what is private of a person in the last year, newest first. Call it inside the look that the moment is of. */
  of(moment: LedgerMoment, person: SubjectId, now: Instant): Promise<readonly Reading[]>
}

const KEPT_MS = 365 * 86_400_000
const MOST = 500
/** What was read where all of the record was taken along: the route that does it. */
const EVERYTHING = 'exportEverything'
const PAGE = 500

interface Index {
  readonly ledger: string
  next: number
  readonly entries: Map<SubjectId, number[]>
  /** What concerned everybody. */
  readonly ofAll: number[]
}

/** Found in the entries: worked out at the first question, then it grows with the ledger. */
export function createReadings(): Readings {
  let index: Index | undefined
  return {
    async of(moment, person, now) {
      const ledger = `${moment.origin}.${moment.erasures}`
      if (index?.ledger !== ledger) index = { ledger, next: await firstSince(moment, now - KEPT_MS), entries: new Map(), ofAll: [] }
      await grow(index, moment)
      const found: Reading[] = []
      const since = moment.state.person(person)?.since ?? now
      const all = [...(index.entries.get(person) ?? []), ...index.ofAll].toSorted((left, right) => right - left)
      for (const seq of all.slice(0, MOST)) {
        const [entry] = await moment.entries(seq, 1)
        if (entry === undefined || entry.at < now - KEPT_MS) continue
        if (entry.type === 'private.read') {
          const { by, what = [], reason } = entry.fields
          found.push({ entry: seq, at: entry.at, by, what, reason })
        } else if (entry.type === 'data.exported' && entry.at >= since) {
          const { by, reason } = entry.fields
          found.push({ entry: seq, at: entry.at, by, what: [EVERYTHING], reason })
        }
      }
      return found
    },
  }
}

async function grow(index: Index, moment: LedgerMoment): Promise<void> {
  while (index.next < moment.size) {
    const page = await moment.entries(index.next, PAGE)
    for (const entry of page) {
      if (entry.type === 'data.exported') index.ofAll.push(entry.seq)
      if (entry.type !== 'private.read' || entry.fields.subject === undefined) continue
      const list = index.entries.get(entry.fields.subject)
      if (list === undefined) index.entries.set(entry.fields.subject, [entry.seq])
      else list.push(entry.seq)
    }
    index.next += page.length
  }
}
