import { HOW } from '../how.ts'
import type { ActivationRule, Charter, Clause, Id } from '../../charter/model.ts'
import { rolesOf } from '../../charter/members.ts'
import { addDuration, formatDuration, type Duration } from '../../kernel/duration.ts'
import { formatInstant, type Instant } from '../../kernel/instant.ts'
import type { SubjectId } from '../../ledger/entry.ts'
import type { Activation, Grant, GrantProposal } from '../../ledger/state.ts'
import { isAmong, progressOf } from '../approver.ts'
import type { Because, Decision } from '../decision.ts'
import { isRunning } from '../holding.ts'
import { powersOver, type NeededStage } from '../power.ts'
import { handleOf, lacking, refused, type Actor, type Known } from '../question.ts'
import { allowed, helpersOf, isActingAmong } from './ruling.ts'

export interface ActivationQuestion {
  readonly role: Id
  /** Who holds the dormant role. */
  readonly subject: SubjectId
  /** How long; undefined = as long as the role allows. */
  readonly length: Duration | undefined
  readonly reason: string
  /** Statements made with it. */
  readonly states: readonly Id[]
}

export interface ActivationRuling extends Decision {
  readonly clause: Clause
  readonly grant: Grant | undefined
  readonly until: Instant
  /** Approvals that it needs first; then the outcome is `pending`. */
  readonly stages: readonly NeededStage[]
}

/**
 * May a dormant role be used for a while? Only by a holder in good standing, for a reason, when the trigger is proven, not oftener than the role
 * allows in a month, no longer than it allows; never a role that reaches Writ itself or the charter. Only a person activates, never an operator.
 * Where the charter asks for approvals (`activation.stages`) it is in use only once they are given.
 */
export function decideActivation(known: Known, actor: Actor, question: ActivationQuestion): ActivationRuling {
  const { charter, state, now } = known
  const clause = `roles.${question.role}.activation`
  const rule = charter.roles.get(question.role)?.activation
  const grant = usableGrant(known, question)
  const ruling = (decision: Decision, more: Partial<ActivationRuling> = {}): ActivationRuling => ({
    clause,
    grant,
    until: now,
    stages: [],
    ...more,
    ...decision,
  })
  const no = (text: string, at: Clause = clause) => ruling(refused([{ clause: at, text }]))
  if (rule === undefined) return no(`\`${question.role}\` is no role that is activated`)
  if (actor.kind === 'operator')
    return ruling(
      refused([{ clause, text: `only a person activates a role; ${HOW.inOwnName}` }], [lacking('authority', 'an authenticated person')]),
    )
  const obstacle = obstacleTo(known, rule, question, actor.subject)
  if (obstacle !== undefined || grant === undefined) return ruling(obstacle ?? refused([{ clause, text: 'it is not held' }]))
  if (question.reason.trim() === '') return no('say why: everybody is told')
  const unsaid = rule.states.filter((statement) => !question.states.includes(statement))
  if (unsaid.length > 0)
    return ruling(
      refused(
        unsaid.map((one) => ({ clause: `${clause}.states`, text: charter.statements.get(one)?.text ?? one })),
        unsaid.map((one) => lacking('statement', `\`${one}\``)),
      ),
    )
  const length = question.length ?? rule.longest
  if (length === undefined) return no(HOW.howLong)
  const until = addDuration(now, length)
  if (rule.longest !== undefined && until > addDuration(now, rule.longest))
    return no(`${formatDuration(rule.longest)} at the longest`, `${clause}.longest`)
  if (grant.until !== undefined && grant.until < until) return no(`the role ends before, on ${formatInstant(grant.until)}; ask for less`)
  const stages = activationStages(charter, question.role)
  const progress = progressOf(known, stages, [], actor.subject, question.subject)
  if (!progress.complete) {
    const waiting = [...state.proposals()].find((one) => one.verb === 'activate' && one.grant === grant.id && now < one.lapses)
    if (waiting !== undefined) return no(`it waits for an approval already (proposal ${waiting.id})`)
    const open = stages[progress.open ?? 0]
    const text = open?.stage.text ?? 'a further approval'
    const because = [{ clause: open?.clause ?? clause, text: `waits for: ${text}; until ${formatInstant(until)} at the longest` }]
    const missing = [lacking('stage', text)]
    return ruling(
      { outcome: 'pending', allowed: false, because, missing, whoCanHelp: helpersOf(known, open?.stage.by ?? [], clause, 'decides') },
      { until, stages },
    )
  }
  return ruling(
    { ...allowed(clause, `in use until ${formatInstant(until)}, then it ends by itself`), because: evidence(known, rule, clause, until) },
    { until, stages },
  )
}

/** The grant of a dormant role that may be used: running and not paused. */
function usableGrant({ state, now }: Known, { role, subject }: Pick<ActivationQuestion, 'role' | 'subject'>): Grant | undefined {
  return state.grantsOf(subject).find((one) => one.role === role && isRunning(one, now))
}

/** What keeps a dormant role from being used now by whom the charter lets use it: asked when it is to be used, and again with each approval. */
function obstacleTo(
  known: Known,
  rule: ActivationRule,
  { role, subject }: Pick<ActivationQuestion, 'role' | 'subject'>,
  user: SubjectId,
): Decision | undefined {
  const { charter, state, now } = known
  const clause = `roles.${role}.activation`
  const grant = usableGrant(known, { role, subject })
  const beyond = reachesTooFar(charter, role)
  if (beyond !== undefined) return refused([beyond])
  if (grant === undefined || grant.paused || !isInGoodStanding(known, subject))
    return refused(
      [{ clause, text: `${handleOf(state, subject)} does not hold \`${role}\` in good standing` }],
      [lacking('role', `\`${role}\``)],
    )
  if (!isActingAmong(known, rule.by, user, subject))
    return refused(
      [{ clause: `${clause}.by`, text: 'it is not theirs to activate' }],
      [lacking('authority', 'a place in `activation.by`')],
      helpersOf(known, rule.by, `${clause}.by`, 'activates it'),
    )
  if (grant.activeUntil !== undefined && now < grant.activeUntil)
    return refused([{ clause, text: `it is in use already, until ${formatInstant(grant.activeUntil)}` }])
  const early = beforeTrigger(known, rule, clause, subject)
  if (early !== undefined) return early
  const month = addDuration(now, { count: 1, unit: 'month' }, -1)
  const used = activationsSince(known, role, month)
  return rule.perMonth === undefined || used.length < rule.perMonth
    ? undefined
    : refused([
        {
          clause: `${clause}.per_month`,
          text: `it may be used ${rule.perMonth} times in a month, and was used ${used.length} times since ${formatInstant(month)}`,
        },
      ])
}

/** The approvals that the use of a dormant role needs; whoever uses it counts in none. Advice is not waited for. */
export function activationStages(charter: Charter, role: Id): readonly NeededStage[] {
  return (charter.roles.get(role)?.activation?.stages ?? [])
    .map((stage, index) => ({ clause: `roles.${role}.activation.stages[${index}]`, stage, actorCounts: false }))
    .filter(({ stage }) => !stage.consult)
}

/** Why a dormant role could not be used now as it was proposed. */
export function lapsedActivation(known: Known, proposal: GrantProposal, user: SubjectId): Decision | undefined {
  const { role, subject, clause, until, grant } = proposal
  const rule = known.charter.roles.get(role)?.activation
  const no = (text: string) => refused([{ clause, text }])
  if (rule === undefined) return no(`\`${role}\` is no longer a role that is activated`)
  const held = usableGrant(known, { role, subject })
  if (held !== undefined && held.id !== grant) return no('it is held by another grant meanwhile')
  if (until === undefined || until <= known.now) return no('the time for which it was asked has passed')
  if (held?.until !== undefined && held.until < until) return no(`the role ends before, on ${formatInstant(held.until)}`)
  return obstacleTo(known, rule, { role, subject }, user)
}

/** May this actor end an activation at once? Its holder, those who are told of it or review it, and whoever may take or suspend the role. */
export function decideDeactivation(known: Known, actor: Actor, grant: Grant): Decision {
  const { charter, now } = known
  const clause = `roles.${grant.role}.activation`
  const rule = charter.roles.get(grant.role)?.activation
  if (grant.activeUntil === undefined || grant.activeUntil <= now) return refused([{ clause, text: 'it is not in use now' }])
  const person = actor.kind === 'person' ? actor.subject : actor.for
  if (person === undefined) return refused([{ clause, text: HOW.forWhom }], [lacking('authority', 'a person who may stop it')])
  if (person === grant.subject) return allowed(clause, 'whoever uses it may stop')
  const watching = [...(rule?.tells ?? []), ...(rule?.review?.by ?? [])]
  if (isActingAmong(known, watching, person, grant.subject)) return allowed(`${clause}.tells`, 'whoever is told of it may stop it at once')
  const power = (['remove', 'suspend'] as const).flatMap((verb) => powersOver(known, verb, grant.role, person, grant.subject))[0]
  if (power !== undefined) return allowed(power.clause, 'whoever may take the role may stop its use at once')
  return refused(
    [{ clause, text: 'it is not yours to stop' }],
    [lacking('authority', 'a place in `activation.tells` or `activation.review`, or a power to remove or suspend')],
    helpersOf(known, watching, clause, 'may stop it at once'),
  )
}

/** May this actor say that what was done with an activated role was looked at? Those whom `activation.review` names, never the one who used it. */
export function decideActivationReview(known: Known, actor: Actor, grant: Grant): Decision {
  const clause = `roles.${grant.role}.activation.review`
  const rule = known.charter.roles.get(grant.role)?.activation?.review
  if (rule === undefined) return refused([{ clause, text: 'the charter asks for no review of it' }])
  const open = known.state.activationsOf(grant.id).filter(({ reviewed, until }) => !reviewed && until <= known.now)
  if (open.length === 0) return refused([{ clause, text: 'nothing is left to review' }])
  if (actor.kind === 'operator')
    return refused([{ clause, text: `only a person reviews; ${HOW.inOwnName}` }], [lacking('authority', 'an authenticated person')])
  if (actor.subject === grant.subject) return refused([{ clause, text: 'nobody reviews what they did themselves' }])
  if (isActingAmong(known, rule.by, actor.subject, grant.subject)) return allowed(clause, 'the use of the role was looked at')
  return refused(
    [{ clause, text: 'the review is not yours' }],
    [lacking('authority', 'a place in `activation.review`')],
    helpersOf(known, rule.by, clause, 'reviews it'),
  )
}

/** A role for emergencies never reaches Writ itself or the charter: who is called in an emergency must not change what an emergency is. */
function reachesTooFar(charter: Charter, role: Id): Because | undefined {
  const clause = `roles.${role}.activation`
  if (charter.roles.get(role)?.gives.has('writ') === true)
    return { clause, text: 'a role that is activated never reaches Writ itself; take `writ` out of what it gives' }
  const amends = [...charter.amendments.by, ...charter.amendments.stages.flatMap((stage) => stage.by)]
  return rolesOf(amends).includes(role)
    ? { clause: 'amendments', text: 'a role that is activated never changes the charter; take it out of `amendments`' }
    : undefined
}

function isInGoodStanding({ state }: Known, subject: SubjectId): boolean {
  return state.suspensionOf(subject) === undefined && state.person(subject)?.departed === undefined
}

/** False beats unknown; unknown holds. */
function beforeTrigger(known: Known, rule: ActivationRule, clause: Clause, subject: SubjectId): Decision | undefined {
  const tested = rule.trigger.map((condition) => ({
    truth: known.test(condition, subject),
    text: known.charter.conditions.get(condition)?.text ?? condition,
  }))
  const failed = tested.filter(({ truth }) => truth === false)
  const open = failed.length > 0 ? failed : tested.filter(({ truth }) => truth === 'unknown')
  if (open.length === 0) return undefined
  return refused(
    open.map(({ truth, text }) => ({
      clause: `${clause}.trigger`,
      text: truth === false ? `not the case: ${text}` : `not known now: ${text}`,
    })),
    open.map(({ truth, text }) => lacking('condition', text, truth === 'unknown')),
  )
}

function evidence({ charter }: Known, rule: ActivationRule, clause: Clause, until: Instant): readonly Because[] {
  return [
    { clause, text: `in use until ${formatInstant(until)}, then it ends by itself` },
    ...rule.trigger.map((condition) => ({
      clause: `${clause}.trigger`,
      text: `proven: ${charter.conditions.get(condition)?.text ?? condition}`,
    })),
  ]
}

/** How often a role was activated after a moment, by all its holders. */
function activationsSince({ state }: Known, role: Id, moment: Instant): readonly Activation[] {
  return [...state.grantsOfRole(role)].flatMap((grant) => state.activationsOf(grant.id).filter(({ at }) => at > moment))
}

/** Who is to be told of an activation besides everybody who reads the log. */
export function toldOfActivation(known: Known, grant: Grant): readonly SubjectId[] {
  const tells = known.charter.roles.get(grant.role)?.activation?.tells ?? []
  return [...known.state.people()]
    .map(({ subject }) => subject)
    .filter((one) => one !== grant.subject && isAmong(known, tells, one, grant.subject))
}
