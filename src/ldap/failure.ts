/** Why a directory server could not do it. The codes are those of RFC 4511 appendix A; their meaning here was tried on slapd 2.5. */

export interface DirectoryFailure {
  /** As in the port `Target`. `incomplete`: the server cut its answer, so nothing of it counts. */
  readonly kind: 'unavailable' | 'busy' | 'denied' | 'incomplete' | 'invalid' | 'refused'
  readonly code: string
  readonly message: string
}

/** A failure on its way to where it is answered. */
export class DirectoryFailedError extends Error {
  override name = 'DirectoryFailedError'
  readonly failure: DirectoryFailure
  constructor(failure: DirectoryFailure, options?: ErrorOptions) {
    super(failure.message, options)
    this.failure = failure
  }
}

/** The server gave less than there is. */
export function incompleteAnswer(code: string, why: string): DirectoryFailedError {
  return new DirectoryFailedError({ kind: 'incomplete', code, message: `the directory server's answer is not whole: ${why}` })
}

const byCode: ReadonlyMap<number, readonly [DirectoryFailure['kind'], string, string]> = new Map([
  [3, ['incomplete', 'time-limit', 'it stopped at its time limit before the answer was whole']],
  [
    4,
    [
      'incomplete',
      'size-limit',
      'it stopped at its size limit before the answer was whole; the account of writ needs paged reading without one',
    ],
  ],
  [8, ['denied', 'encryption-needed', 'it wants an encrypted connection; use `ldaps:` or `start_tls: true`']],
  [11, ['incomplete', 'admin-limit', 'it stopped at a limit of its administrators before the answer was whole']],
  [13, ['denied', 'encryption-needed', 'it wants an encrypted connection; use `ldaps:` or `start_tls: true`']],
  [16, ['refused', 'no-such-attribute', 'a value to be taken away is not there']],
  [17, ['invalid', 'unknown-attribute', 'its schema has no such attribute; look at `kind` in the settings']],
  [19, ['refused', 'constraint', 'a rule of its administrators forbids the value']],
  [20, ['refused', 'value-exists', 'a value to be added is there already']],
  [21, ['invalid', 'invalid-value', 'a value has the wrong form']],
  [32, ['invalid', 'no-such-entry', 'an entry that the settings name does not exist; look at `base`, `people` and `groups`']],
  [34, ['invalid', 'invalid-name', 'a distinguished name has the wrong form']],
  [48, ['denied', 'no-login', 'it does not let writ in this way']],
  [49, ['denied', 'wrong-password', 'it does not accept the name and password of the credentials file']],
  [50, ['denied', 'no-right', 'the account of writ has no right to this']],
  [51, ['busy', 'busy', 'it is busy']],
  [52, ['unavailable', 'unavailable', 'it is closing down']],
  [53, ['refused', 'unwilling', 'it is not willing to; some servers are read-only copies']],
  [68, ['refused', 'entry-exists', 'an entry of this name is there already']],
  [65, ['refused', 'schema', 'its schema forbids the result: a group of this kind must not be empty']],
])

const untrusted = /SELF_SIGNED|UNABLE_TO_VERIFY|CERT_|ERR_TLS_CERT|UNABLE_TO_GET_ISSUER/

/** The failure behind whatever the client threw. Texts of the server are not repeated: they may hold anything. */
export function directoryFailure(error: unknown, doing: string): DirectoryFailure {
  if (error instanceof DirectoryFailedError) return error.failure
  const { code } = error as { code?: unknown }
  const known = typeof code === 'number' ? byCode.get(code) : undefined
  const say = (kind: DirectoryFailure['kind'], short: string, why: string) => ({
    kind,
    code: short,
    message: `the directory server could not be asked for ${doing}: ${why}`,
  })
  if (known !== undefined) return say(...known)
  if (typeof code === 'number') return say('refused', `ldap-${code}`, `it answered with code ${code}`)
  if (typeof code === 'string' && untrusted.test(code))
    return say('denied', 'untrusted-certificate', 'its certificate is not trusted; name the authority’s in `ca`')
  return say(
    'unavailable',
    'no-answer',
    typeof code === 'string' && /^\w+$/.test(code) ? `no connection (${code})` : 'the connection broke or no answer came in time',
  )
}
