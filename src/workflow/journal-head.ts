import { setImmediate } from 'node:timers/promises'
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

/**
 * A ledger's last state: from the snapshot if it is one of this ledger and this code, else from all entries. `pageRead` is told after each page
 * where the fold stands, the leaf of its last entry, and from how many entries it started.
 */
export async function replay(
  store: StoreReader,
  hashing: Hashing,
  pageRead?: (head: Head, lastLeaf: Uint8Array, from: number) => Promise<void>,
): Promise<Replayed> {
  const head = (await loadHead(store, hashing)) ?? emptyHead(hashing)
  const snapshotSize = head.tree.size
  for await (const page of storedPages(store, head.tree.size, await store.size())) {
    for (const stored of page) {
      foldEntry(head.state, decodeEntry(stored))
      head.tree.append(stored.leaf)
    }
    const last = page.at(-1)
    if (last !== undefined) await pageRead?.(head, last.leaf, snapshotSize)
  }
  return { head, snapshotSize }
}

/** What the ledger said at a moment: the fold of the entries up to and including that time. */
export async function stateAt(store: StoreReader, hashing: Hashing, moment: Instant): Promise<State> {
  return stateOfSize(store, hashing, await sizeAt(store, moment))
}

/** What the ledger said after an entry: the fold of all entries up to that one, included. */
export async function stateAfter(store: StoreReader, hashing: Hashing, seq: number): Promise<State> {
  return stateOfSize(store, hashing, Math.min(seq + 1, await store.size()))
}

/** The fold of the first entries, so many. */
async function stateOfSize(store: StoreReader, hashing: Hashing, size: number): Promise<State> {
  const { state } = (await loadHead(store, hashing, size)) ?? emptyHead(hashing)
  for await (const page of unhurriedPages(store, state.size, size)) for (const stored of page) foldEntry(state, decodeEntry(stored))
  return state
}

/** How many entries were there at a moment, that moment included. Entries are in the order of time, so halving finds it. */
async function sizeAt(store: StoreReader, moment: Instant): Promise<number> {
  let [low, high] = [0, await store.size()]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const [stored] = await store.read(middle, 1)
    if (stored !== undefined && decodeEntry(stored).at <= moment) low = middle + 1
    else high = middle
  }
  return low
}

/** Entries from a number on, at most `limit`, read and opened. */
export async function entriesOf(store: StoreReader, from: number, limit: number): Promise<readonly (Entry | ErasedEntry)[]> {
  return (await store.read(from, limit)).map((stored) => decodeEntry(stored))
}

/** Stored entries from a number up to another, excluding it. */
export async function* storedPages(store: Pick<StoreReader, 'read'>, from: number, end: number): AsyncIterable<readonly StoredEntry[]> {
  for (let next = from; next < end; next += PAGE) yield await store.read(next, Math.min(PAGE, end - next))
}

/** The same where a server reads much for one person: other work has its turn after each page, for the store answers at once. */
export async function* unhurriedPages(store: Pick<StoreReader, 'read'>, from: number, end: number): AsyncGenerator<readonly StoredEntry[]> {
  for await (const page of storedPages(store, from, end)) {
    yield page
    await setImmediate()
  }
}
