import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { suspendPerson } from '../../../workflow/trouble/suspend.ts'
import { writes } from '../route.ts'
import { decision, entry, moment, name, named, texts, words } from '../shapes.ts'

export const suspend = writes({
  id: 'suspend',
  path: '/suspensions',
  summary: 'Takes the effect from all roles of a person at once and without notice, by a power `suspend` of the charter',
  scope: 'grant',
  body: named('NewSuspension', z.strictObject({ person: name, cause: z.enum(['misuse', 'compromised', 'investigation']), reason: words })),
  answer: named('Suspended', z.object({ decision, suspension: entry.nullable(), until: moment.nullable(), remarks: texts })),
  run: async ({ instance, caller, key }, { body: { person, cause, reason } }) =>
    ok(await suspendPerson(instance, { key, caller, handle: person, cause, reason })),
})
