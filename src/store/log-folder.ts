import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Hashing } from '../kernel/hashing.ts'
import { instant } from '../kernel/instant.ts'
import type { Json } from '../kernel/json.ts'
import { noteKey, type NoteKey } from '../ledger/signed-note.ts'
import {
  KeyUnusableError,
  nothingSigned,
  SignedLogUnreadableError,
  type LogFolder,
  type LogSigner,
  type SignedLog,
} from '../workflow/signing/signed-log.ts'

/** What stands before the 32 bytes of a seed in PKCS #8, RFC 8410 section 7. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')
const FORMAT = 'writ-log-signed-1'

/**
 * Keys and what they signed as files of a folder, each of mode 0600: `log-ID.key` as other tools for signed notes write a private key
 * (`PRIVATE+KEY+NAME+ID+BASE64`), and `log-signed.json`.
 */
export function logFolder(folder: string, hashing: Hashing): LogFolder {
  const keyFile = ({ id }: NoteKey) => join(folder, `log-${id}.key`)
  const signedFile = join(folder, 'log-signed.json')
  return {
    async signer(key) {
      const path = keyFile(key)
      const pair = await readKey(path)
      if (pair === undefined) return undefined
      return signerOf(hashing, key, pair, path)
    },
    async make(name) {
      const { privateKey } = generateKeyPairSync('ed25519')
      const key = noteKey(hashing, name, publicBytes(privateKey))
      const seed = privateKey.export({ type: 'pkcs8', format: 'der' }).subarray(PKCS8.length)
      const encoded = Buffer.concat([Buffer.of(0x01), seed]).toString('base64')
      await writeDurably(folder, keyFile(key), `PRIVATE+KEY+${key.name}+${key.id}+${encoded}\n`)
      return key
    },
    async forget(key) {
      await rm(keyFile(key), { force: true })
      await syncFolder(folder)
    },
    async read() {
      const text = await readFile(signedFile, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined
        throw new SignedLogUnreadableError(
          `\`${signedFile}\` cannot be read (${error.code ?? error.message}): nothing is signed until it can`,
        )
      })
      if (text === undefined) return nothingSigned
      const log = signedLogOf(text)
      if (log === undefined)
        throw new SignedLogUnreadableError(`\`${signedFile}\` is damaged: bring it back from a backup; nothing is signed until then`)
      return log
    },
    async keep(log) {
      await rm(`${signedFile}.new`, { force: true })
      await writeDurably(folder, `${signedFile}.new`, `${JSON.stringify({ format: FORMAT, ...log }, undefined, 2)}\n`)
      await rename(`${signedFile}.new`, signedFile)
      await syncFolder(folder)
    },
  }
}

/** Undefined where there is no such file; what is looked at is what is read, whatever is put in its place meanwhile. */
async function readKey(path: string): Promise<KeyObject | undefined> {
  const read = await readPrivately(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw new KeyUnusableError(`\`${path}\` cannot be read (${error.code ?? error.message})`)
  })
  if (read === undefined) return undefined
  if ((read.mode & 0o077) !== 0)
    throw new KeyUnusableError(`others can read \`${path}\`: \`chmod 600\` it, and \`writ log key rotate\` if somebody may have`)
  const [, encoded = ''] = /^PRIVATE\+KEY\+[^+\s]+\+[0-9a-f]{8}\+([A-Za-z0-9+/]{44})\s*$/.exec(read.text) ?? []
  const bytes = Buffer.from(encoded, 'base64')
  if (bytes.length !== 33 || bytes[0] !== 0x01) throw new KeyUnusableError(`\`${path}\` is no private key of a log`)
  return createPrivateKey({ key: Buffer.concat([PKCS8, bytes.subarray(1)]), format: 'der', type: 'pkcs8' })
}

async function readPrivately(path: string): Promise<{ readonly mode: number; readonly text: string }> {
  const file = await open(path, 'r')
  try {
    return { mode: (await file.stat()).mode, text: await file.readFile('utf8') }
  } finally {
    await file.close()
  }
}

function signerOf(hashing: Hashing, key: NoteKey, privateKey: KeyObject, path: string): LogSigner {
  if (noteKey(hashing, key.name, publicBytes(privateKey)).vkey !== key.vkey)
    throw new KeyUnusableError(`\`${path}\` is the private key of another public key than ${key.vkey}`)
  return { key, sign: (message) => sign(null, message, privateKey) }
}

/** The last 32 bytes of the SubjectPublicKeyInfo, RFC 8410 section 4. */
function publicBytes(privateKey: KeyObject): Uint8Array {
  return Uint8Array.from(createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).subarray(-32))
}

function signedLogOf(text: string): SignedLog | undefined {
  try {
    const { format, head, refusal } = JSON.parse(text) as Readonly<Record<string, Json>>
    if (format !== FORMAT) return undefined
    return { head: partOf(head, 'note', 'at') as SignedLog['head'], refusal: partOf(refusal, 'why', 'since') as SignedLog['refusal'] }
  } catch {
    return undefined
  }
}

/** Throws TypeError for what is neither absent nor such a pair. */
function partOf(value: Json | undefined, words: string, moment: string): object | undefined {
  if (value === undefined) return undefined
  const { [words]: text, [moment]: at } = value as Readonly<Record<string, Json>>
  if (typeof text !== 'string' || typeof at !== 'number') throw new TypeError('damaged')
  return { [words]: text, [moment]: instant(at) }
}

async function writeDurably(folder: string, path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await syncFolder(folder)
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
