import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { answerCorrection } from '../../../workflow/correct-fact.ts'
import { writes } from '../route.ts'
import { entryInPath, named, words } from '../shapes.ts'
import { correctionAnswer } from './shape.ts'

export const answerOneCorrection = writes({
  id: 'answerCorrection',
  path: '/corrections/{correction}/answer',
  summary: 'Says what became of a fact that somebody called wrong: it was mended at its source, or it stands',
  scope: 'grant',
  params: z.strictObject({ correction: entryInPath }),
  body: named('CorrectionOutcome', z.strictObject({ outcome: z.enum(['mended', 'stands']), text: words })),
  answer: correctionAnswer,
  run: async ({ instance, caller, key, person }, { params, body }) =>
    ok(await answerCorrection(instance, { key, caller, person, ...params, ...body })),
})
