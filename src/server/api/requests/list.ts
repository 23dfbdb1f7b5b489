import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { requestJson } from '../../views/request.ts'
import { pageOf } from '../paging.ts'
import { reads } from '../route.ts'
import { named, next, pageQuery } from '../shapes.ts'
import { isParty, request } from './shape.ts'

export const listRequests = reads({
  id: 'listRequests',
  path: '/requests',
  summary: 'Open requests that one made, that concern one, or that one may decide; all of them with `read-private`, which is put on record',
  scope: 'read',
  query: z.strictObject(pageQuery),
  answer: named('Requests', z.object({ requests: z.array(request), next })),
  run({ known, person, readsPrivate }, { query }) {
    const seen = [...known.state.requests()].filter((one) => readsPrivate || isParty(known, one, person))
    const { page, next: following } = pageOf(seen, (one) => String(one.id), query)
    return ok({
      body: { requests: page.map((one) => requestJson(known, one)), next: following },
      concerning: page.filter((one) => !isParty(known, one, person)).map(({ subject }) => subject),
    })
  },
})
