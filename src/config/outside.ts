import { createPublicKey, hash, randomFillSync, verify } from 'node:crypto'
import type { Hashing, Randomness } from '../kernel/hashing.ts'
import { instant, type Instant } from '../kernel/instant.ts'
import type { Verifying } from '../kernel/signing.ts'

const SCRATCH = 65_536

/**
 * SHA-256 and encodings by the platform. Measured: the one-shot `hash` with a string result costs a third of one with a Buffer result,
 * and a scratch buffer spares an allocation a call.
 */
function makeHashing(): Hashing {
  const encoder = new TextEncoder()
  const scratch = Buffer.alloc(SCRATCH)
  const gather = (parts: readonly Uint8Array[]): Uint8Array => {
    let length = 0
    for (const part of parts) length += part.length
    const into = length <= SCRATCH ? scratch : Buffer.alloc(length)
    let end = 0
    for (const part of parts) {
      into.set(part, end)
      end += part.length
    }
    return into.subarray(0, length)
  }
  return {
    sha256(...parts) {
      const digest = hash('sha256', parts.length === 1 ? (parts[0] as Uint8Array) : gather(parts), 'binary')
      const bytes = new Uint8Array(32)
      for (let index = 0; index < 32; index += 1) bytes[index] = digest.charCodeAt(index)
      return bytes
    },
    utf8: (text) => encoder.encode(text),
    base64url: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64url'),
    textDigest(prefix, text) {
      if (prefix.length + text.length * 3 > SCRATCH) return hash('sha256', gather([prefix, encoder.encode(text)]), 'base64url')
      scratch.set(prefix, 0)
      const end = prefix.length + scratch.write(text, prefix.length, 'utf8')
      return hash('sha256', scratch.subarray(0, end), 'base64url')
    },
  }
}

export const nodeHashing: Hashing = makeHashing()

/** What stands before the 32 bytes of a public key in a SubjectPublicKeyInfo, RFC 8410 section 4. */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')

export const nodeVerifying: Verifying = {
  ed25519(publicKey, message, signature) {
    if (publicKey.length !== 32 || signature.length !== 64) return false
    const key = createPublicKey({ key: Buffer.concat([SPKI, publicKey]), format: 'der', type: 'spki' })
    return verify(null, message, key, signature)
  },
}

const POOL = 8192

/** The platform's cryptographic randomness, drawn in batches: a draw for every salt would cost more than its hash. No byte is given twice. */
export function systemRandomness(): Randomness {
  let pool = new Uint8Array(0)
  let used = 0
  return {
    bytes(count) {
      if (count > POOL) return randomFillSync(new Uint8Array(count))
      if (used + count > pool.length) {
        pool = randomFillSync(new Uint8Array(POOL))
        used = 0
      }
      used += count
      return pool.subarray(used - count, used)
    },
  }
}

/** Everything the core is given from outside: the wall clock, hashing, chance. */
export function systemOutside(): { readonly clock: { now(): Instant }; readonly hashing: Hashing; readonly randomness: Randomness } {
  return { clock: { now: () => instant(Date.now()) }, hashing: nodeHashing, randomness: systemRandomness() }
}
