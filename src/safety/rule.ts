import type { Clause } from '../charter/model.ts'
import type { Item } from './item.ts'

/**
 * One abstract rule of a charter: an account that holds any of `actors` changes `items` of an account that holds all of `needs`, if `approvals`
 * are given by further distinct accounts. Attack rules say the most that an adversary could do (delays, notices, limits, seats, separation and
 * every condition that cannot be proved to hold are ignored); defence rules say the least that honest people can rely on.
 */
export interface SafetyRule {
  readonly side: 'attack' | 'defence'
  /** `technical`: no door of the charter, but a way to act as somebody else. `resignation`: made to give up what they hold; never a rule, only a step. */
  readonly door: 'power' | 'right' | 'request' | 'automatic' | 'amendment' | 'technical' | 'resignation'
  readonly clause: Clause
  readonly effect: 'add' | 'remove' | 'suspend'
  readonly items: readonly Item[]
  /** Any one of them; empty only for the door `automatic`, where nobody acts. */
  readonly actors: readonly Item[]
  readonly scope: 'self' | 'others' | 'any'
  readonly needs: readonly Item[]
  readonly approvals: readonly Approval[]
  /** Who besides further accounts may approve: the account concerned (a power), the acting one (a request for somebody else) or neither. */
  readonly mayApprove: 'subject' | 'actor' | 'neither'
  /** Whoever acts or approves shows a fresh second factor: a borrowed account cannot. */
  readonly stepUp?: boolean
  /** An adversary may find it closed after all: it passes over something that the charter asks. */
  readonly widened?: boolean
  /** It passes over something that must not be held, other than by `apart`. */
  readonly relaxed?: boolean
  /** Per item what the account concerned must not hold to be given it (separation of duties). Fixpoints leave it out; `exact/` does not. */
  readonly apart?: ReadonlyMap<Item, readonly Item[]>
}

export interface Approval {
  /** Any one of them. */
  readonly by: readonly Item[]
  /** So many distinct accounts. */
  readonly count: number
  /** Accounts that already approved in another stage count again. */
  readonly reuses: boolean
}
