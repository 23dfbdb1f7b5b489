import { formatInstant } from '../../kernel/instant.ts'
import type { CharterView, PromiseView } from '../../web/view.ts'
import { charterFiles, CharterUnreadableError } from '../../workflow/charter-document.ts'
import type { Scene } from '../scene.ts'

export async function charterView({ moment, state, charter, revision }: Scene, promises: readonly PromiseView[]): Promise<CharterView> {
  const document = await moment.document(revision.hash)
  if (document === undefined) throw new CharterUnreadableError(`the charter ${revision.hash} is not in the data folder`)
  return {
    title: charter.title,
    files: charterFiles(document).map(({ name, text }) => ({ name, lines: text.replace(/\n$/, '').split(/\r?\n/) })),
    revisions: state.revisions.toReversed().map(({ number, hash, from, seq }) => ({ number, hash, from: formatInstant(from), entry: seq })),
    toCome:
      state.charterToCome === undefined
        ? undefined
        : { hash: state.charterToCome.hash, from: formatInstant(state.charterToCome.from), entry: state.charterToCome.seq },
    promises,
  }
}
