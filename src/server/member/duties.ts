import type { Context, Hono } from 'hono'
import { reviewersOf } from '../../decide/due/inactivity.ts'
import { isGiven } from '../../decide/holding.ts'
import { handleOf } from '../../decide/question.ts'
import { decideReviewAnswer, grantsUnder } from '../../decide/review/answer.ts'
import { addDuration } from '../../kernel/duration.ts'
import { formatInstant } from '../../kernel/instant.ts'
import type { Grant, Review } from '../../ledger/state.ts'
import type { NoticesView, ReviewView } from '../../web/pages/member/duties-view.ts'
import { noticesPage } from '../../web/pages/member/notices.ts'
import { reviewPage } from '../../web/pages/member/review.ts'
import { acceptTermsOf } from '../api/follow-ups/accept.ts'
import { recordFollowUp } from '../api/follow-ups/record.ts'
import { answerNoticeOf } from '../api/notices/answer.ts'
import { answerFor } from '../api/reviews/answer.ts'
import { action, type Forms } from '../forms/action.ts'
import { memberPage, type Looking } from '../forms/member-page.ts'
import { segmentOf } from '../query.ts'
import { followUpsFor } from '../views/follow-ups.ts'
import { isoOrNull } from '../views/json-shapes.ts'
import { siteView } from '../views/site.ts'
import { toldView } from '../views/told.ts'

/** What somebody is asked: about what they hold, and about what others hold whom they review. */
export function dutyRoutes(app: Hono, forms: Forms): void {
  const { serving } = forms.api
  memberPage(app, serving, '/notices', async (looking) => {
    const view = { ...noticesView(looking), told: await toldView(looking, forms.api.inboxes) }
    return { view, html: (reader) => noticesPage(reader, siteView(looking.scene), view) }
  })
  memberPage(app, serving, '/reviews/:review', (looking, context) => {
    const review = looking.known.state.review(numberIn(context) ?? -1)
    const view = review === undefined ? undefined : reviewView(looking, review)
    return Promise.resolve(view === undefined ? undefined : { view, html: (reader) => reviewPage(reader, siteView(looking.scene), view) })
  })
  action(app, forms, {
    path: '/notices/answer',
    route: answerNoticeOf,
    what: 'writ-member-notice-answer',
    params: (_context, form) => ({ notice: form.text('notice') }),
    body: (form) => {
      const keep = form.text('keep')
      return { keep: keep === undefined ? undefined : keep === 'yes', text: form.text('text') }
    },
    back: () => '/notices',
  })
  action(app, forms, {
    path: '/notices/terms',
    route: acceptTermsOf,
    what: 'writ-member-terms-accept',
    params: (_context, form) => ({ grant: form.text('grant') }),
    body: (form) => ({ version: form.text('version') }),
    back: () => '/notices',
  })
  action(app, forms, {
    path: '/notices/follow-up',
    route: recordFollowUp,
    what: 'writ-member-follow-up-say',
    params: (_context, form) => ({ grant: form.text('grant') }),
    body: (form) => {
      const works = form.text('works')
      return { works: works === undefined ? undefined : works === 'yes', note: form.text('note') }
    },
    back: () => '/notices',
  })
  action(app, forms, {
    path: '/reviews/:review/answer',
    route: answerFor,
    what: 'writ-member-review-answer',
    params: (context) => ({ review: numberIn(context) }),
    body: (form) => ({ grant: Number(form.text('grant') ?? Number.NaN), answer: form.text('answer'), reason: form.text('reason') }),
    back: (context) => `/reviews/${numberIn(context) ?? ''}`,
  })
}

function numberIn(context: Context): number | undefined {
  const text = segmentOf(context, 2).replace(/\.json$/, '')
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

const SOON = { count: 30, unit: 'day' } as const

function noticesView(looking: Looking): Omit<NoticesView, 'told'> {
  const { known, viewer } = looking
  const { state, now } = known
  const own = state.grantsOf(viewer.subject).filter((grant) => isGiven(grant, now))
  const asked = own.flatMap((grant) => {
    const [unused, ending] = [state.inactivityOf(grant.id), state.endingOf(grant.id)]
    const role = roleName(looking, grant.role)
    const row = (kind: 'unused' | 'ending', one: NonNullable<typeof unused | typeof ending>) => ({
      notice: one.id,
      role,
      kind,
      until: formatInstant(one.until),
      keep: one.answer?.keep ?? null,
    })
    return [...(unused === undefined ? [] : [row('unused', unused)]), ...(ending === undefined ? [] : [row('ending', ending)])]
  })
  const soon = addDuration(now, SOON)
  const reviews = [...state.reviews()].flatMap((review) => {
    if (review.closedAt !== undefined) return []
    const mine = grantsUnder(known, review).filter((grant) => isMine(looking, review, grant))
    const open = mine.filter((grant) => !review.answers.some((one) => one.grant === grant.id)).length
    return mine.length === 0 ? [] : [{ review: review.id, role: roleName(looking, review.role), until: formatInstant(review.until), open }]
  })
  return {
    asked,
    ending: own.flatMap((grant) =>
      grant.until === undefined || grant.until > soon
        ? []
        : [{ grant: grant.id, role: roleName(looking, grant.role), until: formatInstant(grant.until) }],
    ),
    reviews,
    followUps: followUpsFor(known, viewer.subject),
    suspended: viewer.suspended,
  }
}

function roleName({ known: { charter } }: Looking, id: string) {
  return { id, title: charter.roles.get(id)?.title ?? id }
}

function isMine({ known, viewer }: Looking, review: Review, grant: Grant): boolean {
  return decideReviewAnswer(known, { kind: 'person', subject: viewer.subject, stepUp: undefined }, review, grant).allowed
}

/** A review for those who answer it: the grants of which it is theirs to say something, or was; undefined = none. */
function reviewView(looking: Looking, review: Review): ReviewView | undefined {
  const { known, viewer } = looking
  const { state } = known
  const grants = grantsUnder(known, review).filter(({ subject }) => reviewersOf(known, review.role, subject).includes(viewer.subject))
  if (grants.length === 0) return undefined
  const rows = grants.map((grant) => {
    const answer = review.answers.findLast((one) => one.grant === grant.id)
    return {
      grant: grant.id,
      person: handleOf(state, grant.subject),
      from: formatInstant(grant.from),
      until: isoOrNull(grant.until),
      useCase: grant.useCase ?? null,
      answer: answer === undefined ? null : { by: handleOf(state, answer.by), word: answer.answer, at: formatInstant(answer.at) },
      mine: isMine(looking, review, grant),
    }
  })
  return {
    review: review.id,
    role: roleName(looking, review.role),
    opened: formatInstant(review.at),
    until: formatInstant(review.until),
    closed: isoOrNull(review.closedAt),
    answered: rows.filter(({ answer }) => answer !== null).length,
    rows,
  }
}
