import type { SeatsRule } from '../charter/model.ts'
import { holdersOfWritRight } from '../decide/effect-writ.ts'
import { noEffects } from '../decide/effect.ts'
import { above, type Guard, type GuardContext, type GuardVerdict } from './guard.ts'
import { lastHolderLosses } from './last-holder.ts'
import { isLoss, type Plan } from './plan-value.ts'

/** Planning holds such lines back already; a plan made otherwise (an undo) is stopped here. */
export const keepLast: Guard = (plan, context) =>
  lastHolderLosses({ ...context, target: plan.target }, plan.lines).map(({ role, lines }) => ({
    guard: 'keep-last',
    overridable: false,
    found: lines.length,
    limit: 0,
    text: `takes role \`${role}\` from its last holder here; give it to somebody else first`,
  }))

/** Somebody must be left who could apply the next plan and so repair this one. */
export const repair: Guard = (plan, { charter, effects }) => {
  if (!plan.lines.some(isLoss) || holdersOfWritRight(charter, effects, 'apply').size > 0) return []
  const text =
    'takes rights while nobody has the right `writ.apply` in effect, so nobody could repair it; give a role with that right first'
  return [{ guard: 'repair', overridable: false, found: 0, limit: 1, text }]
}

/** Writ must not change the account it works with nor the groups its own rights come from. */
export const selfLockOut: Guard = (plan, { connector }) => {
  const own = plan.lines.filter(
    ({ account, change }) => account.id === connector?.account || connector?.groups.includes(change.group) === true,
  )
  return above(
    'self-lock-out',
    own.length,
    0,
    `changes the account or the group that Writ itself works with, in ${own.length} lines; do it by hand`,
    false,
  )
}

export const seats: Guard = (plan, context) => [...roleSeats(plan, context), ...memberSeats(plan, context)]

function roleSeats(plan: Plan, { charter, effects }: GuardContext): readonly GuardVerdict[] {
  const adding = new Set(
    plan.lines.flatMap(({ change, because }) => (change.kind === 'add' && because.role !== undefined ? [because.role] : [])),
  )
  const memberships = adding.size === 0 ? [] : (effects.targets.get(plan.target) ?? noEffects).memberships
  return [...adding].flatMap((role) => {
    const limit = charter.roles.get(role)?.seats?.limit
    if (limit === undefined) return []
    const taken = new Set(memberships.filter(({ because }) => because.role === role).map(({ account }) => account)).size
    return above('seats', taken, limit, `would seat ${taken} holders of role \`${role}\`, which has ${limit} seats`)
  })
}

function memberSeats(plan: Plan, { charter, observed }: GuardContext): readonly GuardVerdict[] {
  const rule: SeatsRule | undefined = charter.targets.get(plan.target)?.members?.seats
  if (rule === undefined) return []
  const left = new Map(
    [...observed.accounts.values()].filter(({ memberships }) => memberships.size > 0).map(({ id, memberships }) => [id, memberships.size]),
  )
  const before = left.size
  for (const { account, change, before: stood } of plan.lines) {
    if (change.kind === 'add' && stood === undefined) left.set(account.id, (left.get(account.id) ?? 0) + 1)
    if (change.kind === 'remove') left.set(account.id, (left.get(account.id) ?? 0) - 1)
  }
  const after = [...left.values()].filter((held) => held > 0).length
  if (after <= before) return []
  return above('seats', after, rule.limit, `would seat ${after} accounts on \`${plan.target}\`, which has ${rule.limit} seats`)
}
