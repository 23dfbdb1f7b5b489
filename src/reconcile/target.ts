/**
 * The port `Target`: what the reconciler needs of a system where rights take effect. Implementations live in targets/;
 * one contract suite (test/contract/target.ts) runs over all of them.
 */
import type { Instant } from '../kernel/instant.ts'
import type { Result } from '../kernel/result.ts'

export interface Target {
  readonly id: string
  readonly capabilities: Capabilities
  /** Reads the managed groups completely, or fails. A short, warned-about or inconsistent listing is a failure, never an empty answer. */
  read(scope: ReadScope): Promise<Result<Observed, TargetFailure>>
  /** Finds accounts by their name on the target. Names that do not exist are absent from the answer. */
  lookUp(names: readonly string[]): Promise<Result<ReadonlyMap<string, ObservedAccount>, TargetFailure>>
  /** Applies the changes of one account. Idempotent. A success only says that the target took the call: the reconciler reads back. */
  apply(account: AccountRef, changes: readonly Change[], note: ApplyNote): Promise<Result<void, TargetFailure>>
  /** The target's own log of membership changes after a cursor, oldest first; undefined where it has none. */
  history(after: string | undefined): Promise<Result<History, TargetFailure>> | undefined
  /** Keeps pages on a target that has pages; absent where it has none. */
  publish?(
    pages: readonly WikiText[],
    options: { readonly summary: string; readonly dryRun: boolean },
  ): Promise<Result<readonly PublishedPage[], TargetFailure>>
  /** Everything that anybody holds, in groups that no charter knows and in groups that are gone too; undefined where the target cannot tell. */
  readonly survey?: () => Promise<Result<Survey, TargetFailure>>
  /** Lets nobody in with an account any more and ends its sessions: the capability `lock`. Idempotent; the caller reads back. */
  readonly lock?: (account: AccountRef) => Promise<Result<void, TargetFailure>>
  /** What people are to do by hand, where the target has no interface. */
  readonly hands?: Hands
  /** Who is a member at all, with a group or without one; undefined where that takes no seat. */
  readonly members?: Members
  /** Makes accounts for people who are to have access and have none; undefined where it does not, or is not told to. */
  readonly provisions?: Provisions
  /** What `writ doctor` says of the connection and its credentials: each a sentence, the harmful ones first. */
  inspect(): Promise<readonly Inspection[]>
}

/** Accounts that Writ makes on a target. It neither deletes one nor takes one out of use. */
export interface Provisions {
  /** What an account is called: `handle`, or the fact of the charter that says it. */
  readonly name: string
  /** The fact of the charter that holds the e-mail address. */
  readonly mail: string | undefined
  /** Makes one, or finds the one that it made before with this mark. An account of that name which somebody else made is a failure: equal names prove nothing. */
  make(account: NewAccount): Promise<Result<AccountRef, TargetFailure>>
}

export interface NewAccount {
  readonly name: string
  /** Tells accounts that this Writ made; never changes. */
  readonly mark: string
  /** What the person is called here. */
  readonly display: string
  readonly mail: string | undefined
}

/** Members of a target where each one takes a seat. */
export interface Members {
  list(): Promise<Result<readonly SeenMember[], TargetFailure>>
  /** Takes away what the member may do, then the membership. A success was seen, not only answered. */
  remove(account: AccountRef): Promise<Result<void, TargetFailure>>
}

export interface SeenMember {
  readonly account: AccountRef
  /** May look at things and no more. */
  readonly reads: boolean
  /** The latest login known there; undefined = none since joining. */
  readonly lastLogin: Instant | undefined
  readonly joined: Instant | undefined
  /** Another system keeps this member: Writ cannot change it. */
  readonly elsewhereManaged: boolean
}

/** Tasks of a target that is kept by hand. */
export interface Hands {
  /** Open tasks, oldest first. */
  open(): readonly HandTask[]
  /** A named person says that a task is done. */
  confirm(task: string, by: string): Result<HandTask, string>
}

export interface HandTask {
  readonly id: string
  readonly account: AccountRef
  readonly change: { readonly kind: 'add' | 'remove'; readonly group: string }
  /** The plan it belongs to. */
  readonly plan: number
  /** What to do, to be copied. */
  readonly steps: readonly string[]
}

export interface Capabilities {
  /** The target can end a membership by itself. */
  readonly expiry: boolean
  /** Confirmations are read back from the target; false = a named person confirms (manual target). */
  readonly readBack: boolean
  /** The target can lock an account. */
  readonly lock: boolean
  /** Accounts of one target whose changes may be applied at the same time. */
  readonly concurrency: number
}

export interface ReadScope {
  /** The assigned groups the charter knows on this target. */
  readonly groups: readonly string[]
  /** Accounts that must be in the answer, member of a group or not, by immutable id. */
  readonly accounts: readonly string[]
  /** Only the named accounts, no listing of members: reading back and urgent plans. A connector that ignores it reads more than needed. */
  readonly accountsOnly?: boolean
}

export interface Observed {
  readonly target: string
  readonly at: Instant
  /** Every account that is a member of a group in scope, and every account asked for that exists; by immutable id. */
  readonly accounts: ReadonlyMap<string, ObservedAccount>
  /** Groups the target can assign now. A group in scope but not here does not exist there. */
  readonly assignable: ReadonlySet<string>
  /** Where the target's log stood before the read began. */
  readonly cursor: string | undefined
  /** The account the connector works with and the groups its rights come from, where the target tells. */
  readonly connector?: { readonly account: string; readonly groups: readonly string[] }
}

export interface ObservedAccount {
  /** Immutable id on the target. */
  readonly id: string
  readonly name: string
  /** Explicit memberships of groups in scope; undefined end = unlimited. */
  readonly memberships: ReadonlyMap<string, { readonly until: Instant | undefined }>
  readonly locked: boolean
}

/** A page that is to stand on a target that has pages. */
export interface WikiText {
  readonly title: string
  readonly text: string
}

export interface PublishedPage {
  readonly title: string
  /** `foreign`: a page of this name was made by somebody else and is left alone; `conflict`: somebody changed it at the same moment. */
  readonly outcome: 'same' | 'made' | 'changed' | 'foreign' | 'conflict'
}

/** A target as it stands before a migration, or in the middle of one. */
export interface Survey {
  readonly at: Instant
  /** Groups that can be assigned now, and the implicit ones, with what their members may do as far as the target tells. */
  readonly groups: ReadonlyMap<string, SurveyedGroup>
  /** Accounts with any explicit membership. */
  readonly holders: readonly SurveyedHolder[]
  /** Whether members of groups that are gone were looked for: on a very large system that would take every account. */
  readonly strays: boolean
  readonly connector: { readonly account: string; readonly groups: readonly string[] } | undefined
}

export interface SurveyedGroup {
  /** Whether accounts can be put into it; implicit groups cannot. */
  readonly assignable: boolean
  /** Its own rights; undefined = the target does not tell. */
  readonly rights: readonly string[] | undefined
  readonly adds: 'all' | readonly string[]
  readonly removes: 'all' | readonly string[]
  readonly addsToSelf: readonly string[]
  readonly removesFromSelf: readonly string[]
}

export interface SurveyedHolder {
  readonly account: AccountRef
  readonly groups: readonly string[]
}

export interface AccountRef {
  readonly id: string
  readonly name: string
}

export type Change =
  | { readonly kind: 'add'; readonly group: string; readonly until: Instant | undefined }
  /** The membership stands, its end differs. */
  | { readonly kind: 'set-end'; readonly group: string; readonly until: Instant | undefined }
  | { readonly kind: 'remove'; readonly group: string }

export interface ApplyNote {
  /** Sequence number of the plan's entry: the target's own log names it. */
  readonly plan: number
  readonly url: string | undefined
}

export interface History {
  readonly changes: readonly HistoryChange[]
  readonly cursor: string
}

export interface HistoryChange {
  readonly account: AccountRef
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly by: string
  readonly at: Instant
  /** Made by Writ itself. */
  readonly ours: boolean
  readonly comment: string
}

export interface Inspection {
  readonly severity: 'error' | 'warning' | 'note'
  readonly code: string
  readonly message: string
  readonly remedy: string
}

/**
 * Why a target could not do it. `unavailable` and `busy` are tried again later; `denied`, `incomplete`, `invalid` and `refused` are not cured by
 * waiting.
 */
export interface TargetFailure {
  readonly kind: 'unavailable' | 'busy' | 'denied' | 'incomplete' | 'invalid' | 'refused'
  /** Stable code of the target or the connector. */
  readonly code: string
  readonly message: string
  /** Milliseconds to wait, where the target said so. */
  readonly retryAfter?: number
}
