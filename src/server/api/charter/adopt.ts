import { z } from 'zod'
import { parseDuration } from '../../../kernel/duration.ts'
import { parseInstant } from '../../../kernel/instant.ts'
import { err, ok } from '../../../kernel/result.ts'
import { adoptCharter } from '../../../workflow/adopt-charter.ts'
import { writes } from '../route.ts'
import { entryInPath, moment, named, words } from '../shapes.ts'
import { adoption } from './proposal-shape.ts'

export const adopt = writes({
  id: 'adoptCharter',
  path: '/charter/proposals/{proposal}/adoption',
  summary:
    'Puts a proposed charter into force, at once or from a later moment on, after all of it was checked again; grants it no longer allows get a grace',
  scope: 'grant',
  params: z.strictObject({ proposal: entryInPath }),
  body: named(
    'NewAdoption',
    z.strictObject({
      feedbackRead: z.boolean(),
      reason: words.optional(),
      override: z.boolean().optional().describe('although the judgement refuses it'),
      grace: z.string().max(40).optional().describe('how long such grants keep their effect; 30 days if absent'),
      from: moment.optional().describe('in force from then on; at once if absent'),
    }),
  ),
  answer: adoption,
  async run({ instance, caller, key }, { params: { proposal }, body: { feedbackRead, reason, override = false, grace, from } }) {
    const duration = grace === undefined ? undefined : parseDuration(grace)
    if (duration?.ok === false) return err({ code: 'bad-body', detail: `\`grace\`: ${duration.error}` })
    const what = { proposal }
    const start = from === undefined ? undefined : parseInstant(from)
    if (start?.ok === false) return err({ code: 'bad-body', detail: `\`from\`: ${start.error}` })
    const how = { feedbackRead, override, grace: duration?.value, from: start?.value }
    const answer = await adoptCharter(instance, { key, caller, what, reason, ...how })
    const disallowed = answer.disallowed.map((one) => ({ ...one, until: one.until ?? null }))
    return ok({ ...answer, disallowed, findings: answer.judgement?.findings.map(({ text }) => text) ?? [] })
  },
})
