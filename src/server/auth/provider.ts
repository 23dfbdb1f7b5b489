import type { Instant } from '../../kernel/instant.ts'

/** What somebody is sent to another server for: to come in, or to say once more that it is they, over one decision. */
export type Errand = { readonly kind: 'log-in' } | { readonly kind: 'confirm'; readonly hash: string }

/** What must be known again when somebody comes back; it never leaves this server. */
export interface Kept {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

/** Who somebody is by another server's word. */
export interface Identified {
  /** Immutable, and unique at that server: never a name that can be changed. */
  readonly id: string
  /** What that server calls them now; to be shown, never to be joined by. */
  readonly name: string
  /** When they last gave a password or a key there; undefined = the server does not say. */
  readonly authenticated: Instant | undefined
  /** The session at that server, by which it can end ours. */
  readonly session: string | undefined
  /** The server's signed words where there are any: what is kept with a decision. */
  readonly evidence: string | undefined
}

/** A server that says who somebody is. */
export interface LoginProvider {
  readonly id: string
  readonly title: string
  /** Whether it can be asked to make somebody log in anew, over a decision's hash. */
  readonly confirms: boolean
  /** Where to send the browser. Rejects with ProviderFailedError where the server does not answer. */
  begin(redirect: string, errand: Errand): Promise<{ readonly url: URL; readonly kept: Kept }>
  /** Who came back. Rejects with NotIdentifiedError or ProviderFailedError. */
  finish(callback: URL, kept: Kept, errand: Errand, now: Instant): Promise<Identified>
  /** Whom the server says it logged out; absent = it never does. Rejects with NotIdentifiedError. */
  loggedOut?(token: string, now: Instant): Promise<LoggedOut>
}

/** OpenID Connect Back-Channel Logout 1.0: all sessions of a person there, or one. */
export interface LoggedOut {
  readonly id: string | undefined
  readonly session: string | undefined
}

/** The answer does not prove who it is: forged, expired, used before, blocked. The message is for the person who tried. */
export class NotIdentifiedError extends Error {
  override name = 'NotIdentifiedError'
}

/** The other server is down or answers nonsense. */
export class ProviderFailedError extends Error {
  override name = 'ProviderFailedError'
}
