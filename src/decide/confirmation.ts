import type { Id } from '../charter/model.ts'
import type { SubjectId } from '../ledger/entry.ts'
import type { GrantProposal } from '../ledger/state.ts'
import type { Vote } from './approver.ts'
import type { Decision } from './decision.ts'
import { activationStages, lapsedActivation } from './trouble/activation.ts'
import { lapsedPower, needsStepUp, stepUpClause } from './power-use.ts'
import { ownStages, stagesToAdd, type NeededStage, type UsablePower } from './power.ts'
import { lacking, refused, type Actor, type Known } from './question.ts'
import { decideStage, stageRuling, type StageRuling } from './staged.ts'

/**
 * May this person decide the open stage of a proposal, and what follows? Nobody decides for themselves, and an operator never does. `states`:
 * the statements that the person makes with it.
 */
export function decideConfirmation(
  known: Known,
  actor: Actor,
  proposal: GrantProposal,
  decision: 'approved' | 'refused',
  states: readonly Id[] = [],
): StageRuling {
  const { clause, subject } = proposal
  const user = userOf(proposal)
  const stages = stagesOf(known, proposal)
  if (stages === undefined || user === undefined)
    return stageRuling(clause, refused([{ clause, text: 'the charter no longer has the power that was used; propose it anew' }]))
  if (proposal.lapses <= known.now)
    return stageRuling(clause, refused([{ clause, text: 'nobody decided in time: the proposal has lapsed' }]))
  const votes = validVotes(known, proposal)
  const ruling = decideStage(known, { clause, subject, user, stages, votes }, actor, decision, states)
  if (!ruling.allowed) return ruling
  const lapsed = decision === 'approved' ? lapsedProposal(known, proposal, user) : undefined
  if (lapsed !== undefined) return { ...ruling, completes: false, ends: false, ...lapsed }
  const stepUp = confirmationNeedsStepUp(known, proposal) ? needsStepUp(known, proposal.role, actor) : undefined
  if (stepUp !== undefined)
    return { ...ruling, completes: false, ends: false, ...refused([stepUp], [lacking('step-up', 'a fresh second factor')]) }
  return ruling
}

/** Whether deciding a proposal takes a fresh second factor: giving and using do where the class of the role asks for it, taking never does. */
export function confirmationNeedsStepUp(known: Known, { verb, role }: GrantProposal): boolean {
  return verb !== 'remove' && stepUpClause(known, role) !== undefined
}

/** Why what was proposed could not be done now. */
function lapsedProposal(known: Known, proposal: GrantProposal, user: SubjectId): Decision | undefined {
  const { verb, role, clause, subject } = proposal
  if (verb === 'activate') return lapsedActivation(known, proposal, user)
  const lapsed = lapsedPower(known, verb, role, clause, user, subject)
  return lapsed === undefined ? undefined : refused([lapsed])
}

/** The stages a proposal must pass by the charter in force now. */
export function stagesOf({ charter }: Known, proposal: GrantProposal): readonly NeededStage[] | undefined {
  if (proposal.verb === 'activate')
    return charter.roles.get(proposal.role)?.activation === undefined ? undefined : activationStages(charter, proposal.role)
  const used = powerAt(charter, proposal.clause)
  if (used === undefined) return undefined
  return proposal.verb === 'add' ? stagesToAdd(charter, proposal.role, used) : ownStages(used)
}

/** The person who used the power. */
export function userOf(proposal: GrantProposal): SubjectId | undefined {
  return proposal.by.startsWith('subject:') ? proposal.by.slice('subject:'.length) : undefined
}

/** A vote on another content than the present one is void. What its voter has stated of the person since the proposal counts with it. */
function validVotes({ charter, state, now }: Known, proposal: GrantProposal): readonly Vote[] {
  const stated = (by: SubjectId) =>
    [...charter.statements.keys()].filter((one) =>
      state
        .statements(proposal.subject, one)
        .some((made) => made.by === by && made.id > proposal.id && (made.until === undefined || now < made.until)),
    )
  return proposal.votes.filter((vote) => vote.content === proposal.content).map((vote) => ({ ...vote, states: stated(vote.by) }))
}

/** The power that a clause names in the charter in force. */
export function powerAt(charter: Known['charter'], clause: string): UsablePower | undefined {
  const parts = /^roles\.([^.[]+)\.may\[(\d+)\]$/.exec(clause)
  const role = parts?.[1] ?? ''
  const power = charter.roles.get(role)?.may[Number(parts?.[2])]
  return power === undefined ? undefined : { role, clause, power }
}
