import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { setMode } from '../../../workflow/set-mode.ts'
import { writes } from '../route.ts'
import { decided, name, named, words } from '../shapes.ts'

export const changeMode = writes({
  id: 'setMode',
  path: '/targets/{target}/mode',
  summary: 'Sets what Writ may do to a target',
  scope: 'apply',
  params: z.strictObject({ target: name }),
  body: named('NewMode', z.strictObject({ mode: z.enum(['observe', 'propose', 'enforce']), reason: words.optional() })),
  answer: decided,
  run: async ({ instance, caller, key }, { params: { target }, body: { mode, reason } }) =>
    ok({ decision: await setMode(instance, { key, caller, target, mode, reason }) }),
})
