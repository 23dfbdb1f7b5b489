import type { DatabaseSync } from 'node:sqlite'
import type { Openings } from '../../ledger/leaf.ts'
import { ERASURES } from './queries.ts'

export interface Erasure {
  readonly seq: number
  readonly fields: 'all' | readonly string[]
}

/** Deletes openings, and the snapshots and answers, which may hold the same values. To be run inside a transaction. Returns how many entries lost something. */
export function deleteOpenings(db: DatabaseSync, erasures: readonly Erasure[]): number {
  const find = db.prepare('SELECT data FROM opening WHERE seq = ?')
  const remove = db.prepare('DELETE FROM opening WHERE seq = ?')
  const replace = db.prepare('UPDATE opening SET data = ? WHERE seq = ?')
  let touched = 0
  for (const { seq, fields } of erasures) {
    const data = find.get(seq)?.['data']
    if (typeof data !== 'string') continue
    const openings = JSON.parse(data) as Openings
    const kept = fields === 'all' ? [] : Object.entries(openings).filter(([name]) => !fields.includes(name))
    if (kept.length === Object.keys(openings).length) continue
    touched += 1
    if (kept.length === 0) remove.run(seq)
    else replace.run(JSON.stringify(Object.fromEntries(kept)), seq)
  }
  if (touched > 0) {
    db.exec('DELETE FROM snapshot')
    db.exec('UPDATE command SET answer = NULL')
    db.exec(`INSERT OR IGNORE INTO chore (name) VALUES ('clear-erased')`)
    db.prepare(`INSERT INTO note (name, value) VALUES (?, '1') ON CONFLICT (name) DO UPDATE SET value = value + 1`).run(ERASURES)
  }
  return touched
}

/**
 * Makes the bytes of deleted values vanish from the files: the database is written anew and the write-ahead log emptied. `secure_delete`
 * alone leaves copies in pages that were once rebalanced. Does nothing if nothing was deleted since the last time; if a reader is in the way
 * or the disk is full, the work stays noted and the next opening or erasure does it. Returns whether the files are clear.
 */
export function clearErased(db: DatabaseSync): boolean {
  if (db.prepare('SELECT name FROM chore').get() === undefined) return true
  db.exec('VACUUM')
  if (db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.['busy'] !== 0) return false
  db.exec('DELETE FROM chore')
  return true
}
