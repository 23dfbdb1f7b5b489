import { draft, type Origin } from '../../ledger/entry.ts'
import { isKeyName, type NoteKey } from '../../ledger/signed-note.ts'
import { hexOf } from '../ids.ts'
import type { Instance } from '../instance.ts'
import { knownKeys, publishCheckpoint, type Published } from './publish.ts'
import { openCheckpoint, type OpenedCheckpoint } from '../../ledger/checkpoint.ts'
import type { Signing } from './signed-log.ts'

/** The ledger stays as it was; the message says why. */
export class KeyRefusedError extends Error {
  override name = 'KeyRefusedError'
}

type Needed = Pick<Instance, 'journal' | 'store' | 'outside'>

/** What the log calls itself: what the settings say, else the address of its pages, else a name made of its first entry. */
export async function originNameOf(
  { store }: Pick<Instance, 'store'>,
  { origin, url }: { readonly origin?: string | undefined; readonly url?: string | undefined },
): Promise<string> {
  const address = url === undefined ? null : URL.parse(url)
  const name = origin ?? (address === null ? undefined : `${address.host}${address.pathname.replace(/\/+$/, '')}/log`)
  if (name !== undefined && isKeyName(name)) return name
  const [leaf] = await store.leaves(0, 1)
  return `writ-log-${hexOf(leaf ?? new Uint8Array()).slice(0, 16)}`
}

/** Makes the first key of a log and signs with it. Throws KeyRefusedError where it has one, or where the folder is another log’s. */
export async function makeLogKey(
  instance: Needed,
  signing: Signing,
  { name, operator }: { readonly name: string; readonly operator: string },
): Promise<MadeKey> {
  const keys = await instance.journal.read((state) => knownKeys(state, instance.outside.hashing))
  const [inUse] = keys.filter(({ retired }) => !retired)
  if (inUse !== undefined)
    throw new KeyRefusedError(`the log is signed with ${inUse.key.vkey}; \`writ log key rotate\` changes it for another`)
  const { head } = await signing.folder.read()
  if (head !== undefined && (await lastSigned(instance, signing)) === undefined)
    throw new KeyRefusedError('the folder of the keys holds what another log signed: give each log its own, `log.keys` in the settings')
  const origin = keys.at(-1)?.key.name ?? name
  const key = await addKey(instance, signing, origin, operator)
  return { key, published: await publishCheckpoint(instance, signing) }
}

export interface MadeKey {
  readonly key: NoteKey
  /** Of the signature after it. */
  readonly published: Published
}

/**
 * Changes the key of a log for another of the same name. The old key, where it is still here, signs the log that names the new one; then it is retired
 * with the size of that checkpoint, and deleted. Cut short at any point, both sign until it is run again.
 */
export async function rotateLogKey(
  instance: Needed,
  signing: Signing,
  { operator, reason }: { readonly operator: string; readonly reason: string | undefined },
): Promise<MadeKey & { readonly retired: readonly { readonly vkey: string; readonly size: number }[] }> {
  const inUse = () => instance.journal.read((state) => knownKeys(state, instance.outside.hashing).filter(({ retired }) => !retired))
  const before = await inUse()
  const [oldest] = before
  if (oldest === undefined) throw new KeyRefusedError('the log has no key; `writ log key make` makes one')
  if (before.length === 1) await addKey(instance, signing, oldest.key.name, operator)
  const earlier = await lastSigned(instance, signing)
  const between = await publishCheckpoint(instance, signing)
  if (!('checkpoint' in between)) throw new KeyRefusedError(`nothing was retired, for the log is not signed: ${whyOf(between)}`)
  const all = await inUse()
  const newest = all.at(-1)?.key ?? oldest.key
  const retired: { vkey: string; size: number }[] = []
  for (const { key, entry } of all.slice(0, -1)) {
    const size = [between.checkpoint, earlier].find((one) => one?.signers.some(({ vkey }) => vkey === key.vkey))?.size ?? 0
    await instance.journal.command(`log-key/retire/${entry}`, originOf(operator), () => ({
      drafts: [draft('key.retired', { key: entry, size, ...(reason === undefined ? {} : { reason }) })],
      answer: null,
    }))
    await signing.folder.forget(key)
    retired.push({ vkey: key.vkey, size })
  }
  return { key: newest, published: await publishCheckpoint(instance, signing), retired }
}

async function addKey({ journal }: Needed, { folder }: Signing, name: string, operator: string): Promise<NoteKey> {
  const key = await folder.make(name)
  // the file comes first: a key in the ledger that nobody has would leave the log unsigned
  await journal.command(`log-key/add/${key.id}`, originOf(operator), () => ({
    drafts: [draft('key.added', { purpose: 'checkpoint', key: key.vkey })],
    answer: null,
  }))
  return key
}

async function lastSigned(
  { journal, outside: { hashing } }: Needed,
  { folder, verifying }: Signing,
): Promise<OpenedCheckpoint | undefined> {
  const { head } = await folder.read()
  const keys = await journal.read((state) => knownKeys(state, hashing).map(({ key }) => key))
  const opened = head === undefined ? undefined : openCheckpoint(head.note, keys, { hashing, verifying })
  return opened?.ok === true ? opened.value : undefined
}

function whyOf(published: Published): string {
  return 'why' in published ? published.why : 'it has no key'
}

function originOf(operator: string): Origin {
  return { channel: 'cli', identity: `operator:${operator}` }
}
