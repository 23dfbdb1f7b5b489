import { addDuration } from '../kernel/duration.ts'
import type { SubjectId } from '../ledger/entry.ts'
import { comingDates, type ComingDate } from './coming-dates.ts'
import { decideConfirmation } from './confirmation.ts'
import { givenGrants, type KnownForDue } from './due/duty.ts'
import { isFollowedUp, mayFollowUp, STARTED } from './follow-up.ts'
import { isGiven } from './holding.ts'
import { approversOf, isWaiting, standingOf } from './request/standing.ts'
import { decideReviewAnswer, grantsUnder } from './review/answer.ts'

/**
 * The dates that one person should have in their calendar, earliest first: ends of what they hold, by when they are to say something, by when what
 * waits for them is over. Nobody else is named in them.
 */
export function ownDates(known: KnownForDue, person: SubjectId): readonly ComingDate[] {
  const dates = [
    ...comingDates(known, person),
    ...asked(known, person),
    ...requests(known, person),
    ...proposals(known, person),
    ...reviews(known, person),
    ...followUps(known, person),
  ]
  return dates.filter(({ at }) => at > known.now).toSorted((left, right) => left.at - right.at)
}

/** Whether what they hold is still needed, or why it should not be taken. */
function asked({ charter, state, now }: KnownForDue, person: SubjectId): readonly ComingDate[] {
  return state
    .grantsOf(person)
    .filter((grant) => isGiven(grant, now))
    .flatMap((grant): readonly ComingDate[] => {
      const title = charter.roles.get(grant.role)?.title ?? grant.role
      const [unused, ending] = [state.inactivityOf(grant.id), state.endingOf(grant.id)]
      return [
        ...(unused === undefined || unused.answer !== undefined
          ? []
          : [{ id: `unused-${unused.id}`, at: unused.until, text: `Say by now whether you still need ${title}` }]),
        ...(ending === undefined || ending.answer !== undefined
          ? []
          : [{ id: `ending-${ending.id}`, at: ending.until, text: `Say by now what speaks against taking ${title} from you` }]),
      ]
    })
}

function requests(known: KnownForDue, person: SubjectId): readonly ComingDate[] {
  const { charter, state } = known
  return [...state.requests()].flatMap((request): readonly ComingDate[] => {
    const standing = isWaiting(known, request) ? standingOf(known, request) : undefined
    if (standing === undefined) return []
    const title = charter.roles.get(request.role)?.title ?? request.role
    const [id, at] = [`request-${request.id}`, standing.lapses]
    if (request.subject === person || request.by === person) return [{ id, at, text: `The request for ${title} lapses, if nobody decides` }]
    const decides = standing.unstated.length === 0 && approversOf(known, request, standing, 10_000).includes(person)
    return decides ? [{ id, at, text: `Decide by now: a request for ${title}` }] : []
  })
}

function proposals(known: KnownForDue, person: SubjectId): readonly ComingDate[] {
  const { charter, state } = known
  return [...state.proposals()].flatMap((proposal): readonly ComingDate[] => {
    // a second factor is given when it is decided
    const { allowed, missing } = decideConfirmation(known, { kind: 'person', subject: person, stepUp: undefined }, proposal, 'refused')
    if (!allowed && !missing.some(({ kind }) => kind === 'step-up')) return []
    const title = charter.roles.get(proposal.role)?.title ?? proposal.role
    return [{ id: `proposal-${proposal.id}`, at: proposal.lapses, text: `Decide by now: a proposal about ${title}` }]
  })
}

function reviews(known: KnownForDue, person: SubjectId): readonly ComingDate[] {
  const { charter, state } = known
  return [...state.reviews()].flatMap((review): readonly ComingDate[] => {
    if (review.closedAt !== undefined) return []
    const open = grantsUnder(known, review).filter(
      (grant) =>
        !review.answers.some((one) => one.grant === grant.id) &&
        decideReviewAnswer(known, { kind: 'person', subject: person, stepUp: undefined }, review, grant).allowed,
    )
    const title = charter.roles.get(review.role)?.title ?? review.role
    return open.length === 0
      ? []
      : [{ id: `review-${review.id}`, at: review.until, text: `Answer by now: the review of ${title}, ${open.length} open` }]
  })
}

/** When access that others got is to be looked at. */
function followUps(known: KnownForDue, person: SubjectId): readonly ComingDate[] {
  const { state } = known
  return [...givenGrants(known)].flatMap(({ grant, role: { title, followUp: rule } }): readonly ComingDate[] => {
    const started = rule === undefined ? undefined : state.noticeOf(grant.id, STARTED, grant.subject)?.at
    if (rule === undefined || started === undefined || grant.subject === person) return []
    if (isFollowedUp(known, grant, rule) || !mayFollowUp(known, grant, rule, person)) return []
    return [{ id: `follow-up-${grant.id}`, at: addDuration(started, rule.after), text: `Look whether access as ${title} works` }]
  })
}
