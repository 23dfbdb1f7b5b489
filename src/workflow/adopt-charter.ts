import { HOW } from '../decide/how.ts'
import type { Charter } from '../charter/model.ts'
import type { CharterSource } from '../charter/source.ts'
import { decideAdoption, decideAmending } from '../decide/amendment.ts'
import { disallowedGrants, grantsWithoutRole, type DisallowedGrant } from '../decide/amendment-grants.ts'
import type { Decision } from '../decide/decision.ts'
import { actingPerson, handleOf, refused } from '../decide/question.ts'
import { addDuration, type Duration } from '../kernel/duration.ts'
import { formatInstant, instant, type Instant } from '../kernel/instant.ts'
import { draft, type Draft } from '../ledger/entry.ts'
import type { CharterProposal } from '../ledger/state.ts'
import type { ChangeFinding } from '../safety/change-finding.ts'
import { judgeChange, type ChangeJudgement } from '../safety/change.ts'
import { liveRoster } from '../safety/live-roster.ts'
import { deciderOf, evidenceOf, originOf, type Caller } from './caller.ts'
import { json } from './answer.ts'
import type { Instance } from './instance.ts'
import type { CommandOutcome } from './journal.ts'
import { hashOf } from './propose-charter.ts'
import { record, type Deciding } from './record.ts'

export interface AdoptCharterCommand {
  readonly key: string
  readonly caller: Caller
  /** A proposal by its entry; or a text of its own, which only the operator of a charter that names nobody can adopt. */
  readonly what: { readonly proposal: number } | { readonly document: string; readonly source: CharterSource }
  readonly reason: string | undefined
  readonly feedbackRead: boolean
  /** Adopt although the judgement refuses it. */
  readonly override: boolean
  /** How long grants that the new charter no longer allows keep their effect; undefined = thirty days. */
  readonly grace: Duration | undefined
  /** From when it is in force; undefined = at once. Until then the one in force stays. */
  readonly from?: Instant | undefined
}

/** A grant that the adopted charter no longer allows, and what becomes of it. */
export interface GraceGiven {
  readonly grant: number
  readonly role: string
  readonly person: string
  readonly text: string
  readonly then: DisallowedGrant['then']
  /** The end of the grace, ISO 8601; undefined where people are to look at it. */
  readonly until: string | undefined
}

export interface AdoptCharterAnswer {
  readonly decision: Decision
  /** The number of the revision in force from now on; undefined = none, or not yet. */
  readonly revision: number | undefined
  /** From when it is in force, ISO 8601. */
  readonly from: string | undefined
  readonly judgement: ChangeJudgement | undefined
  readonly disallowed: readonly GraceGiven[]
}

/** The grace where nobody says how long. */
const USUAL_GRACE: Duration = { count: 30, unit: 'day' }

/**
 * Puts a charter into force, after everything was checked again: who decided, the time for feedback, what the change would make possible. Grants
 * that it no longer allows are listed and get a grace; a role that is gone while somebody holds it stops it. With a later date it is decided now
 * and the clock puts it into force then (`bringIntoForce`), after looking at it again.
 */
export async function adoptCharter(instance: Instance, command: AdoptCharterCommand): Promise<AdoptCharterAnswer> {
  const { what } = command
  const known = 'proposal' in what ? instance.journal.state.charterProposal(what.proposal) : undefined
  if ('proposal' in what && known === undefined) return nothing(no(`entry ${what.proposal} proposes no charter`))
  const after = 'proposal' in what ? await instance.charters.read(known?.hash ?? '') : what.source
  const hash = 'proposal' in what ? (known?.hash ?? '') : hashOf(instance, what.document)
  const answer = await record(instance, command.key, originOf(command.caller), (deciding) => {
    const proposal = 'proposal' in what ? deciding.state.charterProposal(what.proposal) : undefined
    const decision = mayAdopt(deciding, command, proposal, hash)
    if (!decision.allowed) return answered(nothing(decision))
    const stranded = strandedBy(deciding, after.charter)
    if (stranded !== undefined) return answered(nothing(stranded))
    const judgement = judgeChange(deciding.source, after, liveRoster(deciding))
    const objection = judgement.refused ? objectionTo(command, judgement.findings) : undefined
    if (objection !== undefined) return answered({ ...nothing(objection), judgement })
    return adopted(deciding, command, { hash, after, proposal, decision, judgement })
  })
  return answer as unknown as AdoptCharterAnswer
}

function mayAdopt(
  known: Deciding,
  { caller, feedbackRead, reason, from, grace }: AdoptCharterCommand,
  proposal: CharterProposal | undefined,
  hash: string,
): Decision {
  const fault = faultOfDate(known, from, grace, hash)
  if (fault !== undefined) return no(fault)
  if (known.state.charter?.hash === hash && known.state.charterToCome === undefined) return no('this text is the charter in force')
  if (proposal !== undefined) return decideAdoption(known, caller.actor, proposal, feedbackRead)
  if (known.charter.amendments.by.length > 0) return no('name a proposal: this charter is changed by those it names, not by the operator')
  if (reason === undefined) return no(HOW.why)
  return decideAmending(known, caller.actor)
}

/** What is wrong with the date from which a charter is to be in force. */
function faultOfDate({ state, now }: Deciding, from: Instant | undefined, grace: Duration | undefined, hash: string): string | undefined {
  if (from === undefined) return undefined
  if (from <= now) return `${formatInstant(from)} is over; leave the date away to adopt it now`
  if (grace !== undefined) return `with a later date the grace is thirty days from then; ${HOW.noGrace}`
  if (state.charter?.hash === hash) return 'this text is the charter in force'
  const other = state.charterToCome
  if (other === undefined || other.hash === hash) return undefined
  return `another charter comes into force on ${formatInstant(other.from)} (entry ${other.seq}): withdraw it first, or wait`
}

/** A role that would be gone while somebody holds it. */
export function strandedBy(known: Deciding, after: Charter): Decision | undefined {
  const stranded = grantsWithoutRole(known, after)
  if (stranded.length === 0) return undefined
  return refused(
    [...new Set(stranded.map(({ role }) => role))].map((role) => ({
      clause: `roles.${role}`,
      text: `the role \`${role}\` would be gone while ${holdersText(stranded.filter((one) => one.role === role).length)}: end the grants first, or keep the role`,
    })),
  )
}

/** What keeps a refused change from being adopted; undefined = it is overridden by somebody entitled, with a reason. */
function objectionTo({ override, reason, caller }: AdoptCharterCommand, findings: readonly ChangeFinding[]): Decision | undefined {
  const against = findings.filter(({ refuses }) => refuses).map(({ text, clauses }) => ({ clause: clauses[0] ?? 'amendments', text }))
  if (!override)
    return refused([
      ...against,
      { clause: 'amendments', text: `whoever may change the charter can do it all the same, ${HOW.overrideWithReason}` },
    ])
  if (reason === undefined) return refused([...against, { clause: 'amendments', text: HOW.takesReason }])
  if (caller.actor.kind === 'operator' && caller.actor.for !== undefined)
    return refused([...against, { clause: 'amendments', text: `overriding takes the person; ${HOW.inOwnName}` }])
  return undefined
}

interface Adoption {
  readonly hash: string
  readonly after: CharterSource
  readonly proposal: CharterProposal | undefined
  readonly decision: Decision
  readonly judgement: ChangeJudgement
}

function adopted(known: Deciding, command: AdoptCharterCommand, { hash, after, proposal, decision, judgement }: Adoption): CommandOutcome {
  const decided_by = [...approversOf(proposal), deciderOf(command.caller)]
  const from = command.from ?? known.now
  const isLater = from > known.now
  const disallowed = disallowedBy(known, after.charter, addDuration(from, command.grace ?? USUAL_GRACE))
  const overridden = judgement.refused ? judgement.findings.filter(({ refuses }) => refuses).map(({ code }) => code) : []
  const reason = [overridden.length === 0 ? '' : `overrides ${[...new Set(overridden)].join(', ')}: `, command.reason ?? ''].join('')
  const drafts: Draft[] = [
    ...ownDecision(known, command, proposal),
    draft('charter.adopted', {
      charter: hash,
      ...(proposal === undefined ? {} : { proposal: proposal.id }),
      from: formatInstant(from),
      clause: 'amendments',
      decided_by,
      ...(reason === '' ? {} : { reason }),
      ...evidenceOf(command.caller),
    }),
    ...(isLater ? [] : disallowed.flatMap(({ one, until }) => graceDrafts(one, until, decided_by))),
  ]
  const given = disallowed.map(({ one: { grant, text, then }, until }): GraceGiven => ({
    grant: grant.id,
    role: grant.role,
    person: handleOf(known.state, grant.subject),
    text,
    then,
    until: then === 'reported' ? undefined : formatInstant(until),
  }))
  const revision = isLater ? undefined : known.state.revisions.length + 1
  const answer: AdoptCharterAnswer = { decision, revision, from: formatInstant(from), judgement, disallowed: given }
  const documents = 'document' in command.what ? { documents: new Map([[hash, command.what.document]]) } : {}
  return { drafts, ...documents, answer: json(answer) }
}

/** Grants that a charter no longer allows, and until when they keep their effect. */
export function disallowedBy(known: Deciding, after: Charter, end: Instant = addDuration(known.now, USUAL_GRACE)) {
  return disallowedGrants(known, known.under(after)).map((one) => ({ one, until: graceEnd(one, end) }))
}

/** A grant that ends before the grace is over ends then. */
function graceEnd({ grant, then }: DisallowedGrant, end: Instant): Instant {
  return then === 'ends' && grant.until !== undefined && grant.until < end ? grant.until : end
}

/** The entries that give a grant its grace. */
export function graceDrafts(
  { grant, text, clause, then, condition }: DisallowedGrant,
  until: Instant,
  decidedBy: readonly string[],
): readonly Draft[] {
  if (then === 'reported') return []
  const end = formatInstant(instant(until))
  const reason = `the charter no longer allows it: ${text}`
  if (then === 'waived' && condition !== undefined)
    return [draft('exception.made', { subject: grant.subject, condition, until: end, decided_by: [...decidedBy], reason })]
  return [
    draft('grant.ending', {
      subject: grant.subject,
      grant: grant.id,
      until: end,
      clause,
      decided_by: [...decidedBy],
      cause: 'charter',
      reason,
    }),
  ]
}

/** Whoever adopts decides too, and confirms like everybody who does. */
function ownDecision(
  { charter }: Deciding,
  { caller, feedbackRead, reason }: AdoptCharterCommand,
  proposal: CharterProposal | undefined,
): readonly Draft[] {
  const person = actingPerson(caller.actor)
  if (proposal === undefined || person === undefined || charter.amendments.by.length === 0) return []
  const why = reason === undefined ? {} : { reason }
  const said = { by: person, decision: 'approved', feedback_read: feedbackRead, ...why, ...evidenceOf(caller) } as const
  return [draft('charter.decided', { proposal: proposal.id, ...said })]
}

function approversOf(proposal: CharterProposal | undefined): readonly string[] {
  return (proposal?.votes ?? []).filter(({ decision }) => decision === 'approved').map(({ by }) => `subject:${by}`)
}

function holdersText(count: number): string {
  return count === 1 ? 'one grant of it runs' : `${count} grants of it run`
}

function answered(answer: AdoptCharterAnswer): CommandOutcome {
  return { drafts: [], answer: json(answer) }
}

function nothing(decision: Decision): AdoptCharterAnswer {
  return { decision, revision: undefined, from: undefined, judgement: undefined, disallowed: [] }
}

function no(text: string): Decision {
  return refused([{ clause: 'amendments', text }])
}
