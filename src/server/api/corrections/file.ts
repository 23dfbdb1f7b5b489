import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { correctFact } from '../../../workflow/correct-fact.ts'
import { writes } from '../route.ts'
import { name, named, words } from '../shapes.ts'
import { correctionAnswer } from './shape.ts'

export const correctOwnFact = writes({
  id: 'correctFact',
  path: '/corrections',
  summary:
    'Says that a fact about oneself is wrong: a task for those who answer for the sources; the fact itself changes at its source alone',
  scope: 'request',
  body: named('NewCorrection', z.strictObject({ fact: name, text: words })),
  answer: correctionAnswer,
  run: async ({ instance, caller, key, person }, { body }) => ok(await correctFact(instance, { key, caller, person, ...body })),
})
