import { z } from 'zod'
import { casesOf } from '../../../decide/trouble/case.ts'
import { formatInstant } from '../../../kernel/instant.ts'
import { ok } from '../../../kernel/result.ts'
import { isoOrNull } from '../../views/json-shapes.ts'
import { reads } from '../route.ts'
import { entry, moment, named } from '../shapes.ts'

export const listCases = reads({
  id: 'listCases',
  path: '/cases',
  summary: 'The cases that are one’s own to look into: that they are there, not what they say',
  scope: 'read',
  answer: named(
    'Cases',
    z.object({ cases: z.array(z.object({ case: entry, at: moment, handledBy: z.string(), closed: moment.nullable() })) }),
  ),
  run({ known, person }) {
    const cases = casesOf(known, { kind: 'person', subject: person ?? '', stepUp: undefined })
    const rows = cases.map(({ id, at, handledBy, closed }) => ({ case: id, at: formatInstant(at), handledBy, closed: isoOrNull(closed) }))
    return ok({ body: { cases: rows } })
  },
})
