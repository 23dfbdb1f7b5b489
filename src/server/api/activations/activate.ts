import { z } from 'zod'
import { parseDuration } from '../../../kernel/duration.ts'
import { err, ok } from '../../../kernel/result.ts'
import { activateRole } from '../../../workflow/trouble/activate.ts'
import { writes } from '../route.ts'
import { decision, entry, moment, name, named, words } from '../shapes.ts'

export const activate = writes({
  id: 'activateRole',
  path: '/activations',
  summary: 'Uses a dormant role for a while, for a reason that everybody is told; it ends by itself and is reviewed afterwards',
  scope: 'grant',
  body: named(
    'NewActivation',
    z.strictObject({
      role: name,
      person: name,
      reason: words,
      length: z.string().max(40).optional().describe('how long, as in `4 hours`; none = as long as the charter allows'),
      states: z.array(name).max(20).optional(),
    }),
  ),
  answer: named(
    'Activated',
    z.object({
      decision,
      grant: entry.nullable(),
      until: moment.nullable(),
      proposal: entry.nullable().describe('what waits for approvals, where the charter asks for some first'),
    }),
  ),
  async run({ instance, caller, key }, { body: { role, person, reason, length, states = [] } }) {
    const read = length === undefined ? undefined : parseDuration(length)
    if (read?.ok === false) return err({ code: 'bad-body', detail: `length: ${read.error}` })
    return ok(await activateRole(instance, { key, caller, role, handle: person, reason, length: read?.value, states }))
  },
})
