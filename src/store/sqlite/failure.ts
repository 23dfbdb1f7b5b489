import { LedgerLockedError, NewerDataError, StaleSizeError, StoreFailedError } from '../errors.ts'

/** https://sqlite.org/rescode.html, the primary codes somebody can do something about. */
const ADVICE: Readonly<Record<number, string>> = {
  3: 'the file may not be opened; check its owner and mode',
  5: 'another process is writing to it; try again',
  8: 'the file or its folder is read-only; check owner, mode and mount',
  10: 'the disk reports an error; check it and the kernel log',
  11: 'the file is damaged; restore the last backup',
  13: 'the disk is full; free some space and try again',
  14: 'the file cannot be opened; check that its folder exists and is yours',
  26: 'the file is not a database; name another one',
}

/** What a failed attempt rejects with; our own refusals pass through. */
export function storeFailure(attempt: string, cause: unknown): Error {
  if (
    cause instanceof StaleSizeError ||
    cause instanceof StoreFailedError ||
    cause instanceof NewerDataError ||
    cause instanceof LedgerLockedError
  )
    return cause
  const code = errorCode(cause)
  const words = code === undefined ? undefined : ADVICE[code & 0xff]
  const text = words ?? (cause instanceof Error ? cause.message : String(cause))
  return new StoreFailedError(`${attempt} failed: ${text}`, { cause })
}

export function isBusy(cause: unknown): boolean {
  return ((errorCode(cause) ?? 0) & 0xff) === 5
}

function errorCode(cause: unknown): number | undefined {
  if (!(cause instanceof Error) || !('errcode' in cause) || typeof cause.errcode !== 'number') return undefined
  return cause.errcode
}
