import { err, ok, type Result } from '../../kernel/result.ts'
import { evaluationSchema, memberSchema, type Batch, type Evaluation, type Member } from './entities.ts'
import { readShape } from './read-body.ts'

/** More in one request are refused: a caller that waits for an hour is of use to nobody. */
export const LARGEST_BATCH = 1000

export type Semantic = NonNullable<NonNullable<Batch['options']>['evaluations_semantic']>

/**
 * One member of a batch with what the whole batch says where it says nothing itself. An entity replaces the whole entity of the batch; only `type`, `id` and
 * `name`, without which it would be none, are taken over (certification scenario, "Batch with default value merging").
 */
export function memberOf(batch: Batch, member: unknown): Result<Evaluation, string> {
  const read = readShape(member, memberSchema)
  if (!read.ok) return err(read.error.detail)
  const own = read.value
  const whole = readShape(
    {
      subject: merged(batch.subject, own.subject, ['type', 'id']),
      action: merged(batch.action, own.action, ['name']),
      resource: merged(batch.resource, own.resource, ['type', 'id']),
      context: own.context ?? batch.context,
    },
    evaluationSchema,
  )
  return whole.ok ? ok(whole.value) : err(whole.error.detail)
}

type Entity = Member['subject'] | Member['action'] | Member['resource']

function merged(common: Entity, own: Entity, needed: readonly string[]): Entity {
  if (own === undefined || common === undefined) return own ?? common
  const taken = Object.entries(common).filter(([key]) => needed.includes(key))
  return { ...Object.fromEntries(taken), ...own }
}

/** Answers the members in order. The two short semantics end with the member that decides; what comes after it is not in the answer. */
export function runBatch<T extends { readonly decision: boolean }>(count: number, semantic: Semantic, answer: (index: number) => T): T[] {
  const answers: T[] = []
  for (let index = 0; index < count; index += 1) {
    const one = answer(index)
    answers.push(one)
    if (semantic === 'deny_on_first_deny' && !one.decision) break
    if (semantic === 'permit_on_first_permit' && one.decision) break
  }
  return answers
}
