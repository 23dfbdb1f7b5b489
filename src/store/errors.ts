/** The ways in which a store refuses. Every store rejects with these and nothing else. */

/** Another process holds this ledger: exactly one may write. */
export class LedgerLockedError extends Error {
  override name = 'LedgerLockedError'
  readonly path: string
  /** undefined if the holder did not tell yet. */
  readonly pid: number | undefined
  constructor(path: string, pid: number | undefined, since: string | undefined) {
    const holder = pid === undefined ? 'another process' : `process ${pid}${since === undefined ? '' : ` (since ${since})`}`
    super(`the ledger \`${path}\` is in use by ${holder}; stop it, or use it instead`)
    this.path = path
    this.pid = pid
  }
}

/** The ledger grew or shrank since the caller looked. Nothing was written. */
export class StaleSizeError extends Error {
  override name = 'StaleSizeError'
  readonly expected: number
  readonly found: number
  constructor(expected: number, found: number) {
    super(`the ledger has ${found} entries, not ${expected} as expected; read it again and decide again`)
    this.expected = expected
    this.found = found
  }
}

/** The store could not do it: disk full, file damaged, no access. Nothing of the attempted write stands. */
export class StoreFailedError extends Error {
  override name = 'StoreFailedError'
}

/** The data was written by a newer Writ; this one does not touch it. */
export class NewerDataError extends Error {
  override name = 'NewerDataError'
  readonly found: number
  readonly known: number
  constructor(path: string, found: number, known: number) {
    super(`\`${path}\` has data of version ${found}, this writ knows versions up to ${known}; install the newer writ that wrote it`)
    this.found = found
    this.known = known
  }
}
