import { HOW } from '../how.ts'
import type { Id } from '../../charter/model.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { RoleRequest } from '../../ledger/state.ts'
import type { Decision } from '../decision.ts'
import { obstaclesTo } from '../eligibility.ts'
import { grantDetails, runningGrantOf } from '../grant.ts'
import { stepUpClause } from '../power-use.ts'
import { handleOf, lacking, refused, type Actor, type Known } from '../question.ts'
import { decideStage, stageRuling, type StageRuling } from '../staged.ts'
import { endOfTerm } from '../term.ts'
import { standingOf, type RequestStanding } from './standing.ts'
import { hasPlace } from './taking-part.ts'

export interface RequestVoteQuestion {
  readonly actor: Actor
  readonly decision: 'approved' | 'refused'
  /** Statements about the person concerned that are made with it. */
  readonly states: readonly Id[]
  readonly reason: string | undefined
  /** Evidence of a fresh second factor over exactly this decision; undefined = there is none. */
  readonly evidence: string | undefined
}

/** May this person decide the open stage of a request, and what follows? */
export function decideRequestVote(known: Known, request: RoleRequest, asked: RequestVoteQuestion): StageRuling {
  const clause = `roles.${request.role}.request`
  const shut = (text: string) => stageRuling(clause, refused([{ clause, text }]))
  if (request.closed !== undefined) return shut(`the request is over: ${request.closed.outcome}`)
  const standing = standingOf(known, request)
  if (standing === undefined) return shut('the charter no longer lets anybody ask for this role')
  if (standing.lapses <= known.now) return shut('nobody decided in time: the request has lapsed')
  if (standing.unstated.length > 0)
    return stageRuling(
      clause,
      refused(
        [{ clause: `${clause}.states`, text: `${handleOf(known.state, request.subject)} has not stated yet what the role asks for` }],
        standing.unstated.map((one) => lacking('statement', known.charter.statements.get(one)?.text ?? one)),
      ),
    )
  const staged = { clause, subject: request.subject, user: request.by, stages: standing.stages, votes: standing.votes }
  const ruling = standing.progress.complete
    ? settled(known, request, standing, asked)
    : decideStage(known, staged, asked.actor, asked.decision, asked.states)
  if (!ruling.allowed) return ruling
  const not = (decision: Decision): StageRuling => ({ ...ruling, completes: false, ends: false, ...decision })
  const consulted = standing.stages[ruling.stage]?.stage.consult === true
  if (asked.decision === 'refused' && !consulted && (asked.reason ?? '').trim() === '')
    return not(refused([{ clause: ruling.clause, text: `a refusal ${HOW.saysWhy}` }], [lacking('answer', 'a reason')]))
  const stepUp = consulted || standing.progress.complete || asked.decision === 'refused' ? undefined : stepUpClause(known, request.role)
  if (stepUp !== undefined && asked.evidence === undefined)
    return not(
      refused(
        [{ clause: stepUp, text: 'deciding on this role needs a fresh second factor over exactly this decision; log in again with it' }],
        [lacking('step-up', 'a fresh second factor')],
      ),
    )
  if (!ruling.completes) return ruling
  const obstacle = obstacleToGrant(known, request)
  return obstacle === undefined ? ruling : not(obstacle)
}

/** All approvals stand, since nobody is left for the rest: whoever has a place in it may say that it is granted. This is no further approval. */
function settled(known: Known, request: RoleRequest, { clause, progress }: RequestStanding, asked: RequestVoteQuestion): StageRuling {
  const mine = asked.actor.kind === 'person' && hasPlace(known, request, asked.actor.subject)
  if (!mine || asked.decision === 'refused' || progress.counted.length === 0)
    return stageRuling(clause, refused([{ clause, text: 'nothing is left to decide' }]))
  const because = [{ clause, text: 'all approvals are given; nobody is left to decide the rest' }]
  const yes: Decision = { outcome: 'allowed', allowed: true, because, missing: [], whoCanHelp: [] }
  return stageRuling(clause, yes, { completes: true, counted: progress.counted })
}

/** What a request would give now. */
export function grantOf(known: Known, request: RoleRequest): { readonly from: Instant; readonly rights: readonly string[] } {
  const role = known.charter.roles.get(request.role)
  return role === undefined ? { from: known.now, rights: [] } : grantDetails(known, role, request.targets)
}

/** Everything is looked at again before it is granted: who the person is, their accounts, conditions, seats, the asked end. */
function obstacleToGrant(known: Known, request: RoleRequest): Decision | undefined {
  const clause = `roles.${request.role}`
  const role = known.charter.roles.get(request.role)
  if (role === undefined) return refused([{ clause: 'roles', text: 'the role is gone' }])
  const already = runningGrantOf(known, request.subject, request.role)
  if (already !== undefined) return refused([{ clause, text: `it is held already meanwhile (grant ${already.id})` }])
  const obstacles = obstaclesTo(known, request.role, role, request.subject, request.account)
  if (obstacles.because.length > 0) return refused(obstacles.because, obstacles.missing)
  const { from } = grantDetails(known, role, request.targets)
  const asked = request.until === undefined ? ({ kind: 'ongoing' } as const) : ({ kind: 'until', until: request.until } as const)
  const end = endOfTerm(known.charter, request.role, role, asked, from, known.now)
  return end.ok ? undefined : refused([end.error])
}
