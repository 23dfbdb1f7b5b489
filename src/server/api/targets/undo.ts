import { z } from 'zod'
import { err, ok } from '../../../kernel/result.ts'
import { undoRun } from '../../../workflow/undo-run.ts'
import { outcomeJson } from '../../views/json-shapes.ts'
import { begun, startJob } from '../jobs/begin.ts'
import { writes } from '../route.ts'
import { entry, name, named } from '../shapes.ts'
import { targetOf } from './of.ts'

export const undo = writes({
  id: 'undoRun',
  path: '/targets/{target}/undos',
  summary: 'Takes back what an applied plan did to a target, as a job; the ledger’s grants stay',
  scope: 'apply',
  right: 'apply',
  accepted: true,
  params: z.strictObject({ target: name }),
  body: named('NewUndo', z.strictObject({ plan: entry })),
  answer: begun,
  async run(doer, { params, body: { plan } }) {
    const { key, caller, instance } = doer
    const target = targetOf((await instance.charters.inForce(instance.journal.state)).charter, params.target)
    if (!target.ok) return target
    return ok(
      startJob(doer, target.value, async (own) => {
        const answer = await undoRun(own, { key, caller, target: target.value, plan })
        if (!answer.ok) return err({ code: 'conflict', detail: answer.error })
        const { applied, remark, skipped } = answer.value
        return ok({
          target: target.value,
          entry: applied?.plan.entry ?? null,
          outcome: outcomeJson(applied?.outcome),
          remark,
          skipped,
        })
      }),
    )
  },
})
