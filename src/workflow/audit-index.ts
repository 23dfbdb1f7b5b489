import type { Entry } from '../ledger/entry.ts'
import type { LedgerMoment } from './ledger-follower.ts'

/** What entries by themselves may be worth a second look for: waivers that run, guards and judgements overridden, what the operator entered. */
export type EntryReport = 'exceptions' | 'overrides' | 'operator'

export interface AuditIndex {
  /** The numbers of the entries of a report, in order. Call it inside the look that the moment is of. */
  of(moment: LedgerMoment, report: EntryReport): Promise<readonly number[]>
}

const PAGE = 500

interface Index {
  readonly ledger: string
  next: number
  readonly found: Readonly<Record<EntryReport, Set<number>>>
}

/** Numbers alone are kept, found in one pass over the entries at the first question; then it grows with the ledger, and begins anew after an erasure. */
export function createAuditIndex(): AuditIndex {
  let index: Index | undefined
  return {
    async of(moment, report) {
      const ledger = `${moment.origin}.${moment.erasures}`
      if (index?.ledger !== ledger || index.next > moment.size)
        index = { ledger, next: 0, found: { exceptions: new Set(), overrides: new Set(), operator: new Set() } }
      await grow(index, moment)
      return [...index.found[report]]
    },
  }
}

async function grow(index: Index, moment: LedgerMoment): Promise<void> {
  while (index.next < moment.size) {
    const page = await moment.entries(index.next, Math.min(PAGE, moment.size - index.next))
    for (const entry of page) if (entry.type !== 'sealed') note(index, entry)
    index.next += page.length
  }
}

function note({ found }: Index, entry: Entry): void {
  if (entry.type === 'exception.made') found.exceptions.add(entry.seq)
  if (entry.type === 'exception.ended' && entry.fields.exception !== undefined) found.exceptions.delete(entry.fields.exception)
  if (entry.origin?.identity.startsWith('operator:') === true) found.operator.add(entry.seq)
  const overrides = entry.type === 'charter.adopted' && entry.fields.reason?.startsWith('overrides ') === true
  if (overrides || entry.type === 'plan.approved-once') found.overrides.add(entry.seq)
}
