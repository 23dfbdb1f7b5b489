import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { carryOutDue } from '../../../workflow/carry-out-due.ts'
import { followUp } from '../../../workflow/follow-up.ts'
import { writes } from '../route.ts'
import { decided, entryInPath, named, words } from '../shapes.ts'

export const recordFollowUp = writes({
  id: 'recordFollowUp',
  path: '/grants/{grant}/follow-ups',
  summary: 'Whoever the charter names for it says whether the access of a grant works',
  scope: 'request',
  params: z.strictObject({ grant: entryInPath }),
  body: named('FollowUp', z.strictObject({ works: z.boolean(), note: words.optional() })),
  answer: decided,
  async run({ instance, caller, key }, { params: { grant }, body: { works, note } }) {
    const decision = await followUp(instance, { key, caller, grant, works, note })
    if (decision.allowed) await carryOutDue(instance, { key: `${key}/due` })
    return ok({ decision })
  },
})
