import { hash } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import type { Json } from '../../kernel/json.ts'
import { superfluous } from '../thin-snapshots.ts'
import type { NewCommand, Snapshot, Store } from '../../workflow/ports.ts'
import { StaleSizeError, StoreFailedError } from '../errors.ts'
import { clearErased, deleteOpenings, type Erasure } from './erasure.ts'
import { keyHash } from './queries.ts'
import { SqliteReader } from './sqlite-reader.ts'

interface Writes {
  readonly begin: () => unknown
  readonly commit: () => unknown
  readonly event: (seq: number, body: Uint8Array, leaf: Uint8Array) => unknown
  readonly opening: (seq: number, data: string) => unknown
  readonly command: (idem: string, first: number, count: number, answer: string) => unknown
  readonly document: (name: string, text: Uint8Array) => unknown
}

/** The writer. SQLite works inside the call; the promises are the port's. */
export class SqliteStore extends SqliteReader implements Store {
  readonly #writes: Writes
  readonly #release: () => void

  constructor(db: DatabaseSync, release: () => void) {
    super(db)
    this.#release = release
    this.#writes = prepareWrites(db)
  }

  append(expectedSize: number, commands: readonly NewCommand[]): void {
    this.#transaction('writing to the ledger', () => {
      const found = this.queries.size()
      if (found !== expectedSize) throw new StaleSizeError(expectedSize, found)
      let seq = found
      for (const command of commands) seq += this.#insert(command, seq)
    })
  }

  #insert(command: NewCommand, first: number): number {
    const write = this.#writes
    let seq = first
    for (const { body, leaf, openings } of command.entries) {
      write.event(seq, body, leaf)
      write.opening(seq, JSON.stringify(openings))
      seq += 1
    }
    for (const [name, text] of command.documents) write.document(name, documentBytes(name, text))
    try {
      write.command(keyHash(command.idempotencyKey), first, command.entries.length, JSON.stringify(command.answer))
    } catch (cause) {
      if (!this.queries.hasCommand(command.idempotencyKey)) throw cause
      throw new StoreFailedError('a command of this batch was written before; ask for its answer instead', { cause })
    }
    return seq - first
  }

  async erase(erasures: readonly Erasure[]): Promise<number> {
    const touched = this.#transaction('erasing', () => deleteOpenings(this.db, erasures))
    this.attempt('the values are deleted, but clearing their bytes from the file', () => clearErased(this.db))
    return touched
  }

  async saveSnapshot(snapshot: Snapshot): Promise<void> {
    this.#transaction('saving the snapshot', () => {
      this.db.prepare('DELETE FROM snapshot WHERE size >= ? OR version <> ?').run(snapshot.size, snapshot.version)
      this.db
        .prepare('INSERT INTO snapshot (size, root, version, state) VALUES (?, ?, ?, ?)')
        .run(snapshot.size, snapshot.root, snapshot.version, snapshot.state)
      const sizes = this.db.prepare('SELECT size FROM snapshot ORDER BY size').all()
      const remove = this.db.prepare('DELETE FROM snapshot WHERE size = ?')
      for (const size of superfluous(sizes.map((row) => Number(row['size'])))) remove.run(size)
    })
  }

  async setNote(name: string, value: Json): Promise<void> {
    this.attempt('writing a note', () =>
      this.db.prepare('INSERT OR REPLACE INTO note (name, value) VALUES (?, ?)').run(name, JSON.stringify(value)),
    )
  }

  override async close(): Promise<void> {
    await super.close()
    this.#release()
  }

  #transaction<T>(attempt: string, work: () => T): T {
    return this.attempt(attempt, () => {
      this.#writes.begin()
      try {
        const result = work()
        this.#writes.commit()
        return result
      } catch (cause) {
        if (this.db.isTransaction) this.db.exec('ROLLBACK')
        throw cause
      }
    })
  }
}

function prepareWrites(db: DatabaseSync): Writes {
  const begin = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')
  const event = db.prepare('INSERT INTO event (seq, body, leaf) VALUES (?, ?, ?)')
  const opening = db.prepare('INSERT INTO opening (seq, data) VALUES (?, ?)')
  const command = db.prepare('INSERT INTO command (idem, first_seq, count, answer) VALUES (?, ?, ?, ?)')
  const document = db.prepare('INSERT INTO document (hash, text) VALUES (?, ?) ON CONFLICT (hash) DO NOTHING')
  return {
    begin: () => begin.run(),
    commit: () => commit.run(),
    event: (seq, body, leaf) => event.run(seq, body, leaf),
    opening: (seq, data) => opening.run(seq, data),
    command: (idem, first, count, answer) => command.run(idem, first, count, answer),
    document: (name, text) => document.run(name, text),
  }
}

function documentBytes(name: string, text: string): Uint8Array {
  const bytes = Buffer.from(text, 'utf8')
  if (!text.isWellFormed() || hash('sha256', bytes) !== name)
    throw new StoreFailedError(`a document does not have the hash \`${name}\` it is filed under`)
  return bytes
}
