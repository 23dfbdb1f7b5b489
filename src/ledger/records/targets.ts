import type { Instant } from '../../kernel/instant.ts'
import type { AccountKey } from '../entry.ts'

/** What Writ knows to stand on a target: the last read-back or adoption of each membership. */
export interface TargetState {
  /** The last adoption. */
  readonly adoptedAt: Instant | undefined
  /** Groups whose holders were taken in by some adoption. In all others nothing unknown may be removed. */
  readonly adoptedGroups: ReadonlySet<string>
  readonly observedAt: Instant | undefined
  /** What the last complete reading counted; the next one is held against it. */
  readonly observed: { readonly seq: number; readonly accounts: number; readonly memberships: number } | undefined
  /** Where the target's own log was read to. */
  readonly cursor: string | undefined
  readonly runs: TargetRuns
  /** The membership as Writ last confirmed it; undefined = Writ never had to do with it. */
  known(account: AccountKey, group: string): KnownMembership | undefined
  knownAll(): Iterable<KnownMembership>
}

/** How a target ran in mode `enforce` since its mode or the charter changed. */
export interface TargetRuns {
  /** The entry of that change; 0 = there was none. */
  readonly since: number
  /** The most runs in a row that were read completely and left nothing undone. */
  readonly clean: number
  /** The entry in which a person said that it works. */
  readonly confirmed: number | undefined
}

export interface KnownMembership {
  readonly account: AccountKey
  readonly group: string
  readonly present: boolean
  readonly until: Instant | undefined
  /** The entry that confirmed it. */
  readonly seq: number
}

export interface Drift {
  readonly id: number
  readonly target: string
  readonly account: AccountKey
  readonly group: string
  readonly change: 'added' | 'removed' | 'end-changed'
  readonly by: string | undefined
  readonly at: Instant
}

export interface PlanRecord {
  readonly id: number
  readonly target: string
  readonly hash: string
  readonly at: Instant
  readonly urgency: 'routine' | 'urgent'
  readonly state: 'ready' | 'stopped'
  readonly guards: readonly string[]
  readonly approval:
    | { readonly until: Instant; readonly hash: string; readonly revision: string; readonly decidedBy: readonly string[] }
    | undefined
  readonly closed: 'applied' | 'partly' | 'dropped' | undefined
}
