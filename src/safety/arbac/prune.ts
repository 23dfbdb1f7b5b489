import type { ArbacPolicy, ArbacStep } from './policy.ts'

/**
 * Leaves out of a plan what its end does not depend on. Backwards: a giving is kept if somebody needs that role later, a taking if that role is in
 * somebody's way later; then steps that change nothing any more are dropped. `roles` are those that `account` must hold at the end.
 */
export function prunePlan(policy: ArbacPolicy, steps: readonly ArbacStep[], account: string, roles: readonly string[]): ArbacStep[] {
  const uses = usesOf(policy, steps)
  const held = new Set(roles.map((role) => factOf(account, role)))
  const absent = new Set<string>()
  const kept: ArbacStep[] = []
  for (const [at, step] of [...steps.entries()].toReversed()) {
    const demands = step.effect === 'assign' ? held : absent
    const rule = policy.rules[step.rule]
    if (rule === undefined || !demands.delete(factOf(step.account, step.role))) continue
    kept.push(step)
    for (const role of rule.needs) held.add(factOf(step.account, role))
    for (const role of rule.excludes) absent.add(factOf(step.account, role))
    for (const fact of uses[at] ?? []) held.add(fact)
  }
  return withoutIdle(policy, kept.toReversed())
}

/** Per step, the facts by which those who take part may do so. */
function usesOf(policy: ArbacPolicy, steps: readonly ArbacStep[]): string[][] {
  const holds = startOf(policy)
  return steps.map((step) => {
    const rule = policy.rules[step.rule]
    const seats = rule?.approvals.flatMap(({ by, count }) => Array.from({ length: count }, () => by)) ?? []
    const taking = [
      ...(step.actor === undefined ? [] : [{ name: step.actor, by: rule?.by ?? [] }]),
      ...seats.map((by, at) => ({ name: step.approvers[at] ?? '', by })),
    ]
    const used = taking.flatMap(({ name, by }) => by.map((role) => factOf(name, role)).find((fact) => holds.has(fact)) ?? [])
    if (step.effect === 'assign') holds.add(factOf(step.account, step.role))
    else holds.delete(factOf(step.account, step.role))
    return used
  })
}

function withoutIdle(policy: ArbacPolicy, steps: readonly ArbacStep[]): ArbacStep[] {
  const holds = startOf(policy)
  return steps.filter(({ effect, account, role }) => {
    const fact = factOf(account, role)
    if (holds.has(fact) === (effect === 'assign')) return false
    if (effect === 'assign') holds.add(fact)
    else holds.delete(fact)
    return true
  })
}

function startOf(policy: ArbacPolicy): Set<string> {
  return new Set(policy.accounts.flatMap(({ name, roles }) => roles.map((role) => factOf(name, role))))
}

function factOf(account: string, role: string): string {
  return `${account}\n${role}`
}
