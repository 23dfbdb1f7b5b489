import type { Clause, Id } from '../../charter/model.ts'
import { addDuration } from '../../kernel/duration.ts'
import { instant, type Instant } from '../../kernel/instant.ts'
import type { SubjectId } from '../../ledger/entry.ts'
import type { RequestVote, RoleRequest } from '../../ledger/state.ts'
import { candidatesAmong, placeIn, progressOf, type StageProgress, type Vote } from '../approver.ts'
import { stagesOfRole, type NeededStage } from '../power.ts'
import type { Known } from '../question.ts'

/** How far a request is, by the charter in force now and with what is known now. */
export interface RequestStanding {
  readonly clause: Clause
  readonly stages: readonly NeededStage[]
  /** Decisions that count: on the present content, since the last appeal, not void. */
  readonly votes: readonly Vote[]
  readonly progress: StageProgress
  /** Since when the open stage waits: the last decision that counts, or when the request was filed, amended or appealed. */
  readonly since: Instant
  /** When it lapses undecided. */
  readonly lapses: Instant
  /** Statements of the person concerned that the role asks for and that are not made yet: until then nobody is asked to decide. */
  readonly unstated: readonly Id[]
}

/** How far a request is; undefined where the charter no longer lets anybody ask for the role. */
export function standingOf(known: Known, request: RoleRequest): RequestStanding | undefined {
  const rule = known.charter.roles.get(request.role)?.request
  if (rule === undefined) return undefined
  const stages = stagesOfRequest(known, request)
  const counting = countingVotes(request)
  const votes = counting.map((vote) => ({ ...vote, states: statedWith(known, request, vote) }))
  const progress = progressOf(known, stages, votes, request.by, request.subject)
  const before = progress.open ?? stages.length
  const decided = counting.filter(({ stage, decision }) => stage < before && decision !== 'refused').map(({ at }) => at)
  return {
    clause: `roles.${request.role}.request`,
    stages,
    votes,
    progress,
    since: instant(Math.max(request.changedAt, ...decided)),
    lapses: addDuration(request.changedAt, rule.lapses),
    unstated: rule.states.filter((one) => !hasStated(known, request, one, request.subject)),
  }
}

/** Who can decide the open stage now, at most so many: nobody else is offered. Empty = nobody can, which everybody should know. */
export function approversOf(known: Known, request: RoleRequest, standing: RequestStanding, most = 50): readonly SubjectId[] {
  const { open } = standing.progress
  const needed = open === undefined ? undefined : standing.stages[open]
  if (needed === undefined) return []
  const taken = new Set<SubjectId>([
    ...standing.votes.filter(({ stage }) => stage === open).map(({ by }) => by),
    ...(needed.stage.countsEarlier ? [] : standing.progress.counted),
  ])
  const { stage } = needed
  const found = new Set<SubjectId>()
  for (const candidate of candidatesAmong(
    known,
    [...stage.by, ...(stage.escalate?.to ?? []), ...(stage.fallback?.by ?? [])],
    request.subject,
  )) {
    if (candidate === undefined || taken.has(candidate) || found.has(candidate)) continue
    if (placeIn(known, needed, candidate, request.by, request.subject) !== undefined) found.add(candidate)
    if (found.size >= most) break
  }
  return [...found]
}

/** The stages of a request, with whoever was added since and what was asked for besides. */
function stagesOfRequest(known: Known, request: RoleRequest): readonly NeededStage[] {
  return stagesOfRole(known.charter, request.role, false).map((needed, index) => {
    const escalated = request.escalations.some(({ stage, at }) => stage === index && at >= request.changedAt)
    const asked = request.questions.flatMap(({ statement }) =>
      statement !== undefined && needed.stage.mayAsk.includes(statement) ? [statement] : [],
    )
    return { ...needed, ...(escalated ? { escalated } : {}), ...(asked.length === 0 ? {} : { asked: [...new Set(asked)] }) }
  })
}

function countingVotes(request: RoleRequest): readonly RequestVote[] {
  return request.votes.filter((vote) => vote.content === request.content && !vote.void && vote.seq > request.since)
}

/** A statement counts with the vote it was made in, just before it, as long as it lasts. */
function statedWith(known: Known, request: RoleRequest, vote: RequestVote): readonly Id[] {
  return vote.states.filter((one) => hasStated(known, request, one, vote.by, vote.seq - vote.states.length, vote.seq))
}

/** Whether somebody made a statement about the person concerned in this request, and it still lasts. */
function hasStated(
  { state, now }: Known,
  request: RoleRequest,
  statement: Id,
  by: SubjectId,
  from = 0,
  before = Number.POSITIVE_INFINITY,
): boolean {
  return state
    .statements(request.subject, statement)
    .some(
      (made) =>
        made.request === request.id &&
        made.by === by &&
        made.id >= from &&
        made.id < before &&
        (made.until === undefined || now < made.until),
    )
}

/** Whether a request still waits: an open one that nobody closed yet may have lapsed. */
export function isWaiting(known: Known, request: RoleRequest): boolean {
  if (request.closed !== undefined) return false
  const standing = standingOf(known, request)
  return standing !== undefined && known.now < standing.lapses
}
