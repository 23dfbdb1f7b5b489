/**
 * What the ledger says at a moment: the fold of its entries up to there. Rules read it through this interface; `fold.ts` builds it.
 * Nothing here looks at a clock: whatever depends on the moment takes `now`.
 */
import type { Instant } from '../kernel/instant.ts'
import type { AccountKey, SubjectId } from './entry.ts'
import type { CharterRevision, CharterToCome, CharterProposal } from './records/charter.ts'
import type { Grant, GrantProposal, Activation, Ending, FollowUp, InactivityNotice, RestoreAsked } from './records/grants.ts'
import type {
  Person,
  Account,
  Key,
  LogKey,
  Token,
  LockConfirmation,
  LockAsked,
  Statement,
  Exception,
  Correction,
} from './records/people.ts'
import type { RoleRequest } from './records/requests.ts'
import type { Review } from './records/reviews.ts'
import type { Notice, Pause } from './records/running.ts'
import type { TargetState, Drift, PlanRecord } from './records/targets.ts'
import type { Suspension, CaseRecord } from './records/trouble.ts'

export type * from './records/charter.ts'
export type * from './records/grants.ts'
export type * from './records/people.ts'
export type * from './records/requests.ts'
export type * from './records/reviews.ts'
export type * from './records/running.ts'
export type * from './records/targets.ts'
export type * from './records/trouble.ts'

export interface State {
  /** Entries folded: the sequence number the next entry will have. */
  readonly size: number
  /** Time of the last entry; 0 before the first. Never goes back. */
  readonly at: Instant
  /** A data folder for demonstration. */
  readonly demo: boolean
  /** The revision of the charter in force, by the hash of its text. */
  readonly charter: CharterRevision | undefined
  readonly revisions: readonly CharterRevision[]
  /** A revision that is decided and not in force yet; another that comes into force before it takes its place. */
  readonly charterToCome: CharterToCome | undefined

  person(subject: SubjectId): Person | undefined
  personByHandle(handle: string): Person | undefined
  people(): Iterable<Person>
  account(key: AccountKey): Account | undefined
  /** Accounts on targets, in the order they were linked. */
  accountsOf(subject: SubjectId): readonly Account[]
  /** What a person logs in with at servers that are no targets. */
  loginsOf(subject: SubjectId): readonly Account[]
  accountsOn(target: string): Iterable<Account>

  grant(id: number): Grant | undefined
  /** Grants of a person, ended ones too, oldest first. */
  grantsOf(subject: SubjectId): readonly Grant[]
  /** Grants of a role that have not ended. */
  grantsOfRole(role: string): Iterable<Grant>
  /** All grants that have not ended. */
  runningGrants(): Iterable<Grant>
  grantCount(): number
  /** Grants made after a moment, ended ones too. */
  grantsMadeSince(moment: Instant): Iterable<Grant>

  /** Proposed revisions of the charter, oldest first, those that are over too. */
  charterProposals(): Iterable<CharterProposal>
  charterProposal(id: number): CharterProposal | undefined
  /** Until when a grant that a new charter no longer allows keeps its effect; undefined = it needs no grace. */
  graceOf(grant: number): Instant | undefined

  /** Uses of a power that wait for further approvers, undecided. */
  proposals(): Iterable<GrantProposal>
  proposal(id: number): GrantProposal | undefined
  /** Requests that are not over, oldest first. */
  requests(): Iterable<RoleRequest>
  /** A request, open or over. */
  request(id: number): RoleRequest | undefined
  /** All requests for a person, oldest first. */
  requestsOf(subject: SubjectId): readonly RoleRequest[]
  /** Requests that somebody made, that are for them, or on which they decided, oldest first; closed ones too. */
  requestsWith(subject: SubjectId): readonly RoleRequest[]
  /** Who asks for grants to be put back to an entry, the last word of each. */
  restoresAsked(): Iterable<RestoreAsked>
  /** The last open suspension of a person. */
  suspensionOf(subject: SubjectId): Suspension | undefined
  /** All open suspensions. */
  suspensions(): Iterable<Suspension>
  /** Whose suspension that was; undefined = it lasts, or is not the one of theirs that ended last. */
  lastSuspendedBy(id: number): SubjectId | undefined
  /** Reported concerns, closed ones too, oldest first. */
  cases(): Iterable<CaseRecord>
  case(id: number): CaseRecord | undefined
  /** Marks set on an entry, in order. */
  marksOn(entry: number): readonly string[]
  /** Keys and passkeys of a person that are in use. */
  keysOf(owner: SubjectId): readonly Key[]
  /** All keys that checkpoints of the log were ever signed with, oldest first. */
  logKeys(): readonly LogKey[]
  /** Who answers for a bot’s account. */
  operatorOf(account: AccountKey): SubjectId | undefined
  /** The accounts for which a person answers. */
  operatedBy(subject: SubjectId): readonly AccountKey[]
  /** How it is known that a locked account is locked on its target; undefined = it is not. */
  lockOf(account: AccountKey): LockConfirmation | undefined
  /** That a person was asked to lock an account by hand. */
  lockAsked(account: AccountKey): LockAsked | undefined
  /** When a person last left or their account was found in other hands: what was begun in their name before is over, also once they are back. */
  disownedAt(subject: SubjectId): Instant | undefined
  /** When a dormant grant was in use, oldest first. */
  activationsOf(grant: number): readonly Activation[]
  statements(subject: SubjectId, statement: string): readonly Statement[]
  exceptions(subject: SubjectId, condition: string): readonly Exception[]
  /** Facts that somebody says are wrong about them, answered ones too, oldest first. */
  corrections(): Iterable<Correction>
  correction(id: number): Correction | undefined
  token(id: string): Token | undefined
  /** In the order in which they were made. */
  tokens(): Iterable<Token>

  /** When somebody was last told something about an entry; undefined = never. */
  noticeOf(about: number, template: string, subject: SubjectId): Notice | undefined
  /** Reviews of holders, closed ones too, oldest first. */
  reviews(): Iterable<Review>
  review(id: number): Review | undefined
  lastReviewOf(role: string): Review | undefined
  /** What the holder of a running grant was asked last, for not using it or in a review. */
  inactivityOf(grant: number): InactivityNotice | undefined
  /** A running grant that ends after a notice. */
  endingOf(grant: number): Ending | undefined
  followUpOf(grant: number): FollowUp | undefined
  /** The grant of a role that ended last. */
  lastEndedOf(role: string): number | undefined
  /** Whether a job, or all of them, was told to pause. */
  isPaused(job: string): boolean
  /** The pause of one job alone, or of `all`; undefined = it runs, unless all are paused. */
  pauseOf(job: string): Pause | undefined

  /** The last mode entry of a target; undefined = none, which means observe. */
  modeOf(target: string): 'observe' | 'propose' | 'enforce' | undefined
  targetState(target: string): TargetState
  /** Drift nobody settled yet. */
  openDrift(target: string): Iterable<Drift>
  /** Drift settled as `left`: decided to stay as the target has it, until a later drift or a confirmed effect of the same membership. */
  leftDrift(target: string): Iterable<Drift>
  plan(id: number): PlanRecord | undefined
  /** Plans not closed yet, oldest first. */
  openPlans(target: string): readonly PlanRecord[]
}
