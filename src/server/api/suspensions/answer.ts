import { z } from 'zod'
import { handleOf } from '../../../decide/question.ts'
import { ok } from '../../../kernel/result.ts'
import { hearSuspended } from '../../../workflow/trouble/end-suspension.ts'
import { writes } from '../route.ts'
import { decided, named, words } from '../shapes.ts'

export const answerSuspension = writes({
  id: 'answerSuspension',
  path: '/suspensions/statements',
  summary:
    'Whoever is suspended gives their own side, as often as they like while it lasts; tokens end with a suspension, so this is done on the pages',
  scope: 'request',
  body: named('OwnSide', z.strictObject({ text: words })),
  answer: decided,
  run: async ({ instance, caller, key, person }, { body: { text } }) =>
    ok({ decision: await hearSuspended(instance, { key, caller, handle: handleOf(instance.journal.state, person), text }) }),
})
