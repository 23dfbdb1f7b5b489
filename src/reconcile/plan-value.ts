import type { Clause, Id } from '../charter/model.ts'
import type { Instant } from '../kernel/instant.ts'
import type { AccountKey } from '../ledger/entry.ts'
import type { AccountRef, Change } from './target.ts'

/** What brought a line about. */
export type Cause =
  | 'granted'
  | 'ended'
  | 'expired'
  | 'suspended'
  | 'compromised'
  | 'departed'
  | 'locked'
  | 'paused'
  | 'outranked'
  | 'unlinked'
  | 'charter-changed'
  | 'end-changed'
  | 'drift-revert'
  | 'undo'

/** Causes that travel in a plan of their own, at once and outside routine limits. */
export const urgentCauses: ReadonlySet<Cause> = new Set(['suspended', 'compromised', 'departed', 'locked', 'expired'])

export interface LineReason {
  readonly grant: number | undefined
  readonly role: Id | undefined
  readonly clause: Clause
  /** One sentence. Names of the target in it stand as they are: escape them for the terminal or page. */
  readonly text: string
}

/** One change of one membership. */
export interface PlanLine {
  readonly key: AccountKey
  readonly account: AccountRef
  readonly change: Change
  /** How the membership stood; undefined = it did not. */
  readonly before: { readonly until: Instant | undefined } | undefined
  readonly cause: Cause
  readonly because: LineReason
}

/** A difference that the target made itself. */
export interface DriftFinding {
  readonly key: AccountKey
  readonly account: AccountRef
  readonly group: string
  readonly change: 'added' | 'removed' | 'end-changed'
  /** The end on the target now. */
  readonly until: Instant | undefined
  /** `found`: on a group that others grant too, it becomes a found grant. */
  readonly policy: 'ask' | 'revert' | 'adopt' | 'found'
  /** The person is suspended or departed. */
  readonly alarm: boolean
}

/** A membership that stands as wanted, though Writ never recorded it: recorded without any call to the target. */
export interface Settled {
  readonly key: AccountKey
  readonly group: string
  readonly present: boolean
  readonly until: Instant | undefined
  readonly grant: number | undefined
}

/** A change that was not planned although the ledger asks for it. Said loudly. */
export interface Skipped {
  readonly kind: 'protected' | 'last-holder' | 'held' | 'locked' | 'account-missing' | 'unmanaged-group' | 'unmanaged-account'
  readonly key: AccountKey
  readonly group: string
  readonly text: string
}

/** The target is not set up as the charter says. */
export interface ConfigurationIssue {
  readonly kind: 'configuration'
  readonly group: string
  readonly text: string
}

export interface PlanCounts {
  readonly accounts: number
  readonly memberships: number
  /** Memberships that stand as wanted. */
  readonly matching: number
  /** Memberships Writ knows to have stood, and those of them that are gone without Writ or their end having taken them, and nobody knew. */
  readonly known: number
  readonly vanished: number
  /** Memberships left alone. */
  readonly untouched: {
    readonly unmanagedGroup: number
    readonly unmanagedAccount: number
    /** In groups of the charter that no role gives. */
    readonly notGiven: number
    /** Once given by Writ, in groups the charter no longer manages: nobody takes them back. */
    readonly released: number
    readonly notAdopted: number
    readonly left: number
    readonly openDrift: number
  }
}

/** The difference to be applied to one target, with a reason for each line. */
export interface Plan {
  readonly target: Id
  readonly urgency: 'routine' | 'urgent'
  /** Hash of what was observed, see `revisionOf`. */
  readonly revision: string
  /** The plan that this one takes back. */
  readonly undoes?: number
  /** By account, then group. */
  readonly lines: readonly PlanLine[]
  /** Not reported yet. */
  readonly drift: readonly DriftFinding[]
  /** Open drift that is no more. */
  readonly gone: readonly number[]
  readonly settled: readonly Settled[]
  readonly skipped: readonly Skipped[]
  readonly issues: readonly ConfigurationIssue[]
  readonly counts: PlanCounts
}

/** Names one membership of one target. */
export function membershipKey(account: AccountKey, group: string): string {
  return `${account}\n${group}`
}

/** Whether a line takes something away: a removal, or an end that comes earlier. */
export function isLoss(line: PlanLine): boolean {
  if (line.change.kind !== 'set-end') return line.change.kind === 'remove'
  const before = line.before?.until
  return line.change.until !== undefined && (before === undefined || line.change.until < before)
}
