import type { Id } from '../../charter/model.ts'
import type { Decision } from '../../decide/decision.ts'
import { refused } from '../../decide/question.ts'
import { decideReviewAnswer, decideReviewOpening, type ReviewWord } from '../../decide/review/answer.ts'
import { addDuration } from '../../kernel/duration.ts'
import { formatInstant } from '../../kernel/instant.ts'
import { draft, type Draft } from '../../ledger/entry.ts'
import { json } from '../answer.ts'
import { deciderOf, originOf, type Caller } from '../caller.ts'
import type { Instance } from '../instance.ts'
import { record } from '../record.ts'

export interface ReviewAnswered {
  readonly decision: Decision
  /** The entry of the review that was opened, or of the answer. */
  readonly entry: number | undefined
}

export interface AnswerReviewCommand {
  readonly key: string
  readonly caller: Caller
  readonly review: number
  readonly grant: number
  readonly answer: ReviewWord
  readonly reason: string | undefined
}

/** A reviewer says what is to become of one grant. What follows (its end, a question to the holder) is due at once and carried out by the clock. */
export async function answerReview(instance: Instance, command: AnswerReviewCommand): Promise<ReviewAnswered> {
  const answer = await record(instance, command.key, originOf(command.caller), (known) => {
    const [review, grant] = [known.state.review(command.review), known.state.grant(command.grant)]
    const { actor } = command.caller
    const decision =
      review === undefined || grant === undefined
        ? refused([
            {
              clause: 'roles',
              text: `entry ${review === undefined ? command.review : command.grant} is no ${review === undefined ? 'review' : 'grant'}`,
            },
          ])
        : decideReviewAnswer(known, actor, review, grant)
    if (!decision.allowed || review === undefined || grant === undefined || actor.kind !== 'person')
      return { drafts: [], answer: json({ decision, entry: undefined }) }
    const drafts: Draft[] = [
      draft('review.answered', {
        review: review.id,
        grant: grant.id,
        by: actor.subject,
        answer: command.answer,
        ...(command.reason === undefined ? {} : { reason: command.reason }),
      }),
    ]
    if (command.answer === 'keep')
      drafts.push(
        draft('grant.reviewed', {
          subject: grant.subject,
          grant: grant.id,
          decided_by: [deciderOf(command.caller)],
          clause: review.clause,
        }),
      )
    return { drafts, answer: json({ decision, entry: known.next }) }
  })
  return answer as unknown as ReviewAnswered
}

export interface OpenReviewCommand {
  readonly key: string
  readonly caller: Caller
  readonly role: Id
}

/** A reviewer opens a review of a role before its time. */
export async function openReview(instance: Instance, command: OpenReviewCommand): Promise<ReviewAnswered> {
  const answer = await record(instance, command.key, originOf(command.caller), (known) => {
    const decision = decideReviewOpening(known, command.caller.actor, command.role)
    if (!decision.allowed) return { drafts: [], answer: json({ decision, entry: undefined }) }
    const closes = known.charter.roles.get(command.role)?.review?.closes ?? { count: 30, unit: 'day' }
    const until = formatInstant(addDuration(known.now, closes))
    return {
      drafts: [draft('review.opened', { role: command.role, until, clause: `roles.${command.role}.review` })],
      answer: json({ decision, entry: known.next }),
    }
  })
  return answer as unknown as ReviewAnswered
}
