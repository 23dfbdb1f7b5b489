import type { Instant } from '../kernel/instant.ts'
import type { EntryType } from './catalogue/catalogue.ts'
import type { Entry, ErasedEntry } from './entry.ts'
import { foldCharter } from './fold/fold-charter.ts'
import { foldDuties } from './fold/fold-duties.ts'
import { foldGrants } from './fold/fold-grants.ts'
import { foldPeople } from './fold/fold-people.ts'
import { foldRequests } from './fold/fold-requests.ts'
import { foldRest } from './fold/fold-rest.ts'
import { FoldState } from './fold/fold-state.ts'
import { foldTargets } from './fold/fold-targets.ts'
import { foldTrouble } from './fold/fold-trouble.ts'
import type { Handler, Handlers } from './fold/handler.ts'

export type { FoldState } from './fold/fold-state.ts'

const handlers: Handlers = {
  ...foldCharter,
  ...foldRest,
  ...foldRequests,
  ...foldPeople,
  ...foldGrants,
  ...foldTargets,
  ...foldDuties,
  ...foldTrouble,
}

/** Types that change what the state says; all others are on record only. */
export const foldedTypes: readonly EntryType[] = Object.keys(handlers) as EntryType[]

/** The state before the first entry. */
export function emptyState(): FoldState {
  return new FoldState()
}

/**
 * Takes the next entry into the state, which it changes. Whatever of the entry was erased is left out; it never fails for that. Throws
 * EntryOutOfOrderError if the entry is not the next one.
 */
export function foldEntry(state: FoldState, entry: Entry | ErasedEntry): void {
  state.advance(entry.seq, entry.at)
  if (entry.type === 'sealed') return
  const handler = handlers[entry.type] as Handler<EntryType> | undefined
  handler?.(state.tables, entry)
}

/** The same fold, stopped earlier: everything recorded up to a moment, that moment included. `entries` starts at the first one. */
export function stateAt(entries: Iterable<Entry | ErasedEntry>, moment: Instant): FoldState {
  const state = emptyState()
  for (const entry of entries) {
    if (entry.at > moment) break
    foldEntry(state, entry)
  }
  return state
}
