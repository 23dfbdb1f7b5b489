import type { Id } from '../../charter/model.ts'
import { stepUpClause } from '../../decide/power-use.ts'
import type { Known } from '../../decide/question.ts'
import { standingOf } from '../../decide/request/standing.ts'
import { decideRequestVote, grantOf } from '../../decide/request/vote.ts'
import { draft } from '../../ledger/entry.ts'
import type { RoleRequest } from '../../ledger/state.ts'
import { json } from '../answer.ts'
import { originOf, type Caller } from '../caller.ts'
import { readFacts } from '../facts.ts'
import { contentHash } from '../grant-role.ts'
import type { Instance } from '../instance.ts'
import { knownNow } from '../known.ts'
import { record } from '../record.ts'
import { guardGrant } from '../repair-guard.ts'
import { isRequest, nothing, requestAnswer, requestOr, type RequestAnswer } from './answer.ts'
import { grantDraft } from './grant-draft.ts'
import { statementDrafts } from './statements.ts'

export interface VoteCommand {
  readonly key: string
  readonly caller: Caller
  readonly request: number
  readonly decision: 'approved' | 'refused'
  readonly reason: string | undefined
  /** Statements about the person concerned, made with the decision. */
  readonly states: readonly Id[]
  /** Give it although nobody could undo then what its holder does. */
  readonly override?: boolean
}

/**
 * One person decides the open stage of a request. The last approval grants it in the same batch, after everything was looked at again; as many
 * refusals as the stage says end it.
 */
export async function voteOnRequest(instance: Instance, command: VoteCommand): Promise<RequestAnswer> {
  const proof = await proveDecision(instance, command)
  const answer = await record(instance, command.key, originOf(command.caller), (known) => {
    const found = requestOr(known.state, command.request)
    if (!isRequest(found)) return nothing(found)
    const { actor } = command.caller
    // evidence over something else than what stands here now proves nothing of it
    const evidence = proof !== undefined && proof.hash === decisionHash(instance, known, command, found) ? proof.evidence : undefined
    const ruling = decideRequestVote(known, found, { ...command, actor, evidence })
    const { stage, clause, completes, ends, counted, ...decision } = ruling
    if (!decision.allowed || actor.kind !== 'person') return nothing(decision, { request: found.id })
    const { subject: by } = actor
    const standing = standingOf(known, found)
    const consults = standing?.stages[stage]?.stage.consult === true
    const stated = statementDrafts(known, by, found.subject, command.states, found.id)
    const vote = draft('request.voted', {
      request: found.id,
      stage,
      by,
      decision: consults ? (command.decision === 'approved' ? 'advised-for' : 'advised-against') : command.decision,
      content: found.content,
      clause,
      ...(command.reason === undefined ? {} : { reason: command.reason }),
      ...(evidence === undefined ? {} : { evidence }),
      ...(command.states.length === 0 ? {} : { states: [...command.states] }),
    })
    // where nothing is left to decide this is no further vote
    const said = standing?.progress.complete === true ? [] : [...stated, vote]
    if (ends)
      return {
        drafts: [
          ...said,
          draft('request.closed', {
            request: found.id,
            outcome: 'refused',
            clause,
            ...(command.reason === undefined ? {} : { reason: command.reason }),
          }),
        ],
        answer: json(requestAnswer(decision, { request: found.id, done: true })),
      }
    if (!completes) return { drafts: said, answer: json(requestAnswer(decision, { request: found.id })) }
    const guarded = guardGrant(known, command.caller, found.subject, found.role, {
      asked: command.override ?? false,
      reason: command.reason,
    })
    if (guarded.refusal !== undefined) return nothing(guarded.refusal, { request: found.id })
    const grant = known.next + said.length
    const made = grantDraft(
      found,
      grantOf(known, found),
      'request',
      `roles.${found.role}.request`,
      counted.map((person) => `subject:${person}`),
    )
    return {
      drafts: [...said, made, draft('request.closed', { request: found.id, outcome: 'granted', grant, clause })],
      answer: json(requestAnswer(decision, { request: found.id, done: true, grant, remarks: guarded.alarms })),
    }
  })
  return answer as unknown as RequestAnswer
}

interface Proof {
  readonly hash: string
  readonly evidence: string
}

/** Fetches evidence over the decision as it stands, where the role's class asks for it. */
async function proveDecision(instance: Instance, command: VoteCommand): Promise<Proof | undefined> {
  const { actor } = command.caller
  const request = instance.journal.state.request(command.request)
  if (actor.kind !== 'person' || request === undefined) return undefined
  const { charter } = await instance.charters.inForce(instance.journal.state)
  const known = knownNow(charter, instance.journal.state, instance.outside.clock.now(), await readFacts(instance))
  if (command.decision === 'refused' || stepUpClause(known, request.role) === undefined) return undefined
  const hash = decisionHash(instance, known, command, request)
  const evidence = await instance.stepUp.prove({ person: actor.subject, session: actor.stepUp, hash, demo: known.state.demo })
  return evidence === undefined ? undefined : { hash, evidence }
}

/** What a second factor is to speak of: this content, this stage, this decision, these statements, this person. */
function decisionHash(instance: Instance, known: Known, command: VoteCommand, request: RoleRequest): string {
  const { actor } = command.caller
  return contentHash(instance, {
    request: request.id,
    content: request.content,
    stage: standingOf(known, request)?.progress.open ?? null,
    decision: command.decision,
    states: [...command.states],
    by: actor.kind === 'person' ? actor.subject : null,
  })
}
