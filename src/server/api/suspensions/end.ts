import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { endSuspension } from '../../../workflow/trouble/end-suspension.ts'
import { writes } from '../route.ts'
import { decision, entry, name, named, words } from '../shapes.ts'

export const endSuspended = writes({
  id: 'endSuspension',
  path: '/suspensions/{person}/end',
  summary: 'Ends a suspension: the roles have effect again by a new use case, or end once the person was heard or did not answer in time',
  scope: 'grant',
  params: z.strictObject({ person: name }),
  body: named(
    'SuspensionEnd',
    z.strictObject({ outcome: z.enum(['reinstated', 'removed']), reason: words, refer: z.boolean().optional() }),
  ),
  answer: named('SuspensionEnded', z.object({ decision, ended: z.array(entry), referred: entry.nullable() })),
  run: async ({ instance, caller, key }, { params: { person }, body: { outcome, reason, refer = false } }) =>
    ok(await endSuspension(instance, { key, caller, handle: person, outcome, reason, refer })),
})
