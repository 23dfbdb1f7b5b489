import { z } from 'zod'
import { handleOf } from '../../../decide/question.ts'
import { hearingEnds } from '../../../decide/trouble/suspension.ts'
import { formatInstant } from '../../../kernel/instant.ts'
import { ok } from '../../../kernel/result.ts'
import { isoOrNull } from '../../views/json-shapes.ts'
import { pageOf } from '../paging.ts'
import { reads } from '../route.ts'
import { entry, moment, named, next, pageQuery } from '../shapes.ts'

export const listSuspensions = reads({
  id: 'listSuspensions',
  path: '/suspensions',
  summary: 'Open suspensions; that they were read is put on record',
  scope: 'read',
  right: 'read-private',
  query: z.strictObject(pageQuery),
  answer: named(
    'Suspensions',
    z.object({
      suspensions: z.array(
        z.object({
          suspension: entry,
          person: z.string(),
          cause: z.string(),
          from: moment,
          until: moment.nullable(),
          heard: moment.nullable(),
          finalFrom: moment,
        }),
      ),
      next,
    }),
  ),
  run({ known, person }, { query }) {
    // Nobody reads their own file.
    const seen = [...known.state.suspensions()].filter(({ subject }) => subject !== person)
    const { page, next: following } = pageOf(seen, ({ id }) => String(id), query)
    const suspensions = page.map((one) => ({
      suspension: one.id,
      person: handleOf(known.state, one.subject),
      cause: one.cause,
      from: formatInstant(one.from),
      until: isoOrNull(one.until),
      heard: isoOrNull(one.heard),
      finalFrom: formatInstant(one.heard ?? hearingEnds(known, one)),
    }))
    return ok({ body: { suspensions, next: following }, concerning: page.map(({ subject }) => subject) })
  },
})
