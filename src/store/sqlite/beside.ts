import { mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite'
import { createPrivateFile } from './lock.ts'

export type Row = Readonly<Record<string, SQLOutputValue>>

/** Opens a file beside the ledger (mode 0600) that holds what is no record and can be deleted. `:memory:` keeps it nowhere. */
export function openBeside(path: string, schema: string): DatabaseSync {
  if (path !== ':memory:') {
    mkdirSync(dirname(resolve(path)), { recursive: true, mode: 0o700 })
    createPrivateFile(path)
  }
  const db = new DatabaseSync(path, { timeout: 5000, enableForeignKeyConstraints: true })
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON')
  db.exec(schema)
  return db
}
