import type { SubjectId } from '../ledger/entry.ts'
import type { GrantProposal } from '../ledger/state.ts'
import { mayApprove, progressOf, type Vote } from './approver.ts'
import type { Decision } from './decision.ts'
import { lapsedPower, needsStepUp } from './power-use.ts'
import { ownStages, stagesToAdd, type NeededStage, type UsablePower } from './power.ts'
import { lacking, refused, type Actor, type Known } from './question.ts'

export interface ConfirmationRuling extends Decision {
  readonly stage: number
  readonly clause: string
  /** With this vote all stages are passed: the proposal takes effect. */
  readonly completes: boolean
  /** With this vote the proposal is refused. */
  readonly ends: boolean
}

/** May this person decide the open stage of a proposal, and what follows? Nobody decides for themselves, and an operator never does. */
export function decideConfirmation(
  known: Known,
  actor: Actor,
  proposal: GrantProposal,
  decision: 'approved' | 'refused',
): ConfirmationRuling {
  const ruling = (answer: Decision, more: Partial<ConfirmationRuling> = {}): ConfirmationRuling => ({
    stage: 0,
    clause: proposal.clause,
    completes: false,
    ends: false,
    ...more,
    ...answer,
  })
  const user = userOf(proposal)
  const stages = stagesOf(known, proposal)
  if (stages === undefined || user === undefined)
    return ruling(refused([{ clause: proposal.clause, text: 'the charter no longer has the power that was used; propose it anew' }]))
  if (proposal.lapses <= known.now)
    return ruling(refused([{ clause: proposal.clause, text: 'nobody decided in time: the proposal has lapsed' }]))
  if (actor.kind === 'operator')
    return ruling(
      refused(
        [{ clause: proposal.clause, text: 'only a person decides; use your own token (`--token-file`)' }],
        [lacking('authority', 'an authenticated person')],
      ),
    )
  const votes = validVotes(proposal)
  const before = progressOf(known, stages, votes, user, proposal.subject)
  const open = before.open
  const needed = open === undefined ? undefined : stages[open]
  if (open === undefined || needed === undefined) return ruling(refused([{ clause: proposal.clause, text: 'nothing is left to decide' }]))
  const more = { stage: open, clause: needed.clause }
  if (actor.subject === proposal.subject)
    return ruling(refused([{ clause: needed.clause, text: 'nobody decides for themselves, by any account' }]), more)
  if (!mayApprove(known, needed, actor.subject, user, proposal.subject))
    return ruling(
      refused([{ clause: needed.clause, text: 'this stage is not yours to decide' }], [lacking('authority', 'a place in this stage')]),
      more,
    )
  if (votes.some((vote) => vote.stage === open && vote.by === actor.subject))
    return ruling(refused([{ clause: needed.clause, text: 'you have decided this stage already; another person is needed' }]), more)
  const lapsed =
    decision === 'approved' ? lapsedPower(known, proposal.verb, proposal.role, proposal.clause, user, proposal.subject) : undefined
  if (lapsed !== undefined) return ruling(refused([lapsed]), more)
  const stepUp = proposal.verb === 'add' ? needsStepUp(known, proposal.role, actor) : undefined
  if (stepUp !== undefined) return ruling(refused([stepUp], [lacking('step-up', 'a fresh second factor')]), more)
  const after = progressOf(known, stages, [...votes, { stage: open, by: actor.subject, decision }], user, proposal.subject)
  if (after.open === open && after.lacking === before.lacking && !after.refused && decision === 'approved')
    return ruling(refused([{ clause: needed.clause, text: 'you already count in an earlier stage; another person is needed' }]), more)
  return ruling(
    {
      outcome: 'allowed',
      allowed: true,
      because: [{ clause: needed.clause, text: 'this stage is yours to decide' }],
      missing: [],
      whoCanHelp: [],
    },
    { ...more, completes: after.complete, ends: after.refused },
  )
}

/** The stages a proposal must pass by the charter in force now. */
export function stagesOf({ charter }: Known, proposal: GrantProposal): readonly NeededStage[] | undefined {
  const used = powerAt(charter, proposal.clause)
  if (used === undefined) return undefined
  return proposal.verb === 'add' ? stagesToAdd(charter, proposal.role, used) : ownStages(used)
}

/** The person who used the power. */
export function userOf(proposal: GrantProposal): SubjectId | undefined {
  return proposal.by.startsWith('subject:') ? proposal.by.slice('subject:'.length) : undefined
}

/** A vote on another content than the present one is void. */
function validVotes(proposal: GrantProposal): readonly Vote[] {
  return proposal.votes.filter((vote) => vote.content === proposal.content)
}

/** The power that a clause names in the charter in force. */
export function powerAt(charter: Known['charter'], clause: string): UsablePower | undefined {
  const parts = /^roles\.([^.[]+)\.may\[(\d+)\]$/.exec(clause)
  const role = parts?.[1] ?? ''
  const power = charter.roles.get(role)?.may[Number(parts?.[2])]
  return power === undefined ? undefined : { role, clause, power }
}
