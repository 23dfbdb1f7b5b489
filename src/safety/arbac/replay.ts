import { err, ok, type Result } from '../../kernel/result.ts'
import type { ArbacPolicy, ArbacRule, ArbacStep } from './policy.ts'

/** Who holds what, account by account. */
export type ArbacHoldings = ReadonlyMap<string, ReadonlySet<string>>

/**
 * Carries out a plan step by step on the accounts of a policy, by the rules as they are written. It shares nothing with the solver but the shape
 * of a policy, so that an answer can be believed without believing the solver. Accounts that the policy does not name are new ones, where it
 * allows them. Fails with the first step that is not allowed.
 */
export function replayArbac(policy: ArbacPolicy, steps: readonly ArbacStep[]): Result<ArbacHoldings, string> {
  const holdings = new Map(policy.accounts.map(({ name, roles }) => [name, new Set(roles)]))
  const rolesOf = (name: string): Set<string> | undefined => {
    if (!holdings.has(name) && policy.newAccounts) holdings.set(name, new Set())
    return holdings.get(name)
  }
  for (const [at, step] of steps.entries()) {
    const refusal = refusalOf(policy.rules[step.rule], step, rolesOf)
    if (refusal !== undefined) return err(`step ${at + 1} is not allowed: ${refusal}`)
    if (step.effect === 'assign') rolesOf(step.account)?.add(step.role)
    else rolesOf(step.account)?.delete(step.role)
  }
  return ok(holdings)
}

/** Why a step is not allowed; undefined if it is. */
function refusalOf(
  rule: ArbacRule | undefined,
  step: ArbacStep,
  rolesOf: (name: string) => ReadonlySet<string> | undefined,
): string | undefined {
  const own = rolesOf(step.account)
  if (own === undefined) return `there is no account \`${step.account}\``
  if (rule === undefined || rule.effect !== step.effect || rule.role !== step.role) return `rule ${step.rule} does not say so`
  const lacking = rule.needs.find((role) => !own.has(role))
  if (lacking !== undefined) return `\`${step.account}\` does not hold \`${lacking}\``
  const hindering = rule.excludes.find((role) => own.has(role))
  if (hindering !== undefined) return `\`${step.account}\` holds \`${hindering}\``
  if (own.has(step.role) === (step.effect === 'assign')) return `it changes nothing`
  if (!mayAct(rule, step, rolesOf)) return `\`${step.actor ?? 'nobody'}\` may not act`
  return areApprovers(rule, step, rolesOf) ? undefined : 'the approvals do not suffice'
}

function mayAct(rule: ArbacRule, step: ArbacStep, rolesOf: (name: string) => ReadonlySet<string> | undefined): boolean {
  if (rule.by === undefined || step.actor === undefined) return rule.by === undefined && step.actor === undefined
  if (rule.scope === 'self' && step.actor !== step.account) return false
  if (rule.scope === 'others' && step.actor === step.account) return false
  const held = rolesOf(step.actor)
  return held !== undefined && rule.by.some((role) => held.has(role))
}

/** Approvers stand in the order of the seats they take. */
function areApprovers(rule: ArbacRule, step: ArbacStep, rolesOf: (name: string) => ReadonlySet<string> | undefined): boolean {
  const seats = rule.approvals.flatMap(({ by, count }) => Array.from({ length: count }, () => by))
  const distinct = new Set([...step.approvers, step.account, ...(step.actor === undefined ? [] : [step.actor])])
  const expected = seats.length + (step.actor === undefined || step.actor === step.account ? 1 : 2)
  if (step.approvers.length !== seats.length || distinct.size !== expected) return false
  return seats.every((by, at) => by.some((role) => rolesOf(step.approvers[at] ?? '')?.has(role) === true))
}
