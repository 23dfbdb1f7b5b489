import type { Instant } from '../../kernel/instant.ts'
import type { Verifying } from '../../kernel/signing.ts'
import type { NoteKey } from '../../ledger/signed-note.ts'

/** The last checkpoint that was signed. */
export interface SignedHead {
  /** A signed note: size and root stand in it. */
  readonly note: string
  readonly at: Instant
}

/** What was signed last, and whether the log is signed at all. */
export interface SignedLog {
  readonly head: SignedHead | undefined
  /** Why the ledger is not signed any more: it is no continuation of what was. Undefined: it is. */
  readonly refusal: { readonly why: string; readonly since: Instant } | undefined
}

export const nothingSigned: SignedLog = { head: undefined, refusal: undefined }

/** Holds a private key; it leaves nobody's hands. */
export interface LogSigner {
  readonly key: NoteKey
  /** An Ed25519 signature, 64 bytes. */
  sign(message: Uint8Array): Uint8Array
}

/** The private key cannot be used: others can read it, or it is damaged. */
export class KeyUnusableError extends Error {
  override name = 'KeyUnusableError'
}

/** What was kept of the last signature cannot be read, so nothing may be signed. */
export class SignedLogUnreadableError extends Error {
  override name = 'SignedLogUnreadableError'
}

/**
 * Keeps the log's private keys and what they signed, apart from the ledger: whoever brings back an older ledger does not bring back what was signed
 * by then. Rejects with SignedLogUnreadableError.
 */
export interface LogFolder {
  /** The signer of a public key; undefined where its private key is not here. Rejects with KeyUnusableError. */
  signer(key: NoteKey): Promise<LogSigner | undefined>
  /** Makes a key of this name, durable when it resolves. */
  make(name: string): Promise<NoteKey>
  /** Deletes a private key. */
  forget(key: NoteKey): Promise<void>
  read(): Promise<SignedLog>
  /** Durable when it resolves; whoever reads meanwhile finds the one before or this one. */
  keep(log: SignedLog): Promise<void>
}

/** What signing needs besides the installation. */
export interface Signing {
  readonly folder: LogFolder
  readonly verifying: Verifying
}
