import { z } from 'zod'
import { hasPlace } from '../../../decide/request/taking-part.ts'
import { err, ok, type Result } from '../../../kernel/result.ts'
import type { RoleRequest } from '../../../ledger/state.ts'
import type { Known } from '../../../decide/question.ts'
import type { SubjectId } from '../../../ledger/entry.ts'
import { hasWritRight } from '../../../decide/grant.ts'
import { readFacts } from '../../../workflow/facts.ts'
import { knownNow } from '../../../workflow/known.ts'
import type { Doer, Refusal } from '../route.ts'
import { decision, entry, entryInPath, moment, named, texts } from '../shapes.ts'

export const request = named(
  'Request',
  z.object({
    request: entry,
    person: z.string(),
    by: z.string(),
    role: z.string(),
    account: z.string().nullable(),
    targets: texts.nullable(),
    scope: z.string().nullable(),
    until: moment.nullable(),
    useCase: z.string().nullable(),
    answers: z.record(z.string(), z.unknown()),
    filed: moment,
    batch: entry.nullable(),
    outcome: z.string().nullable(),
    grant: entry.nullable(),
    reason: z.string().nullable(),
    conditions: z.array(
      z.object({
        clause: z.string(),
        condition: z.string(),
        text: z.string(),
        truth: z.union([z.boolean(), z.literal('unknown')]),
        evidence: texts,
        missing: texts,
      }),
    ),
    experience: z.array(z.object({ role: z.string(), from: moment, ended: moment.nullable(), cause: z.string().nullable() })),
    questions: z.array(
      z.object({
        question: entry,
        by: z.string(),
        text: z.string().nullable(),
        statement: z.string().nullable(),
        answer: z.string().nullable(),
      }),
    ),
    comments: z.array(z.object({ comment: entry, by: z.string(), text: z.string().nullable() })),
    votes: z.array(
      z.object({
        stage: z.int(),
        by: z.string(),
        decision: z.string(),
        at: moment,
        reason: z.string().nullable(),
        states: texts,
        onPresentContent: z.boolean(),
      }),
    ),
    stages: z.array(z.object({ clause: z.string(), text: z.string().nullable(), count: z.int() })),
    open: z.int().nullable(),
    lacking: z.int().nullable(),
    unstated: texts,
    approvers: texts,
    lapses: moment.nullable(),
  }),
)

const answerShape = { decision, request: entry.nullable(), done: z.boolean(), grant: entry.nullable(), remarks: texts }

export const requestAnswer = named('RequestAnswer', z.object(answerShape))
export const filedFor = z.object({ person: z.string(), ...answerShape })
export const requestInPath = z.strictObject({ request: entryInPath })

/** Who asks, for whom, and who has a place in deciding it. Others do not hear that there is such a request. */
export function isParty(known: Known, one: RoleRequest, person: SubjectId | undefined): boolean {
  if (person === undefined) return false
  return one.subject === person || one.by === person || one.votes.some(({ by }) => by === person) || hasPlace(known, one, person)
}

/** The number of a request, for those who may know of it. */
export async function requestFor({ instance, person }: Doer, id: number): Promise<Result<number, Refusal>> {
  const { charter } = await instance.charters.inForce(instance.journal.state)
  const known = knownNow(charter, instance.journal.state, instance.outside.clock.now(), await readFacts(instance))
  const found = known.state.request(id)
  if (found !== undefined && (isParty(known, found, person) || hasWritRight(known, person, 'read-private'))) return ok(id)
  return err(NO_REQUEST)
}

export const NO_REQUEST: Refusal = { code: 'not-found', detail: 'there is no request of this number that concerns you' }
