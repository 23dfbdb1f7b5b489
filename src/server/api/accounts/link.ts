import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { linkAccount } from '../../../workflow/link-account.ts'
import { writes } from '../route.ts'
import { decided, name, named } from '../shapes.ts'
import { targetOf } from '../targets/of.ts'

export const link = writes({
  id: 'linkAccount',
  path: '/accounts',
  summary:
    'Says that an account of a target belongs to a person: on the word of a holder of `link-accounts` on `writ` who is not that person',
  scope: 'grant',
  body: named(
    'NewLink',
    z.strictObject({
      person: name,
      target: name,
      account: name,
      kind: z.enum(['staff', 'personal', 'bot', 'service']).optional(),
    }),
  ),
  answer: decided,
  refusals: ['not-found'],
  async run({ instance, caller, key }, { body: { person, account, kind, ...body } }) {
    // not an account that only lets in: that is for the operator to link
    const target = targetOf((await instance.charters.inForce(instance.journal.state)).charter, body.target)
    if (!target.ok) return target
    return ok({ decision: await linkAccount(instance, { key, caller, handle: person, target: target.value, account, kind }) })
  },
})
