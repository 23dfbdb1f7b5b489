import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { revokeToken } from '../../../workflow/make-token.ts'
import { writes } from '../route.ts'
import { decided, name, named, words } from '../shapes.ts'

export const revoke = writes({
  id: 'revokeToken',
  path: '/tokens/{token}/revocation',
  summary: 'Ends a token at once; TOKEN is the middle part of its text. Its owner may, and holders of `make-token`',
  scope: 'read',
  params: z.strictObject({ token: name }),
  body: named('Revocation', z.strictObject({ reason: words.optional() })),
  answer: decided,
  run: async ({ instance, caller, key }, { params: { token }, body: { reason } }) =>
    ok({ decision: await revokeToken(instance, { key, caller, token, reason }) }),
})
