import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { deactivateRole, reviewActivation } from '../../../workflow/trouble/activate.ts'
import { writes } from '../route.ts'
import { decided, name, named, words } from '../shapes.ts'

export const endActivation = writes({
  id: 'endActivation',
  path: '/activations/{person}/{role}',
  summary: 'Stops the use of a dormant role at once, or says that what was done with it was looked at, and with what result',
  scope: 'grant',
  params: z.strictObject({ person: name, role: name }),
  body: named('ActivationEnd', z.strictObject({ what: z.enum(['stop', 'reviewed']), reason: words })),
  answer: decided,
  async run({ instance, caller, key }, { params: { person, role }, body: { what, reason } }) {
    const command = { key, caller, role, handle: person, reason }
    return ok({ decision: await (what === 'stop' ? deactivateRole : reviewActivation)(instance, command) })
  },
})
