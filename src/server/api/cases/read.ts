import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { readCase } from '../../../workflow/trouble/case.ts'
import { writes } from '../route.ts'
import { decision, entry, entryInPath, moment, named } from '../shapes.ts'

export const readOne = writes({
  id: 'readCase',
  path: '/cases/{case}/readings',
  summary: 'Reads a case that is one’s own to look into; that it was read is put on record first',
  scope: 'grant',
  params: z.strictObject({ case: entryInPath }),
  answer: named(
    'CaseReading',
    z.object({
      decision,
      about: z.string().nullable(),
      lines: z.array(z.object({ entry, at: moment, what: z.string(), by: z.string().optional(), text: z.string().optional() })),
    }),
  ),
  run: async ({ instance, caller, key }, { params }) => ok(await readCase(instance, { key, caller, case: params.case })),
})
