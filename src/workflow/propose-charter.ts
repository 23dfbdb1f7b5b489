import type { Decision } from '../decide/decision.ts'
import { decideCharterComment, decideCharterProposal, decideCharterStatus, decideCharterVote } from '../decide/amendment.ts'
import { actingPerson, refused } from '../decide/question.ts'
import { draft } from '../ledger/entry.ts'
import type { CharterComment, CharterProposal } from '../ledger/state.ts'
import { evidenceOf, originOf, type Caller } from './caller.ts'
import { json } from './answer.ts'
import { hexOf } from './ids.ts'
import type { Instance } from './instance.ts'
import type { CommandOutcome } from './journal.ts'
import { record, type Deciding } from './record.ts'
import { statementDrafts } from './request/statements.ts'

interface CharterCommand {
  readonly key: string
  readonly caller: Caller
}

export interface CharterAnswer {
  readonly decision: Decision
  /** The entry of the proposal. */
  readonly proposal: number | undefined
  /** The entry that was written. */
  readonly entry: number | undefined
}

export interface ProposeCharterCommand extends CharterCommand {
  /** The text as `charterDocument` makes it; it has been parsed. */
  readonly document: string
  readonly reason: string
  /** A draft is shown to everybody and is not open for feedback yet. */
  readonly draft: boolean
  /** Say whether it could be proposed, and write nothing. */
  readonly check?: boolean
}

/** Somebody proposes another text of the charter. */
export function proposeCharter(instance: Instance, command: ProposeCharterCommand): Promise<CharterAnswer> {
  const hash = hashOf(instance, command.document)
  return run(instance, command, (known) => {
    const by = actingPerson(command.caller.actor)
    const decision = decideCharterProposal(known, command.caller.actor)
    if (!decision.allowed || by === undefined) return answered(decision)
    const same = [...known.state.charterProposals()].find((one) => one.hash === hash && (one.status === 'open' || one.status === 'draft'))
    if (known.state.charter?.hash === hash) return answered(no('this text is the charter in force'))
    if (same !== undefined) return answered(no(`this very text is proposed already (entry ${same.id})`))
    if (command.check === true) return answered(decision)
    const proposed = draft('charter.proposed', { charter: hash, by, reason: command.reason, status: command.draft ? 'draft' : 'open' })
    return {
      drafts: [proposed],
      documents: new Map([[hash, command.document]]),
      answer: json({ decision, proposal: known.next, entry: known.next }),
    }
  })
}

export interface CharterStatusCommand extends CharterCommand {
  readonly proposal: number
  readonly status: 'open' | 'withdrawn'
  readonly reason: string
}

/** The author opens a draft for feedback or takes a proposal back. */
export function setCharterStatus(instance: Instance, command: CharterStatusCommand): Promise<CharterAnswer> {
  return on(instance, command, (known, proposal) => {
    const decision = decideCharterStatus(known, command.caller.actor, proposal, command.status)
    if (!decision.allowed) return answered(decision)
    const { hash: charter, by, id } = proposal
    return written(known, id, decision, [
      draft('charter.proposed', { charter, by, reason: command.reason, status: command.status, proposal: id }),
    ])
  })
}

export interface CharterCommentCommand extends CharterCommand {
  readonly proposal: number
  readonly form: CharterComment['form']
  readonly text: string
  /** The comment replied to. */
  readonly to: number | undefined
}

/** Somebody says something about an open proposal, for everybody to read. */
export function commentOnCharter(instance: Instance, command: CharterCommentCommand): Promise<CharterAnswer> {
  return on(instance, command, (known, proposal) => {
    const by = actingPerson(command.caller.actor)
    const decision = decideCharterComment(known, command.caller.actor, proposal, command.form, command.to)
    if (!decision.allowed || by === undefined) return answered(decision)
    const { form, text, to } = command
    return written(known, proposal.id, decision, [
      draft('charter.commented', { proposal: proposal.id, by, form, text, ...(to === undefined ? {} : { to }) }),
    ])
  })
}

export interface CharterVoteCommand extends CharterCommand {
  readonly proposal: number
  readonly decision: 'approved' | 'refused'
  readonly feedbackRead: boolean
  readonly reason: string | undefined
  /** Statements about the author that the decider makes with it. */
  readonly states?: readonly string[]
}

/** One of those whom the charter names approves or refuses a proposal. As many refusals as a stage says end it. */
export function voteOnCharter(instance: Instance, command: CharterVoteCommand): Promise<CharterAnswer> {
  return on(instance, command, (known, proposal) => {
    const { actor } = command.caller
    const { states = [] } = command
    const { ends, ...decision } = decideCharterVote(known, actor, proposal, command.decision, command.feedbackRead, states)
    if (!decision.allowed || actor.kind !== 'person') return answered(decision)
    const stated = statementDrafts(known, actor.subject, proposal.by, states, undefined)
    const reason = command.reason === undefined ? {} : { reason: command.reason }
    const vote = draft('charter.decided', {
      proposal: proposal.id,
      by: actor.subject,
      decision: command.decision,
      feedback_read: command.feedbackRead,
      ...reason,
      ...evidenceOf(command.caller),
    })
    const { hash: charter, id } = proposal
    const why = command.reason ?? 'refused by those who decide'
    const over = draft('charter.proposed', { charter, by: actor.subject, reason: why, status: 'refused', proposal: id })
    return written(known, id, decision, ends ? [...stated, vote, over] : [...stated, vote])
  })
}

function on(
  instance: Instance,
  command: CharterCommand & { readonly proposal: number },
  decide: (known: Deciding, proposal: CharterProposal) => CommandOutcome,
): Promise<CharterAnswer> {
  return run(instance, command, (known) => {
    const proposal = known.state.charterProposal(command.proposal)
    return proposal === undefined ? answered(no(`entry ${command.proposal} proposes no charter`)) : decide(known, proposal)
  })
}

async function run(instance: Instance, command: CharterCommand, decide: (known: Deciding) => CommandOutcome): Promise<CharterAnswer> {
  return (await record(instance, command.key, originOf(command.caller), decide)) as unknown as CharterAnswer
}

function answered(decision: Decision): CommandOutcome {
  return { drafts: [], answer: json({ decision }) }
}

function written(known: Deciding, proposal: number, decision: Decision, drafts: CommandOutcome['drafts']): CommandOutcome {
  return { drafts, answer: json({ decision, proposal, entry: known.next }) }
}

function no(text: string): Decision {
  return refused([{ clause: 'amendments', text }])
}

export function hashOf({ outside }: Instance, document: string): string {
  return hexOf(outside.hashing.sha256(outside.hashing.utf8(document)))
}
