/** What the core needs from outside to hash: given as an argument, so that the core stays free of the platform. */
export interface Hashing {
  /** SHA-256 of the concatenated parts, 32 bytes. */
  sha256(...parts: readonly Uint8Array[]): Uint8Array
  utf8(text: string): Uint8Array
  /** RFC 4648 section 5, without padding. */
  base64url(bytes: Uint8Array): string
  /** The same as `base64url(sha256(prefix, utf8(text)))` where the platform can do that in one step; several times faster. */
  textDigest?(prefix: Uint8Array, text: string): string
}

/** Random ids and salts, given as an argument. */
export interface Randomness {
  bytes(count: number): Uint8Array
}
