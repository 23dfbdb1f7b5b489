import { createHash } from 'node:crypto'
import type { Json } from '../../src/kernel/json.ts'
import { LARGEST_BODY, type Openings, type StoredEntry } from '../../src/ledger/leaf.ts'
import { superfluous } from '../../src/store/thin-snapshots.ts'
import { StaleSizeError, StoreFailedError } from '../../src/store/errors.ts'
import type { NewCommand, Snapshot, Store } from '../../src/workflow/ports.ts'

type Kept = { -readonly [K in keyof StoredEntry]: StoredEntry[K] }

/** A store in memory, as simple as the port allows: the reference the contract suite compares the others with. */
export class MemoryStore implements Store {
  #entries: Kept[] = []
  readonly #answers = new Map<string, string>()
  readonly #documents = new Map<string, string>()
  readonly #notes = new Map<string, string>()
  #snapshots: readonly Snapshot[] = []
  #erasures = 0
  /** Given to be thrown by the next append, as a full disk would. */
  failNext: Error | undefined
  /** How many times something was appended. */
  batches = 0

  append(expectedSize: number, commands: readonly NewCommand[]): Promise<void> | void {
    if (expectedSize !== this.#entries.length) throw new StaleSizeError(expectedSize, this.#entries.length)
    const failure = this.failNext
    this.failNext = undefined
    if (failure !== undefined) throw failure
    const keys = new Set(this.#answers.keys())
    for (const { idempotencyKey, entries, documents } of commands) {
      if (keys.has(idempotencyKey)) throw new StoreFailedError('this command was written before')
      keys.add(idempotencyKey)
      for (const { body, leaf } of entries)
        if (body.length === 0 || body.length > LARGEST_BODY || leaf.length !== 32) throw new StoreFailedError('not an entry')
      for (const [hash, text] of documents)
        if (!text.isWellFormed() || sha256(text) !== hash) throw new StoreFailedError('not the document of this hash')
    }
    for (const command of commands) {
      for (const { body, leaf, openings } of command.entries)
        this.#entries.push({
          seq: this.#entries.length,
          body: new Uint8Array(body),
          leaf: new Uint8Array(leaf),
          openings: structuredClone(openings),
        })
      for (const [hash, text] of command.documents) this.#documents.set(hash, text)
      this.#answers.set(command.idempotencyKey, JSON.stringify(command.answer))
    }
    this.batches += 1
  }

  async size(): Promise<number> {
    return this.#entries.length
  }

  async read(from: number, limit: number): Promise<readonly StoredEntry[]> {
    return structuredClone(this.#entries.slice(from, from + limit))
  }

  async leaves(from: number, limit: number): Promise<readonly Uint8Array[]> {
    return this.#entries.slice(from, from + limit).map(({ leaf }) => new Uint8Array(leaf))
  }

  async answerOf(idempotencyKey: string): Promise<Json | undefined> {
    const answer = this.#answers.get(idempotencyKey)
    if (answer === ERASED) throw new StoreFailedError('this was done before; its answer was deleted by an erasure')
    return answer === undefined ? undefined : (JSON.parse(answer) as Json)
  }

  async document(hash: string): Promise<string | undefined> {
    return this.#documents.get(hash)
  }

  async erase(erasures: readonly { readonly seq: number; readonly fields: 'all' | readonly string[] }[]): Promise<number> {
    let touched = 0
    for (const { seq, fields } of erasures) {
      const entry = this.#entries[seq]
      if (entry?.openings === undefined) continue
      const kept = Object.entries(entry.openings).filter(([name]) => fields !== 'all' && !fields.includes(name))
      if (kept.length === Object.keys(entry.openings).length) continue
      entry.openings = kept.length === 0 ? undefined : (Object.fromEntries(kept) as Openings)
      touched += 1
    }
    if (touched === 0) return 0
    this.#erasures += 1
    this.#snapshots = []
    for (const key of this.#answers.keys()) this.#answers.set(key, ERASED)
    return touched
  }

  async saveSnapshot(snapshot: Snapshot): Promise<void> {
    const smaller = this.#snapshots.filter(({ size, version }) => size < snapshot.size && version === snapshot.version)
    const all = [...smaller, structuredClone(snapshot)]
    const gone = superfluous(all.map(({ size }) => size))
    this.#snapshots = all.filter(({ size }) => !gone.includes(size))
  }

  async loadSnapshot(upTo = Number.MAX_SAFE_INTEGER): Promise<Snapshot | undefined> {
    return structuredClone(this.#snapshots.findLast(({ size }) => size <= upTo))
  }

  async note(name: string): Promise<Json | undefined> {
    const value = this.#notes.get(name)
    return value === undefined ? undefined : (JSON.parse(value) as Json)
  }

  async setNote(name: string, value: Json): Promise<void> {
    this.#notes.set(name, JSON.stringify(value))
  }

  async erasures(): Promise<number> {
    return this.#erasures
  }

  async close(): Promise<void> {
    // Nothing is held.
  }
}

/** No JSON text looks like this. */
const ERASED = ''

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}
