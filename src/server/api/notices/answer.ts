import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { carryOutDue } from '../../../workflow/carry-out-due.ts'
import { answerNotice } from '../../../workflow/review/answer-notice.ts'
import { writes } from '../route.ts'
import { decided, entryInPath, named, words } from '../shapes.ts'

export const answerNoticeOf = writes({
  id: 'answerNotice',
  path: '/notices/{notice}/answers',
  summary: 'The holder of a grant answers whether it is still needed; letting it go ends it at once',
  scope: 'request',
  params: z.strictObject({ notice: entryInPath }),
  body: named('NoticeAnswer', z.strictObject({ keep: z.boolean(), text: words })),
  answer: decided,
  async run({ instance, caller, key }, { params: { notice }, body: { keep, text } }) {
    const decision = await answerNotice(instance, { key, caller, notice, keep, text })
    if (decision.allowed) await carryOutDue(instance, { key: `${key}/due` })
    return ok({ decision })
  },
})
