import { z } from 'zod'
import { formatInstant } from '../../../kernel/instant.ts'
import { ok } from '../../../kernel/result.ts'
import type { CharterToCome } from '../../../ledger/state.ts'
import { charterFiles as filesOf } from '../../../workflow/charter-document.ts'
import { reads } from '../route.ts'
import { entry, moment, named } from '../shapes.ts'

export const showCharter = reads({
  id: 'getCharter',
  path: '/charter',
  summary: 'The charter in force, its files word for word, and the revisions before it',
  scope: undefined,
  answer: named(
    'Charter',
    z.object({
      title: z.string(),
      hash: z.string(),
      revision: z.int(),
      files: z.array(z.object({ name: z.string(), text: z.string() })),
      toCome: z
        .object({ hash: z.string(), from: moment, entry })
        .nullable()
        .describe('a revision that is decided and comes into force later'),
      revisions: z.array(z.object({ number: z.int(), hash: z.string(), from: moment, entry })),
    }),
  ),
  async run({ scene: { charter, revision, state, moment: ledger } }) {
    const document = await ledger.document(revision.hash)
    return ok({
      body: {
        title: charter.title,
        hash: revision.hash,
        revision: revision.number,
        files: document === undefined ? [] : filesOf(document),
        toCome: toComeOf(state.charterToCome),
        revisions: state.revisions.map((one) => ({ number: one.number, hash: one.hash, from: formatInstant(one.from), entry: one.seq })),
      },
    })
  },
})

function toComeOf(revision: CharterToCome | undefined) {
  return revision === undefined ? null : { hash: revision.hash, from: formatInstant(revision.from), entry: revision.seq }
}
