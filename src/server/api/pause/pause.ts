import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { pauseAll } from '../../../workflow/pause.ts'
import { writes } from '../route.ts'
import { decided, named, words } from '../shapes.ts'

export const pause = writes({
  id: 'pauseEverything',
  path: '/pause',
  summary: 'Stops every change of every target until somebody resumes; plans are still made',
  scope: 'apply',
  body: named('NewPause', z.strictObject({ confirm: z.literal('pause'), reason: words })),
  answer: decided,
  run: async ({ instance, caller, key }, { body: { reason } }) => ok({ decision: await pauseAll(instance, { key, caller, reason }) }),
})
