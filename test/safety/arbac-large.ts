/** Administrative policies of any size, the same for the same seed. */
import { arbacRule, type ArbacPolicy, type ArbacRule } from '../../src/safety/arbac/policy.ts'

/** Numbers from 0 to 1, the same for the same seed (a 32-bit linear congruential generator with its high bits mixed). */
export function chance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const mixed = Math.imul(state ^ (state >>> 15), 0x2c1b_3c6d)
    return ((mixed ^ (mixed >>> 12)) >>> 0) / 2 ** 32
  }
}

export interface LargeSizes {
  readonly roles: number
  readonly rules: number
  /** How many of ten assign rules exclude roles. */
  readonly negativeOfTen: number
  readonly seed: number
}

const ACCOUNTS = 6
const ADMINISTRATIVE = 0.02
const REVOKING = 0.25

/**
 * A policy as large organisations have them: one role in fifty administers, rules ask for up to two roles that are mostly earlier ones (offices
 * build on one another), some exclude roles, a quarter of the rules take roles away, and six accounts hold a few roles at the start.
 */
export function largePolicy({ roles, rules, negativeOfTen, seed }: LargeSizes): ArbacPolicy {
  const next = chance(seed)
  const below = (limit: number) => Math.floor(next() * limit)
  const nameOf = (role: number) => `r${role}`
  const administrative = Math.max(2, Math.floor(roles * ADMINISTRATIVE))
  const few = (most: number, limit: number) => Array.from({ length: below(most + 1) }, () => nameOf(below(limit)))
  const all: ArbacRule[] = Array.from({ length: rules }, () => {
    const role = below(roles)
    const by = [nameOf(below(administrative))]
    if (next() < REVOKING) return arbacRule({ effect: 'revoke', role: nameOf(role), by })
    // one rule in twenty builds on any role, so that there are circles
    const earlier = next() < 0.05 ? roles : Math.max(1, role)
    const needs = few(2, earlier)
    const excludes = next() * 10 < negativeOfTen ? [...few(1, roles), nameOf(below(roles))] : []
    return arbacRule({ effect: 'assign', role: nameOf(role), by, needs, excludes: excludes.filter((one) => !needs.includes(one)) })
  })
  const accounts = Array.from({ length: ACCOUNTS }, (_, at) => ({
    name: `account ${at + 1}`,
    roles: [...new Set([...few(2, administrative), ...few(3, roles)])],
  }))
  return { roles: Array.from({ length: roles }, (_, at) => nameOf(at)), accounts, newAccounts: false, rules: all }
}
