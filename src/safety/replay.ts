import { err, ok, type Result } from '../kernel/result.ts'
import type { Holder } from './holders.ts'
import { ACCOUNTS, actsAs, actsAsOn, ANYBODY, ATTESTED, CHARTER, RELATED, type Item } from './item.ts'
import type { PlanStep } from './plan-step.ts'
import type { SafetyRule } from './rule.ts'

/** Who holds what, account by account. */
export type Holdings = ReadonlyMap<string, ReadonlySet<Item>>

/**
 * Carries out a plan step by step, judging every step by the rules as they are written rather than by the fixpoint that found it. Names that are
 * no holder's are new accounts. Fails with the first step that no rule allows.
 */
export function replay(
  rules: readonly SafetyRule[],
  holders: readonly Holder[],
  steps: readonly PlanStep[],
  adversary?: Adversary,
): Result<Holdings, string> {
  const holdings = new Map<string, Set<Item>>(
    holders.map((holder) => {
      const several = (adversary?.rogues.length ?? 0) > 1 && adversary?.rogues.includes(holder.name) === true
      return [holder.name, new Set([ANYBODY, ATTESTED, ...(several ? [RELATED] : []), ...holder.roles])]
    }),
  )
  for (const step of steps) {
    for (const name of [step.actor, ...step.subjects, ...step.approvers])
      if (name !== undefined && !holdings.has(name)) holdings.set(name, new Set([ANYBODY]))
  }
  // somebody who holds nothing is a known person too
  for (const [name, items] of holdings)
    if (/^somebody( \d+)?$/.test(name) && !holders.some((holder) => holder.name === name)) {
      items.add(ATTESTED)
      if ((adversary?.rogues.length ?? 0) > 1) items.add(RELATED)
    }
  for (const [at, step] of steps.entries()) {
    const lent = usedBy(step, holders, adversary).filter((name) => name !== step.actor || step.door !== 'resignation')
    if (lent.length > 0) for (const rogue of adversary?.rogues ?? []) holdings.get(rogue)?.add(RELATED)
    const stranger = lent.find((name) => !canUse(name, holdings, adversary))
    const fresh = [step.actor, ...step.subjects, ...step.approvers].find((name) => name !== undefined && isNew(name, holders, adversary))
    if (fresh !== undefined && adversary?.newAccounts === false && ![...holdings.values()].some((items) => items.has(ACCOUNTS)))
      return err(`step ${at + 1} uses ${fresh}, which nobody can make: ${stepText(step)}`)
    if (stranger !== undefined) return err(`step ${at + 1} uses the account of ${stranger}, which is not the rogue's: ${stepText(step)}`)
    for (const subject of step.subjects) {
      for (const item of step.items) {
        const allowed =
          step.door === 'resignation'
            ? canUse(subject, holdings, adversary)
            : rules.some(
                (rule) =>
                  rule.side === 'attack' && !(rule.stepUp === true && lent.length > 0) && allows(rule, holdings, step, subject, item),
              )
        if (!allowed) return err(`step ${at + 1} is not allowed: ${stepText(step)}`)
        if (step.effect === 'add') holdings.get(subject)?.add(item)
        else holdings.get(subject)?.delete(item)
      }
    }
  }
  return ok(holdings)
}

/** Whose plan is replayed. Without it nobody asks whose accounts act. */
export interface Adversary {
  readonly rogues: readonly string[]
  /** Whether it makes accounts without any further right. */
  readonly newAccounts: boolean
  /** The targets on which a holder can be impersonated. */
  standsOn(name: string): readonly string[]
}

/** Honest holders whose accounts a step uses to act or approve. */
function usedBy(step: PlanStep, holders: readonly Holder[], adversary: Adversary | undefined): readonly string[] {
  if (adversary === undefined) return []
  const acting = [step.actor, ...step.approvers]
  return acting.flatMap((name) =>
    name !== undefined && !adversary.rogues.includes(name) && holders.some((holder) => holder.name === name) ? [name] : [],
  )
}

function isNew(name: string, holders: readonly Holder[], adversary: Adversary | undefined): boolean {
  return adversary !== undefined && !adversary.rogues.includes(name) && !holders.some((holder) => holder.name === name)
}

function canUse(name: string, holdings: Holdings, adversary: Adversary | undefined): boolean {
  if (adversary === undefined || adversary.rogues.includes(name)) return true
  const ways = adversary.standsOn(name).map(actsAs)
  return [...holdings.values()].some((items) => ways.some((way) => items.has(way)))
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
  if (step.door === 'technical')
    return `${step.actor ?? 'somebody'} ${[...new Set(step.items.map(meansText))].join(' and ')} (\`${step.clause}\`)`
  const items = step.items.map((item) => (item === CHARTER ? 'the power to rewrite the charter' : `\`${item}\``)).join(', ')
  if (step.door === 'resignation')
    return `${step.actor ?? 'somebody'} lets everybody they act as give up ${items}: ${step.subjects.join(', ')} (\`${step.clause}\`)`
  const who = step.subjects.length === 1 && step.subjects[0] === step.actor ? 'themselves' : step.subjects.join(', ')
  const agreed = step.approvers.length === 0 ? '' : ` with ${step.approvers.join(' and ')}`
  if (step.actor === undefined) return `the charter gives ${items} to ${who} (\`${step.clause}\`)`
  const actor = step.borrowed === true ? `the account of ${step.actor}` : step.actor
  return step.effect === 'add'
    ? `${actor} gives ${items} to ${who}${agreed} (\`${step.clause}\`)`
    : `${actor} takes ${items} from ${who}${agreed} (\`${step.clause}\`)`
}

function meansText(item: Item): string {
  const target = actsAsOn(item)
  if (target !== undefined) return `acts as everybody with an account on \`${target}\``
  return item === ACCOUNTS ? 'makes accounts without limit' : 'decides what is true of people'
}
