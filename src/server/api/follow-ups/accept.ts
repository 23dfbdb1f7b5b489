import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { carryOutDue } from '../../../workflow/carry-out-due.ts'
import { acceptTerms } from '../../../workflow/follow-up.ts'
import { writes } from '../route.ts'
import { decided, entryInPath, named } from '../shapes.ts'

export const acceptTermsOf = writes({
  id: 'acceptTerms',
  path: '/grants/{grant}/acceptances',
  summary: 'The holder of a grant accepts the terms that go with it, at exactly the version that they read',
  scope: 'request',
  params: z.strictObject({ grant: entryInPath }),
  body: named('TermsAcceptance', z.strictObject({ version: z.string().regex(/^[0-9a-f]{64}$/) })),
  answer: decided,
  async run({ instance, caller, key }, { params: { grant }, body: { version } }) {
    const decision = await acceptTerms(instance, { key, caller, grant, version })
    if (decision.allowed) await carryOutDue(instance, { key: `${key}/due` })
    return ok({ decision })
  },
})
