import { HOW } from '../decide/how.ts'
import type { Charter } from '../charter/model.ts'
import type { Decision, Missing } from '../decide/decision.ts'
import { holdersOfWritRight } from '../decide/effect-writ.ts'
import type { Effects } from '../decide/effect.ts'
import { handleOf, lacking, personBehind, refused, type Actor } from '../decide/question.ts'
import { addDuration } from '../kernel/duration.ts'
import { formatInstant, type Instant } from '../kernel/instant.ts'
import { draft, type Draft, type SubjectId } from '../ledger/entry.ts'
import type { PlanRecord, State } from '../ledger/state.ts'
import type { GuardVerdict } from './guard.ts'
import type { PlannedLines } from './plan-document.ts'

export interface ApproveOnceInput {
  readonly charter: Charter
  readonly state: State
  readonly effects: Effects
  readonly record: PlanRecord
  /** The stored plan itself. */
  readonly plan: PlannedLines
  /** What stops it now. */
  readonly verdicts: readonly GuardVerdict[]
  readonly actor: Actor
  readonly reason: string
  readonly now: Instant
}

export interface ApproveOnceRuling extends Decision {
  readonly drafts: readonly Draft[]
}

const CLAUSE = 'writ.override-guard'

/**
 * May this actor let a stopped plan run once? It takes the right `override-guard` of Writ itself in effect, and a person who neither brought any
 * line of the plan about nor gains or loses by it. The approval binds to the plan's hash and the observed revision and ends after an hour.
 */
export function approveOnce(input: ApproveOnceInput): ApproveOnceRuling {
  const { record, plan, actor, now } = input
  const refusal = refusalOf(input)
  if (refusal !== undefined) return { ...refusal, drafts: [] }
  const { subject, stepUp } = actor as Actor & { kind: 'person' }
  const until = addDuration(now, { count: 1, unit: 'hour' })
  const approval = draft('plan.approved-once', {
    plan: record.id,
    hash: record.hash,
    revision: plan.revision,
    until: formatInstant(until),
    decided_by: [`subject:${subject}`],
    reason: input.reason,
    clause: CLAUSE,
    ...(stepUp === undefined ? {} : { evidence: stepUp }),
  })
  const because = [
    { clause: CLAUSE, text: `this plan may run once until ${formatInstant(until)}, if the target still stands as it was observed` },
  ]
  return { outcome: 'allowed', allowed: true, because, missing: [], whoCanHelp: [], drafts: [approval] }
}

/** Whether an approval lets exactly this plan run on exactly this observation now. */
export function isApproved(record: PlanRecord, planHash: string, revision: string, now: Instant): boolean {
  const { approval } = record
  return (
    approval !== undefined &&
    record.closed === undefined &&
    approval.hash === planHash &&
    approval.revision === revision &&
    now < approval.until
  )
}

function refusalOf({ charter, state, effects, record, plan, verdicts, actor, reason }: ApproveOnceInput): Decision | undefined {
  const holders = holdersOfWritRight(charter, effects, 'override-guard')
  const involved = involvedIn(state, plan)
  const who = [...holders].filter((holder) => !involved.has(holder))
  const help = [
    {
      role: CLAUSE,
      holders: who.map((holder) => handleOf(state, holder)),
      clause: CLAUSE,
      how: `\`writ approve ${record.id}\` with their own token`,
    },
  ]
  const refuse = (text: string, missing: readonly Missing[] = []) => refused([{ clause: CLAUSE, text }], missing, help)
  const fixed = verdicts.find(({ overridable }) => !overridable)
  if (record.closed !== undefined || record.state !== 'stopped') return refuse(`plan ${record.id} does not wait for an approval`)
  if (fixed !== undefined) return refuse(`nobody can override this guard: the plan ${fixed.text}`)
  if (actor.kind !== 'person')
    return refuse(`the operator never approves; ${HOW.inOwnName}`, [lacking('authority', 'an authenticated person')])
  if (reason.trim() === '') return refuse(`${HOW.why} the plan should run`, [lacking('statement', 'a reason')])
  if (!holders.has(actor.subject))
    return refuse('only holders of the right `writ.override-guard` may', [lacking('authority', 'the right `writ.override-guard`')])
  if (involved.has(actor.subject))
    return refuse('another person has to: you brought lines of this plan about, or they concern you', [lacking('stage', 'another person')])
  return undefined
}

/** Persons behind a plan: who decided the grants and endings of its lines and the charter in force, and those whom the lines concern. */
export function involvedIn(state: State, plan: PlannedLines): ReadonlySet<SubjectId> {
  const involved = new Set<SubjectId>()
  const addIdentities = (identities: readonly string[] | undefined) => {
    for (const identity of identities ?? []) {
      const person = personBehind(identity)
      if (person !== undefined) involved.add(person)
    }
  }
  for (const { subject } of plan.accounts ?? []) involved.add(subject)
  for (const { key } of plan.members ?? []) {
    const subject = state.account(key)?.subject
    if (subject !== undefined) involved.add(subject)
  }
  for (const { key, cause, because } of plan.lines) {
    const subject = state.account(key)?.subject
    if (subject !== undefined) involved.add(subject)
    const grant = because.grant === undefined ? undefined : state.grant(because.grant)
    if (cause === 'charter-changed') addIdentities(state.charter?.decidedBy)
    if (grant?.ended === undefined) for (const identities of [grant?.decidedBy, grant?.renewedBy]) addIdentities(identities)
    else addIdentities(grant.ended.decidedBy)
  }
  return involved
}
