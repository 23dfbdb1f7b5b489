import { confirmationNeedsStepUp, decideConfirmation, powerAt, userOf } from '../decide/confirmation.ts'
import type { Decision } from '../decide/decision.ts'
import { obstaclesTo } from '../decide/eligibility.ts'
import { grantDetails, runningGrantOf } from '../decide/grant.ts'
import { refused } from '../decide/question.ts'
import { noticeFor } from '../decide/removal.ts'
import { addDuration } from '../kernel/duration.ts'
import { formatInstant } from '../kernel/instant.ts'
import { draft, type Draft } from '../ledger/entry.ts'
import type { GrantProposal } from '../ledger/state.ts'
import { evidenceOf, originOf, type Caller } from './caller.ts'
import { json } from './answer.ts'
import type { Instance } from './instance.ts'
import { guardGrant, guardRemoval } from './repair-guard.ts'
import { statementDrafts } from './request/statements.ts'
import { record, type Deciding } from './record.ts'

export interface ConfirmCommand {
  readonly key: string
  readonly caller: Caller
  readonly proposal: number
  readonly decision: 'approved' | 'refused'
  readonly reason: string | undefined
  /** Statements about the person concerned, made with the decision. */
  readonly states?: readonly string[]
  /** Do it although nobody could repair something then. */
  readonly override?: boolean
}

export interface ConfirmAnswer {
  readonly decision: Decision
  /** The proposal has taken effect. */
  readonly done: boolean
  readonly grant: number | undefined
}

/** One further approver decides a proposal; the last one puts it into effect, after everything was checked again. */
export async function confirmProposal(instance: Instance, command: ConfirmCommand): Promise<ConfirmAnswer> {
  const answer = await record(instance, command.key, originOf(command.caller), (known) => {
    const proposal = known.state.proposal(command.proposal)
    if (proposal === undefined)
      return {
        drafts: [],
        answer: json({
          decision: refused([{ clause: 'roles', text: `no proposal ${command.proposal} waits for a decision` }]),
          done: false,
          grant: undefined,
        }),
      }
    const states = command.states ?? []
    const ruling = decideConfirmation(known, command.caller.actor, proposal, command.decision, states)
    const { stage, clause, completes, ends, counted: _, ...decision } = ruling
    const { actor } = command.caller
    if (!decision.allowed || actor.kind !== 'person') return { drafts: [], answer: json({ decision, done: false, grant: undefined }) }
    const stated = statementDrafts(known, actor.subject, proposal.subject, states, undefined)
    const vote = draft('grant.confirmed', {
      proposal: proposal.id,
      stage,
      by: actor.subject,
      decision: command.decision,
      content: proposal.content,
      clause,
      ...(command.reason === undefined ? {} : { reason: command.reason }),
      ...evidenceOf(command.caller, confirmationNeedsStepUp(known, proposal)),
    })
    if (ends)
      return {
        drafts: [...stated, vote, draft('proposal.closed', { proposal: proposal.id, outcome: 'refused', clause })],
        answer: json({ decision, done: false, grant: undefined }),
      }
    if (!completes) return { drafts: [...stated, vote], answer: json({ decision, done: false, grant: undefined }) }
    const refusal = guarded(known, command, proposal)
    if (refusal !== undefined) return { drafts: [], answer: json({ decision: refusal, done: false, grant: undefined }) }
    const effect = effectOf(known, proposal, actor.subject)
    if (effect.kind === 'obstacle') return { drafts: [], answer: json({ decision: effect.decision, done: false, grant: undefined }) }
    return {
      drafts: [...stated, vote, effect.draft],
      answer: json({ decision, done: true, grant: proposal.verb === 'add' ? known.next + stated.length + 1 : proposal.grant }),
    }
  })
  return answer as unknown as ConfirmAnswer
}

/** Who could repair what may have changed since it was proposed: the last word is asked again. */
function guarded(known: Deciding, { caller, override = false, reason }: ConfirmCommand, proposal: GrantProposal): Decision | undefined {
  if (proposal.verb === 'activate') return undefined
  const how = { asked: override, reason }
  if (proposal.verb === 'add') return guardGrant(known, caller, proposal.subject, proposal.role, how).refusal
  const grant = proposal.grant === undefined ? undefined : known.state.grant(proposal.grant)
  return grant === undefined || grant.ended !== undefined ? undefined : guardRemoval(known, caller, grant, proposal.clause, how).refusal
}

type Effect = { readonly kind: 'draft'; readonly draft: Draft } | { readonly kind: 'obstacle'; readonly decision: Decision }

function effectOf(known: Deciding, proposal: GrantProposal, last: string): Effect {
  const decided_by = [
    ...new Set([
      `subject:${userOf(proposal) ?? ''}`,
      ...proposal.votes.filter((vote) => vote.decision === 'approved').map((vote) => `subject:${vote.by}`),
      `subject:${last}`,
    ]),
  ]
  const useCase = proposal.useCase
  if (proposal.verb === 'activate' && proposal.grant !== undefined && proposal.until !== undefined)
    return {
      kind: 'draft',
      draft: draft('grant.activated', {
        subject: proposal.subject,
        grant: proposal.grant,
        until: formatInstant(proposal.until),
        reason: useCase ?? '',
        clause: proposal.clause,
        decided_by,
      }),
    }
  if (proposal.verb === 'remove') {
    const grant = proposal.grant === undefined ? undefined : known.state.grant(proposal.grant)
    if (grant === undefined || grant.ended !== undefined)
      return { kind: 'obstacle', decision: refused([{ clause: proposal.clause, text: 'the grant has ended meanwhile' }]) }
    const notice = noticeFor(powerAt(known.charter, proposal.clause)?.power, grant, known.now)
    const over = notice === undefined ? known.now : addDuration(known.now, notice)
    if (over > known.now && grant.until !== undefined && grant.until <= over)
      return { kind: 'obstacle', decision: refused([{ clause: proposal.clause, text: 'it ends before the notice is over' }]) }
    if (over > known.now)
      return {
        kind: 'draft',
        draft: draft('grant.ending', {
          subject: proposal.subject,
          grant: grant.id,
          until: formatInstant(over),
          clause: proposal.clause,
          decided_by,
          cause: 'removed',
          ...(useCase === undefined ? {} : { reason: useCase }),
        }),
      }
    return {
      kind: 'draft',
      draft: draft('grant.ended', {
        subject: proposal.subject,
        grant: grant.id,
        from: formatInstant(known.now),
        clause: proposal.clause,
        decided_by,
        cause: 'removed',
        proposal: proposal.id,
        ...(useCase === undefined ? {} : { reason: useCase }),
      }),
    }
  }
  const role = known.charter.roles.get(proposal.role)
  const already = runningGrantOf(known, proposal.subject, proposal.role)
  if (already !== undefined)
    return {
      kind: 'obstacle',
      decision: refused([{ clause: `roles.${proposal.role}`, text: `it is held already meanwhile (grant ${already.id})` }]),
    }
  const obstacles = role === undefined ? undefined : obstaclesTo(known, proposal.role, role, proposal.subject, proposal.account)
  if (role === undefined || obstacles === undefined || obstacles.because.length > 0)
    return {
      kind: 'obstacle',
      decision: refused(obstacles?.because ?? [{ clause: 'roles', text: 'the role is gone' }], obstacles?.missing ?? []),
    }
  const { from, rights } = grantDetails(known, role, proposal.targets)
  if (proposal.until !== undefined && proposal.until <= from)
    return { kind: 'obstacle', decision: refused([{ clause: proposal.clause, text: 'the asked end has passed meanwhile' }]) }
  return {
    kind: 'draft',
    draft: draft('grant.made', {
      subject: proposal.subject,
      role: proposal.role,
      ...(proposal.account === undefined ? {} : { account: proposal.account }),
      ...(proposal.targets === undefined ? {} : { target: [...proposal.targets] }),
      rights: [...rights],
      from: formatInstant(from),
      ...(proposal.until === undefined ? {} : { until: formatInstant(proposal.until) }),
      ...(useCase === undefined ? {} : { use_case: useCase }),
      clause: proposal.clause,
      decided_by,
      door: 'power',
      proposal: proposal.id,
    }),
  }
}
