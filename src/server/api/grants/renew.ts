import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { renewGrant } from '../../../workflow/renew-grant.ts'
import { askedEnd } from '../asked-end.ts'
import { writes } from '../route.ts'
import { endShape, grantAnswer, name, named, words } from '../shapes.ts'

export const renew = writes({
  id: 'renewGrant',
  path: '/renewals',
  summary: 'Gives a running grant another end; whoever could give the role may',
  scope: 'grant',
  body: named('Renewal', z.strictObject({ role: name, person: name, reason: words.optional(), ...endShape })),
  answer: grantAnswer,
  async run({ instance, caller, key }, { body }) {
    const end = askedEnd(body)
    if (!end.ok) return end
    return ok(await renewGrant(instance, { key, caller, role: body.role, handle: body.person, end: end.value, useCase: body.reason }))
  },
})
