import type { Instant } from '../kernel/instant.ts'
import type { SubjectId } from '../ledger/entry.ts'
import type { CharterProposal, CharterVote } from '../ledger/state.ts'
import { mayApprove, progressOf, type Vote } from './approver.ts'
import type { NeededStage } from './power.ts'
import type { Known } from './question.ts'

/** How far the approvals of a proposed charter are. */
export interface Seated {
  /** When the last approval that was needed came; undefined = not enough of them. */
  readonly at: Instant | undefined
  /** Distinct persons still needed in the first stage that waits. */
  readonly lacking: number
}

/**
 * Finds a different person for every place of every stage among those who approved, and says since when that is possible. Neither the author nor
 * whoever adopts counts, nor anybody whom one of them made an approver lately.
 */
export function seatedAt(known: Known, proposal: CharterProposal, adopter: SubjectId | undefined): Seated {
  const approvals = proposal.votes.filter(({ decision, feedbackRead }) => decision === 'approved' && feedbackRead)
  const inTime = approvals.toSorted((left, right) => left.at - right.at)
  let lacking = 0
  for (let count = 0; count <= inTime.length; count += 1) {
    const progress = progressWith(known, proposal, inTime.slice(0, count), adopter)
    if (progress.complete) return { at: inTime[count - 1]?.at ?? proposal.openedAt ?? proposal.at, lacking: 0 }
    lacking = progress.lacking
  }
  return { at: undefined, lacking }
}

/** Whether as many persons of a stage refused as it says. */
export function refusedIn(known: Known, proposal: CharterProposal): boolean {
  const refusing = proposal.votes.filter(({ decision, feedbackRead }) => decision === 'refused' && feedbackRead)
  return stagesOfAmendment(known).some(
    (needed) => refusing.filter(({ by }) => isEligible(known, needed, by, proposal, undefined)).length >= needed.stage.refusals,
  )
}

/** Whether a person's decision counts in any stage. */
export function mayDecideCharter(known: Known, proposal: CharterProposal, person: SubjectId): boolean {
  return stagesOfAmendment(known).some((needed) => isEligible(known, needed, person, proposal, undefined))
}

function progressWith(known: Known, proposal: CharterProposal, approvals: readonly CharterVote[], adopter: SubjectId | undefined) {
  const stages = stagesOfAmendment(known)
  const eligible = stages.map((needed) => approvals.map(({ by }) => by).filter((by) => isEligible(known, needed, by, proposal, adopter)))
  const seats = seat(stages, eligible)
  return progressOf(known, stages, seats, adopter ?? proposal.by, proposal.by)
}

function stagesOfAmendment({ charter }: Known): readonly NeededStage[] {
  return charter.amendments.stages
    .map((stage, at) => ({ clause: `amendments.stages[${at}]`, stage, actorCounts: false }))
    .filter(({ stage }) => !stage.consult)
}

function isEligible(known: Known, needed: NeededStage, by: SubjectId, proposal: CharterProposal, adopter: SubjectId | undefined): boolean {
  return (
    mayApprove(known, needed, by, proposal.by, proposal.by) &&
    (adopter === undefined || mayApprove(known, needed, by, adopter, proposal.by))
  )
}

/** Puts persons into the places of the stages, as many as possible, by augmenting paths; where a stage counts earlier approvals, everybody. */
function seat(stages: readonly NeededStage[], eligible: readonly (readonly SubjectId[])[]): readonly Vote[] {
  const places = stages.flatMap(({ stage }, at) => (stage.countsEarlier ? [] : Array.from({ length: stage.count }, () => at)))
  const sitting = new Map<SubjectId, number>()
  const find = (place: number, tried: Set<SubjectId>): boolean => {
    for (const person of eligible[places[place] ?? 0] ?? []) {
      if (tried.has(person)) continue
      tried.add(person)
      const other = sitting.get(person)
      if (other !== undefined && !find(other, tried)) continue
      sitting.set(person, place)
      return true
    }
    return false
  }
  for (const place of places.keys()) find(place, new Set())
  const apart = [...sitting].map(([by, place]): Vote => ({ stage: places[place] ?? 0, by, decision: 'approved' }))
  const again = stages.flatMap(({ stage }, at) =>
    stage.countsEarlier ? (eligible[at] ?? []).map((by): Vote => ({ stage: at, by, decision: 'approved' })) : [],
  )
  return [...apart, ...again]
}
