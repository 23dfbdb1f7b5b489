import type { Hono } from 'hono'
import type { Serving } from '../serving.ts'
import { ask, isRevision, NO_REVISION, type Refusal } from './ask.ts'
import { LARGEST_BATCH, memberOf, runBatch } from './batch.ts'
import type { Engines } from './engines.ts'
import { evaluationSchema, evaluationsSchema, type Batch, type Member } from './entities.ts'
import { evaluate, refusedFor, type Point, type Unaskable } from './point.ts'
import { readShape } from './read-body.ts'

/** AuthZEN 1.0, Access Evaluations: several at once, with what they have in common said once. Without a list it is a single evaluation. */
export function evaluationsRoute(app: Hono, serving: Serving, engines: Engines): void {
  ask(app, serving, engines, {
    path: '/access/v1/evaluations',
    schema: evaluationsSchema,
    scope: 'evaluate',
    minimum: minimumOf,
    answer: answerAll,
  })
}

/** The latest entries that any member asks for; what is no number is dealt with where it stands. */
function minimumOf({ context, evaluations = [] }: Batch): unknown {
  const common = context?.['min_rev'] ?? 0
  if (!isRevision(common)) return common
  return evaluations.map(askedBy).reduce<number>((most, one) => (isRevision(one) ? Math.max(most, one) : most), common)
}

function askedBy(member: unknown): unknown {
  const context = (member as Partial<Member> | null | undefined)?.context
  return (context as Partial<Record<string, unknown>> | null | undefined)?.['min_rev']
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
    if (!member.ok) return refusedFor(point, broken(member.error))
    const asked = member.value.context?.['min_rev'] ?? 0
    return isRevision(asked) ? evaluate(point, member.value) : refusedFor(point, broken(NO_REVISION))
  })
  return { evaluations }
}

const broken = (text: string): Unaskable => ({ code: 'bad-question', clause: null, text })
