import { z } from 'zod'
import { err, ok } from '../../../kernel/result.ts'
import type { Progress } from '../../../reconcile/apply.ts'
import { describeLine } from '../../../reconcile/describe-plan.ts'
import { applyTarget } from '../../../workflow/apply-target.ts'
import { originOf } from '../../../workflow/caller.ts'
import { pausedFailure } from '../../../workflow/pause.ts'
import { accountsJson, membersJson, outcomeJson } from '../../views/json-shapes.ts'
import { planJson } from '../../views/plan.ts'
import { startJob, begun } from '../jobs/begin.ts'
import { writes } from '../route.ts'
import { name } from '../shapes.ts'
import { failure, targetOf } from './of.ts'

export const runTarget = writes({
  id: 'runTarget',
  path: '/targets/{target}/runs',
  summary: 'Plans a target anew and carries the plan out, as a job: `GET /jobs/{job}` tells how far it is and what came of it',
  scope: 'apply',
  right: 'apply',
  accepted: true,
  params: z.strictObject({ target: name }),
  answer: begun,
  async run(doer, { params }) {
    const { key, caller, instance, serving } = doer
    const target = targetOf((await instance.charters.inForce(instance.journal.state)).charter, params.target)
    if (!target.ok) return target
    return ok(
      startJob(doer, target.value, async (own, job) => {
        const progress: Progress = (done, total, lines) =>
          job.tell(
            done,
            total,
            lines.map(({ line, problem }) => ({ text: describeLine(line), problem: problem ?? null })),
          )
        const url = serving.base()
        const answer = await applyTarget(own, { key, origin: originOf(caller), target: target.value, url, progress })
        if (!answer.ok) return err(failure(answer.error))
        const { planned, urgent, routine, paused } = answer.value
        const applied = [urgent, routine].flatMap((one) =>
          one === undefined ? [] : [{ entry: one.plan.entry, outcome: outcomeJson(one.outcome) }],
        )
        const remark = paused === undefined ? undefined : pausedFailure(own.journal.state)?.message
        return ok({
          ...planJson(target.value, planned),
          applied,
          members: membersJson(answer.value.members),
          accounts: accountsJson(answer.value.accounts),
          ...(remark === undefined ? {} : { remark }),
        })
      }),
    )
  },
})
