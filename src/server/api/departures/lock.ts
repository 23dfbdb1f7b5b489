import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { confirmLock } from '../../../workflow/trouble/confirm-lock.ts'
import { writes } from '../route.ts'
import { decided, name, named } from '../shapes.ts'

export const locked = writes({
  id: 'confirmLock',
  path: '/departures/{person}/locks',
  summary: 'A named person says that an account of somebody who left is locked, on a target that cannot be asked',
  scope: 'apply',
  right: 'apply',
  params: z.strictObject({ person: name }),
  body: named('Lock', z.strictObject({ account: name.describe('its key, `TARGET:ID`, as the departure named it') })),
  answer: decided,
  run: async ({ instance, caller, key }, { params: { person }, body: { account } }) =>
    ok({ decision: await confirmLock(instance, { key, caller, handle: person, account }) }),
})
