import type { Hashing } from '../kernel/hashing.ts'
import type { Instant } from '../kernel/instant.ts'
import type { Entry, ErasedEntry } from '../ledger/entry.ts'
import type { State } from '../ledger/state.ts'
import { hexOf } from './ids.ts'
import { entriesOf, replay, stateAt } from './journal-head.ts'
import { verifyLedger, type Verification } from './journal-verify.ts'
import type { StoreReader } from './ports.ts'

/** A ledger to be looked at, also while somebody else writes to it. */
export interface LedgerView {
  /** The state when the view was opened. */
  readonly state: State
  readonly size: number
  /** Hex root of the tree at that size. */
  readonly root: string
  stateAt(moment: Instant): Promise<State>
  entries(from: number, limit: number): Promise<readonly (Entry | ErasedEntry)[]>
  verify(): Promise<Verification>
}

/** Reads a ledger without the right to write to it. The reader stays the caller's to close. */
export async function openLedgerView(reader: StoreReader, hashing: Hashing): Promise<LedgerView> {
  const { head } = await replay(reader, hashing)
  const [size, root] = [head.tree.size, hexOf(head.tree.root())]
  return {
    state: head.state,
    size,
    root,
    stateAt: (moment) => stateAt(reader, hashing, moment),
    entries: (from, limit) => entriesOf(reader, from, limit),
    verify: () => verifyLedger(reader, hashing, { size, root }),
  }
}
