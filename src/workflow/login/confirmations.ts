import type { Instant } from '../../kernel/instant.ts'
import type { SubjectId } from '../../ledger/entry.ts'
import type { Evidence } from './sessions.ts'

/** What a confirmation is good for, and nothing else is: one request of one program, by one token, of one person. */
export interface Bound {
  readonly person: SubjectId
  /** Id of the token. */
  readonly token: string
  /** Idempotency key of the request. */
  readonly key: string
  /** 64 hex digits of exactly what is to be decided. */
  readonly hash: string
}

/** What a program wants to do in somebody’s name and may not without their own second factor. */
export interface Confirmation extends Bound {
  /** Cannot be guessed; part of an address. */
  readonly id: string
  /** What it is, in a sentence. */
  readonly what: string
  /** What is to be done, word for word. */
  readonly asked: string
  readonly until: Instant
  readonly confirmed: boolean
}

/** How long a person may take. Once they have confirmed, the evidence is fresh for as long as any other: `FRESH_MS`. */
export const WAIT_MS = 10 * 60_000

/** Confirmations that wait or were given, beside the ledger; they outlive the process. */
export interface Confirmations {
  /** The same again while it waits is the same confirmation. */
  ask(wanted: Bound & Pick<Confirmation, 'what' | 'asked'>, now: Instant): Confirmation
  /** One that waits for this person, or that they gave and nobody used. */
  find(id: string, person: SubjectId, now: Instant): Confirmation | undefined
  /** Whether it waited; it is given then. */
  give(id: string, evidence: Pick<Evidence, 'text' | 'at'>, now: Instant): boolean
  /** Hands out the evidence of one that was given, once. */
  take(bound: Bound, now: Instant): string | undefined
  close(): void
}
