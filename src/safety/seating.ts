import { meets, type Bits } from './bits.ts'
import type { CompiledRule } from './policy.ts'

/** An account in a seat, and the items of which it must hold one to sit there. */
export interface Seated {
  readonly account: number
  readonly by: Bits
}

/**
 * Seats accounts as the approvers that a rule asks for, each in one seat (augmenting paths); a stage that reuses those who decided before takes
 * any that fit. undefined = they do not suffice.
 */
export function seatedBy(rule: CompiledRule, holds: readonly Bits[], maySit: (account: number) => boolean): readonly Seated[] | undefined {
  if (rule.approvals.length === 0) return []
  const seats = rule.approvals.flatMap(({ by, count, reuses }) => Array.from({ length: count }, () => ({ by, reuses })))
  const apart = seats.filter(({ reuses }) => !reuses)
  const taken = new Map<number, number>()
  const place = (seat: number, tried: Set<number>): boolean => {
    for (const [account, own] of holds.entries()) {
      const by = apart[seat]?.by
      if (by === undefined || tried.has(account) || !meets(by, own) || !maySit(account)) continue
      tried.add(account)
      const sitting = taken.get(account)
      if (sitting !== undefined && !place(sitting, tried)) continue
      taken.set(account, seat)
      return true
    }
    return false
  }
  for (const seat of apart.keys()) if (!place(seat, new Set())) return undefined
  const seated = [...taken].map(([account, seat]) => ({ account, by: apart[seat]?.by ?? rule.actors }))
  for (const { by, count, reuses } of rule.approvals) {
    if (!reuses) continue
    const fitting = [...holds.keys()].filter((account) => meets(by, holds[account] ?? by) && maySit(account)).slice(0, count)
    if (fitting.length < count) return undefined
    seated.push(...fitting.map((account) => ({ account, by })))
  }
  return seated
}
