import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { openReview } from '../../../workflow/review/review.ts'
import { writes } from '../route.ts'
import { name, named } from '../shapes.ts'
import { reviewAnswered } from './shape.ts'

export const open = writes({
  id: 'openReview',
  path: '/reviews',
  summary: 'Begins a review of a role before its time',
  scope: 'grant',
  body: named('NewReview', z.strictObject({ role: name })),
  answer: reviewAnswered,
  run: async ({ instance, caller, key }, { body: { role } }) => ok(await openReview(instance, { key, caller, role })),
})
