import { HOW } from './how.ts'
import type { Clause, Power } from '../charter/model.ts'
import { addDuration, formatDuration, type Duration } from '../kernel/duration.ts'
import type { Instant } from '../kernel/instant.ts'
import type { SubjectId } from '../ledger/entry.ts'
import type { Grant } from '../ledger/state.ts'
import { progressOf } from './approver.ts'
import type { Because, Decision } from './decision.ts'
import { usePower } from './power-use.ts'
import { holdersOf } from './holding.ts'
import { ownStages, whoCanHelp, type NeededStage } from './power.ts'
import { hindranceByMark, marksKeeping } from './trouble/mark.ts'
import { actingPerson, handleOf, lacking, refused, type Actor, type Known } from './question.ts'

export interface RemovalRuling extends Decision {
  readonly clause: Clause | undefined
  /** When it takes effect: later than now where the power says `notice`. */
  readonly from: Instant
  readonly stages: readonly NeededStage[]
  /** Sentences everybody should see, though they hold nothing back. */
  readonly alarms: readonly string[]
}

/** May this actor end this grant by a power? Stages of the role do not bind a removal; stages of the power do. */
export function decideRemoval(known: Known, actor: Actor, grant: Grant): RemovalRuling {
  const { charter, now } = known
  const ruling = (decision: Decision, more: Partial<RemovalRuling> = {}): RemovalRuling => ({
    clause: undefined,
    from: now,
    stages: [],
    alarms: [],
    ...more,
    ...decision,
  })
  const over = hasEnded(known, grant)
  if (over !== undefined) return ruling(refused([over]))
  const use = usePower(known, 'remove', grant.role, actor, grant.subject)
  if (use.kind === 'refused') return ruling(use.decision)
  const { used, person } = use
  const marked = hindranceByMark(known, marksKeeping(known.state, grant), person, grant.subject)
  if (marked !== undefined) return ruling(refused([marked]), { clause: used.clause })
  const notice = noticeFor(used.power, grant, now)
  const from = notice === undefined ? now : addDuration(now, notice)
  if (notice !== undefined && from > now && grant.until !== undefined && grant.until <= from)
    return ruling(refused([{ clause: `${used.clause}.notice`, text: `it ends before a notice of ${formatDuration(notice)} is over` }]), {
      clause: used.clause,
    })
  const base = { clause: used.clause, from, stages: ownStages(used), alarms: alarmsFor(known, grant) }
  if (base.stages.length > 0 && actor.kind === 'operator') {
    return ruling(
      refused(
        [
          {
            clause: used.clause,
            text: `this needs further approvals, which only persons can ask for and give; ${HOW.inOwnName}`,
          },
        ],
        [lacking('stage', 'an authenticated person')],
        whoCanHelp(known, 'remove', grant.role, person),
      ),
      base,
    )
  }
  const because: Because[] = [{ clause: used.clause, text: `${charter.roles.get(used.role)?.title ?? used.role} may take it` }]
  if (notice !== undefined)
    because.push({ clause: `${used.clause}.notice`, text: `takes effect after a notice of ${formatDuration(notice)}` })
  if (progressOf(known, base.stages, [], person, grant.subject).complete)
    return ruling({ outcome: 'allowed', allowed: true, because, missing: [], whoCanHelp: [] }, base)
  return ruling(
    {
      outcome: 'pending',
      allowed: false,
      because: [...because, { clause: base.stages[0]?.clause ?? used.clause, text: 'waits for further approvals' }],
      missing: [lacking('stage', 'further approvals')],
      whoCanHelp: [],
    },
    base,
  )
}

/** The notice a removal gives. Who has nothing yet needs none: until it begins, whoever may remove a role may stop it. */
export function noticeFor(power: Power | undefined, grant: Grant, now: Instant): Duration | undefined {
  return grant.from > now ? undefined : power?.notice
}

/** Resigning is always allowed, at once, even for the last holder; then everybody should know. */
export function decideResignation(known: Known, actor: Actor, grant: Grant): RemovalRuling {
  const { now } = known
  const over = hasEnded(known, grant)
  const base = { clause: `roles.${grant.role}`, from: now, stages: [], alarms: alarmsFor(known, grant) }
  if (over !== undefined) return { ...base, ...refused([over]) }
  if (actingPerson(actor) !== grant.subject)
    return {
      ...base,
      ...refused(
        [{ clause: base.clause, text: `only ${handleOf(known.state, grant.subject)} can resign from it; somebody else removes it` }],
        [],
        whoCanHelp(known, 'remove', grant.role, actingPerson(actor)),
      ),
    }
  return {
    ...base,
    outcome: 'allowed',
    allowed: true,
    because: [{ clause: base.clause, text: 'everybody may give up what they hold' }],
    missing: [],
    whoCanHelp: [],
  }
}

function hasEnded(known: Known, grant: Grant): Because | undefined {
  if (grant.ended === undefined && (grant.until === undefined || known.now < grant.until)) return undefined
  return { clause: `roles.${grant.role}`, text: `${handleOf(known.state, grant.subject)} no longer holds it (grant ${grant.id})` }
}

function alarmsFor(known: Known, grant: Grant): readonly string[] {
  const others = holdersOf(known.charter, known.state, grant.role, known.now).filter((holder: SubjectId) => holder !== grant.subject)
  return others.length > 0 ? [] : [`nobody holds \`${grant.role}\` after this`]
}
