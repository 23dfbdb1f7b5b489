import { HOW } from '../how.ts'
import type { Clause } from '../../charter/model.ts'
import type { Grant, Review } from '../../ledger/state.ts'
import type { Decision } from '../decision.ts'
import { reviewersOf } from '../due/inactivity.ts'
import { isGiven } from '../holding.ts'
import { handleOf, lacking, refused, type Actor, type Known } from '../question.ts'

export type ReviewWord = 'keep' | 'remove' | 'ask'

/** The grants under a review: those that are held now, and those that somebody answered for, whatever became of them since. */
export function grantsUnder({ state, now }: Known, review: Review): readonly Grant[] {
  const held = [...state.grantsOfRole(review.role)].filter((grant) => grant.id < review.id && isGiven(grant, now))
  const gone = review.answers.flatMap(({ grant }) => (held.some(({ id }) => id === grant) ? [] : (state.grant(grant) ?? [])))
  return [...new Set([...held, ...gone])].toSorted((one, other) => one.id - other.id)
}

/** May this person answer for this grant in a review? Its reviewers may, never about themselves; an operator never does. */
export function decideReviewAnswer(known: Known, actor: Actor, review: Review, grant: Grant): Decision {
  const { state, now } = known
  const { clause } = review
  if (review.closedAt !== undefined) return refused([{ clause, text: `the review of \`${review.role}\` is over` }])
  if (grant.role !== review.role || grant.id > review.id) return refused([{ clause, text: `grant ${grant.id} is not under this review` }])
  if (!isGiven(grant, now)) return refused([{ clause, text: `${handleOf(state, grant.subject)} no longer holds it` }])
  if (actor.kind === 'operator') return needsPerson(clause)
  if (actor.subject === grant.subject) return refused([{ clause, text: 'nobody reviews what they hold themselves' }])
  const reviewers = reviewersOf(known, review.role, grant.subject)
  if (!reviewers.includes(actor.subject))
    return refused(
      [{ clause, text: 'this review is not yours to answer' }],
      [lacking('authority', 'a place among the reviewers')],
      [{ role: review.role, holders: reviewers.map((one) => handleOf(state, one)), clause, how: 'they answer this review' }],
    )
  return allowed(clause, 'this review is yours to answer')
}

/** May this person open a review of a role before it is due? Whoever reviews or could remove it may. */
export function decideReviewOpening(known: Known, actor: Actor, role: string): Decision {
  const clause: Clause = `roles.${role}.review`
  const open = known.state.lastReviewOf(role)
  if (!known.charter.roles.has(role)) return refused([{ clause: 'roles', text: `the charter has no role \`${role}\`` }])
  if (open !== undefined && open.closedAt === undefined) return refused([{ clause, text: `it is under review already (entry ${open.id})` }])
  if (actor.kind === 'operator') return needsPerson(clause)
  if (!reviewersOf(known, role, '').includes(actor.subject))
    return refused(
      [{ clause, text: 'only those who review or could remove the role open a review of it' }],
      [lacking('authority', 'a place among the reviewers')],
    )
  return allowed(clause, 'reviewers may review at any time')
}

/** May this person answer what the holder of a grant was asked? Only the holder; an operator may note it for them. */
export function decideHolderAnswer(known: Known, person: string | undefined, grant: Grant | undefined): Decision {
  if (grant === undefined || !isGiven(grant, known.now)) return refused([{ clause: 'roles', text: 'nothing is asked there any more' }])
  const clause: Clause = `roles.${grant.role}`
  if (person !== grant.subject) return refused([{ clause, text: `only ${handleOf(known.state, grant.subject)} can answer this` }])
  return allowed(clause, 'the holder answers')
}

function needsPerson(clause: Clause): Decision {
  return refused([{ clause, text: `only a person answers; ${HOW.inOwnName}` }], [lacking('authority', 'an authenticated person')])
}

function allowed(clause: Clause, text: string): Decision {
  return { outcome: 'allowed', allowed: true, because: [{ clause, text }], missing: [], whoCanHelp: [] }
}
