import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { confirmProposal } from '../../../workflow/confirm-proposal.ts'
import { writes } from '../route.ts'
import { decision, entry, entryInPath, name, named, words } from '../shapes.ts'

export const confirm = writes({
  id: 'decideProposal',
  path: '/proposals/{proposal}/votes',
  summary: 'One further approver decides a proposal; the last one puts it into effect',
  scope: 'grant',
  params: z.strictObject({ proposal: entryInPath }),
  body: named(
    'ProposalVote',
    z.strictObject({ decision: z.enum(['approved', 'refused']), reason: words.optional(), states: z.array(name).max(50).optional() }),
  ),
  answer: named('ProposalDecided', z.object({ decision, done: z.boolean(), grant: entry.nullable() })),
  run: async ({ instance, caller, key }, { params: { proposal }, body }) =>
    ok(
      await confirmProposal(instance, {
        key,
        caller,
        proposal,
        decision: body.decision,
        reason: body.reason,
        states: body.states ?? [],
      }),
    ),
})
