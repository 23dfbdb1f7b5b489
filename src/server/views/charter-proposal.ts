import { feedbackEnds, seatedAt } from '../../decide/amendment-stages.ts'
import { handleOf, type Known } from '../../decide/question.ts'
import { formatInstant } from '../../kernel/instant.ts'
import type { CharterProposal } from '../../ledger/state.ts'
import { isoOrNull } from './json-shapes.ts'

/** A proposed charter as JSON; docs/spec/cli.md describes it. */
export function proposalJson(known: Known, proposal: CharterProposal): object {
  const { id, hash, by, reason, status, at, votes, comments } = proposal
  return {
    entry: id,
    charter: hash,
    by: handleOf(known.state, by),
    reason: reason ?? null,
    status,
    at: formatInstant(at),
    decidedFrom: isoOrNull(feedbackEnds(known.charter, proposal)),
    inForceFrom: known.state.charterToCome?.proposal === id ? formatInstant(known.state.charterToCome.from) : null,
    lacking: seatedAt(known, proposal, undefined).lacking,
    votes: votes.map((vote) => ({ by: handleOf(known.state, vote.by), decision: vote.decision, at: formatInstant(vote.at) })),
    comments: comments.map((one) => ({
      entry: one.id,
      by: handleOf(known.state, one.by),
      at: formatInstant(one.at),
      form: one.form,
      text: one.text ?? null,
      to: one.to ?? null,
    })),
  }
}
