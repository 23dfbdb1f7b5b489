import type { ConsistencyFile, InclusionFile } from '../../ledger/proof-file.ts'
import type { LogEntryView, LogProofsView } from '../../web/view.ts'
import { hexOf } from '../../workflow/ids.ts'
import type { Scene } from '../scene.ts'
import { logHeadView, rowsBetween } from './log.ts'

/** That an entry stands in the log of a size; undefined where there is no such entry or no such size yet. */
export async function inclusionFile(scene: Scene, entry: number, size = scene.moment.size): Promise<InclusionFile | undefined> {
  const { moment } = scene
  if (entry >= size || size > moment.size) return undefined
  const stored = await moment.stored(entry)
  if (stored === undefined) return undefined
  const [root, path] = [await moment.proofs.root(size), await moment.proofs.inclusion(entry, size)]
  return {
    format: 'writ-inclusion-proof-1',
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
export async function consistencyFile({ moment }: Scene, first: number, second: number): Promise<ConsistencyFile | undefined> {
  if (first < 1 || first > second || second > moment.size) return undefined
  const [before, after] = [await moment.proofs.root(first), await moment.proofs.root(second)]
  return {
    format: 'writ-consistency-proof-1',
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

export function logProofsView(scene: Scene): LogProofsView {
  const { size, root, origin } = logHeadView(scene)
  return { size, root, origin }
}
