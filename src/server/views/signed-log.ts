import { nodeVerifying, nodeHashing } from '../../config/outside.ts'
import { formatInstant } from '../../kernel/instant.ts'
import { openCheckpoint } from '../../ledger/checkpoint.ts'
import type { SignedLogView } from '../../web/view.ts'
import { hexOf } from '../../workflow/ids.ts'
import { knownKeys } from '../../workflow/signing/publish.ts'
import type { SignedLog } from '../../workflow/signing/signed-log.ts'
import type { Scene } from '../scene.ts'

/** The last checkpoint that was signed, whatever has become of the ledger since. */
export interface SignedCheckpoint {
  readonly note: string
  readonly size: number
  /** Hex. */
  readonly root: string
  readonly at: string
  /** Whether the ledger still begins with it. */
  readonly stands: boolean
}

/** Undefined where nothing was signed, or by a key that this ledger does not name. */
export async function signedCheckpoint({ moment, state, signedLog }: Scene): Promise<SignedCheckpoint | undefined> {
  const { head } = await signedLog()
  if (head === undefined) return undefined
  const keys = knownKeys(state, nodeHashing).map(({ key }) => key)
  const opened = openCheckpoint(head.note, keys, { hashing: nodeHashing, verifying: nodeVerifying })
  if (!opened.ok) return undefined
  const { size } = opened.value
  const root = hexOf(opened.value.root)
  const stands = size > 0 && size <= moment.size && hexOf(await moment.proofs.root(size)) === root
  return { note: head.note, size, root, at: formatInstant(head.at), stands }
}

/** What the public is told of the signatures: the last checkpoint, the keys there ever were, and that it is not signed any more. */
export async function signedLogView(scene: Scene): Promise<SignedLogView> {
  const checkpoint = await signedCheckpoint(scene)
  const refused = refusalView(await scene.signedLog())
  return {
    ...(checkpoint === undefined
      ? {}
      : { checkpoint: { note: checkpoint.note, size: checkpoint.size, root: checkpoint.root, at: checkpoint.at } }),
    ...(refused === undefined ? {} : { refused }),
    keys: scene.state.logKeys().map(({ id, vkey, retired }) => ({
      entry: id,
      ...(vkey === undefined ? {} : { vkey }),
      ...(retired === undefined
        ? {}
        : { retired: { entry: retired.entry, ...(retired.size === undefined ? {} : { size: retired.size }) } }),
    })),
  }
}

export function refusalView({ refusal }: SignedLog): SignedLogView['refused'] {
  return refusal === undefined ? undefined : { since: formatInstant(refusal.since), why: refusal.why }
}
