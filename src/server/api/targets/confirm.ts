import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { confirmTarget } from '../../../workflow/confirm-target.ts'
import { writes } from '../route.ts'
import { decided, name, named, words } from '../shapes.ts'

export const confirmWorks = writes({
  id: 'confirmTarget',
  path: '/targets/{target}/confirmations',
  summary: 'Says that a target works, so that the one that comes after it may follow; for whom the charter names',
  scope: 'request',
  params: z.strictObject({ target: name }),
  body: named('TargetConfirmation', z.strictObject({ note: words.optional() })),
  answer: decided,
  run: async ({ instance, caller, key }, { params: { target }, body: { note } }) =>
    ok({ decision: await confirmTarget(instance, { key, caller, target, note }) }),
})
