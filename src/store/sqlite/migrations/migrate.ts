import type { DatabaseSync } from 'node:sqlite'
import { NewerDataError, StoreFailedError } from '../../errors.ts'
import { init } from './001-init.ts'
import { snapshots } from './002-snapshots.ts'

/**
 * In order; the version of the data is how many were run. Never change one that was released: add the next. Readers take earlier data as it is; a
 * step that changes what they ask for must make them refuse it.
 */
const migrations: readonly string[] = [init, snapshots]

/** `writ` in ASCII: marks the file as ours (https://sqlite.org/pragma.html#pragma_application_id). */
const APPLICATION_ID = 0x77726974

const newestVersion = migrations.length

/**
 * The version of the data in a database file; 0 = empty. Throws NewerDataError if a newer Writ wrote it and StoreFailedError if it belongs
 * to another program. Writes nothing.
 */
export function dataVersion(db: DatabaseSync, path: string): number {
  const version = pragma(db, 'user_version')
  const application = pragma(db, 'application_id')
  const tables = db.prepare('SELECT count(*) AS count FROM sqlite_schema').get()?.['count']
  if (application !== APPLICATION_ID && (application !== 0 || version !== 0 || tables !== 0))
    throw new StoreFailedError(`\`${path}\` is a database of another program; name another file`)
  if (version > newestVersion) throw new NewerDataError(path, version, newestVersion)
  return version
}

/** Brings the data to the newest version; each step stands whole or not at all. */
export function migrate(db: DatabaseSync, from: number, steps = migrations): void {
  for (const [index, sql] of steps.entries()) {
    if (index < from) continue
    db.exec('BEGIN IMMEDIATE')
    try {
      db.exec(`${sql}; PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${index + 1}`)
      db.exec('COMMIT')
    } catch (cause) {
      if (db.isTransaction) db.exec('ROLLBACK')
      throw cause
    }
  }
}

function pragma(db: DatabaseSync, name: 'user_version' | 'application_id'): number {
  return Number(db.prepare(`PRAGMA ${name}`).get()?.[name])
}
