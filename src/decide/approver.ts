import type { Id, People } from '../charter/model.ts'
import { addDuration } from '../kernel/duration.ts'
import type { SubjectId } from '../ledger/entry.ts'
import { holds, holdersOf } from './holding.ts'
import type { NeededStage } from './power.ts'
import { personBehind, type Known } from './question.ts'

/** One decision given in a stage. */
export interface Vote {
  readonly stage: number
  readonly by: SubjectId
  readonly decision: 'approved' | 'refused' | 'advised-for' | 'advised-against'
  /** Statements about the person concerned that were made with it and stand; undefined = none are asked for here. */
  readonly states?: readonly Id[]
}

/** How far the stages of a proposal or request are. */
export interface StageProgress {
  readonly complete: boolean
  /** So many refusals as the stage says end it. */
  readonly refused: boolean
  /** Index of the first stage that still waits; undefined when complete. */
  readonly open: number | undefined
  /** Distinct persons it still needs. */
  readonly lacking: number
  /** Whose approvals count so far, each once. */
  readonly counted: readonly SubjectId[]
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
  return isImpartial(known, needed, candidate, actor, subject) && isListed(known, needed, candidate, actor, subject)
}

/** In what capacity a person may decide a stage: as one of those it names, or in their place, stating that they cannot. */
export function placeIn(
  known: Known,
  needed: NeededStage,
  candidate: SubjectId,
  actor: SubjectId,
  subject: SubjectId,
): 'listed' | 'fallback' | undefined {
  if (!isImpartial(known, needed, candidate, actor, subject)) return undefined
  if (isListed(known, needed, candidate, actor, subject)) return 'listed'
  const { fallback } = needed.stage
  return fallback !== undefined && isAmong(known, fallback.by, candidate, subject) ? 'fallback' : undefined
}

/** What a person must state to approve in a stage, by the capacity in which they do. */
export function statementsFor({ stage, asked = [] }: NeededStage, place: 'listed' | 'fallback'): readonly Id[] {
  return [...new Set([...stage.states, ...asked, ...(place === 'fallback' ? (stage.fallback?.states ?? []) : [])])]
}

function isImpartial(known: Known, needed: NeededStage, candidate: SubjectId, actor: SubjectId, subject: SubjectId): boolean {
  const { state } = known
  if (candidate === subject || (candidate === actor && !needed.actorCounts)) return false
  const person = state.person(candidate)
  if (person === undefined || person.departed !== undefined || state.suspensionOf(candidate) !== undefined) return false
  return candidate === actor || !(promotedBy(known, candidate, actor) || promotedBy(known, candidate, subject))
}

function isListed(known: Known, needed: NeededStage, candidate: SubjectId, actor: SubjectId, subject: SubjectId): boolean {
  const { stage } = needed
  if (isAmong(known, stage.by, candidate, subject)) return true
  if (stage.escalate === undefined || !isAmong(known, stage.escalate.to, candidate, subject)) return false
  // at once where nobody else can: the charter's `escalate`
  return needed.escalated === true || !hasAny(known, needed, stage.by, actor, subject)
}

function promotedBy(known: Known, candidate: SubjectId, actor: SubjectId): boolean {
  const since = addDuration(known.now, known.charter.approvers.promotedWithin, -1)
  return known.state.grantsOf(candidate).some((grant) => grant.madeAt > since && grant.decidedBy.some((one) => personBehind(one) === actor))
}

/** Everybody whom a list of people means now; `registered` is everybody known. Undefined where a relation is not known. */
export function* candidatesAmong(known: Known, people: readonly People[], subject: SubjectId): Iterable<SubjectId | undefined> {
  for (const one of people)
    if (one.kind === 'role') yield* holdersOf(known.charter, known.state, one.role, known.now)
    else if (one.kind === 'relation') yield* known.related(one.fact, subject) ?? [undefined]
    else if (one.kind === 'subject') yield subject
    else for (const person of known.state.people()) yield person.subject
}

/** Whether somebody of a list could decide; a relation that is not known may well name somebody. */
function hasAny(known: Known, needed: NeededStage, people: readonly People[], actor: SubjectId, subject: SubjectId): boolean {
  for (const candidate of candidatesAmong(known, people, subject))
    if (candidate === undefined || isImpartial(known, needed, candidate, actor, subject)) return true
  return false
}

/** Nobody could decide a stage now. */
function isVacant(known: Known, needed: NeededStage, actor: SubjectId, subject: SubjectId): boolean {
  const { stage } = needed
  return !hasAny(known, needed, [...stage.by, ...(stage.escalate?.to ?? []), ...(stage.fallback?.by ?? [])], actor, subject)
}

/**
 * Counts the approvals. The act of an eligible actor counts where the stage lets it and asks for no statement. Persons of different stages must
 * differ unless the stage says `counts_earlier`. A stage that only advises waits for so many words, whatever they say, and is skipped where
 * nobody could give them.
 */
export function progressOf(
  known: Known,
  stages: readonly NeededStage[],
  votes: readonly Vote[],
  actor: SubjectId,
  subject: SubjectId,
): StageProgress {
  const used = new Set<SubjectId>()
  const waits = (open: number, lacking: number, refused = false): StageProgress => ({
    complete: false,
    refused,
    open,
    lacking,
    counted: [...used],
  })
  for (const [index, needed] of stages.entries()) {
    const { stage } = needed
    const eligible = (candidate: SubjectId) => placeIn(known, needed, candidate, actor, subject)
    if ((stage.consult || stage.ifVacant === 'skip') && isVacant(known, needed, actor, subject)) continue
    const own = votes.filter((vote) => vote.stage === index && eligible(vote.by) !== undefined)
    if (stage.consult) {
      const heard = new Set(own.map((vote) => vote.by)).size
      if (heard < stage.count) return waits(index, stage.count - heard)
      continue
    }
    if (new Set(own.filter((vote) => vote.decision === 'refused').map((vote) => vote.by)).size >= stage.refusals)
      return waits(index, 0, true)
    const approving = new Set(
      own.filter((vote) => vote.decision === 'approved' && statesAll(vote, needed, eligible(vote.by))).map((vote) => vote.by),
    )
    if (needed.actorCounts && stage.states.length === 0 && eligible(actor) !== undefined) approving.add(actor)
    if (stage.countsEarlier)
      for (const person of used) {
        const place = eligible(person)
        if (place !== undefined && statedEarlier(votes, needed, person, place)) approving.add(person)
      }
    const counted = [...approving].filter((person) => stage.countsEarlier || !used.has(person)).slice(0, stage.count)
    if (counted.length < stage.count) return waits(index, stage.count - counted.length)
    for (const person of counted) used.add(person)
  }
  return { complete: true, refused: false, open: undefined, lacking: 0, counted: [...used] }
}

function statesAll(vote: Vote, needed: NeededStage, place: 'listed' | 'fallback' | undefined): boolean {
  if (place === undefined) return false
  if (vote.states === undefined) return place === 'listed' || needed.stage.fallback?.states.length === 0
  return statementsFor(needed, place).every((one) => vote.states?.includes(one) === true)
}

/** An approval given before counts again only with what this stage asks to be stated. */
function statedEarlier(votes: readonly Vote[], needed: NeededStage, person: SubjectId, place: 'listed' | 'fallback'): boolean {
  const wanted = statementsFor(needed, place)
  const stated = votes.filter((vote) => vote.by === person && vote.decision === 'approved').flatMap((vote) => vote.states ?? [])
  return wanted.every((one) => stated.includes(one))
}
