import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { depart } from '../../../workflow/trouble/depart.ts'
import { writes } from '../route.ts'
import { decision, entry, name, named, texts, words } from '../shapes.ts'

export const departed = writes({
  id: 'depart',
  path: '/departures',
  summary: 'Records that a person left: every grant ends, every account is locked, tokens and open votes are over',
  scope: 'grant',
  body: named('Departure', z.strictObject({ person: name, reason: words.optional() })),
  answer: named(
    'Departed',
    z.object({
      decision,
      ended: z.array(entry),
      accounts: texts,
      handover: z.array(z.object({ role: z.string(), text: z.string() })),
      alarms: texts,
    }),
  ),
  run: async ({ instance, caller, key }, { body: { person, reason } }) =>
    ok(await depart(instance, { key, caller, handle: person, reason })),
})
