import type { CharterSource } from '../charter/source.ts'
import { feedbackEnds, seatedAt } from '../decide/amendment-stages.ts'
import { handleOf, type Known } from '../decide/question.ts'
import { formatInstant } from '../kernel/instant.ts'
import type { CharterProposal } from '../ledger/state.ts'
import { terminalText } from '../render/terminal.ts'
import type { AdoptCharterAnswer } from '../workflow/adopt-charter.ts'
import { judgementJson, judgementLines } from './print-change.ts'
import { withFlags } from './flag-hints.ts'
import { formatDecision } from './print-decision.ts'

/** A proposed charter in words: how far it is, what was said, each reply below what it answers. */
export function proposalLines(known: Known, proposal: CharterProposal): readonly string[] {
  const { state } = known
  const { id, by, reason, status, votes, comments } = proposal
  const who = (subject: string) => terminalText(handleOf(state, subject))
  const lines = [`entry ${id}, ${status}: proposed by ${who(by)}${reason === undefined ? '' : `: ${terminalText(reason, 300)}`}`]
  const from = feedbackEnds(known.charter, proposal)
  if (status === 'open' && from !== undefined && from > known.now) lines.push(`  open for feedback until ${formatInstant(from)}`)
  else if (status === 'open') {
    const { lacking } = seatedAt(known, proposal, undefined)
    lines.push(lacking === 0 ? '  may be adopted' : `  waits for ${lacking === 1 ? 'one approval' : `${lacking} approvals`}`)
  }
  const toCome = state.charterToCome
  if (toCome?.proposal === id) lines.push(`  decided; in force from ${formatInstant(toCome.from)}`)
  for (const vote of votes) lines.push(`  ${vote.decision} by ${who(vote.by)}, ${formatInstant(vote.at)}`)
  for (const comment of comments.filter(({ form }) => form !== 'reply')) {
    lines.push(
      `  ${comment.form} ${comment.id} by ${who(comment.by)}: ${comment.text === undefined ? '(erased)' : terminalText(comment.text, 600)}`,
    )
    for (const reply of comments.filter(({ to }) => to === comment.id))
      lines.push(`    reply: ${reply.text === undefined ? '(erased)' : terminalText(reply.text, 600)}`)
  }
  return lines
}

/** What became of an adoption, as JSON. */
export function adoptionJson({ decision, revision, from, judgement, disallowed }: AdoptCharterAnswer): object {
  return {
    decision,
    revision: revision ?? null,
    from: from ?? null,
    judgement: judgement === undefined ? null : judgementJson(judgement),
    disallowed: disallowed.map((one) => ({ ...one, until: one.until ?? null })),
  }
}

/** What became of an adoption, in words. Grants that are no longer allowed come last, with what becomes of them. */
export function adoptionText(answer: AdoptCharterAnswer, inForce: CharterSource, after: CharterSource): string {
  const { decision, revision, from, judgement, disallowed } = answer
  const adopted = revision === undefined ? `adopted: in force from ${from}` : `adopted: revision ${revision} is in force`
  const lines = [decision.allowed ? adopted : 'not adopted']
  if (judgement !== undefined) lines.push(...judgementLines(judgement, after))
  if (judgement === undefined || decision.allowed) lines.push(formatDecision(decision, inForce))
  else lines.push(`  ${terminalText(withFlags(decision.because.at(-1)?.text ?? ''), 300)}`)
  const becomes = { ends: 'keeps it until', waived: 'is excused until', reported: 'keeps it; somebody should look at it' } as const
  for (const { person, role, grant, text, then, until } of disallowed)
    lines.push(
      `no longer allowed: ${terminalText(person)} as ${terminalText(role)} (grant ${grant}): ${terminalText(text, 300)}; ${becomes[then]}${until === undefined ? '' : ` ${until}`}`,
    )
  return `${lines.join('\n')}\n`
}
