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
