import type { Hashing } from '../kernel/hashing.ts'
import { canonicalJson, type Json } from '../kernel/json.ts'

export const SALT_BYTES = 16
const PREFIX = 0x02

/**
 * What stands in the leaf for a value: base64url of SHA-256(0x02 || salt || RFC 8785 of [type, v, field, value]). The type, version and
 * field are in it so that an opening for one place proves nothing at another; the prefix keeps it apart from leaves and tree nodes
 * (RFC 6962 uses 0x00 and 0x01).
 */
export function commitment(hashing: Hashing, salt: Uint8Array, type: string, v: number, field: string, value: Json): string {
  return commitmentToText(hashing, salt, canonicalJson([type, v, field, value]))
}

/** Room for the bytes before a text; one may serve many commitments, one after the other. */
export function commitmentPrefix(): Uint8Array {
  return new Uint8Array(1 + SALT_BYTES).fill(PREFIX, 0, 1)
}

/** The same for a text that is already canonical. */
export function commitmentToText(hashing: Hashing, salt: Uint8Array, text: string, prefix = commitmentPrefix()): string {
  if (salt.length !== SALT_BYTES) throw new RangeError(`a salt has ${SALT_BYTES} bytes, not ${salt.length}`)
  prefix.set(salt, 1)
  return hashing.textDigest?.(prefix, text) ?? hashing.base64url(hashing.sha256(prefix, hashing.utf8(text)))
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const VALUES: ReadonlyMap<string, number> = new Map(Array.from(ALPHABET).map((letter, value) => [letter, value]))

/** A salt from its base64url text; undefined if it is none. */
export function saltFromText(text: string): Uint8Array | undefined {
  if (text.length !== 22) return undefined
  const salt = new Uint8Array(SALT_BYTES)
  let [bits, held, filled] = [0, 0, 0]
  for (const letter of text) {
    const value = VALUES.get(letter)
    if (value === undefined) return undefined
    bits = ((bits << 6) | value) & 0xffff
    held += 6
    if (held >= 8) {
      held -= 8
      salt[filled] = (bits >> held) & 0xff
      filled += 1
    }
  }
  // the last letter carries four bits more than 16 bytes have: any other writing of them would be a second text of one salt
  return (bits & 0x0f) === 0 ? salt : undefined
}
