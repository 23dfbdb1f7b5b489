import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { setCharterStatus } from '../../../workflow/propose-charter.ts'
import { writes } from '../route.ts'
import { entryInPath, named, words } from '../shapes.ts'
import { charterAnswer } from './proposal-shape.ts'

export const charterStatus = writes({
  id: 'setCharterProposalStatus',
  path: '/charter/proposals/{proposal}/status',
  summary: 'The author opens a draft for feedback or takes a proposal back',
  scope: 'grant',
  params: z.strictObject({ proposal: entryInPath }),
  body: named('CharterStatus', z.strictObject({ status: z.enum(['open', 'withdrawn']), reason: words })),
  answer: charterAnswer,
  run: async ({ instance, caller, key }, { params: { proposal }, body }) =>
    ok(await setCharterStatus(instance, { key, caller, proposal, ...body })),
})
