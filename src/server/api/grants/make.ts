import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { grantRole } from '../../../workflow/grant-role.ts'
import { askedEnd } from '../asked-end.ts'
import { writes } from '../route.ts'
import { endShape, grantAnswer, name, named, words } from '../shapes.ts'

export const makeGrant = writes({
  id: 'makeGrant',
  path: '/grants',
  summary: 'Gives a role by a power of the charter; takes effect on the targets with the next run',
  scope: 'grant',
  body: named(
    'NewGrant',
    z.strictObject({
      role: name,
      person: name,
      account: name.optional().describe('where the person has several'),
      targets: z.array(name).min(1).max(50).optional().describe('fewer targets than the role gives'),
      reason: words.optional().describe('the use case'),
      override: z.boolean().optional().describe('although nobody could undo then what its holder does'),
      ...endShape,
    }),
  ),
  answer: grantAnswer,
  async run({ instance, caller, key }, { body }) {
    const end = askedEnd(body)
    if (!end.ok) return end
    return ok(
      await grantRole(instance, {
        key,
        caller,
        role: body.role,
        handle: body.person,
        account: body.account,
        targets: body.targets,
        end: end.value,
        useCase: body.reason,
        override: body.override ?? false,
      }),
    )
  },
})
