/** The API's error codes in the port's terms. The source of the codes: MediaWiki 1.39, includes/api/i18n/en.json and rehearsed answers. */
import type { TargetFailure } from '../../reconcile/target.ts'

type Kind = TargetFailure['kind']

const kinds: ReadonlyMap<string, Kind> = new Map(
  Object.entries({
    maxlag: 'busy',
    ratelimited: 'busy',
    actionthrottledtext: 'busy',
    'login-throttled': 'busy',
    readonly: 'unavailable',
    'readonly-lag': 'busy',
    blocked: 'denied',
    autoblocked: 'denied',
    globalblocked: 'denied',
    permissiondenied: 'denied',
    readapidenied: 'denied',
    writeapidenied: 'denied',
    notloggedin: 'denied',
    mustbeloggedin: 'denied',
    assertuserfailed: 'denied',
    assertnameduserfailed: 'denied',
    assertbotfailed: 'denied',
    badtoken: 'denied',
    sessionfailure: 'denied',
  } as const),
)

const invalid = new Set([
  'nosuchuser',
  'nosuchusershort',
  'baduser',
  'pastexpiry',
  'invalidexpiry',
  'toofewexpiries',
  'badtags',
  'badvalue',
  'badinteger',
  'unknown_action',
  'missingparam',
  'mustpostparams',
  'toomanyvalues',
  'nointerwikiuserrights',
  'unrecognizedvalues',
  'invaliduser',
])

/** The kind of an API error; codes nobody foresaw count as `refused`, which waiting does not cure. */
export function kindOfCode(code: string): Kind {
  const kind = kinds.get(code)
  if (kind !== undefined) return kind
  if (code.startsWith('mwoauth') || code.startsWith('permissions-') || code.startsWith('tags-apply')) return 'denied'
  if (code.startsWith('internal_api_error')) return 'unavailable'
  return invalid.has(code) ? 'invalid' : 'refused'
}

/** A text of the wiki for our messages: one line, no control or bidirectional characters, at most 300 characters. */
export function remoteText(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()
  return line.length > 300 ? `${line.slice(0, 299)}…` : line
}

export function apiFailure(code: string, text: string, retryAfter?: number): TargetFailure {
  const safeCode = remoteText(code)
  return {
    kind: kindOfCode(code),
    code: safeCode,
    message: `the wiki refused with \`${safeCode}\`: ${remoteText(text)}`,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  }
}

export function failure(kind: Kind, code: string, message: string, retryAfter?: number): TargetFailure {
  return { kind, code, message, ...(retryAfter === undefined ? {} : { retryAfter }) }
}

/** A listing that contradicts itself or what was asked for. */
export function incomplete(code: string, message: string): TargetFailure {
  return { kind: 'incomplete', code, message }
}
