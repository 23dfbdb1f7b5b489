import { createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { noteKey } from '../../src/ledger/signed-note.ts'
import { nothingSigned, type LogFolder, type SignedLog } from '../../src/workflow/signing/signed-log.ts'
import { nodeHashing } from './outside.ts'

/** Keys of the log and what they signed, in memory. */
export function memoryLogFolder(): LogFolder {
  const keys = new Map<string, KeyObject>()
  let log: SignedLog = nothingSigned
  return {
    async signer(key) {
      const privateKey = keys.get(key.vkey)
      return privateKey === undefined ? undefined : { key, sign: (message) => sign(null, message, privateKey) }
    },
    async make(name) {
      const { privateKey } = generateKeyPairSync('ed25519')
      const key = noteKey(nodeHashing, name, createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).subarray(-32))
      keys.set(key.vkey, privateKey)
      return key
    },
    async forget({ vkey }) {
      keys.delete(vkey)
    },
    read: () => Promise.resolve(log),
    async keep(next) {
      log = next
    },
  }
}
