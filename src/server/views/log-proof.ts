import type { ConsistencyFile, InclusionFile } from '../../ledger/proof-file.ts'
import type { LogEntryView, LogProofsView } from '../../web/view.ts'
import { hexOf } from '../../workflow/ids.ts'
import type { Scene } from '../scene.ts'
import { logHeadView, rowsBetween } from './log.ts'
import { signedCheckpoint, type SignedCheckpoint } from './signed-log.ts'

/** The form of a proof: with the signed checkpoint where the log was last signed at this size. */
function headed<F extends string>(form: F, size: number, signed: SignedCheckpoint | undefined) {
  return signed?.stands === true && signed.size === size
    ? ({ format: `${form}-2`, checkpoint: signed.note } as const)
    : ({ format: `${form}-1` } as const)
}

/**
 * That an entry stands in the log of a size; undefined where there is no such entry or no such size yet. Without a size it is that which was signed
 * last, if the entry is in it, else all.
 */
export async function inclusionFile(scene: Scene, entry: number, asked?: number): Promise<InclusionFile | undefined> {
  const { moment } = scene
  const signed = await signedCheckpoint(scene)
  const size = asked ?? (signed?.stands === true && entry < signed.size ? signed.size : moment.size)
  if (entry >= size || size > moment.size) return undefined
  const stored = await moment.stored(entry)
  if (stored === undefined) return undefined
  const [root, path] = [await moment.proofs.root(size), await moment.proofs.inclusion(entry, size)]
  return {
    ...headed('writ-inclusion-proof', size, signed),
    origin: moment.origin,
    size,
    root: hexOf(root),
    entry,
    leaf: hexOf(stored.leaf),
    path: path.map(hexOf),
    ...(await scene.leaf(entry)),
  }
}

/** That the log of one size begins with that of a smaller one, of one entry at least; undefined where there are no such sizes. */
export async function consistencyFile(scene: Scene, first: number, second: number): Promise<ConsistencyFile | undefined> {
  const { moment } = scene
  if (first < 1 || first > second || second > moment.size) return undefined
  const [before, after] = [await moment.proofs.root(first), await moment.proofs.root(second)]
  return {
    ...headed('writ-consistency-proof', second, await signedCheckpoint(scene)),
    origin: moment.origin,
    first: { size: first, root: hexOf(before) },
    second: { size: second, root: hexOf(after) },
    path: (await moment.proofs.consistency(first, second)).map(hexOf),
  }
}

export async function logEntryView(scene: Scene, entry: number): Promise<LogEntryView | undefined> {
  const proof = await inclusionFile(scene, entry)
  const [row] = proof === undefined ? [] : await rowsBetween(scene, entry, entry + 1, () => true)
  return proof === undefined || row === undefined ? undefined : { row, proof }
}

export async function logProofsView(scene: Scene): Promise<LogProofsView> {
  const { size, root, origin, signed } = await logHeadView(scene)
  return { size, root, origin, signed }
}
