import type { Hashing } from '../kernel/hashing.ts'
import type { Instant } from '../kernel/instant.ts'
import type { State, Token } from '../ledger/state.ts'
import { readToken } from './ids.ts'

/**
 * What a token may be used for. `read grant apply` act as its owner, `request` only asks and answers for them (`grant` includes it); `evaluate` and
 * `search` ask over HTTP who may do what; `scim` lets an identity provider say facts.
 */
export const SCOPES = ['read', 'request', 'grant', 'apply', 'evaluate', 'search', 'scim'] as const
export type Scope = (typeof SCOPES)[number]

/** A code that logs its owner in once, in a browser, and is good for nothing else. */
export const LOGIN_CODE = 'login'

/** A secret address by which programs read the dates and notices of its owner, and nothing else. */
export const FEED = 'feed'

export type TokenCheck =
  | { readonly kind: 'valid'; readonly token: Token }
  /** Never made, another secret, revoked, or its end has passed. Which of these it is, is nobody's business. */
  | { readonly kind: 'invalid' }
  /** A token ends with the suspension or departure of its owner. */
  | { readonly kind: 'owner-gone' }

/** Judges the text of a bearer token. */
export function checkToken(state: State, hashing: Hashing, text: string, now: Instant): TokenCheck {
  const token = madeAs(state, hashing, text)
  return token === undefined ? { kind: 'invalid' } : judged(state, token, now)
}

/** The token of this text, with this secret, whatever has become of it since. */
function madeAs(state: State, hashing: Hashing, text: string): Token | undefined {
  const read = readToken(text, hashing)
  const token = read === undefined ? undefined : state.token(read.id)
  return token?.secret === read?.secretHash ? token : undefined
}

function judged(state: State, token: Token, now: Instant): TokenCheck {
  if (token.revoked || token.until <= now) return { kind: 'invalid' }
  const owner = state.person(token.owner)
  if (owner === undefined || owner.departed !== undefined || state.suspensionOf(token.owner) !== undefined) return { kind: 'owner-gone' }
  return { kind: 'valid', token }
}

export type FeedCheck =
  | { readonly kind: 'valid'; readonly token: Token }
  /** No address of ours: never made, or another secret. */
  | { readonly kind: 'unknown' }
  /** It was one: revoked, past its end, or its owner is suspended or has left. Whoever knows its secret may know that. */
  | { readonly kind: 'over' }

/** Judges the secret part of the address of a feed. */
export function checkFeed(state: State, hashing: Hashing, text: string, now: Instant): FeedCheck {
  const token = madeAs(state, hashing, text)
  if (token === undefined || !token.scopes.includes(FEED)) return { kind: 'unknown' }
  const check = judged(state, token, now)
  return check.kind === 'valid' ? check : { kind: 'over' }
}
