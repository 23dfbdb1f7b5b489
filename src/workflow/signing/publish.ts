import { openCheckpoint, checkpointText, type OpenedCheckpoint } from '../../ledger/checkpoint.ts'
import { TamperedEntryError } from '../../ledger/errors.ts'
import { isConsistent } from '../../ledger/proof.ts'
import { formatNote, parseNoteKey, type NoteKey } from '../../ledger/signed-note.ts'
import type { State } from '../../ledger/state.ts'
import { verifyEntry } from '../../ledger/verify.ts'
import type { Hashing } from '../../kernel/hashing.ts'
import type { Json } from '../../kernel/json.ts'
import { hexOf } from '../ids.ts'
import type { Instance } from '../instance.ts'
import { createLogProofs } from '../log-proofs.ts'
import { storedPages } from '../journal-head.ts'
import { KeyUnusableError, SignedLogUnreadableError, type LogSigner, type SignedHead, type SignedLog, type Signing } from './signed-log.ts'

export type Published =
  /** No key was ever made, or all are retired. */
  | { readonly kind: 'keyless' }
  | { readonly kind: 'signed' | 'unchanged'; readonly head: SignedHead; readonly checkpoint: OpenedCheckpoint }
  /** The private key is not here, or not to be used. */
  | { readonly kind: 'locked'; readonly why: string }
  /** The ledger is no continuation of what was signed: nothing was. */
  | { readonly kind: 'refused'; readonly why: string }

/** What is kept in the ledger’s own store of the last signature: a second place, should the first be lost. */
export const SIGNED_NOTE = 'log/signed'

/** The ledger must not be signed as it is; the message says why. */
class NoContinuationError extends Error {
  override name = 'NoContinuationError'
}

/**
 * Signs the ledger as it is now, with every key that is in use, if it is a continuation of what was signed before: the tree is built anew from the
 * stored leaves, the new entries are hashed again, and the proof that the tree begins with the one signed last is checked as others would. What is
 * signed is kept before anybody can see it. To be called by whoever has the right to write, one after the other.
 */
export async function publishCheckpoint(instance: Pick<Instance, 'journal' | 'store' | 'outside'>, signing: Signing): Promise<Published> {
  const { journal, outside } = instance
  const known = await journal.read((state) => knownKeys(state, outside.hashing))
  const keys = known.map(({ key }) => key)
  const inUse = known.filter(({ retired }) => !retired)
  try {
    const last = await lastSigned(instance, signing, keys)
    if (inUse.length === 0) return { kind: 'keyless' }
    const signers = (await Promise.all(inUse.map(({ key }) => signing.folder.signer(key)))).filter((one) => one !== undefined)
    if (signers.length === 0)
      return { kind: 'locked', why: `the private key of ${inUse.map(({ key }) => short(key)).join(' and ')} is not here` }
    const published = await sign(instance, signing, signers, last)
    // a rotation that was cut short leaves the old private key
    if (published.kind === 'signed') for (const { key, retired } of known) if (retired) await signing.folder.forget(key)
    return published
  } catch (error) {
    if (error instanceof KeyUnusableError) return { kind: 'locked', why: error.message }
    if (error instanceof SignedLogUnreadableError) return { kind: 'refused', why: error.message }
    if (!(error instanceof NoContinuationError || error instanceof TamperedEntryError)) throw error
    // a ledger that names no key may have been given the folder of another log, which is none of its business
    if (keys.length === 0) return { kind: 'refused', why: error.message }
    const { head, refusal } = await signing.folder.read()
    const since = refusal?.since ?? outside.clock.now()
    if (refusal?.why !== error.message) await signing.folder.keep({ head, refusal: { why: error.message, since } })
    return { kind: 'refused', why: error.message }
  }
}

interface Last {
  readonly kept: SignedLog
  /** The smaller one first: what is kept beside the keys, and in the store. */
  readonly heads: readonly { readonly head: SignedHead; readonly checkpoint: OpenedCheckpoint }[]
}

/** What was signed last, asked for before anything else: it tells of an older ledger also where that one names no key, or one that was retired since. */
async function lastSigned(
  { journal, store, outside: { hashing } }: Pick<Instance, 'journal' | 'store' | 'outside'>,
  { folder, verifying }: Signing,
  keys: readonly NoteKey[],
): Promise<Last> {
  const kept = await folder.read()
  const open = (head: SignedHead) => {
    if (keys.length === 0)
      throw new NoContinuationError(
        'the ledger names no key, but something was signed: an older one was put back, or the folder of the keys is another log’s',
      )
    const opened = openCheckpoint(head.note, keys, { hashing, verifying })
    if (!opened.ok) throw new NoContinuationError(`what was signed last is not of this ledger: ${opened.error}`)
    return { head, checkpoint: opened.value }
  }
  const heads = [kept.head, headOf(await store.note(SIGNED_NOTE))]
    .flatMap((head) => (head === undefined ? [] : [open(head)]))
    .toSorted((one, other) => one.checkpoint.size - other.checkpoint.size)
  for (const { checkpoint } of heads)
    if (checkpoint.size > journal.size) throw new NoContinuationError(fewer(journal.size, checkpoint.size))
  return { kept, heads }
}

async function sign(
  { journal, store, outside }: Pick<Instance, 'journal' | 'store' | 'outside'>,
  { folder }: Signing,
  signers: readonly LogSigner[],
  { kept, heads: last }: Last,
): Promise<Published> {
  const { hashing, clock } = outside
  const [size, root] = [journal.size, journal.root()]
  const newest = last.at(-1)
  const isSame = newest?.checkpoint.size === size && hexOf(newest.checkpoint.root) === root
  const isSignedByAll = signers.every(({ key }) => newest?.checkpoint.signers.some(({ vkey }) => vkey === key.vkey) === true)
  if (newest !== undefined && isSame && isSignedByAll && kept.head?.note === newest.head.note && kept.refusal === undefined)
    return { kind: 'unchanged', ...newest }

  for await (const page of storedPages(store, newest?.checkpoint.size ?? 0, size)) for (const stored of page) verifyEntry(stored, hashing)
  // anew for each signature: hashes that were worked out earlier would hide what was changed since
  const proofs = createLogProofs(store, hashing)
  const computed = await proofs.root(size)
  if (hexOf(computed) !== root)
    throw new NoContinuationError(`the stored entries have the root ${hexOf(computed)}, but ${root} was written`)
  for (const { checkpoint } of last) {
    const path = await proofs.consistency(checkpoint.size, size)
    const given = { first: checkpoint.size, firstRoot: checkpoint.root, second: size, secondRoot: computed, path }
    if (!isConsistent(hashing, given)) throw new NoContinuationError(changed(checkpoint.size))
  }
  const checkpoint = { origin: signers[0]?.key.name ?? '', size, root: computed }
  const text = checkpointText(checkpoint)
  const signatures = signers.map((one) => ({ name: one.key.name, id: one.key.id, signature: one.sign(hashing.utf8(text)) }))
  const head: SignedHead = { note: formatNote(text, signatures), at: clock.now() }
  await folder.keep({ head, refusal: undefined })
  await store.setNote(SIGNED_NOTE, { note: head.note, at: head.at })
  return { kind: 'signed', head, checkpoint: { ...checkpoint, signers: signers.map(({ key }) => key) } }
}

/** The keys of the log that a state names, oldest first; one that was erased cannot be told. */
export function knownKeys(
  state: State,
  hashing: Hashing,
): readonly { readonly key: NoteKey; readonly entry: number; readonly retired: boolean }[] {
  return state.logKeys().flatMap(({ id, vkey, retired }) => {
    const key = vkey === undefined ? undefined : parseNoteKey(hashing, vkey)
    return key?.ok === true ? [{ key: key.value, entry: id, retired: retired !== undefined }] : []
  })
}

function headOf(note: Json | undefined): SignedHead | undefined {
  if (typeof note !== 'object' || note === null || !('note' in note) || !('at' in note)) return undefined
  return note as unknown as SignedHead
}

const short = ({ name, id }: NoteKey) => `${name}+${id}`
const fewer = (size: number, signed: number) =>
  `the ledger has ${size} entries, fewer than the ${signed} that were signed: an older one was put back, or entries were taken out`
const changed = (signed: number) => `the first ${signed} entries are not those that were signed: the ledger was changed behind Writ’s back`
