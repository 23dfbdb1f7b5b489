import type { Charter } from '../charter/model.ts'
import type { Effects } from '../decide/effect.ts'
import type { Instant } from '../kernel/instant.ts'
import type { State } from '../ledger/state.ts'
import type { Plan } from './plan-value.ts'
import type { Observed } from './target.ts'

export type GuardName =
  | 'people'
  | 'lines'
  | 'target-share'
  | 'removal-share'
  | 'group-share'
  | 'person'
  | 'empties-group'
  | 'keep-last'
  | 'repair'
  | 'self-lock-out'
  | 'seats'
  | 'source-shrank'
  | 'source-stale'
  | 'not-adopted'
  | 'staging'
  | 'members'
  | 'members-staging'
  | 'accounts'
  | 'accounts-staging'

/** A limit that stops a plan. */
export interface GuardVerdict {
  readonly guard: GuardName
  /** Whether an approve-once may let the plan run all the same. */
  readonly overridable: boolean
  readonly found: number
  readonly limit: number
  /** What was found, what is allowed and what can be done. */
  readonly text: string
}

export interface GuardContext {
  readonly charter: Charter
  readonly state: State
  readonly effects: Effects
  readonly observed: Observed
  readonly now: Instant
  /** The account id the connector works with, and the groups its own rights come from. */
  readonly connector?: { readonly account?: string; readonly groups: readonly string[] }
  /** Milliseconds an observation may be old; default 15 minutes. */
  readonly freshFor?: number
}

export type Guard = (plan: Plan, context: GuardContext) => readonly GuardVerdict[]

/**
 * So many changes of a kind a share in per cent always allows. In a group of three, one tenth is nothing at all: without a floor the limit would
 * block the ordinary comings and goings of a small wiki for ever.
 */
export const LOSSES_ALWAYS_ALLOWED = 2
export const CHANGES_ALWAYS_ALLOWED = 5

/** The most that a share allows of a total: the share rounded down, never less than the floor. */
export function allowedOf(total: number, share: number, floor: number): number {
  return Math.max(floor, Math.floor((total * share) / 100))
}

export function guardsOf({ charter }: GuardContext, target: string): { readonly people: number; readonly share: number } {
  return charter.targets.get(target)?.guards ?? { people: 5, share: 10 }
}

/** A verdict if more was found than is allowed. */
export function above(guard: GuardName, found: number, limit: number, text: string, overridable = true): readonly GuardVerdict[] {
  return found > limit ? [{ guard, overridable, found, limit, text }] : []
}
