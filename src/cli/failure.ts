import { terminalText } from '../render/terminal.ts'

/** Errors whose message already says what to do: the store's, and a ledger whose charter cannot be read. */
const EXPLAINED = new Set([
  'LedgerLockedError',
  'StaleSizeError',
  'StoreFailedError',
  'NewerDataError',
  'CharterUnreadableError',
  'CannotListenError',
])

/** What was asked for cannot be recorded as it stands, and nothing was: a name with a control character, a text that is too long. */
export function isUnwritable(error: unknown): error is Error {
  return error instanceof Error && error.name === 'UnwritableDraftError'
}

/** What went wrong outside of Writ, in one line; the trace of anything that nobody foresaw. Exit code 3 either way. */
export function explainFailure(error: unknown): string {
  if (!(error instanceof Error)) return `failed: ${terminalText(String(error), 500)}`
  if (EXPLAINED.has(error.name)) return terminalText(error.message, 500)
  // An error of the system (no space, no access) names the call and the path.
  if ('syscall' in error)
    return terminalText(
      error.message.replace(/^./, (letter) => letter.toLowerCase()),
      500,
    )
  const trace = (error.stack ?? error.message).split('\n').map((line) => terminalText(line, 300))
  return `this should not have happened; please report it with these lines\n${trace.join('\n')}`
}
