import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { voteOnCharter } from '../../../workflow/propose-charter.ts'
import { writes } from '../route.ts'
import { entryInPath, name, named, words } from '../shapes.ts'
import { charterAnswer } from './proposal-shape.ts'

export const charterVote = writes({
  id: 'decideCharter',
  path: '/charter/proposals/{proposal}/votes',
  summary: 'One of those whom the charter names approves or refuses, having read the feedback',
  scope: 'grant',
  params: z.strictObject({ proposal: entryInPath }),
  body: named(
    'CharterVote',
    z.strictObject({
      decision: z.enum(['approved', 'refused']),
      feedbackRead: z.boolean(),
      reason: words.optional(),
      states: z.array(name).max(20).optional().describe('statements made with it, as that those who should decide cannot be reached'),
    }),
  ),
  answer: charterAnswer,
  run: async ({ instance, caller, key }, { params: { proposal }, body: { decision, feedbackRead, reason, states = [] } }) =>
    ok(await voteOnCharter(instance, { key, caller, proposal, decision, feedbackRead, reason, states })),
})
