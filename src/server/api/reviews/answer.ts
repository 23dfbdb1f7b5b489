import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { answerReview } from '../../../workflow/review/review.ts'
import { carryOutDue } from '../../../workflow/carry-out-due.ts'
import { writes } from '../route.ts'
import { entry, entryInPath, named, words } from '../shapes.ts'
import { reviewAnswered } from './shape.ts'

export const answerFor = writes({
  id: 'answerReview',
  path: '/reviews/{review}/answers',
  summary: 'Says of one grant whether it is kept, taken, or its holder asked first',
  scope: 'grant',
  params: z.strictObject({ review: entryInPath }),
  body: named('ReviewAnswer', z.strictObject({ grant: entry, answer: z.enum(['keep', 'remove', 'ask']), reason: words.optional() })),
  answer: reviewAnswered,
  async run({ instance, caller, key }, { params: { review }, body: { grant, answer, reason } }) {
    const answered = await answerReview(instance, { key, caller, review, grant, answer, reason })
    if (answered.decision.allowed) await carryOutDue(instance, { key: `${key}/due` })
    return ok(answered)
  },
})
