import type { People } from '../charter/model.ts'
import { addDuration } from '../kernel/duration.ts'
import type { SubjectId } from '../ledger/entry.ts'
import { holds, holdersOf } from './holding.ts'
import type { NeededStage } from './power.ts'
import { personBehind, type Known } from './question.ts'

/** One approval given in a stage. */
export interface Vote {
  readonly stage: number
  readonly by: SubjectId
  readonly decision: 'approved' | 'refused'
}

/** How far the stages of a proposal are. */
export interface StageProgress {
  readonly complete: boolean
  /** So many refusals as the stage says end it. */
  readonly refused: boolean
  /** Index of the first stage that still waits; undefined when complete. */
  readonly open: number | undefined
  /** Distinct persons it still needs. */
  readonly lacking: number
}

/** Whether somebody is meant by a list of people, with regard to the person concerned. Unknown relations mean nobody. */
export function isAmong(known: Known, people: readonly People[], candidate: SubjectId, subject: SubjectId): boolean {
  return people.some((one) => {
    if (one.kind === 'role') return holds(known.charter, known.state, candidate, one.role, known.now)
    if (one.kind === 'relation') return known.related(one.fact, subject)?.includes(candidate) === true
    if (one.kind === 'subject') return candidate === subject
    return known.state.person(candidate) !== undefined
  })
}

/**
 * Whether a person's approval counts in a stage: listed there now, neither the person concerned nor, where the stage is the power's own, its
 * user; not suspended or departed; not promoted by the user within the time the charter names (a proposer must not make approvers).
 */
export function mayApprove(known: Known, needed: NeededStage, candidate: SubjectId, actor: SubjectId, subject: SubjectId): boolean {
  const { state } = known
  if (candidate === subject || (candidate === actor && !needed.actorCounts)) return false
  if (
    state.suspensionOf(candidate) !== undefined ||
    state.person(candidate)?.departed !== undefined ||
    state.person(candidate) === undefined
  )
    return false
  if (candidate !== actor && promotedBy(known, candidate, actor)) return false
  return isAmong(known, needed.stage.by, candidate, subject)
}

function promotedBy(known: Known, candidate: SubjectId, actor: SubjectId): boolean {
  const since = addDuration(known.now, known.charter.approvers.promotedWithin, -1)
  return known.state.grantsOf(candidate).some((grant) => grant.madeAt > since && grant.decidedBy.some((one) => personBehind(one) === actor))
}

/** Nobody whom a stage names by role could decide in it now. */
function isVacant(known: Known, needed: NeededStage, actor: SubjectId, subject: SubjectId): boolean {
  const candidates = needed.stage.by.flatMap((one) =>
    one.kind === 'role'
      ? holdersOf(known.charter, known.state, one.role, known.now)
      : one.kind === 'relation'
        ? (known.related(one.fact, subject) ?? [])
        : [],
  )
  return !candidates.some((candidate) => mayApprove(known, needed, candidate, actor, subject))
}

/**
 * Counts the approvals. The act of an eligible actor counts where the stage lets it and asks for no statement. Persons of different stages must
 * differ unless the stage says `counts_earlier`.
 */
export function progressOf(
  known: Known,
  stages: readonly NeededStage[],
  votes: readonly Vote[],
  actor: SubjectId,
  subject: SubjectId,
): StageProgress {
  const used = new Set<SubjectId>()
  const earlier = new Set<SubjectId>()
  for (const [index, needed] of stages.entries()) {
    const eligible = (candidate: SubjectId) => mayApprove(known, needed, candidate, actor, subject)
    if (needed.stage.ifVacant === 'skip' && isVacant(known, needed, actor, subject)) continue
    const own = votes.filter((vote) => vote.stage === index && eligible(vote.by))
    if (new Set(own.filter((vote) => vote.decision === 'refused').map((vote) => vote.by)).size >= needed.stage.refusals)
      return { complete: false, refused: true, open: index, lacking: 0 }
    const approving = new Set(own.filter((vote) => vote.decision === 'approved').map((vote) => vote.by))
    if (needed.actorCounts && needed.stage.states.length === 0 && eligible(actor)) approving.add(actor)
    if (needed.stage.countsEarlier) for (const person of earlier) if (eligible(person)) approving.add(person)
    const counted = [...approving].filter((person) => needed.stage.countsEarlier || !used.has(person)).slice(0, needed.stage.count)
    if (counted.length < needed.stage.count)
      return { complete: false, refused: false, open: index, lacking: needed.stage.count - counted.length }
    for (const person of counted) {
      used.add(person)
      earlier.add(person)
    }
  }
  return { complete: true, refused: false, open: undefined, lacking: 0 }
}
