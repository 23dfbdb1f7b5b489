import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { carryOutDue } from '../../../workflow/carry-out-due.ts'
import { writes } from '../route.ts'
import { named } from '../shapes.ts'

const duties = z.array(z.object({ kind: z.string(), clause: z.string(), text: z.string() }))

export const runDue = writes({
  id: 'carryOutDue',
  path: '/due',
  summary:
    'Carries out what has fallen due, or with `dryRun` says what is. What was held back too is done with `letThrough`, by holders of `override-guard`',
  scope: 'apply',
  right: 'apply',
  body: named('NewDue', z.strictObject({ dryRun: z.boolean().optional(), letThrough: z.boolean().optional() })),
  answer: named('Due', z.object({ done: duties, held: duties, remark: z.string().nullable() })),
  run: async ({ instance, caller, key }, { body: { dryRun = false, letThrough = false } }) =>
    ok({ ...(await carryOutDue(instance, { key: `${key}/due`, dryRun, ...(letThrough ? { letThrough: caller } : {}) })) }),
})
