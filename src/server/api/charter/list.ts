import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { proposalJson } from '../../views/charter-proposal.ts'
import { pageOf } from '../paging.ts'
import { reads } from '../route.ts'
import { named, next, pageQuery } from '../shapes.ts'
import { charterProposal } from './proposal-shape.ts'

export const listCharterProposals = reads({
  id: 'listCharterProposals',
  path: '/charter/proposals',
  summary: 'Proposed charters with what was said of them: all of it is for everybody who is logged in',
  scope: 'read',
  query: z.strictObject({ status: z.string().max(20).optional(), ...pageQuery }),
  answer: named('CharterProposals', z.object({ proposals: z.array(charterProposal), next })),
  run({ known }, { query: { status, ...window } }) {
    const all = [...known.state.charterProposals()].filter((one) => status === undefined || one.status === status)
    const { page, next: following } = pageOf(all, ({ id }) => String(id), window)
    return ok({ body: { proposals: page.map((one) => proposalJson(known, one)), next: following } })
  },
})
