/** Checking of signatures, given as an argument so that the core stays free of the platform. */
export interface Verifying {
  /** Whether an Ed25519 signature (RFC 8032, 64 bytes) of a message is that of a public key (32 bytes); false for what is none. */
  ed25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean
}
