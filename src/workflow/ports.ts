/** What the use cases need from outside. Implementations live in store/, sources/, notify/ and at the edges. */
import type { Hashing, Randomness } from '../kernel/hashing.ts'
import type { Instant } from '../kernel/instant.ts'
import type { Json } from '../kernel/json.ts'
import type { SubjectId } from '../ledger/entry.ts'
import type { Openings, StoredEntry } from '../ledger/leaf.ts'

export interface Clock {
  now(): Instant
}

/** Everything from outside that a use case may need besides the store. */
export interface Outside {
  readonly clock: Clock
  readonly hashing: Hashing
  readonly randomness: Randomness
}

/** One entry ready to be written: its sequence number is the store's size at that place of the batch. */
export interface NewEntry {
  readonly type: string
  readonly body: Uint8Array
  readonly leaf: Uint8Array
  readonly openings: Openings
}

/** The entries of one command. */
export interface NewCommand {
  /** Given by the caller; the same key twice writes nothing the second time. */
  readonly idempotencyKey: string
  readonly entries: readonly NewEntry[]
  /** Texts named by hash in the entries: charters, plans. */
  readonly documents: ReadonlyMap<string, string>
  /** What a repetition of the command is answered with. */
  readonly answer: Json
}

/** What may be read of a ledger without the right to write to it. */
export interface StoreReader {
  size(): Promise<number>
  /** Entries from `from` on, at most `limit`, in order. */
  read(from: number, limit: number): Promise<readonly StoredEntry[]>
  /** Their leaf hashes alone, which is much less to read. */
  leaves(from: number, limit: number): Promise<readonly Uint8Array[]>
  /** The answer of a command that was written before. Rejects with StoreFailedError if an erasure has deleted the answer since. */
  answerOf(idempotencyKey: string): Promise<Json | undefined>
  /** The text of the document with this SHA-256 (64 hex digits). */
  document(hash: string): Promise<string | undefined>
  /** The largest snapshot, or the largest of at most so many entries. */
  loadSnapshot(upTo?: number): Promise<Snapshot | undefined>
  /** Small mutable settings of an installation that are no part of the ledger: job times, outbox positions. */
  note(name: string): Promise<Json | undefined>
  /** How often values were erased here. Whoever keeps what was read must read it anew when this grows. */
  erasures(): Promise<number>
  close(): Promise<void>
}

/**
 * The append-only store of one ledger. Exactly one writer; a second one is refused when it opens.
 * One contract suite (test/contract/store.ts) runs over all implementations.
 */
export interface Store extends StoreReader {
  /**
   * Writes all commands in one transaction; they are durable when it returns, or when its promise resolves. A store that works inside the
   * call returns nothing: then nobody ever sees a state that is not durable yet. `expectedSize` must equal the present size.
   * Throws or rejects with StaleSizeError or StoreFailedError (also for a key that was written before); then nothing of it was written.
   */
  append(expectedSize: number, commands: readonly NewCommand[]): Promise<void> | void
  /**
   * Deletes openings: of the named fields, or all; with them the snapshot and the answers kept for repetitions, which may hold the same
   * values. The leaves stay. Returns how many entries lost something.
   */
  erase(openings: readonly { readonly seq: number; readonly fields: 'all' | readonly string[] }[]): Promise<number>
  /** Keeps a snapshot, and some of the smaller ones of the same version; larger ones and those of other versions go. */
  saveSnapshot(snapshot: Snapshot): Promise<void>
  setNote(name: string, value: Json): Promise<void>
}

/** A cache of the fold: deletable, used only if its root equals the tree's root at its size. */
export interface Snapshot {
  readonly size: number
  /** Hex root of the tree at that size. */
  readonly root: string
  readonly version: string
  readonly state: Uint8Array
}

/** Somebody is to be told something. At least once: the same `key` may come twice, and a channel that can tells it once. */
export interface Message {
  readonly key: string
  /** The address there; undefined = a room where several read. */
  readonly to: string | undefined
  readonly subject: string
  /** Paragraphs, and lists as arrays of their items. */
  readonly text: readonly (string | readonly string[])[]
  /** All messages about one matter have the same. */
  readonly thread: string
}

/** A message that no later attempt would bring: the address does not exist, the other side refuses it for good. */
export class UndeliverableError extends Error {
  override name = 'UndeliverableError'
}

/**
 * Fresh evidence that a person decided exactly this: a passkey's assertion or the identity provider's word over the decision's hash. What it
 * answers is kept with the entry.
 */
export interface StepUp {
  /** Evidence over a hash for what a session brought with it; undefined = there is none, and the decision is refused for that. */
  prove(asked: {
    readonly person: SubjectId
    /** What the session of the person says of its second factor. */
    readonly session: string | undefined
    /** 64 hex digits: of the content, the stage, the decision, the person. */
    readonly hash: string
    /** The data are a demonstration's. */
    readonly demo: boolean
  }): Promise<string | undefined>
}

/** The way itself is closed for the moment: no other message would get through either. */
export class OutboxDownError extends Error {
  override name = 'OutboxDownError'
}

/**
 * A way to people: mail, a room of a chat. Rejects where it may work later, with UndeliverableError where it never will,
 * with OutboxDownError where nothing gets through.
 */
export interface Outbox {
  readonly id: string
  send(message: Message): Promise<void>
  /** Whether it can be used, as far as that shows without sending anything. Rejects with what is wrong. */
  verify?(): Promise<void>
}

/** What a source says of persons or accounts; an absent, truncated or shrunken source answers `unavailable`, never nobody. */
export interface FactSource {
  readonly id: string
  /** The target whose accounts the source speaks of, by their keys or their names there; absent: it calls people by their handles. */
  readonly accounts?: string
  /** `asked`: the accounts there are, for a source that cannot tell of everybody. */
  read(asked?: Asked): Promise<FactReading>
}

export interface Asked {
  accountsOn(target: string): readonly AskedAccount[]
}

export interface AskedAccount {
  readonly key: string
  /** Its immutable id on the target. */
  readonly id: string
}

export type FactReading =
  | {
      readonly kind: 'complete'
      readonly asOf: Instant
      readonly facts: readonly FactValue[]
      /** By fact, the names that the source knows at all, such as its groups: another name in a charter is a mistake, never nobody. */
      readonly knows?: ReadonlyMap<string, ReadonlySet<string>>
      /** What contradicts itself in the source, for a person to look at; nothing is said of what it concerns. */
      readonly alarms?: readonly string[]
      /** The accounts it was asked about; of others nothing is known. Absent: everybody. */
      readonly only?: ReadonlySet<string>
      /** About whom nothing is believed, with why: unknown, not absent. */
      readonly doubts?: ReadonlyMap<string, string>
    }
  | {
      readonly kind: 'unavailable'
      readonly why: string
      /** How old what it said was when it was last read whole, where that is known. */
      readonly lastWhole?: Instant
      /** A guard doubts it: a person has to say whether it is so. */
      readonly doubted?: true
    }

export interface FactValue {
  readonly fact: string
  /** A handle; of a source that speaks of accounts the key of one, or its name. */
  readonly about: string
  readonly value: Json
  readonly asOf: Instant
}
