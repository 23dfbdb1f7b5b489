import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { settleDrift } from '../../../workflow/settle-drift.ts'
import { writes } from '../route.ts'
import { decided, entryInPath, named, words } from '../shapes.ts'

export const settle = writes({
  id: 'leaveDrift',
  path: '/drift/{drift}/settlements',
  summary: 'Leaves a change that the target made itself as it stands',
  scope: 'apply',
  params: z.strictObject({ drift: entryInPath }),
  body: named('Settlement', z.strictObject({ outcome: z.literal('left'), reason: words })),
  answer: decided,
  run: async ({ instance, caller, key }, { params: { drift }, body }) =>
    ok({ decision: await settleDrift(instance, { key, caller, drift, ...body }) }),
})
