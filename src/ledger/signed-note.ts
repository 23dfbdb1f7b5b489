/** Notes with signatures below: https://c2sp.org/signed-note, signatures of the type Ed25519. */
import { fromBase64, toBase64 } from '../kernel/base64.ts'
import type { Hashing } from '../kernel/hashing.ts'
import { err, ok, type Result } from '../kernel/result.ts'
import type { Verifying } from '../kernel/signing.ts'

/** A public key that notes are signed with. */
export interface NoteKey {
  readonly name: string
  /** Eight hex digits; with the name it says which key it is, and proves nothing. */
  readonly id: string
  /** 32 bytes. */
  readonly publicKey: Uint8Array
  /** The key as others are given it: `name+id+base64(0x01 || public key)`. */
  readonly vkey: string
}

export interface NoteSignature {
  readonly name: string
  readonly id: string
  readonly signature: Uint8Array
}

export interface SignedNote {
  /** With the newline at its end: these are the bytes that are signed. */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

export interface Checking {
  readonly hashing: Hashing
  readonly verifying: Verifying
}

/** The type of the signature before a public key. */
const ED25519 = 0x01
const KEY_BYTES = 32
/** The specification asks for 16 at least. */
const MOST_SIGNATURES = 100
const DASH = '\u2014'

/** Whether keys can be called so: one word, without a plus. */
export function isKeyName(name: string): boolean {
  return name.isWellFormed() && /^[^\s\p{White_Space}\p{Cc}+]+$/u.test(name)
}

/** Throws RangeError for a name that keys cannot have, and for a key that has not 32 bytes. */
export function noteKey(hashing: Hashing, name: string, publicKey: Uint8Array): NoteKey {
  if (!isKeyName(name) || publicKey.length !== KEY_BYTES) throw new RangeError('this is no name of a key, or no key')
  const typed = Uint8Array.of(ED25519, ...publicKey)
  const id = hexOf(hashing.sha256(hashing.utf8(`${name}\n`), typed).subarray(0, 4))
  return { name, id, publicKey, vkey: `${name}+${id}+${toBase64(typed)}` }
}

/** A key as it was handed out; the error says what is wrong with it. */
export function parseNoteKey(hashing: Hashing, text: string): Result<NoteKey, string> {
  const [, name, id, encoded] = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? []
  if (name === undefined || id === undefined || encoded === undefined || !isKeyName(name))
    return err('a key of a log is written `NAME+8 HEX DIGITS+BASE64`')
  const bytes = fromBase64(encoded)
  if (bytes === undefined || bytes[0] !== ED25519 || bytes.length !== 1 + KEY_BYTES) return err('it is no Ed25519 key')
  const key = noteKey(hashing, name, bytes.subarray(1))
  return key.id === id ? ok(key) : err(`its digits should be ${key.id}: it was changed on its way`)
}

/** A note with its signatures; undefined for what is none. */
export function parseNote(note: string): SignedNote | undefined {
  const split = note.lastIndexOf('\n\n')
  if (split < 0 || !note.endsWith('\n') || !note.isWellFormed() || /[^\P{Cc}\n\x7f-\x9f]/u.test(note)) return undefined
  const lines = note.slice(split + 2, -1).split('\n')
  if (lines.length > MOST_SIGNATURES) return undefined
  const signatures: NoteSignature[] = []
  for (const line of lines) {
    const [dash, name = '', encoded = '', ...more] = line.split(' ')
    const bytes = fromBase64(encoded)
    if (dash !== DASH || !isKeyName(name) || more.length > 0 || bytes === undefined || bytes.length < 5) return undefined
    signatures.push({ name, id: hexOf(bytes.subarray(0, 4)), signature: bytes.slice(4) })
  }
  return { text: note.slice(0, split + 1), signatures }
}

/** A text, which must end with a newline, with the signatures of it. */
export function formatNote(text: string, signatures: readonly NoteSignature[]): string {
  const lines = signatures.map(({ name, id, signature }) => `${DASH} ${name} ${toBase64(Uint8Array.of(...fromHex(id), ...signature))}\n`)
  return `${text}\n${lines.join('')}`
}

/**
 * Which of these keys signed a note. Signatures of others say nothing. The error where none did, or where a signature that names one of them is not
 * its own.
 */
export function signersOf(
  note: SignedNote,
  keys: readonly NoteKey[],
  { hashing, verifying }: Checking,
): Result<readonly NoteKey[], string> {
  const signers = new Set<NoteKey>()
  for (const { name, id, signature } of note.signatures) {
    const key = keys.find((one) => one.name === name && one.id === id)
    if (key === undefined) continue
    if (!verifying.ed25519(key.publicKey, hashing.utf8(note.text), signature)) return err(`the signature of ${name}+${id} is false`)
    signers.add(key)
  }
  if (signers.size > 0) return ok([...signers])
  const named = note.signatures.map(({ name, id }) => `${name}+${id}`).join(', ')
  return err(`it is not signed by ${keys.map(({ name, id }) => `${name}+${id}`).join(' or ')}; it names ${named}`)
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function fromHex(hex: string): readonly number[] {
  return Array.from({ length: hex.length / 2 }, (_, index) => Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16))
}
