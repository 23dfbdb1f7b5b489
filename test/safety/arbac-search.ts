/**
 * A judge without ideas for administrative policies: every joint state of a tiny policy is built and every rule tried by its definition. It shares
 * nothing with src/safety/arbac but the shape of a policy.
 */
import type { ArbacGoal, ArbacPolicy, ArbacRule } from '../../src/safety/arbac/policy.ts'

export interface ArbacTruth {
  readonly reachable: boolean
  readonly states: number
}

/** Tries every state, with so many accounts added that start without a role; undefined if there are more states than `most`. */
export function searchEveryState(policy: ArbacPolicy, goal: ArbacGoal, newAccounts = 0, most = Infinity): ArbacTruth | undefined {
  const bit = (role: string) => 1 << policy.roles.indexOf(role)
  const mask = (roles: readonly string[]) => roles.reduce((sum, role) => sum | bit(role), 0)
  const start = [...policy.accounts.map(({ roles }) => mask(roles)), ...Array.from({ length: newAccounts }, () => 0)]
  const wanted = mask(goal.roles)
  const winners = [...start.keys()].filter((at) => goal.account === undefined || policy.accounts[at]?.name === goal.account)
  const seen = new Map([[start.join(), start]])
  for (const [, holds] of seen) {
    if (winners.some((at) => ((holds[at] ?? 0) & wanted) === wanted)) return { reachable: true, states: seen.size }
    if (seen.size > most) return undefined
    for (const rule of policy.rules) {
      for (const [concerned, own] of holds.entries()) {
        const changed = rule.effect === 'assign' ? own | bit(rule.role) : own & ~bit(rule.role)
        if (changed === own || (own & mask(rule.needs)) !== mask(rule.needs) || (own & mask(rule.excludes)) !== 0) continue
        if (!canTakePart(rule, concerned, holds, mask)) continue
        const next = holds.with(concerned, changed)
        seen.set(next.join(), next)
      }
    }
  }
  return { reachable: false, states: seen.size }
}

function canTakePart(rule: ArbacRule, concerned: number, holds: readonly number[], mask: (roles: readonly string[]) => number): boolean {
  const seats = rule.approvals.flatMap(({ by, count }) => Array.from({ length: count }, () => mask(by)))
  const everybody = [...holds.keys()]
  const { by } = rule
  const actors =
    by === undefined
      ? [-1]
      : everybody.filter((actor) => {
          if (((holds[actor] ?? 0) & mask(by)) === 0) return false
          return rule.scope === 'any' || (rule.scope === 'self') === (actor === concerned)
        })
  return actors.some((actor) =>
    canSeat(
      seats,
      everybody.filter((one) => one !== actor && one !== concerned),
      holds,
    ),
  )
}

function canSeat(seats: readonly number[], free: readonly number[], holds: readonly number[]): boolean {
  const [first, ...rest] = seats
  if (first === undefined) return true
  return free.some(
    (one) =>
      ((holds[one] ?? 0) & first) !== 0 &&
      canSeat(
        rest,
        free.filter((other) => other !== one),
        holds,
      ),
  )
}
