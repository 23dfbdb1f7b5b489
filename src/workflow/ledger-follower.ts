import type { Hashing } from '../kernel/hashing.ts'
import type { Instant } from '../kernel/instant.ts'
import type { Json } from '../kernel/json.ts'
import { decodeEntry } from '../ledger/decode.ts'
import type { Entry, ErasedEntry } from '../ledger/entry.ts'
import { foldEntry } from '../ledger/fold.ts'
import type { StoredEntry } from '../ledger/leaf.ts'
import type { State } from '../ledger/state.ts'
import { hexOf } from './ids.ts'
import { entriesOf, replay, stateAt, storedPages, type Head } from './journal-head.ts'
import { createLogProofs, type LogProofs } from './log-proofs.ts'
import type { StoreReader } from './ports.ts'

/** A ledger at the moment of a look: its state, and its entries as far as they are still opened. */
export interface LedgerMoment {
  /** A live view, valid during the look only. */
  readonly state: State
  readonly size: number
  /** Hex root of the tree at that size. */
  readonly root: string
  /** Hex leaf hash of the first entry: names this ledger wherever it is served. Empty before the first entry. */
  readonly origin: string
  /** Differs whenever something was written or erased in between. */
  readonly version: string
  /** How often values were erased here. */
  readonly erasures: number
  entries(from: number, limit: number): Promise<readonly (Entry | ErasedEntry)[]>
  /** An entry as the store keeps it. */
  stored(seq: number): Promise<StoredEntry | undefined>
  /** Proofs over trees up to this size. */
  readonly proofs: LogProofs
  document(hash: string): Promise<string | undefined>
  /** Reads on after the look, while the ledger grows. */
  readonly reader: Pick<StoreReader, 'read' | 'document'>
  /** What is kept beside the ledger under a name. */
  note(name: string): Promise<Json | undefined>
  /** What the ledger said at a moment, that moment included; a state of its own. Reads the ledger from the nearest snapshot up to there. */
  stateAt(moment: Instant): Promise<State>
}

/** Reads a ledger that others write to: each look sees all that was written before it began. The reader stays the caller's to close. */
export interface LedgerFollower {
  /** Looks come one after the other, so that nothing changes under one. `look` must keep nothing of the state. */
  read<T>(look: (moment: LedgerMoment) => Promise<T> | T): Promise<T>
}

/**
 * Follows a ledger. Before each look only the new entries are folded; one query finds out that there are none. After an erasure the
 * whole ledger is read again, for the state may hold what was erased. Rejects with what the store throws; the next look tries again.
 */
export function followLedger(reader: StoreReader, hashing: Hashing): LedgerFollower {
  const proofs = createLogProofs(reader, hashing)
  let followed: Followed | undefined
  let turn: Promise<unknown> = Promise.resolve()
  const catchUp = async (): Promise<Followed> => {
    const known = followed
    followed = undefined
    const erasures = await reader.erasures()
    followed = known !== undefined && known.erasures === erasures ? await foldNew(reader, known) : await readAll(reader, hashing, erasures)
    return followed
  }
  return {
    read(look) {
      const result = turn.then(async () => look(momentOf({ reader, hashing, proofs }, await catchUp())))
      turn = result.catch(() => undefined)
      return result
    },
  }
}

interface Followed {
  readonly head: Head
  readonly origin: string
  readonly erasures: number
}

async function readAll(reader: StoreReader, hashing: Hashing, erasures: number): Promise<Followed> {
  const { head } = await replay(reader, hashing)
  return { head, origin: await originOf(reader), erasures }
}

async function foldNew(reader: StoreReader, known: Followed): Promise<Followed> {
  const { head } = known
  for await (const page of storedPages(reader, head.tree.size, await reader.size())) {
    for (const stored of page) {
      foldEntry(head.state, decodeEntry(stored))
      head.tree.append(stored.leaf)
    }
  }
  return known.origin === '' ? { ...known, origin: await originOf(reader) } : known
}

async function originOf(reader: StoreReader): Promise<string> {
  const [first] = await reader.read(0, 1)
  return first === undefined ? '' : hexOf(first.leaf)
}

interface Sources {
  readonly reader: StoreReader
  readonly hashing: Hashing
  readonly proofs: LogProofs
}

function momentOf({ reader, hashing, proofs }: Sources, { head, origin, erasures }: Followed): LedgerMoment {
  const root = hexOf(head.tree.root())
  return {
    state: head.state,
    size: head.tree.size,
    root,
    origin,
    version: `${root}.${erasures}`,
    erasures,
    entries: (from, limit) => entriesOf(reader, from, limit),
    stored: async (seq) => (await reader.read(seq, 1))[0],
    proofs,
    document: (hash) => reader.document(hash),
    reader,
    note: (name) => reader.note(name),
    stateAt: (moment) => stateAt(reader, hashing, moment),
  }
}
