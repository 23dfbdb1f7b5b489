import { HOW } from './how.ts'
import { rightsOfGroup } from '../charter/members.ts'
import type { Clause, Id, RoleBlock } from '../charter/model.ts'
import { addDuration, formatDuration } from '../kernel/duration.ts'
import { instant, type Instant } from '../kernel/instant.ts'
import type { AccountKey, SubjectId } from '../ledger/entry.ts'
import type { Grant } from '../ledger/state.ts'
import { progressOf } from './approver.ts'
import type { Because, Decision } from './decision.ts'
import { obstaclesTo } from './eligibility.ts'
import { heldInForce } from './holding.ts'
import { stagesToAdd, whoCanHelp, type NeededStage, type UsablePower } from './power.ts'
import { hindranceByMark, marksBarring } from './trouble/mark.ts'
import { handleOf, lacking, refused, type Actor, type Known } from './question.ts'
import { needsStepUp, usePower } from './power-use.ts'
import { endOfTerm, type AskedEnd } from './term.ts'

export interface GrantQuestion {
  readonly actor: Actor
  readonly subject: SubjectId
  readonly role: Id
  readonly account: AccountKey | undefined
  readonly end: AskedEnd
  /** Fewer targets than the role gives. */
  readonly targets?: readonly Id[] | undefined
}

/** What a grant would be, or what a proposal must still pass. */
export interface GrantRuling extends Decision {
  readonly clause: Clause | undefined
  readonly from: Instant
  readonly until: Instant | undefined
  /** What the role gives by the charter in force, as `target.right`. */
  readonly rights: readonly string[]
  readonly stages: readonly NeededStage[]
}

/**
 * May this actor give this role to this person by a power (`may`)? A role with stages is never given through a power that lacks them: the use of
 * the power is then `pending`. Refusals name the clause and who could do it instead.
 */
export function decideGrant(known: Known, question: GrantQuestion): GrantRuling {
  const { charter, state, now } = known
  const role = charter.roles.get(question.role)
  const ruling = (decision: Decision, more: Partial<GrantRuling> = {}): GrantRuling => ({
    clause: undefined,
    from: now,
    until: undefined,
    rights: [],
    stages: [],
    ...more,
    ...decision,
  })
  if (role === undefined) return ruling(refused([{ clause: 'roles', text: `the charter has no role \`${question.role}\`` }]))
  const elsewhere = question.targets?.find((target) => !role.gives.has(target))
  if (elsewhere !== undefined)
    return ruling(refused([{ clause: `roles.${question.role}.gives`, text: `this role gives nothing on \`${elsewhere}\`` }]))
  const already = runningGrantOf(known, question.subject, question.role)
  if (already !== undefined)
    return ruling(
      refused([
        {
          clause: `roles.${question.role}`,
          text: `${handleOf(state, question.subject)} holds it already (grant ${already.id}); renew it instead`,
        },
      ]),
    )
  const used = usePower(known, 'add', question.role, question.actor, question.subject)
  if (used.kind === 'refused') return ruling(used.decision)
  const marked = hindranceByMark(known, marksBarring(state, question.subject, question.role), used.person, question.subject)
  if (marked !== undefined) return ruling(refused([marked]), { clause: used.used.clause })
  const obstacles = obstaclesTo(known, question.role, role, question.subject, question.account)
  if (obstacles.because.length > 0) return ruling(refused(obstacles.because, obstacles.missing))
  return rule(known, question, role, used)
}

/** The grant of a role that has neither ended nor run out, begun or not. */
export function runningGrantOf(known: Known, subject: SubjectId, role: Id): Grant | undefined {
  return known.state
    .grantsOf(subject)
    .find((grant) => grant.role === role && grant.ended === undefined && (grant.until === undefined || known.now < grant.until))
}

function rule(
  known: Known,
  question: GrantQuestion,
  role: RoleBlock,
  { used, person }: { readonly used: UsablePower; readonly person: SubjectId },
): GrantRuling {
  const { charter, now } = known
  const { from, rights } = grantDetails(known, role, question.targets)
  const end = endOfTerm(charter, question.role, role, question.end, from, now)
  const base = { clause: used.clause, from, rights, stages: stagesToAdd(charter, question.role, used) }
  if (!end.ok) return { ...base, until: undefined, ...refused([end.error]) }
  const until = end.value
  const stepUp = needsStepUp(known, question.role, question.actor)
  if (stepUp !== undefined)
    return {
      ...base,
      until,
      ...refused(
        [stepUp],
        [lacking('step-up', 'a fresh second factor of the person who decides')],
        whoCanHelp(known, 'add', question.role, undefined),
      ),
    }
  if (base.stages.length > 0 && question.actor.kind === 'operator') {
    return {
      ...base,
      until,
      ...refused(
        [
          {
            clause: used.clause,
            text: `this needs further approvals, which only persons can ask for and give; ${HOW.inOwnName}`,
          },
        ],
        [lacking('stage', 'an authenticated person')],
        whoCanHelp(known, 'add', question.role, person),
      ),
    }
  }
  const progress = progressOf(known, base.stages, [], person, question.subject)
  const because: Because[] = [{ clause: used.clause, text: `${titleOf(known, used.role)} may give it` }]
  if (role.delay !== undefined)
    because.push({
      clause: `roles.${question.role}.delay`,
      text: `takes effect after ${formatDuration(role.delay)}; whoever may remove the role may stop it until then`,
    })
  if (progress.complete) return { ...base, until, outcome: 'allowed', allowed: true, because, missing: [], whoCanHelp: [] }
  const open = base.stages[progress.open ?? 0]
  return {
    ...base,
    until,
    outcome: 'pending',
    allowed: false,
    because: [...because, { clause: open?.clause ?? used.clause, text: `waits for ${stageText(known, open)}` }],
    missing: [lacking('stage', stageText(known, open))],
    whoCanHelp: [],
  }
}

/** When a grant of a role would begin, after its `delay` and the time for objections, and what it gives by the charter in force. */
export function grantDetails(
  known: Known,
  role: RoleBlock,
  targets?: readonly Id[],
): { readonly from: Instant; readonly rights: readonly string[] } {
  const waits = [role.delay, role.objection?.within].flatMap((wait) => (wait === undefined ? [] : [addDuration(known.now, wait)]))
  return { from: instant(Math.max(known.now, ...waits)), rights: rightsGiven(known, role, targets) }
}

function rightsGiven({ charter }: Known, role: RoleBlock, targets: readonly Id[] | undefined): readonly string[] {
  const reached = [...role.gives].filter(([target]) => targets?.includes(target) !== false)
  const names = reached.flatMap(([target, groups]) =>
    groups.flatMap((group) => [...rightsOfGroup(charter, target, group)].map((right) => `${target}.${right}`)),
  )
  return [...new Set(names)].toSorted()
}

function titleOf({ charter }: Known, role: Id): string {
  return charter.roles.get(role)?.title ?? role
}

function stageText(known: Known, needed: NeededStage | undefined): string {
  if (needed === undefined) return 'a further approval'
  const who = needed.stage.by
    .map((one) => (one.kind === 'role' ? titleOf(known, one.role) : one.kind === 'relation' ? `the person’s ${one.fact}` : one.kind))
    .join(' or ')
  return needed.stage.text ?? `${needed.stage.count === 1 ? 'approval' : `${needed.stage.count} approvals`} by ${who}`
}

/** Whether a grant in force reaches the target `writ` and gives a right there. What was found on another target does not reach it. */
export function hasWritRight(
  { charter, state, now }: Pick<Known, 'charter' | 'state' | 'now'>,
  subject: SubjectId,
  right: string,
): boolean {
  return heldInForce(charter, state, subject, now).some(
    (grant) =>
      grant.targets?.includes('writ') !== false &&
      (charter.roles.get(grant.role)?.gives.get('writ') ?? []).some((group) => rightsOfGroup(charter, 'writ', group).has(right)),
  )
}
