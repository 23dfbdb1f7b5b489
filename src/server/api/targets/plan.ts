import { z } from 'zod'
import { err, ok } from '../../../kernel/result.ts'
import { originOf } from '../../../workflow/caller.ts'
import { planTargetNow } from '../../../workflow/plan-target.ts'
import { planJson } from '../../views/plan.ts'
import { writes } from '../route.ts'
import { name, named } from '../shapes.ts'
import { failure, targetOf } from './of.ts'
import { planned } from './plan-shape.ts'

export const planTarget = writes({
  id: 'planTarget',
  path: '/targets/{target}/plans',
  summary: 'Reads a target, records what was seen and stores what is to be changed; with `dryRun` nothing is recorded',
  scope: 'apply',
  right: 'apply',
  refusals: ['target-failed'],
  params: z.strictObject({ target: name }),
  body: named('NewPlan', z.strictObject({ dryRun: z.boolean().optional() })),
  answer: planned,
  async run({ instance, caller, key }, { params, body: { dryRun = false } }) {
    const target = targetOf((await instance.charters.inForce(instance.journal.state)).charter, params.target)
    if (!target.ok) return target
    const answer = await planTargetNow(instance, { key, origin: originOf(caller), target: target.value, dryRun })
    return answer.ok ? ok(planJson(target.value, answer.value)) : err(failure(answer.error))
  },
})
