import type { Json } from '../kernel/json.ts'

/** The opening of one commitment. The salt is 16 bytes, base64url. */
export interface Opening {
  readonly salt: string
  readonly value: Json
}

/** Field name -> opening; a sealed entry has the single name `entry`. The origin stands under `origin`. */
export type Openings = Readonly<Record<string, Opening>>

/** An entry as the store keeps it. */
export interface StoredEntry {
  /** From 0, without gaps. */
  readonly seq: number
  /** The exact public leaf bytes: RFC 8785 JSON in UTF-8, at most 60,000 bytes. */
  readonly body: Uint8Array
  /** SHA-256(0x00 || body), RFC 6962 section 2.1. */
  readonly leaf: Uint8Array
  /** undefined when all were erased. */
  readonly openings: Openings | undefined
}

export const LARGEST_BODY = 60_000

/** RFC 6962 section 2.1: what is hashed before a leaf. */
export const LEAF_PREFIX = Uint8Array.of(0x00)

const CHUNK = 8192

/** A body as text. Bodies are ASCII: their plain fields are ids, numbers, hashes and words. */
export function bodyText(body: Uint8Array, from = 0, to = body.length): string {
  let text = ''
  for (let start = from; start < to; start += CHUNK)
    text += String.fromCharCode.apply(null, body.subarray(start, Math.min(start + CHUNK, to)) as unknown as number[])
  return text
}
