import type { Instant } from '../kernel/instant.ts'
import type { SubjectId } from '../ledger/entry.ts'
import { isGiven } from './holding.ts'
import { handleOf, type Known } from './question.ts'

/** A date that somebody should have in their calendar. */
export interface ComingDate {
  /** The same for the same matter each time it is asked for. */
  readonly id: string
  readonly at: Instant
  readonly text: string
}

/** Ends of grants and of reviews that are still to come, earliest first; of one person their own ends alone. */
export function comingDates(known: Known, person?: SubjectId): readonly ComingDate[] {
  const { charter, state, now } = known
  const title = (role: string) => charter.roles.get(role)?.title ?? role
  const ends = [...state.runningGrants()].flatMap((grant): readonly ComingDate[] =>
    grant.until === undefined || !isGiven(grant, now) || (person !== undefined && grant.subject !== person)
      ? []
      : [
          {
            id: `grant-${grant.id}`,
            at: grant.until,
            text: person === undefined ? `${title(grant.role)} of ${handleOf(state, grant.subject)} ends` : `${title(grant.role)} ends`,
          },
        ],
  )
  const reviews = [...state.reviews()].flatMap((review): readonly ComingDate[] =>
    person !== undefined || review.closedAt !== undefined || review.until <= now
      ? []
      : [{ id: `review-${review.id}`, at: review.until, text: `The review of ${title(review.role)} closes` }],
  )
  return [...ends, ...reviews].toSorted((left, right) => left.at - right.at)
}
