import type { Id, ReviewRule } from '../../charter/model.ts'
import { addDuration, type Duration } from '../../kernel/duration.ts'
import { formatInstant, type Instant } from '../../kernel/instant.ts'
import { draft, type Draft } from '../../ledger/entry.ts'
import type { Grant, Review, ReviewAnswer } from '../../ledger/state.ts'
import { isGiven } from '../holding.ts'
import { handleOf, type Known } from '../question.ts'
import { nextDay } from '../term.ts'
import { CLOCK, duty, told, untold, type Duty, type KnownForDue } from './duty.ts'
import { reviewersOf } from './inactivity.ts'

/** How long a review is open where the charter does not say. */
const USUAL: Duration = { count: 30, unit: 'day' }
const ASKED: Duration = { count: 1, unit: 'week' }

/** Reviews of who holds what (`review`): they open by themselves, what was answered is carried out, and what nobody answered goes as the charter says. */
export function* reviews(known: KnownForDue): Iterable<Duty> {
  for (const [id, role] of known.charter.roles) {
    const open = known.state.lastReviewOf(id)
    if (open !== undefined && open.closedAt === undefined) yield* underway(known, open, role.review)
    else if (role.review !== undefined) yield* opening(known, id, role.review)
  }
}

function* opening(known: Known, role: Id, rule: ReviewRule): Iterable<Duty> {
  const { state, now } = known
  const grants = [...state.grantsOfRole(role)].filter((grant) => isGiven(grant, now))
  const span = grants.length === 0 ? undefined : spanOf(known, role, rule, grants)
  if (span === undefined || now < span.opens) return
  const clause = `roles.${role}.review`
  yield duty('review', clause, `the review of \`${role}\` opens: ${grants.length} ${grants.length === 1 ? 'holder' : 'holders'}`, [
    draft('review.opened', { role, until: formatInstant(span.closes), clause }),
  ])
}

/** When the next review is to open and close. */
function spanOf(
  known: Known,
  role: Id,
  rule: ReviewRule,
  grants: readonly Grant[],
): { readonly opens: Instant; readonly closes: Instant } | undefined {
  const { charter, state, now } = known
  const last = state.lastReviewOf(role)
  if (rule.before !== undefined) {
    const day = nextDay(charter, rule.before, now)
    if (day === undefined) return undefined
    const opens = addDuration(day, rule.opens ?? { count: 3, unit: 'month' }, -1)
    if (last !== undefined && last.at >= opens) return undefined
    const closes = rule.closes === undefined ? day : addDuration(day, rule.closes, -1)
    return { opens, closes: closes > now ? closes : addDuration(now, USUAL) }
  }
  if (rule.every === undefined) return undefined
  const oldest = grants.reduce((first, { from }) => (from < first ? from : first), now)
  return { opens: addDuration(last?.at ?? oldest, rule.every), closes: addDuration(now, rule.closes ?? USUAL) }
}

function* underway(known: Known, review: Review, rule: ReviewRule | undefined): Iterable<Duty> {
  const { state, now } = known
  const grants = [...state.grantsOfRole(review.role)].filter((grant) => isGiven(grant, now) && grant.id < review.id)
  for (const grant of grants) {
    const answer = answerOf(review, grant)
    const result = answer === undefined ? undefined : resultOf(known, review, grant, answer)
    if (result !== undefined) yield result
  }
  const unanswered = grants.filter((grant) => answerOf(review, grant)?.answer !== 'keep')
  const isOver = now >= review.until
  if (unanswered.length > 0 && !isOver) {
    yield* asking(known, review, unanswered)
    return
  }
  if (unanswered.some((grant) => answerOf(review, grant)?.answer === 'remove')) return
  const ends = isOver && rule?.unanswered === 'end' ? unanswered : []
  yield duty('review', review.clause, `the review of \`${review.role}\` is over`, [
    ...ends.map((grant) => ended(known, review, grant, [CLOCK])),
    draft('review.closed', {
      review: review.id,
      kept: grants.length - unanswered.length,
      removed: removedIn(known, review),
      unanswered: unanswered.length,
    }),
  ])
}

/** Of several people’s answers: one removal counts before all others, then the last. */
function answerOf({ answers }: Review, grant: Grant): ReviewAnswer | undefined {
  const own = answers.filter((answer) => answer.grant === grant.id)
  return own.find(({ answer }) => answer === 'remove') ?? own.at(-1)
}

function resultOf(known: Known, review: Review, grant: Grant, { answer, by }: ReviewAnswer): Duty | undefined {
  const { state, now } = known
  const who = handleOf(state, grant.subject)
  if (answer === 'remove')
    return duty('review', review.clause, `the review takes \`${grant.role}\` from ${who}`, [ended(known, review, grant, [`subject:${by}`])])
  if (answer === 'keep') return undefined
  const asked = state.inactivityOf(grant.id)
  if (asked !== undefined && asked.at >= review.at) return undefined
  const until = formatInstant(addDuration(now, ASKED))
  return duty('review', review.clause, `${who} is asked whether \`${grant.role}\` is still needed`, [
    draft('inactivity.noticed', { subject: grant.subject, grant: grant.id, until, clause: review.clause }),
  ])
}

/** Reviewers hear once that a review waits for them. */
function* asking(known: Known, review: Review, unanswered: readonly Grant[]): Iterable<Duty> {
  const people = new Set(unanswered.flatMap((grant) => reviewersOf(known, review.role, grant.subject)))
  const template = `review/${review.role}`
  const news = untold(known, people, review.id, template)
  if (news.length > 0)
    yield duty(
      'review',
      review.clause,
      `reviewers of \`${review.role}\` are asked`,
      news.map((one) => told(one, review.id, template)),
    )
}

function removedIn({ state }: Known, { answers }: Review): number {
  const removed = new Set(answers.filter(({ answer }) => answer === 'remove').map(({ grant }) => grant))
  return [...removed].filter((grant) => state.grant(grant)?.ended?.cause === 'review').length
}

function ended({ now }: Known, review: Review, grant: Grant, decidedBy: string[]): Draft {
  const from = formatInstant(now)
  return draft('grant.ended', {
    subject: grant.subject,
    grant: grant.id,
    from,
    clause: review.clause,
    decided_by: decidedBy,
    cause: 'review',
  })
}
