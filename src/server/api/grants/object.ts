import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { objectToGrant } from '../../../workflow/object-to-grant.ts'
import { writes } from '../route.ts'
import { decided, entryInPath, named, words } from '../shapes.ts'

export const objectTo = writes({
  id: 'objectToGrant',
  path: '/grants/{grant}/objections',
  summary: 'Objects to a grant that was announced and has no effect yet',
  scope: 'request',
  params: z.strictObject({ grant: entryInPath }),
  body: named('Objection', z.strictObject({ reason: words })),
  answer: decided,
  run: async ({ instance, caller, key }, { params: { grant }, body: { reason } }) =>
    ok({ decision: await objectToGrant(instance, { key, caller, grant, reason }) }),
})
