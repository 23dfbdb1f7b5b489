import type { Instant } from '../../kernel/instant.ts'
import type { AccountKey, SubjectId } from '../entry.ts'

export interface Person {
  readonly subject: SubjectId
  /** undefined once erased. */
  readonly handle: string | undefined
  readonly since: Instant
  readonly departed: Instant | undefined
}

export interface Account {
  readonly key: AccountKey
  readonly target: string
  /** The immutable id on the target. */
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly subject: SubjectId
  readonly locked: boolean
  /** Somebody else than the operator said whose it is, and its owner did not prove it: it lets nobody in. */
  readonly attested: boolean
}

export interface Key {
  readonly id: number
  readonly owner: SubjectId
  readonly purpose: 'passkey' | 'checkpoint' | 'witness'
  /** The public key; undefined = erased. */
  readonly key: string | undefined
  readonly added: Instant
}

export interface Token {
  readonly id: string
  /** SHA-256 of the secret part, hex. */
  readonly secret: string
  readonly owner: SubjectId
  readonly scopes: readonly string[]
  readonly until: Instant
  readonly revoked: boolean
}

/** A key that the log is or was signed with. */
export interface LogKey {
  readonly id: number
  /** `name+id+base64(0x01 || public key)`; undefined = erased. */
  readonly vkey: string | undefined
  readonly added: Instant
  /** Undefined: checkpoints are signed with it. */
  readonly retired: { readonly entry: number; readonly at: Instant; readonly size: number | undefined } | undefined
}

export interface LockConfirmation {
  readonly seq: number
  readonly at: Instant
  /** Read back from the target, or confirmed by a person. */
  readonly how: 'read-back' | 'person'
  readonly by: string | undefined
}

export interface LockAsked {
  readonly seq: number
  readonly at: Instant
  /** What to do, to be copied. */
  readonly steps: string
}

export interface Statement {
  readonly id: number
  readonly by: SubjectId
  readonly at: Instant
  readonly until: Instant | undefined
  /** In which request it was made. */
  readonly request?: number
  /** Its exact words; absent once they were erased. */
  readonly words?: string
}

export interface Exception {
  readonly id: number
  readonly until: Instant
}

/** Somebody says that a fact about them is wrong. */
export interface Correction {
  readonly id: number
  readonly at: Instant
  readonly subject: SubjectId
  readonly fact: string
  /** undefined = erased. */
  readonly text: string | undefined
  readonly answer:
    | { readonly by: SubjectId; readonly at: Instant; readonly outcome: 'mended' | 'stands'; readonly text: string | undefined }
    | undefined
}
