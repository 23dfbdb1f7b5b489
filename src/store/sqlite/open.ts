import { existsSync, mkdirSync, realpathSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Store, StoreReader } from '../../workflow/ports.ts'
import { StoreFailedError } from '../errors.ts'
import { clearErased } from './erasure.ts'
import { storeFailure } from './failure.ts'
import { createPrivateFile, takeWriterLock } from './lock.ts'
import { dataVersion, migrate } from './migrations/migrate.ts'
import { SqliteReader } from './sqlite-reader.ts'
import { SqliteStore } from './sqlite-store.ts'

export interface SqliteOptions {
  /** How long to wait for another writer to go away, in milliseconds; default 0. The process stands still meanwhile. */
  readonly waitMs?: number
  /** How long a statement waits for readers that are in its way, in milliseconds; default 5000. */
  readonly readerWaitMs?: number
  /** `normal` loses acknowledged entries when the power fails: it is the control of the power-loss test, never a setting. */
  readonly synchronous?: 'full' | 'normal'
  /** The largest size of the database in pages of 4096 bytes: what a full disk does, for tests. */
  readonly maxPages?: number
}

const READER_WAIT_MS = 5000
/** The index of command keys is hit at random: it should lie in memory. */
const CACHE_KIB = 16 * 1024
const WAL_LIMIT_BYTES = 64 * 1024 * 1024

/**
 * Opens a ledger for writing, making it if it is not there (file mode 0600, its folder 0700). Throws LedgerLockedError while another
 * process has it, NewerDataError and StoreFailedError.
 */
export function openSqliteStore(path: string, options: SqliteOptions = {}): Store {
  return attempt(path, () => {
    mkdirSync(dirname(resolve(path)), { recursive: true, mode: 0o700 })
    createPrivateFile(path)
    const file = realpathSync(path)
    const lock = takeWriterLock(file, options.waitMs ?? 0)
    let db: DatabaseSync | undefined
    try {
      db = new DatabaseSync(file, { timeout: options.readerWaitMs ?? READER_WAIT_MS, enableForeignKeyConstraints: true })
      const version = dataVersion(db, path)
      setUp(db, options)
      migrate(db, version)
      const store = new SqliteStore(db, () => lock.release())
      finishErasure(db)
      return store
    } catch (cause) {
      db?.close()
      lock.release()
      throw cause
    }
  })
}

/**
 * Opens a ledger for reading only: without the writer's lock, also while a server writes. Each answer is of one moment; the next may be of
 * a later one. Throws NewerDataError and StoreFailedError.
 */
export function openSqliteReader(path: string): StoreReader {
  return attempt(path, () => {
    if (!existsSync(path)) throw new StoreFailedError(`there is no ledger at \`${path}\`; \`writ setup\` makes one`)
    const db = new DatabaseSync(realpathSync(path), { readOnly: true, timeout: READER_WAIT_MS })
    try {
      const version = dataVersion(db, path)
      if (version === 0) throw new StoreFailedError(`there is no ledger in \`${path}\` yet; \`writ setup\` makes one`)
      return new SqliteReader(db)
    } catch (cause) {
      db.close()
      throw cause
    }
  })
}

/** Whether somebody has founded a ledger there; a file that was made and never written to is none. Throws NewerDataError and StoreFailedError. */
export async function hasLedger(path: string): Promise<boolean> {
  if (!existsSync(path)) return false
  const db = attempt(path, () => new DatabaseSync(realpathSync(path), { readOnly: true, timeout: READER_WAIT_MS }))
  try {
    return attempt(path, () => dataVersion(db, path)) > 0 && (await new SqliteReader(db).size()) > 0
  } finally {
    db.close()
  }
}

/** A ledger that no file holds and that is gone once it is closed: to see what would be written. */
export function openScratchStore(): Store {
  const db = new DatabaseSync(':memory:', { enableForeignKeyConstraints: true })
  migrate(db, 0)
  return new SqliteStore(db, () => undefined)
}

function setUp(db: DatabaseSync, options: SqliteOptions): void {
  const mode = db.prepare('PRAGMA journal_mode = WAL').get()?.['journal_mode']
  if (mode !== 'wal') throw new StoreFailedError('this file system cannot keep a write-ahead log; put the ledger on a local disk')
  // Better said than inherited: some builds of SQLite default to NORMAL, which forgets commits when the power fails.
  db.exec(`PRAGMA synchronous = ${options.synchronous === 'normal' ? 'NORMAL' : 'FULL'}`)
  db.exec('PRAGMA secure_delete = ON')
  db.exec(`PRAGMA cache_size = -${CACHE_KIB}`)
  db.exec(`PRAGMA journal_size_limit = ${WAL_LIMIT_BYTES}`)
  if (options.maxPages !== undefined) db.exec(`PRAGMA max_page_count = ${options.maxPages}`)
  db.enableDefensive(true)
}

/** What an erasure could not finish is tried again. If it fails again it stays noted: a full disk must not stop the ledger from opening. */
function finishErasure(db: DatabaseSync): void {
  try {
    clearErased(db)
  } catch {
    // Noted in the table `chore`.
  }
}

function attempt<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    throw storeFailure(`opening \`${path}\``, cause)
  }
}
