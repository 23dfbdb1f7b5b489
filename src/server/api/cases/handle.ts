import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { handleCase } from '../../../workflow/trouble/case.ts'
import { writes } from '../route.ts'
import { decided, entryInPath, name, named, words } from '../shapes.ts'

export const handle = writes({
  id: 'handleCase',
  path: '/cases/{case}/steps',
  summary: 'Notes what was done in a case, hands it to another role, or closes it with the outcome',
  scope: 'grant',
  params: z.strictObject({ case: entryInPath }),
  body: named('CaseStep', z.strictObject({ step: z.enum(['note', 'refer', 'close']), text: words.optional(), to: name.optional() })),
  answer: decided,
  run: async ({ instance, caller, key }, { params, body: { step, text, to } }) =>
    ok({ decision: await handleCase(instance, { key, caller, case: params.case, verb: step, text, to }) }),
})
