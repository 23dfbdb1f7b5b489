import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { commentOnCharter } from '../../../workflow/propose-charter.ts'
import { writes } from '../route.ts'
import { entry, entryInPath, named, words } from '../shapes.ts'
import { charterAnswer } from './proposal-shape.ts'

export const charterComment = writes({
  id: 'commentOnCharter',
  path: '/charter/proposals/{proposal}/comments',
  summary: 'Says something about an open proposal, for everybody to read; the author replies once to each',
  scope: 'request',
  params: z.strictObject({ proposal: entryInPath }),
  body: named(
    'CharterComment',
    z.strictObject({ form: z.enum(['comment', 'question', 'disadvantage', 'reply']), text: words, to: entry.optional() }),
  ),
  answer: charterAnswer,
  run: async ({ instance, caller, key }, { params: { proposal }, body: { form, text, to } }) =>
    ok(await commentOnCharter(instance, { key, caller, proposal, form, text, to })),
})
