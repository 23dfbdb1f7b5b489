import type { Instant } from '../../kernel/instant.ts'
import type { SubjectId } from '../../ledger/entry.ts'
import type { State } from '../../ledger/state.ts'

/** By what somebody came in: a provider of the settings, or a way of our own. */
export interface LoginMeans {
  /** `demo`, `code`, `passkey`, or the id of a provider. */
  readonly method: string
  /** Their id at the provider, and the session there: by these it can end ours. */
  readonly identity: string | undefined
  readonly providerSession: string | undefined
}

/** Somebody logged in with one browser. Of its secret only a hash is kept. */
export interface Session extends LoginMeans {
  /** To name it by in public of its owner: tells nothing of the secret. */
  readonly id: string
  readonly subject: SubjectId
  readonly started: Instant
  readonly seen: Instant
}

/** What proves that a person meant one decision. */
export interface Evidence {
  /** 64 hex digits. */
  readonly hash: string
  readonly text: string
  readonly at: Instant
}

/** Sessions of people, beside the ledger: none of it is a record. One contract suite runs over all implementations. */
export interface Sessions {
  /** Begins one under a secret that only the browser keeps. */
  begin(subject: SubjectId, means: LoginMeans, now: Instant): { readonly secret: string; readonly session: Session }
  /** The session of a secret, if it has not ended; notes that it was used. */
  find(secret: string, now: Instant): Session | undefined
  of(subject: SubjectId, now: Instant): readonly Session[]
  end(id: string): void
  /** Ends those that a provider says it ended: one session of theirs, or all of a person. Answers how many. */
  endAt(method: string, ended: { readonly identity: string | undefined; readonly providerSession: string | undefined }): number
  keepEvidence(id: string, evidence: Evidence): void
  evidence(id: string, hash: string): Evidence | undefined
  close(): void
}

/** Without use, and in all. */
export const IDLE_MS = 12 * 3_600_000
export const LONGEST_MS = 7 * 24 * 3_600_000
/** How long evidence counts. */
export const FRESH_MS = 5 * 60_000

/** Whether whoever has this session is still to be let in. Departure, suspension and compromise end what began before them. */
export function isAdmitted(state: State, session: Pick<Session, 'subject' | 'started'>): boolean {
  const person = state.person(session.subject)
  if (person === undefined || person.departed !== undefined) return false
  const disowned = state.disownedAt(session.subject)
  if (disowned !== undefined && session.started <= disowned) return false
  const suspension = state.suspensionOf(session.subject)
  return suspension === undefined || (suspension.cause !== 'compromised' && suspension.from < session.started)
}
