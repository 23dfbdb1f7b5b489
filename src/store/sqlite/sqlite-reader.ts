import type { DatabaseSync } from 'node:sqlite'
import type { Json } from '../../kernel/json.ts'
import type { StoredEntry } from '../../ledger/leaf.ts'
import type { Snapshot, StoreReader } from '../../workflow/ports.ts'
import { storeFailure } from './failure.ts'
import { prepareQueries, type Queries } from './queries.ts'

/** Reads a ledger; has no way to write. The writer answers its questions through it, too. */
export class SqliteReader implements StoreReader {
  protected readonly db: DatabaseSync
  protected readonly queries: Queries

  constructor(db: DatabaseSync) {
    this.db = db
    this.queries = prepareQueries(db)
  }

  async size(): Promise<number> {
    return this.attempt('reading the ledger', () => this.queries.size())
  }

  async read(from: number, limit: number): Promise<readonly StoredEntry[]> {
    return this.attempt('reading the ledger', () => this.queries.read(from, limit))
  }

  async leaves(from: number, limit: number): Promise<readonly Uint8Array[]> {
    return this.attempt('reading the ledger', () => this.queries.leaves(from, limit))
  }

  async answerOf(idempotencyKey: string): Promise<Json | undefined> {
    return this.attempt('reading an answer', () => this.queries.answerOf(idempotencyKey))
  }

  async document(hash: string): Promise<string | undefined> {
    return this.attempt('reading a document', () => this.queries.document(hash))
  }

  async loadSnapshot(upTo?: number): Promise<Snapshot | undefined> {
    return this.attempt('reading the snapshot', () => this.queries.loadSnapshot(upTo))
  }

  async note(name: string): Promise<Json | undefined> {
    return this.attempt('reading a note', () => this.queries.note(name))
  }

  async erasures(): Promise<number> {
    return this.attempt('reading the ledger', () => this.queries.erasures())
  }

  async close(): Promise<void> {
    if (this.db.isOpen) this.db.close()
  }

  protected attempt<T>(what: string, work: () => T): T {
    try {
      return work()
    } catch (cause) {
      throw storeFailure(what, cause)
    }
  }
}
