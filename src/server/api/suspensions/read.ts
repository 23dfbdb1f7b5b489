import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { readSuspension } from '../../../workflow/trouble/read-suspension.ts'
import { writes } from '../route.ts'
import { decision, entry, entryInPath, moment, named } from '../shapes.ts'

export const readOneSuspension = writes({
  id: 'readSuspension',
  path: '/suspensions/{suspension}/readings',
  summary: 'Reads why a suspension began and what the person says, for those who decide what becomes of it; the person is told who read',
  scope: 'grant',
  params: z.strictObject({ suspension: entryInPath }),
  answer: named(
    'SuspensionReading',
    z.object({
      decision,
      about: z.string().nullable(),
      cause: z.string().nullable(),
      lines: z.array(
        z.object({
          entry,
          at: moment,
          what: z.enum(['started', 'heard', 'ended']),
          by: z.string().optional(),
          text: z.string().optional(),
          outcome: z.string().optional(),
        }),
      ),
    }),
  ),
  run: async ({ instance, caller, key }, { params }) => ok(await readSuspension(instance, { key, caller, suspension: params.suspension })),
})
