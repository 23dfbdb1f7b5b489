import { HOW } from '../how.ts'
import type { Clause } from '../../charter/model.ts'
import { addDuration, formatDuration } from '../../kernel/duration.ts'
import { formatInstant, type Instant } from '../../kernel/instant.ts'
import type { SubjectId } from '../../ledger/entry.ts'
import type { Suspension } from '../../ledger/state.ts'
import type { Decision } from '../decision.ts'
import { candidatesAmong } from '../approver.ts'
import { heldInForce, holdersOf, isGiven } from '../holding.ts'
import { needsStepUp, stepUpClause } from '../power-use.ts'
import { powersOver, powersReaching, whoCanHelp } from '../power.ts'
import { actingPerson, handleOf, lacking, refused, type Actor, type Known } from '../question.ts'
import { allowed, helpersOf, isActingAmong } from './ruling.ts'

export type SuspensionCause = 'misuse' | 'compromised' | 'investigation'

export interface SuspensionRuling extends Decision {
  readonly clause: Clause
  /** The longest it may last by the charter (`suspension.longest`). */
  readonly until: Instant | undefined
}

/** Words by which a power’s `causes` names what it is for. */
const STEM: Readonly<Record<SuspensionCause, string>> = { misuse: 'misuse', compromised: 'compromis', investigation: 'investigat' }

/**
 * May this actor take the effect from all roles of a person, at once and without notice? A power `suspend` over any role that the person holds
 * does it, for the cause it is meant for; the person is heard afterwards (`suspension.hears`). Anybody may say that their own account is not in
 * their hands. A power with stages is none to act at once with.
 */
export function decideSuspension(known: Known, actor: Actor, subject: SubjectId, cause: SuspensionCause): SuspensionRuling {
  const { state, now, charter } = known
  const longest = charter.suspension?.longest
  const ruling = (decision: Decision, clause: Clause = 'suspension'): SuspensionRuling => ({
    clause,
    until: longest === undefined ? undefined : addDuration(now, longest),
    ...decision,
  })
  const person = actingPerson(actor)
  if (person === undefined)
    return ruling(
      refused(
        [{ clause: 'suspension', text: `an operator holds no power of the charter; ${HOW.forWhom}` }],
        [lacking('authority', 'a person with the power')],
      ),
    )
  const already = state.suspensionOf(subject)
  const isAlready = already !== undefined && (cause !== 'compromised' || already.cause === 'compromised')
  const twice = () =>
    ruling(refused([{ clause: 'suspension', text: `${handleOf(state, subject)} is suspended already (entry ${already?.id})` }]))
  if (person === subject && cause === 'compromised')
    return isAlready ? twice() : ruling(allowed('suspension', 'anybody may say that their own account is not in their hands'))
  const held = state.grantsOf(subject).filter((grant) => isGiven(grant, now))
  if (held.length === 0 && maySuspendAnybody(known, person))
    return ruling(refused([{ clause: 'suspension', text: `${handleOf(state, subject)} holds no role that could be without effect` }]))
  const powers = held.flatMap((grant) => powersOver(known, 'suspend', grant.role, person, subject))
  // whether somebody is suspended is no answer for those who could not have done it
  if (isAlready && powers.length > 0) return twice()
  const fitting = powers.find(
    ({ power }) => power.stages.length === 0 && isFor(power.causes, cause) && conditionsHold(known, power.when, subject),
  )
  if (fitting !== undefined)
    return ruling(allowed(fitting.clause, `${charter.roles.get(fitting.role)?.title ?? fitting.role} may suspend`), fitting.clause)
  const help = [...new Set(held.map(({ role }) => role))].flatMap((role) => whoCanHelp(known, 'suspend', role, person))
  const once = help.filter((one, index) => help.findIndex(({ clause }) => clause === one.clause) === index)
  const why = powers.length === 0 ? 'nothing lets' : `no power is meant for \`${cause}\` that lets`
  return ruling(
    refused(
      [{ clause: powers[0]?.clause ?? 'suspension', text: `${why} ${handleOf(state, person)} suspend ${handleOf(state, subject)}` }],
      [lacking('authority', 'a power to suspend')],
      once,
    ),
  )
}

/** Whether a person holds a power `suspend` over anybody at all. */
export function maySuspendAnybody({ charter, state, now }: Pick<Known, 'charter' | 'state' | 'now'>, person: SubjectId): boolean {
  return heldInForce(charter, state, person, now).some(
    ({ role }) => charter.roles.get(role)?.may.some(({ verb }) => verb === 'suspend') === true,
  )
}

function isFor(causes: readonly string[], cause: SuspensionCause): boolean {
  return causes.length === 0 || causes.some((text) => text.toLowerCase().includes(STEM[cause]))
}

function conditionsHold(known: Known, conditions: readonly string[], subject: SubjectId): boolean {
  return conditions.every((condition) => known.test(condition, subject) === true)
}

/** May this actor put the person’s own side on record? Only the person may, also through the operator, since their tokens are over. */
export function decideHearing(known: Known, actor: Actor, suspension: Suspension): Decision {
  if (actingPerson(actor) === suspension.subject) return allowed('suspension.hears', 'everybody who is suspended is heard')
  return refused([{ clause: 'suspension.hears', text: `only ${handleOf(known.state, suspension.subject)} can give their own side` }])
}

/** Until when the person may answer before a suspension can become final. */
export function hearingEnds({ charter }: Known, suspension: Suspension): Instant {
  const hears = charter.suspension?.hears
  return hears === undefined ? suspension.from : addDuration(suspension.from, hears)
}

/** Why somebody has no say in the suspensions of a person, in the same words whether there is one or not; undefined = they have. */
export function decidersRefusal(known: Known, actor: Actor, subject: SubjectId): Decision | undefined {
  const deciders = known.charter.suspension?.decidedBy ?? []
  const clause = deciders.length === 0 ? 'suspension' : 'suspension.decided_by'
  const help = () => helpersOf(known, deciders, 'suspension.decided_by', 'decides what becomes of a suspension')
  if (actor.kind === 'operator')
    return refused([{ clause, text: `only a person decides; ${HOW.inOwnName}` }], [lacking('authority', 'an authenticated person')], help())
  if (actor.subject === subject) return refused([{ clause, text: 'nobody decides for themselves, by any account' }], [], help())
  const entitled =
    deciders.length === 0 ? couldSuspend(known, actor.subject, subject) : isActingAmong(known, deciders, actor.subject, subject)
  if (entitled) return undefined
  return refused(
    [{ clause, text: 'what becomes of it is not yours to decide' }],
    [lacking('authority', 'a place in `suspension.decided_by`')],
    help(),
  )
}

/** Who can decide what becomes of the suspensions of a person: never the person themselves. */
export function suspensionDeciders(known: Known, subject: SubjectId): readonly SubjectId[] {
  const { charter, state, now } = known
  const named = charter.suspension?.decidedBy ?? []
  const candidates =
    named.length > 0
      ? [...candidatesAmong(known, named, subject)]
      : state
          .grantsOf(subject)
          .flatMap(({ role }) => powersReaching(charter, 'suspend', role))
          .flatMap(({ role }) => [...holdersOf(charter, state, role, now)])
  return [...new Set(candidates.flatMap((one) => one ?? []))].filter(
    (one) => decidersRefusal(known, { kind: 'person', subject: one, stepUp: undefined }, subject) === undefined,
  )
}

/** `Judge or Steward decides`; where the charter names nobody, `whoever could suspend decides`. */
function decidersOf({ charter }: Known): string {
  const titles = (charter.suspension?.decidedBy ?? []).map((one) =>
    one.kind === 'role' ? (charter.roles.get(one.role)?.title ?? one.role) : one.kind,
  )
  return `${titles.length === 0 ? 'whoever could suspend' : titles.join(' or ')} decides`
}

/** May this actor read the file of a suspension: why it began, and what the person says? Those who decide what becomes of it. */
export function decideSuspensionReading(known: Known, actor: Actor, subject: SubjectId | undefined): Decision {
  const refusal = subject === undefined ? refused([]) : decidersRefusal(known, actor, subject)
  if (refusal === undefined) return allowed('suspension.decided_by', `${decidersOf(known)} what becomes of it`)
  // nobody finds out by trying whether there is one
  return refused(
    [{ clause: 'suspension.decided_by', text: 'there is no such suspension that is yours to decide' }],
    [lacking('authority', 'a place in `suspension.decided_by`')],
  )
}

/**
 * May this actor decide what becomes of a suspension? Those whom `suspension.decided_by` names, else whoever could suspend; never the person
 * concerned, and never an operator. It becomes final (`removed`) only after the person answered or the term to answer passed; the way back is a
 * new use case.
 */
export function decideSuspensionEnd(
  known: Known,
  actor: Actor,
  suspension: Suspension,
  outcome: 'reinstated' | 'removed',
  useCase: string | undefined,
): Decision {
  const { charter, state, now } = known
  const refusal = decidersRefusal(known, actor, suspension.subject)
  if (refusal !== undefined) return refusal
  const clause = (charter.suspension?.decidedBy ?? []).length === 0 ? suspension.clause : 'suspension.decided_by'
  if (outcome === 'removed') {
    const ends = hearingEnds(known, suspension)
    if (suspension.heard === undefined && now < ends) {
      const hears = charter.suspension?.hears
      const term = hears === undefined ? '' : ` of ${formatDuration(hears)}`
      return refused([
        {
          clause: 'suspension.hears',
          text: `${handleOf(state, suspension.subject)} was not heard yet: it becomes final once they answered, or when the term${term} to answer is over (${formatInstant(ends)})`,
        },
      ])
    }
    return allowed(clause, suspension.heard === undefined ? 'the term to answer has passed' : 'the person was heard')
  }
  if (useCase === undefined || useCase.trim() === '')
    return refused([{ clause, text: 'roles come back by a new use case only; say what for' }], [lacking('statement', 'a new use case')])
  const held = state.grantsOf(suspension.subject).filter((grant) => isGiven(grant, now))
  const known0 = held.find((grant) => grant.useCase?.trim() === useCase.trim())
  if (known0 !== undefined)
    return refused(
      [{ clause, text: `that is the use case of grant ${known0.id}; a new one is needed` }],
      [lacking('statement', 'a new use case')],
    )
  // giving a role its effect back is deciding on it
  const stepUp = held.map(({ role }) => needsStepUp(known, role, actor)).find((one) => one !== undefined)
  if (stepUp !== undefined) return refused([stepUp], [lacking('step-up', 'a fresh second factor of the person who decides')])
  return allowed(clause, 'the roles have effect again, by a new use case')
}

/** Whether giving the roles of a person effect again takes a second factor. */
export function reinstatementNeedsStepUp(known: Known, subject: SubjectId): boolean {
  return known.state.grantsOf(subject).some((grant) => isGiven(grant, known.now) && stepUpClause(known, grant.role) !== undefined)
}

function couldSuspend(known: Known, actor: SubjectId, subject: SubjectId): boolean {
  return known.state
    .grantsOf(subject)
    .some((grant) => isGiven(grant, known.now) && powersOver(known, 'suspend', grant.role, actor, subject).length > 0)
}
