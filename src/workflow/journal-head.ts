import type { Hashing } from '../kernel/hashing.ts'
import type { Instant } from '../kernel/instant.ts'
import { decodeEntry } from '../ledger/decode.ts'
import type { Entry, ErasedEntry } from '../ledger/entry.ts'
import { emptyState, foldEntry, type FoldState } from '../ledger/fold.ts'
import type { StoredEntry } from '../ledger/leaf.ts'
import type { State } from '../ledger/state.ts'
import { Tree } from '../ledger/tree.ts'
import { loadHead } from './journal-snapshot.ts'
import type { StoreReader } from './ports.ts'

/** Where a ledger stands: the fold of its entries and the tree over their leaves. Both are changed in place. */
export interface Head {
  readonly state: FoldState
  readonly tree: Tree
}

/** Entries a page: few enough to be gone before the garbage collector moves them, many enough that a query costs nothing. */
const PAGE = 1000

export function emptyHead(hashing: Hashing): Head {
  return { state: emptyState(), tree: new Tree(hashing) }
}

export interface Replayed {
  readonly head: Head
  /** Entries that the snapshot spared; 0 without one. */
  readonly snapshotSize: number
}

/** A ledger's last state: from the snapshot if it is one of this ledger and this code, else from all entries. */
export async function replay(store: StoreReader, hashing: Hashing): Promise<Replayed> {
  const head = (await loadHead(store, hashing)) ?? emptyHead(hashing)
  const snapshotSize = head.tree.size
  for await (const page of storedPages(store, head.tree.size, await store.size())) {
    for (const stored of page) {
      foldEntry(head.state, decodeEntry(stored))
      head.tree.append(stored.leaf)
    }
  }
  return { head, snapshotSize }
}

/** What the ledger said at a moment: the fold of the entries up to and including that time. */
export async function stateAt(store: StoreReader, hashing: Hashing, moment: Instant): Promise<State> {
  const saved = await loadHead(store, hashing)
  const { state } = saved !== undefined && saved.state.at <= moment ? saved : emptyHead(hashing)
  for await (const page of storedPages(store, state.size, await store.size())) {
    for (const stored of page) {
      const entry = decodeEntry(stored)
      if (entry.at > moment) return state
      foldEntry(state, entry)
    }
  }
  return state
}

/** What the ledger said after an entry: the fold of all entries up to that one, included. */
export async function stateAfter(store: StoreReader, hashing: Hashing, seq: number): Promise<State> {
  const saved = await loadHead(store, hashing)
  const { state } = saved !== undefined && saved.state.size <= seq + 1 ? saved : emptyHead(hashing)
  for await (const page of storedPages(store, state.size, Math.min(seq + 1, await store.size())))
    for (const stored of page) foldEntry(state, decodeEntry(stored))
  return state
}

/** Entries from a number on, at most `limit`, read and opened. */
export async function entriesOf(store: StoreReader, from: number, limit: number): Promise<readonly (Entry | ErasedEntry)[]> {
  return (await store.read(from, limit)).map((stored) => decodeEntry(stored))
}

/** Stored entries from a number up to another, excluding it. */
export async function* storedPages(store: StoreReader, from: number, end: number): AsyncIterable<readonly StoredEntry[]> {
  for (let next = from; next < end; next += PAGE) yield await store.read(next, Math.min(PAGE, end - next))
}
