import { z } from 'zod'
import { addDuration } from '../../../kernel/duration.ts'
import { handleOf } from '../../../decide/question.ts'
import { err, ok } from '../../../kernel/result.ts'
import { SCOPES } from '../../../workflow/check-token.ts'
import { makeToken } from '../../../workflow/make-token.ts'
import { notAMoment, readMoment } from '../asked-end.ts'
import { writes } from '../route.ts'
import { decision, named } from '../shapes.ts'

export const makeOwnToken = writes({
  id: 'makeToken',
  path: '/tokens',
  summary: 'Makes a token of one’s own that can do no more and lasts no longer than the one in use; its text is shown this once',
  scope: 'grant',
  confirms: true,
  body: named(
    'NewToken',
    z.strictObject({ scopes: z.array(z.enum(SCOPES)).min(1).max(SCOPES.length), until: z.string().max(40).optional() }),
  ),
  answer: named(
    'TokenMade',
    z.object({
      decision,
      id: z.string().nullable(),
      token: z.string().nullable().describe('null where the key was used before: it is kept nowhere'),
    }),
  ),
  async run({ instance, caller, key, person, token }, { body: { scopes, until } }) {
    const end = until === undefined ? addDuration(instance.outside.clock.now(), { count: 1, unit: 'year' }) : readMoment(until)
    if (end === undefined) return err({ code: 'bad-body', detail: notAMoment('until') })
    const wider = scopes.find((one) => !token.scopes.includes(one))
    if (wider !== undefined) return err({ code: 'not-allowed', detail: `the token in use has no scope \`${wider}\` to hand on` })
    const handle = handleOf(instance.journal.state, person)
    const last = end > token.until ? token.until : end
    return ok(await makeToken(instance, { key, caller, handle, until: last, scopes }))
  },
})
