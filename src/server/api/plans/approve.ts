import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { approvePlan } from '../../../workflow/approve-plan.ts'
import { writes } from '../route.ts'
import { decided, entryInPath, named, words } from '../shapes.ts'

export const approvePlanOnce = writes({
  id: 'approvePlan',
  path: '/plans/{plan}/approvals',
  summary: 'Lets a stopped plan run once within the hour, by a holder of `override-guard` who is not behind it',
  scope: 'apply',
  confirms: true,
  params: z.strictObject({ plan: entryInPath }),
  body: named('PlanApproval', z.strictObject({ reason: words })),
  answer: decided,
  run: async ({ instance, caller, key }, { params: { plan }, body: { reason } }) =>
    ok({ decision: await approvePlan(instance, { key, caller, plan, reason }) }),
})
