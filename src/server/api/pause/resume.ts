import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { resumeAll } from '../../../workflow/pause.ts'
import { writes } from '../route.ts'
import { decided, entry, named, words } from '../shapes.ts'

export const resume = writes({
  id: 'resumeEverything',
  path: '/resume',
  summary: 'Ends the pause that this entry began; `GET /ahead` says what is done then',
  scope: 'apply',
  body: named('Resuming', z.strictObject({ confirm: z.literal('resume'), pause: entry, reason: words })),
  answer: decided,
  run: async ({ instance, caller, key }, { body: { pause, reason } }) =>
    ok({ decision: await resumeAll(instance, { key, caller, pause, reason }) }),
})
