import type { CharterSource } from '../../charter/source.ts'
import { formatInstant } from '../../kernel/instant.ts'
import type { CharterRevision } from '../../ledger/state.ts'
import type { CharterDiffView, CharterRevisionView, CharterView, PromiseView } from '../../web/view.ts'
import { charterFiles, CharterUnreadableError } from '../../workflow/charter-document.ts'
import type { Scene } from '../scene.ts'
import { compareCharters } from './charter-comparison.ts'
import type { Compared } from './matrix.ts'

export async function charterView(scene: Scene, promises: readonly PromiseView[]): Promise<CharterView> {
  const { state, charter, revision } = scene
  return {
    title: charter.title,
    files: await filesOf(scene, revision.hash),
    revisions: state.revisions.toReversed().map(({ number, hash, from, seq }) => ({ number, hash, from: formatInstant(from), entry: seq })),
    toCome:
      state.charterToCome === undefined
        ? undefined
        : { hash: state.charterToCome.hash, from: formatInstant(state.charterToCome.from), entry: state.charterToCome.seq },
    promises,
  }
}

async function filesOf({ moment }: Scene, hash: string): Promise<CharterView['files']> {
  const document = await moment.document(hash)
  if (document === undefined) throw new CharterUnreadableError(`the charter ${hash} is not in the data folder`)
  return charterFiles(document).map(({ name, text }) => ({ name, lines: text.replace(/\n$/, '').split(/\r?\n/) }))
}

export async function charterRevisionView(scene: Scene, number: number): Promise<CharterRevisionView | undefined> {
  const revision = numbered(scene, number)
  if (revision === undefined) return undefined
  const { hash, from, seq } = revision
  return { number, last: scene.revision.number, hash, from: formatInstant(from), entry: seq, files: await filesOf(scene, hash) }
}

function numbered({ state }: Scene, number: number | undefined): CharterRevision | undefined {
  return state.revisions.find((one) => one.number === number)
}

/** Two revisions held against each other; undefined where one of them is none. */
export async function charterDiffView(scene: Scene, before: number, after: number): Promise<CharterDiffView | undefined> {
  const [old, now] = [numbered(scene, before), numbered(scene, after)]
  if (old === undefined || now === undefined) return undefined
  const [was, is] = [await scene.charterOf(old.hash), await scene.charterOf(now.hash)]
  const compared = compareCharters(scene, was, is, now.hash === scene.revision.hash)
  const { clauses, cells, verdicts, promises, people, findings, byRole } = compared
  return {
    before,
    after,
    last: scene.revision.number,
    clauses,
    cells,
    verdicts,
    promises,
    people: byRole ? [] : people,
    findings,
  }
}

/** The revisions there are, and the earlier one that was asked for, if it can be read. */
export async function comparedWith(scene: Scene, since: number | undefined): Promise<Compared> {
  const revisions = scene.state.revisions.map(({ number }) => number).toReversed()
  const earlier = since === scene.revision.number ? undefined : numbered(scene, since)
  const source = earlier === undefined ? undefined : await readable(scene, earlier.hash)
  return { revisions, since: source === undefined ? undefined : since, source }
}

async function readable(scene: Scene, hash: string): Promise<CharterSource | undefined> {
  try {
    return await scene.charterOf(hash)
  } catch (error) {
    if (error instanceof CharterUnreadableError) return undefined
    throw error
  }
}
