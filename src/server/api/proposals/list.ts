import { z } from 'zod'
import { mayApprove } from '../../../decide/approver.ts'
import { stagesOf } from '../../../decide/confirmation.ts'
import { handleOf, personBehind } from '../../../decide/question.ts'
import { formatInstant } from '../../../kernel/instant.ts'
import { ok } from '../../../kernel/result.ts'
import type { GrantProposal } from '../../../ledger/state.ts'
import { pageOf } from '../paging.ts'
import { reads, type Reader } from '../route.ts'
import { entry, moment, named, next, pageQuery } from '../shapes.ts'

const proposal = named(
  'Proposal',
  z.object({
    entry,
    verb: z.enum(['add', 'remove', 'activate']),
    role: z.string(),
    person: z.string(),
    by: z.string(),
    until: moment.nullable(),
    reason: z.string().nullable(),
    lapses: moment,
    votes: z.array(z.object({ by: z.string(), decision: z.string() })),
  }),
)

export const listProposals = reads({
  id: 'listProposals',
  path: '/proposals',
  summary:
    'Uses of a power, and of dormant roles, that wait for further approvers: those that concern the asker or that they may decide; all with `read-private`',
  scope: 'read',
  query: z.strictObject(pageQuery),
  answer: named('Proposals', z.object({ proposals: z.array(proposal), next })),
  run(reader, { query }) {
    const seen = [...reader.known.state.proposals()].filter((one) => reader.readsPrivate || isParty(reader, one))
    const { page, next: following } = pageOf(seen, ({ id }) => String(id), query)
    return ok({
      body: { proposals: page.map((one) => viewOf(reader, one)), next: following },
      concerning: page.filter((one) => !isParty(reader, one)).map(({ subject }) => subject),
    })
  },
})

/** Whoever proposed it, whom it concerns, and who may decide a stage of it. */
function isParty({ person, known }: Reader, proposal: GrantProposal): boolean {
  if (person === undefined) return false
  const { subject, by } = proposal
  const user = personBehind(by)
  if (person === subject || person === user) return true
  return stagesOf(known, proposal)?.some((stage) => mayApprove(known, stage, person, user ?? '', subject)) === true
}

function viewOf({ known: { state } }: Reader, { id, verb, role, subject, by, until, useCase, lapses, votes }: GrantProposal) {
  const user = personBehind(by)
  return {
    entry: id,
    verb,
    role,
    person: handleOf(state, subject),
    by: user === undefined ? by : handleOf(state, user),
    until: until === undefined ? null : formatInstant(until),
    reason: useCase ?? null,
    lapses: formatInstant(lapses),
    votes: votes.map((vote) => ({ by: handleOf(state, vote.by), decision: vote.decision })),
  }
}
