import { setImmediate } from 'node:timers'
import { instant, type Instant } from '../kernel/instant.ts'
import type { Json } from '../kernel/json.ts'
import type { Entry, ErasedEntry, Origin } from '../ledger/entry.ts'
import type { State } from '../ledger/state.ts'
import { hexOf } from './ids.ts'
import { decideCommand, type Decide, type Decided, type Waiting } from './journal-batch.ts'
import { entriesOf, replay, stateAfter, stateAt, type Head, type Replayed } from './journal-head.ts'
import { snapshotOf } from './journal-snapshot.ts'
import { verifyLedger, type Verification } from './journal-verify.ts'
import type { Outside, Store } from './ports.ts'

export type { CommandOutcome, Decide } from './journal-batch.ts'

export interface SnapshotRhythm {
  /** Entries between two snapshots; in a large ledger more. */
  readonly every: number
  /** So many entries since the last snapshot make another one worth while on closing. */
  readonly onClose: number
}

export interface JournalParts {
  readonly store: Store
  readonly outside: Outside
  readonly snapshots?: SnapshotRhythm
  /** Told what went wrong without stopping anything: a snapshot that could not be saved. */
  readonly warn?: (text: string) => void
}

/** A replay of 1000 entries takes some 10 ms: less than a snapshot is worth. */
const USUAL_SNAPSHOTS: SnapshotRhythm = { every: 5000, onClose: 1000 }
/** The larger a ledger, the further its snapshots stand apart: by this part of it at least. So writing them stays cheap. */
const PART = 1 / 16
/** So that one batch does not hold up everything else for long. */
const LARGEST_BATCH = 500

/** Opens the ledger of a store: reads its snapshot, or its entries and leaves snapshots on the way. The store stays the caller's, to be closed after the journal. */
export async function openJournal(parts: JournalParts): Promise<Journal> {
  const { store, outside, snapshots = USUAL_SNAPSHOTS, warn = () => undefined } = parts
  const step = Math.max(snapshots.every, (await store.size()) * PART)
  let saved: number | undefined
  const replayed = await replay(store, outside.hashing, async (head, lastLeaf, from) => {
    if (head.tree.size < (saved ?? from) + step) return
    saved = head.tree.size
    await store.saveSnapshot(snapshotOf(head, lastLeaf)).catch((error: unknown) => warn(unsaved(error)))
  })
  return new Journal(parts, replayed)
}

/**
 * The only way to write to a ledger. Commands that come while others are written wait and go together into the next transaction (group commit);
 * each decides on the state with the earlier ones of its batch; all are acknowledged only once they are durable.
 */
export class Journal {
  readonly #store: Store
  readonly #outside: Outside
  readonly #snapshots: SnapshotRhythm
  readonly #warn: (text: string) => void
  readonly #pending = new Map<string, Promise<Json>>()
  #head: Head
  #queue: Waiting[] = []
  /** A turn of the queue is due. */
  #woken = false
  /** Whatever reads or changes the head across an await comes one after the other. */
  #turn: Promise<unknown> = Promise.resolve()
  /** The state holds entries that are not durable, or lacks what an erasure or a failure changed. */
  #unsettled = false
  #closed = false
  #snapshotSize: number

  constructor(parts: JournalParts, { head, snapshotSize }: Replayed) {
    this.#store = parts.store
    this.#outside = parts.outside
    this.#snapshots = parts.snapshots ?? USUAL_SNAPSHOTS
    this.#warn = parts.warn ?? (() => undefined)
    this.#head = head
    this.#snapshotSize = snapshotSize
  }

  /**
   * The state now: a live view that changes with the next command. Throws while a batch is on its way to a store that takes time, or after a
   * failed one until it was read again; `read` waits instead.
   */
  get state(): State {
    if (this.#unsettled) throw new Error('the state is not durable at this moment; use `read`, which waits')
    return this.#head.state
  }

  /** Durable entries. */
  get size(): number {
    return this.#head.tree.size
  }

  /** Hex root of the tree over the durable entries, RFC 6962. */
  root(): string {
    return hexOf(this.#head.tree.root())
  }

  /** Looks at the state; waits until all of it is durable. `look` must keep nothing of it. */
  async read<T>(look: (state: State) => T): Promise<T> {
    if (!this.#unsettled) return look(this.#head.state)
    return this.#inTurn(async () => {
      await this.#settle()
      return look(this.#head.state)
    })
  }

  /**
   * Runs a command and records what it decides. The same key again gives the first answer and decides nothing, also if the first is still on its way
   * or came before a crash. The answer is kept: what may be erased one day does not belong in it. Rejects with what `decide` throws, with
   * UnwritableDraftError, or with the store's error; then nothing of the command was written.
   */
  command(idempotencyKey: string, origin: Origin, decide: Decide): Promise<Json> {
    const pending = this.#pending.get(idempotencyKey)
    if (pending !== undefined) return pending
    const answer = this.#perform(idempotencyKey, origin, decide).finally(() => this.#pending.delete(idempotencyKey))
    this.#pending.set(idempotencyKey, answer)
    return answer
  }

  /** Deletes openings for good and forgets their values: see Store. The entry that records the erasure is a command of its own. */
  async erase(openings: Parameters<Store['erase']>[0]): Promise<number> {
    return this.#inTurn(async () => {
      this.#unsettled = true
      try {
        return await this.#store.erase(openings)
      } finally {
        await this.#settle()
      }
    })
  }

  /** What the ledger said at a moment, that moment included; a state of its own, which does not change. */
  async stateAt(moment: Instant): Promise<State> {
    return stateAt(this.#store, this.#outside.hashing, moment)
  }

  /** What the ledger said after an entry; a state of its own, which does not change. */
  async stateAfter(seq: number): Promise<State> {
    return stateAfter(this.#store, this.#outside.hashing, seq)
  }

  /** Entries from a number on, at most `limit`. */
  async entries(from: number, limit: number): Promise<readonly (Entry | ErasedEntry)[]> {
    return entriesOf(this.#store, from, limit)
  }

  /** Reads the whole ledger and checks that it is what this journal wrote and read. */
  async verify(): Promise<Verification> {
    return verifyLedger(this.#store, this.#outside.hashing, { size: this.size, root: this.root() })
  }

  /** Takes no more commands, writes those it has, and leaves a snapshot. */
  async close(): Promise<void> {
    this.#closed = true
    await Promise.allSettled(this.#pending.values())
    await this.#inTurn(() => this.#saveSnapshot(this.#snapshots.onClose))
  }

  async #perform(key: string, origin: Origin, decide: Decide): Promise<Json> {
    if (this.#closed) throw new Error('the journal is closed')
    const known = await this.#store.answerOf(key)
    if (known !== undefined) return known
    return new Promise((resolve, reject) => {
      this.#queue.push({ key, origin, decide, resolve, reject })
      this.#wake()
    })
  }

  /** Everything that arrives in this turn of the event loop becomes one batch. */
  #wake(): void {
    if (this.#woken) return
    this.#woken = true
    setImmediate(() => {
      void this.#inTurn(() => this.#writeQueue())
    })
  }

  async #writeQueue(): Promise<void> {
    this.#woken = false
    const batch = this.#queue.slice(0, LARGEST_BATCH)
    this.#queue = this.#queue.slice(LARGEST_BATCH)
    if (this.#queue.length > 0) this.#wake()
    let decided: readonly Decided[]
    try {
      await this.#settle()
      decided = await this.#write(batch)
    } catch (error) {
      await this.#settle().catch(() => undefined)
      for (const waiting of batch) waiting.reject(error)
      return
    }
    for (const [index, { resolve, reject }] of batch.entries()) {
      const outcome = decided[index] as Decided
      if (outcome.kind === 'answered') resolve(outcome.answer)
      else reject(outcome.error)
    }
    await this.#saveSnapshot(Math.max(this.#snapshots.every, this.#head.tree.size * PART))
  }

  /** Decides a batch and makes it durable. With a store that works inside the call, nothing else runs in between. */
  async #write(batch: readonly Waiting[]): Promise<readonly Decided[]> {
    const { state, tree } = this.#head
    const size = tree.size
    const at = instant(Math.max(this.#outside.clock.now(), state.at))
    this.#unsettled = true
    const decided = batch.map((waiting) => decideCommand(state, at, waiting, this.#outside))
    const commands = decided.flatMap((outcome) => (outcome.kind === 'answered' && outcome.command !== undefined ? [outcome.command] : []))
    if (commands.length > 0) {
      const writing = this.#store.append(size, commands)
      if (writing !== undefined) await writing
    }
    for (const { entries } of commands) for (const { leaf } of entries) tree.append(leaf)
    this.#unsettled = false
    return decided
  }

  /** Reads the ledger again if the state may differ from it. */
  async #settle(): Promise<void> {
    if (!this.#unsettled) return
    const { head, snapshotSize } = await replay(this.#store, this.#outside.hashing)
    if (head.tree.size === this.size && hexOf(head.tree.root()) !== this.root())
      throw new Error('the entries in the store are not those this process wrote and read; `writ verify` says which')
    this.#head = head
    this.#snapshotSize = snapshotSize
    this.#unsettled = false
  }

  async #saveSnapshot(enough: number): Promise<void> {
    const { tree } = this.#head
    if (this.#unsettled || tree.size < this.#snapshotSize + enough) return
    try {
      const [last] = await this.#store.read(tree.size - 1, 1)
      if (last === undefined) return
      await this.#store.saveSnapshot(snapshotOf(this.#head, last.leaf))
    } catch (error) {
      this.#warn(unsaved(error))
    }
    this.#snapshotSize = tree.size
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work)
    this.#turn = result.catch(() => undefined)
    return result
  }
}

function unsaved(error: unknown): string {
  return `no snapshot was saved: ${error instanceof Error ? error.message : String(error)}`
}
