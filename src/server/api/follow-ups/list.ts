import { z } from 'zod'
import { err, ok } from '../../../kernel/result.ts'
import { followUpsFor } from '../../views/follow-ups.ts'
import { pageOf } from '../paging.ts'
import { reads } from '../route.ts'
import { entry, moment, named, next, pageQuery } from '../shapes.ts'

export const listFollowUps = reads({
  id: 'listFollowUps',
  path: '/follow-ups',
  summary: 'What waits for whoever asks: terms of their own grants to accept, and access of others to look at',
  scope: 'read',
  query: z.strictObject(pageQuery),
  answer: named(
    'FollowUps',
    z.object({
      followUps: z.array(
        z.object({
          grant: entry,
          role: z.object({ id: z.string(), title: z.string() }),
          person: z.string(),
          own: z.boolean(),
          asked: moment,
          text: z.string().nullable(),
          works: z.boolean().nullable(),
          terms: z.object({ statement: z.string(), words: z.string(), version: z.string(), accepted: moment.nullable() }).nullable(),
        }),
      ),
      next,
    }),
  ),
  run({ known, person }, { query }) {
    if (person === undefined) return err({ code: 'not-logged-in', detail: 'this takes a token' })
    const { page, next: following } = pageOf(followUpsFor(known, person), ({ grant }) => String(grant), query)
    return ok({ body: { followUps: page, next: following } })
  },
})
