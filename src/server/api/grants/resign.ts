import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { handleOf } from '../../../decide/question.ts'
import { resign } from '../../../workflow/end-grant.ts'
import { writes } from '../route.ts'
import { grantAnswer, name, named, words } from '../shapes.ts'

export const resignGrant = writes({
  id: 'resign',
  path: '/resignations',
  summary: 'Gives up a role of one’s own: always allowed, at once',
  scope: 'request',
  body: named('Resignation', z.strictObject({ role: name, reason: words.optional() })),
  answer: grantAnswer,
  run: async ({ instance, caller, key, person }, { body: { role, reason } }) =>
    ok(await resign(instance, { key, caller, role, handle: handleOf(instance.journal.state, person), reason })),
})
