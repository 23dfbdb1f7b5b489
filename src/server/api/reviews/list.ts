import { z } from 'zod'
import { decideReviewAnswer, grantsUnder } from '../../../decide/review/answer.ts'
import { handleOf } from '../../../decide/question.ts'
import { formatInstant } from '../../../kernel/instant.ts'
import { ok } from '../../../kernel/result.ts'
import { isoOrNull } from '../../views/json-shapes.ts'
import { pageOf } from '../paging.ts'
import { reads } from '../route.ts'
import { entry, moment, named, next, pageQuery } from '../shapes.ts'

export const listReviews = reads({
  id: 'listReviews',
  path: '/reviews',
  summary: 'Reviews with the grants that one may answer for; with `read-private` all of them, which is put on record',
  scope: 'read',
  query: z.strictObject({ closed: z.enum(['true', 'false']).optional(), ...pageQuery }),
  answer: named(
    'Reviews',
    z.object({
      reviews: z.array(
        z.object({
          review: entry,
          role: z.string(),
          opened: moment,
          until: moment,
          closed: moment.nullable(),
          grants: z.array(
            z.object({ grant: entry, person: z.string(), since: moment, useCase: z.string().nullable(), answer: z.string().nullable() }),
          ),
        }),
      ),
      next,
    }),
  ),
  run({ known, person, readsPrivate }, { query: { closed, ...window } }) {
    const { state } = known
    const concerning: string[] = []
    const all = [...state.reviews()].filter(({ closedAt }) => closed === 'true' || closedAt === undefined)
    const { page, next: following } = pageOf(all, ({ id }) => String(id), window)
    const reviews = page.map((review) => {
      const grants = grantsUnder(known, review).filter((grant) => {
        const actor = { kind: 'person', subject: person ?? '', stepUp: undefined } as const
        if (decideReviewAnswer(known, actor, review, grant).allowed || grant.subject === person) return true
        if (review.answers.some((one) => one.grant === grant.id && one.by === person)) return true
        if (readsPrivate) concerning.push(grant.subject)
        return readsPrivate
      })
      return {
        review: review.id,
        role: review.role,
        opened: formatInstant(review.at),
        until: formatInstant(review.until),
        closed: isoOrNull(review.closedAt),
        grants: grants.map((grant) => ({
          grant: grant.id,
          person: handleOf(state, grant.subject),
          since: formatInstant(grant.from),
          useCase: grant.useCase ?? null,
          answer: review.answers.findLast((one) => one.grant === grant.id)?.answer ?? null,
        })),
      }
    })
    return ok({ body: { reviews, next: following }, concerning })
  },
})
