import { z } from 'zod'
import { hasWritRight } from '../../../decide/grant.ts'
import { err, ok } from '../../../kernel/result.ts'
import { ran, undone } from '../targets/plan-shape.ts'
import { reads } from '../route.ts'
import { moment, named } from '../shapes.ts'

export const getJob = reads({
  id: 'getJob',
  path: '/jobs/{job}',
  summary: 'How far a job is and what came of it; known to who began it and to holders of `apply`, as long as the server runs',
  scope: 'apply',
  params: z.strictObject({ job: z.string().max(100) }),
  answer: named(
    'Job',
    z.object({
      job: z.string(),
      target: z.string(),
      state: z.enum(['running', 'done', 'failed']),
      done: z.int(),
      total: z.int(),
      started: moment,
      ended: moment.nullable(),
      why: z.string().nullable(),
      result: z.union([ran, undone]).nullable(),
    }),
  ),
  run({ jobs, person, known }, { params: { job: id } }) {
    const job = jobs.find(id)
    const mine = job !== undefined && person !== undefined && (job.owner === person || hasWritRight(known, person, 'apply'))
    if (!mine) return err({ code: 'not-found', detail: 'there is no such job; what was done stands in the log' })
    const { target, state, done, total, started, ended, why, result } = job
    return ok({ body: { job: id, target, state, done, total, started, ended, why, result } })
  },
})
