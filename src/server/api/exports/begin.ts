import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { takeAlong } from '../../../workflow/export/take-along.ts'
import { writes } from '../route.ts'
import { decision, entry, named, words } from '../shapes.ts'

export const exportEverything = writes({
  id: 'exportEverything',
  path: '/exports',
  summary:
    'Everything that is recorded, private fields too, is taken along: for holders of `apply` and `read-private`, with a second factor; the files are had at `/exports/{export}` for 15 minutes',
  scope: 'apply',
  body: named('NewExport', z.strictObject({ reason: words.optional() })),
  answer: named('ExportBegun', z.object({ decision, export: entry.nullable() })),
  run: async ({ instance, caller, key }, { body: { reason } }) => ok(await takeAlong(instance, { key, caller, reason })),
})
