import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { markChange } from '../../../workflow/trouble/mark.ts'
import { writes } from '../route.ts'
import { decided, entry, name, named, words } from '../shapes.ts'

export const mark = writes({
  id: 'markChange',
  path: '/marks',
  summary: 'Marks a change, such as an office action: from then on only those whom the mark names may reverse it',
  scope: 'grant',
  body: named('NewMark', z.strictObject({ entry, mark: name, reason: words.optional() })),
  answer: decided,
  run: async ({ instance, caller, key }, { body }) =>
    ok({ decision: await markChange(instance, { key, caller, entry: body.entry, mark: body.mark, reason: body.reason }) }),
})
