import type { Json } from '../../kernel/json.ts'
import { createTurns } from '../../kernel/turns.ts'
import type { SubjectId } from '../../ledger/entry.ts'
import type { Store } from '../ports.ts'

/** What somebody has read of their notices: all below an entry, and some above. Kept beside the ledger, for it is nobody else’s business. */
interface Marks {
  readonly below: number
  readonly also: readonly number[]
}

/** So many are kept one by one; those of lower entries are then taken for read. */
const MOST = 1000
const inTurn = createTurns()

export function marksName(person: SubjectId): string {
  return `notices-read/${person}`
}

export function marksOf(note: Json | undefined): Marks {
  return note === undefined || note === null ? { below: 0, also: [] } : (note as unknown as Marks)
}

export function isRead({ below, also }: Marks, entry: number): boolean {
  return entry < below || also.includes(entry)
}

/** Marks the notice of one entry as read. */
export function markRead(store: Store, person: SubjectId, entry: number): Promise<void> {
  return change(store, person, (marks) => {
    if (isRead(marks, entry)) return marks
    const also = [...marks.also, entry].toSorted((one, other) => one - other)
    const above = also.slice(-MOST)
    return { below: above.length < also.length ? (above[0] ?? 0) : marks.below, also: above }
  })
}

/** Marks all notices of entries below a number as read; what came later stays as it is. */
export function markReadBelow(store: Store, person: SubjectId, size: number): Promise<void> {
  return change(store, person, (marks) => {
    const below = Math.max(size, marks.below)
    return { below, also: marks.also.filter((entry) => entry >= below) }
  })
}

function change(store: Store, person: SubjectId, how: (marks: Marks) => Marks): Promise<void> {
  return inTurn(person, async () => {
    const marks = marksOf(await store.note(marksName(person)))
    const next = how(marks)
    if (next !== marks) await store.setNote(marksName(person), { below: next.below, also: [...next.also] })
  })
}
