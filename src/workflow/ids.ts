import type { Hashing, Randomness } from '../kernel/hashing.ts'
import type { SubjectId } from '../ledger/entry.ts'

const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz'
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** An opaque person id: it tells nothing of the person. */
export function newSubject(randomness: Randomness): SubjectId {
  return `s-${letters(randomness, 16, LETTERS)}`
}

function letters(randomness: Randomness, count: number, alphabet: string): string {
  let text = ''
  while (text.length < count)
    for (const byte of randomness.bytes(count))
      if (byte < 256 - (256 % alphabet.length) && text.length < count) text += alphabet[byte % alphabet.length]
  return text
}

/** SHA-256 of a text, 64 hex digits. */
export function hashText(hashing: Hashing): (text: string) => string {
  return (text) => hexOf(hashing.sha256(hashing.utf8(text)))
}

/** A bearer token: `writ_<id>_<secret>`. Only the SHA-256 of the secret is kept. The prefix lets secret scanners find it. */
export interface NewToken {
  readonly id: string
  readonly secretHash: string
  /** Shown once. */
  readonly text: string
}

export function newToken(randomness: Randomness, hashing: Hashing): NewToken {
  const id = letters(randomness, 8, LETTERS)
  const secret = letters(randomness, 43, BASE62)
  return { id, secretHash: hexOf(hashing.sha256(hashing.utf8(secret))), text: `writ_${id}_${secret}` }
}

/** The id and the secret's hash of a token's text; undefined if it is no token. */
export function readToken(text: string, hashing: Hashing): { readonly id: string; readonly secretHash: string } | undefined {
  const parts = /^writ_([0-9a-z]{8})_([0-9A-Za-z]{43})$/.exec(text.trim())
  return parts === null ? undefined : { id: parts[1] ?? '', secretHash: hexOf(hashing.sha256(hashing.utf8(parts[2] ?? ''))) }
}

export function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
