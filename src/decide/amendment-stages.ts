import type { Charter, Id, Stage } from '../charter/model.ts'
import { addDuration } from '../kernel/duration.ts'
import type { Instant } from '../kernel/instant.ts'
import type { SubjectId } from '../ledger/entry.ts'
import type { CharterProposal, CharterVote } from '../ledger/state.ts'
import { candidatesAmong, placeIn, progressOf, statementsFor, type Vote } from './approver.ts'
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
  const inTime = approvalsOf(proposal).toSorted((left, right) => left.at - right.at)
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
  return stagesOfAmendment(known, proposal).some(
    (needed) => refusing.filter(({ by }) => placeOf(known, needed, by, proposal, undefined) !== undefined).length >= needed.stage.refusals,
  )
}

/** Whether a person's decision counts in any stage. */
export function mayDecideCharter(known: Known, proposal: CharterProposal, person: SubjectId): boolean {
  return stagesOfAmendment(known, proposal).some((needed) => placeOf(known, needed, person, proposal, undefined) !== undefined)
}

/** What a person must still state so that their approval counts in the stage that asks for least; empty = nothing. */
export function unstatedFor(known: Known, proposal: CharterProposal, person: SubjectId, states: readonly Id[]): readonly Id[] {
  const stated = new Set([...states, ...statedBy(known, proposal, person)])
  const asked = stagesOfAmendment(known, proposal).flatMap((needed) => {
    const place = placeOf(known, needed, person, proposal, undefined)
    return place === undefined ? [] : [statementsFor(needed, place).filter((one) => !stated.has(one))]
  })
  return asked.toSorted((left, right) => left.length - right.length)[0] ?? []
}

/** Whether further people may decide a stage by now (`escalate`), since the time for the others is over. */
export function isEscalated({ charter, now }: Known, proposal: CharterProposal, { escalate }: Stage): boolean {
  const opened = feedbackEnds(charter, proposal)
  return escalate !== undefined && opened !== undefined && addDuration(opened, escalate.after) <= now
}

/** When a proposal may be decided at the earliest; undefined = it is not open. */
export function feedbackEnds(charter: Charter, { openedAt }: CharterProposal): Instant | undefined {
  const { feedback } = charter.amendments
  return openedAt === undefined || feedback === undefined ? openedAt : addDuration(openedAt, feedback)
}

/** The stages of a proposed charter that wait now, with the people who can still decide them. */
export function waitingStages(
  known: Known,
  proposal: CharterProposal,
): readonly (NeededStage & { readonly people: readonly SubjectId[] })[] {
  const decided = new Set(proposal.votes.map(({ by }) => by))
  const { open } = progressWith(known, proposal, approvalsOf(proposal), undefined)
  return stagesOfAmendment(known, proposal).flatMap((needed, at) => {
    if (open === undefined || at < open) return []
    const named = [...needed.stage.by, ...(needed.escalated === true ? (needed.stage.escalate?.to ?? []) : [])]
    const people = [...new Set(candidatesAmong(known, named, proposal.by))].flatMap((one) => one ?? [])
    return [
      {
        ...needed,
        people: people.filter((one) => !decided.has(one) && placeOf(known, needed, one, proposal, undefined) !== undefined),
      },
    ]
  })
}

function approvalsOf({ votes }: CharterProposal): readonly CharterVote[] {
  return votes.filter(({ decision, feedbackRead }) => decision === 'approved' && feedbackRead)
}

function progressWith(known: Known, proposal: CharterProposal, approvals: readonly CharterVote[], adopter: SubjectId | undefined) {
  const stages = stagesOfAmendment(known, proposal)
  const eligible = stages.map((needed) => approvals.map(({ by }) => by).filter((by) => approves(known, needed, by, proposal, adopter)))
  const seats = seat(stages, eligible).map((vote): Vote => ({ ...vote, states: statedBy(known, proposal, vote.by) }))
  return progressOf(known, stages, seats, adopter ?? proposal.by, proposal.by)
}

function stagesOfAmendment(known: Known, proposal: CharterProposal): readonly NeededStage[] {
  return known.charter.amendments.stages
    .map((stage, at) => ({
      clause: `amendments.stages[${at}]`,
      stage,
      actorCounts: false,
      escalated: isEscalated(known, proposal, stage),
    }))
    .filter(({ stage }) => !stage.consult)
}

/** In what capacity somebody may decide a stage, with regard to the author and to whoever adopts. */
function placeOf(known: Known, needed: NeededStage, by: SubjectId, proposal: CharterProposal, adopter: SubjectId | undefined) {
  const place = placeIn(known, needed, by, proposal.by, proposal.by)
  return adopter === undefined || placeIn(known, needed, by, adopter, proposal.by) !== undefined ? place : undefined
}

/** Whether somebody's approval counts in a stage: their place, and what it takes to be stated. */
function approves(known: Known, needed: NeededStage, by: SubjectId, proposal: CharterProposal, adopter: SubjectId | undefined): boolean {
  const place = placeOf(known, needed, by, proposal, adopter)
  const stated = statedBy(known, proposal, by)
  return place !== undefined && statementsFor(needed, place).every((one) => stated.includes(one))
}

/** What somebody has stated about the author since the proposal. */
function statedBy({ charter, state, now }: Known, proposal: CharterProposal, by: SubjectId): readonly Id[] {
  return [...charter.statements.keys()].filter((one) =>
    state
      .statements(proposal.by, one)
      .some((made) => made.by === by && made.id > proposal.id && (made.until === undefined || now < made.until)),
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
