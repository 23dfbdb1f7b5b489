import type { Hono } from 'hono'
import type { Serving } from '../serving.ts'
import { ask, type Refusal } from './ask.ts'
import { LARGEST_BATCH, memberOf, runBatch } from './batch.ts'
import type { Engines } from './engines.ts'
import { evaluationSchema, evaluationsSchema, type Batch } from './entities.ts'
import { evaluate, refusedFor, type Point } from './point.ts'
import { readShape } from './read-body.ts'

/** AuthZEN 1.0, Access Evaluations: several at once, with what they have in common said once. Without a list it is a single evaluation. */
export function evaluationsRoute(app: Hono, serving: Serving, engines: Engines): void {
  ask(app, serving, engines, {
    path: '/access/v1/evaluations',
    schema: evaluationsSchema,
    scope: 'evaluate',
    minimum: (body) => body.context?.['min_rev'],
    answer: answerAll,
  })
}

function answerAll(point: Point, batch: Batch): object | Refusal {
  const members = batch.evaluations ?? []
  if (members.length === 0) {
    const single = readShape(batch, evaluationSchema)
    return single.ok ? evaluate(point, single.value) : single.error
  }
  if (members.length > LARGEST_BATCH) return { code: 'bad-body', detail: `a batch has at most ${LARGEST_BATCH} members here` }
  const evaluations = runBatch(members.length, batch.options?.evaluations_semantic ?? 'execute_all', (index) => {
    const member = memberOf(batch, members[index])
    return member.ok ? evaluate(point, member.value) : refusedFor(point, member.error)
  })
  return { evaluations }
}
