import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { comeBack } from '../../../workflow/trouble/depart.ts'
import { writes } from '../route.ts'
import { decided, name, named, words } from '../shapes.ts'

export const returned = writes({
  id: 'returnPerson',
  path: '/departures/{person}/return',
  summary: 'Records that somebody who had left is back; nothing comes back by itself',
  scope: 'grant',
  params: z.strictObject({ person: name }),
  body: named('Return', z.strictObject({ reason: words.optional() })),
  answer: decided,
  run: async ({ instance, caller, key }, { params: { person }, body: { reason } }) =>
    ok({ decision: await comeBack(instance, { key, caller, handle: person, reason }) }),
})
