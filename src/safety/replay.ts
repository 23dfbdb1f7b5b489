import { err, ok, type Result } from '../kernel/result.ts'
import type { Holder } from './holders.ts'
import { ANYBODY, ATTESTED, CHARTER, type Item } from './item.ts'
import type { PlanStep } from './plan.ts'
import type { SafetyRule } from './rule.ts'

/** Who holds what, account by account. */
export type Holdings = ReadonlyMap<string, ReadonlySet<Item>>

/**
 * Carries out a plan step by step, judging every step by the rules as they are written rather than by the fixpoint that found it. Names that are
 * no holder's are new accounts. Fails with the first step that no rule allows.
 */
export function replay(rules: readonly SafetyRule[], holders: readonly Holder[], steps: readonly PlanStep[]): Result<Holdings, string> {
  const holdings = new Map<string, Set<Item>>(holders.map((holder) => [holder.name, new Set([ANYBODY, ATTESTED, ...holder.roles])]))
  for (const step of steps) {
    for (const name of [step.actor, ...step.subjects, ...step.approvers])
      if (name !== undefined && !holdings.has(name)) holdings.set(name, new Set([ANYBODY]))
  }
  // somebody who holds nothing is a known person too
  const known = holdings.get('somebody')
  if (known !== undefined && !holders.some((holder) => holder.name === 'somebody')) known.add(ATTESTED)
  for (const [at, step] of steps.entries()) {
    for (const subject of step.subjects) {
      for (const item of step.items) {
        const allowed = rules.some((rule) => rule.side === 'attack' && allows(rule, holdings, step, subject, item))
        if (!allowed) return err(`step ${at + 1} is not allowed: ${stepText(step)}`)
        if (step.effect === 'add') holdings.get(subject)?.add(item)
        else holdings.get(subject)?.delete(item)
      }
    }
  }
  return ok(holdings)
}

function allows(rule: SafetyRule, holdings: Holdings, step: PlanStep, subject: string, item: Item): boolean {
  if (rule.clause !== step.clause || rule.door !== step.door || rule.effect !== step.effect || !rule.items.includes(item)) return false
  const holds = (name: string, any: readonly Item[]) => any.some((one) => holdings.get(name)?.has(one) === true)
  if (step.effect === 'add' && !rule.needs.every((needed) => holds(subject, [needed]))) return false
  const { actor, approvers } = step
  if (actor === undefined) return rule.actors.length === 0
  if (!holds(actor, rule.actors)) return false
  const self = actor === subject
  if (rule.scope === (self ? 'others' : 'self')) return false
  const barred = approvers.some(
    (name) => (name === actor && (self || rule.mayApprove !== 'actor')) || (name === subject && (self || rule.mayApprove !== 'subject')),
  )
  if (barred) return false
  const seats = rule.approvals.filter(({ reuses }) => !reuses).flatMap(({ by, count }) => Array.from({ length: count }, () => by))
  const enough = rule.approvals.every(({ by, count }) => new Set(approvers.filter((name) => holds(name, by))).size >= count)
  return enough && canSeat(seats, [...new Set(approvers)], holds)
}

function canSeat(
  seats: readonly (readonly Item[])[],
  names: readonly string[],
  holds: (name: string, any: readonly Item[]) => boolean,
): boolean {
  const [first, ...rest] = seats
  if (first === undefined) return true
  return names.some(
    (name) =>
      holds(name, first) &&
      canSeat(
        rest,
        names.filter((other) => other !== name),
        holds,
      ),
  )
}

/** One step in words. */
export function stepText(step: PlanStep): string {
  const items = step.items.map((item) => (item === CHARTER ? 'the power to rewrite the charter' : `\`${item}\``)).join(', ')
  const who = step.subjects.length === 1 && step.subjects[0] === step.actor ? 'themselves' : step.subjects.join(', ')
  const agreed = step.approvers.length === 0 ? '' : ` with ${step.approvers.join(' and ')}`
  if (step.actor === undefined) return `the charter gives ${items} to ${who} (\`${step.clause}\`)`
  return step.effect === 'add'
    ? `${step.actor} gives ${items} to ${who}${agreed} (\`${step.clause}\`)`
    : `${step.actor} takes ${items} from ${who}${agreed} (\`${step.clause}\`)`
}
