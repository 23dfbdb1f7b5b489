import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { removeRole } from '../../../workflow/end-grant.ts'
import { writes } from '../route.ts'
import { grantAnswer, name, named, words } from '../shapes.ts'

export const removeGrant = writes({
  id: 'removeGrant',
  path: '/removals',
  summary: 'Takes a role by a power of the charter, after its notice where it has one',
  scope: 'grant',
  body: named('Removal', z.strictObject({ role: name, person: name, reason: words.optional(), override: z.boolean().optional() })),
  answer: grantAnswer,
  run: async ({ instance, caller, key }, { body: { role, person, reason, override = false } }) =>
    ok(await removeRole(instance, { key, caller, role, handle: person, reason, override })),
})
