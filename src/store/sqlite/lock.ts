import { closeSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { LedgerLockedError } from '../errors.ts'
import { isBusy } from './failure.ts'

/** The right to write, held until released or until the process dies. */
export interface WriterLock {
  release(): void
}

interface Holder {
  readonly pid?: number
  readonly since?: string
}

/**
 * Takes the writer's lock of a database file: `<path>.lock`, an empty file on which SQLite holds a lock of the kernel (fcntl), and
 * `<path>.pid`, which names the holder for people. The kernel frees the lock of a dead process by itself, so nothing stale has to be
 * judged: no reused process number and no container with its own numbers can fool it.
 * Throws LedgerLockedError if somebody else has it.
 */
export function takeWriterLock(path: string, waitMs: number): WriterLock {
  const lockFile = `${path}.lock`
  const holderFile = `${path}.pid`
  createPrivateFile(lockFile)
  // INVARIANT: nobody in this process opens and closes the lock file except SQLite; closing any descriptor of it would drop the lock.
  const lock = new DatabaseSync(lockFile, { timeout: waitMs })
  try {
    lock.exec('PRAGMA journal_mode = MEMORY')
    lock.exec('BEGIN IMMEDIATE')
  } catch (cause) {
    lock.close()
    if (!isBusy(cause)) throw cause
    const holder = readHolder(holderFile)
    throw new LedgerLockedError(path, holder.pid, holder.since)
  }
  const since = new Date(performance.timeOrigin).toISOString()
  const draft = `${holderFile}.${process.pid}`
  writeFileSync(draft, `${JSON.stringify({ pid: process.pid, since })}\n`, { mode: 0o600 })
  renameSync(draft, holderFile)
  return {
    release() {
      if (!lock.isOpen) return
      rmSync(holderFile, { force: true })
      lock.close()
    },
  }
}

/** Makes an empty file of mode 0600 unless it is there. */
export function createPrivateFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600))
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause
  }
}

function readHolder(path: string): Holder {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder
  } catch {
    return {}
  }
}
