import { z } from 'zod'
import { answerersOf } from '../../../decide/correction.ts'
import { ok } from '../../../kernel/result.ts'
import { pageOf } from '../paging.ts'
import { reads } from '../route.ts'
import { named, next, pageQuery } from '../shapes.ts'
import { correction, correctionJson } from './shape.ts'

export const listCorrections = reads({
  id: 'listCorrections',
  path: '/corrections',
  summary: 'Facts that were called wrong: by oneself, and those for which one answers',
  scope: 'read',
  query: z.strictObject(pageQuery),
  answer: named('Corrections', z.object({ corrections: z.array(correction), next })),
  run({ known, person }, { query }) {
    const mine = [...known.state.corrections()].filter(
      ({ subject }) => person !== undefined && (subject === person || answerersOf(known, subject).includes(person)),
    )
    const { page, next: following } = pageOf(mine, ({ id }) => String(id), query)
    return ok({ body: { corrections: page.map((one) => correctionJson(known, one)), next: following } })
  },
})
