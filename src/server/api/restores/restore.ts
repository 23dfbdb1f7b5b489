import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { restoreGrants } from '../../../workflow/restore-grants.ts'
import { writes } from '../route.ts'
import { decision, entry, named, texts, words } from '../shapes.ts'

export const restore = writes({
  id: 'restoreGrants',
  path: '/restores',
  summary: 'Puts who holds what back to the state after an entry, all of it or nothing; with `dryRun` it only says what would be done',
  scope: 'grant',
  body: named('NewRestore', z.strictObject({ to: entry, reason: words, dryRun: z.boolean().optional() })),
  answer: named(
    'Restore',
    z.object({
      decision,
      entry: entry.nullable(),
      made: texts,
      ended: texts,
      renewed: texts,
      left: z.array(z.object({ what: z.string(), why: z.string() })),
      asked: z.int(),
    }),
  ),
  run: async ({ instance, caller, key }, { body: { to, reason, dryRun = false } }) =>
    ok(await restoreGrants(instance, { key, caller, to, reason, dryRun })),
})
