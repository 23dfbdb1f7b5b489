/**
 * What the ledger says at a moment: the fold of its entries up to there. Rules read it through this interface; `fold.ts` builds it.
 * Nothing here looks at a clock: whatever depends on the moment takes `now`.
 */
import type { Instant } from '../kernel/instant.ts'
import type { Json } from '../kernel/json.ts'
import type { AccountKey, Identity, SubjectId } from './entry.ts'

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
  /** Reported concerns, closed ones too, oldest first. */
  cases(): Iterable<CaseRecord>
  case(id: number): CaseRecord | undefined
  /** Marks set on an entry, in order. */
  marksOn(entry: number): readonly string[]
  /** Keys and passkeys of a person that are in use. */
  keysOf(owner: SubjectId): readonly Key[]
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

export interface CharterRevision {
  /** From 1. */
  readonly number: number
  readonly seq: number
  readonly hash: string
  readonly from: Instant
  /** Identities that decided the adoption; absent for the genesis. */
  readonly decidedBy?: readonly string[]
}

/** A revision of the charter that is decided and comes into force later. */
export interface CharterToCome {
  /** The entry that decided it. */
  readonly seq: number
  readonly hash: string
  /** The clock puts it into force then. */
  readonly from: Instant
  readonly proposal: number | undefined
  readonly decidedBy: readonly string[]
  /** Why; an overridden judgement stands in it. undefined = nothing was said, or it was erased. */
  readonly reason: string | undefined
}

/** A revision of the charter that somebody proposes. */
export interface CharterProposal {
  /** The number of the entry that made it. */
  readonly id: number
  /** The proposed text, by its hash. */
  readonly hash: string
  readonly by: SubjectId
  readonly reason: string | undefined
  readonly at: Instant
  readonly status: 'draft' | 'open' | 'withdrawn' | 'refused' | 'adopted'
  /** Since when it is open for feedback; undefined = it never was. */
  readonly openedAt: Instant | undefined
  readonly comments: readonly CharterComment[]
  readonly votes: readonly CharterVote[]
}

export interface CharterComment {
  readonly id: number
  readonly by: SubjectId
  readonly at: Instant
  readonly form: 'comment' | 'question' | 'reply' | 'disadvantage'
  /** undefined = erased. */
  readonly text: string | undefined
  /** The comment that the author replies to. */
  readonly to: number | undefined
}

export interface CharterVote {
  readonly by: SubjectId
  readonly at: Instant
  readonly decision: 'approved' | 'refused'
  /** The decider confirmed having read the feedback. */
  readonly feedbackRead: boolean
}

export interface Person {
  readonly subject: SubjectId
  /** undefined once erased. */
  readonly handle: string | undefined
  readonly since: Instant
  readonly departed: Instant | undefined
}

export interface Account {
  readonly key: AccountKey
  readonly target: string
  /** The immutable id on the target. */
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly subject: SubjectId
  readonly locked: boolean
  /** Somebody else than the operator said whose it is, and its owner did not prove it: it lets nobody in. */
  readonly attested: boolean
}

export type Door = 'power' | 'request' | 'automatic' | 'founding' | 'found'

export interface Grant {
  /** The number of the entry that made it. */
  readonly id: number
  readonly subject: SubjectId
  readonly role: string
  readonly account: AccountKey | undefined
  /** Fewer targets than the role gives; undefined = all of them. */
  readonly targets: readonly string[] | undefined
  readonly madeAt: Instant
  readonly from: Instant
  /** undefined = ongoing. */
  readonly until: Instant | undefined
  readonly door: Door
  readonly clause: string
  readonly decidedBy: readonly string[]
  readonly useCase: string | undefined
  /** A condition proven false takes the effect away. */
  readonly paused: boolean
  /** A dormant grant in use: until when. */
  readonly activeUntil: Instant | undefined
  readonly ended: { readonly at: Instant; readonly seq: number; readonly cause: string; readonly decidedBy?: readonly string[] } | undefined
  /** The end was set shorter or longer after the grant was made: the entries that did. */
  readonly renewals: readonly number[]
  /** Who decided the last renewal. */
  readonly renewedBy?: readonly string[]
}

export interface GrantProposal {
  readonly id: number
  readonly verb: 'add' | 'remove' | 'activate'
  readonly subject: SubjectId
  readonly role: string
  /** The grant to be ended or used. */
  readonly grant: number | undefined
  readonly account: AccountKey | undefined
  /** Fewer targets than the role gives; undefined = all of them. */
  readonly targets?: readonly string[] | undefined
  readonly until: Instant | undefined
  readonly useCase: string | undefined
  readonly clause: string
  readonly by: Identity
  readonly content: string
  readonly lapses: Instant
  readonly votes: readonly {
    readonly stage: number
    readonly by: SubjectId
    readonly decision: 'approved' | 'refused'
    readonly content: string
    readonly seq: number
  }[]
}

/** What an amendment may change. */
export interface RequestContent {
  readonly account: AccountKey | undefined
  readonly useCase: string | undefined
  /** The asked end; undefined = ongoing. */
  readonly until: Instant | undefined
  /** Answers to the questions of the role and its class, by the id of the question. */
  readonly answers: Readonly<Record<string, Json>> | undefined
  /** The hash of exactly what is asked for: any amendment makes another. */
  readonly content: string
}

/** Somebody asks for a role, for themselves or for another person. */
export interface RoleRequest extends RequestContent {
  /** The number of the entry that filed it. */
  readonly id: number
  readonly subject: SubjectId
  /** Who asks. */
  readonly by: SubjectId
  readonly role: string
  readonly scope: string | undefined
  /** Fewer targets than the role gives; undefined = all of them. */
  readonly targets: readonly string[] | undefined
  /** The first of several requests that were filed at once for many persons. */
  readonly batch: number | undefined
  readonly filedAt: Instant
  /** When it was filed, last amended or appealed: it lapses so long after. */
  readonly changedAt: Instant
  /** The entry that did: only what was decided after it counts. */
  readonly since: number
  /** Everything that was ever voted; what counts is for `decide/` to say. */
  readonly votes: readonly RequestVote[]
  readonly questions: readonly RequestQuestion[]
  readonly comments: readonly RequestWords[]
  readonly escalations: readonly { readonly at: Instant; readonly stage: number; readonly to: readonly string[] }[]
  readonly appeals: readonly RequestWords[]
  /** undefined = it is not over. */
  readonly closed:
    | {
        readonly seq: number
        readonly at: Instant
        readonly outcome: 'granted' | 'refused' | 'withdrawn' | 'lapsed'
        readonly grant: number | undefined
        readonly reason: string | undefined
      }
    | undefined
}

export interface RequestVote {
  readonly seq: number
  readonly at: Instant
  /** The number of the stage from 0. */
  readonly stage: number
  readonly by: SubjectId
  readonly decision: 'approved' | 'refused' | 'advised-for' | 'advised-against'
  /** What exactly was decided on. */
  readonly content: string
  readonly reason: string | undefined
  readonly evidence: string | undefined
  /** Statements made with it. */
  readonly states: readonly string[]
  /** Whoever cast it was found to be compromised. */
  readonly void: boolean
}

/** Something said about a request; `text` undefined = erased. */
export interface RequestWords {
  readonly id: number
  readonly by: SubjectId
  readonly at: Instant
  readonly text: string | undefined
}

export interface RequestQuestion extends RequestWords {
  /** The statement that is asked for: a demonstration. */
  readonly statement: string | undefined
  readonly answer: RequestWords | undefined
}

export interface RestoreAsked {
  readonly to: number
  readonly by: SubjectId
  readonly lapses: Instant
}

export interface Suspension {
  readonly id: number
  readonly subject: SubjectId
  readonly from: Instant
  /** The longest it may last; undefined = until it is decided. */
  readonly until: Instant | undefined
  /** `misuse`, `compromised`, `investigation`. */
  readonly cause: string
  readonly clause: string
  readonly decidedBy: readonly string[]
  /** When the person first gave their side. */
  readonly heard: Instant | undefined
}

/** A reported concern. Its words are not part of the state: reading them is an entry. */
export interface CaseRecord {
  readonly id: number
  /** About whom; undefined = nobody in particular. */
  readonly subject: SubjectId | undefined
  /** Who reports; undefined = without a name. */
  readonly by: SubjectId | undefined
  /** The role that reads it. */
  readonly handledBy: string
  readonly at: Instant
  readonly closed: Instant | undefined
  /** The entries it consists of: the report, notes, readings, referrals. */
  readonly entries: readonly number[]
}

export interface Key {
  readonly id: number
  readonly owner: SubjectId
  readonly purpose: 'passkey' | 'checkpoint' | 'witness'
  /** The public key; undefined = erased. */
  readonly key: string | undefined
  readonly added: Instant
}

export interface LockConfirmation {
  readonly seq: number
  readonly at: Instant
  /** Read back from the target, or confirmed by a person. */
  readonly how: 'read-back' | 'person'
  readonly by: string | undefined
}

export interface LockAsked {
  readonly seq: number
  readonly at: Instant
  /** What to do, to be copied. */
  readonly steps: string
}

export interface Activation {
  readonly seq: number
  readonly at: Instant
  /** Its end, which comes earlier where somebody stopped it. */
  readonly until: Instant
  readonly decidedBy: readonly string[]
  /** Somebody looked at what was done. */
  readonly reviewed: boolean
}

export interface Statement {
  readonly id: number
  readonly by: SubjectId
  readonly at: Instant
  readonly until: Instant | undefined
  /** In which request it was made. */
  readonly request?: number
  /** Its exact words; absent once they were erased. */
  readonly words?: string
}

export interface Exception {
  readonly id: number
  readonly until: Instant
}

/** Somebody says that a fact about them is wrong. */
export interface Correction {
  readonly id: number
  readonly at: Instant
  readonly subject: SubjectId
  readonly fact: string
  /** undefined = erased. */
  readonly text: string | undefined
  readonly answer:
    | { readonly by: SubjectId; readonly at: Instant; readonly outcome: 'mended' | 'stands'; readonly text: string | undefined }
    | undefined
}

export interface Token {
  readonly id: string
  /** SHA-256 of the secret part, hex. */
  readonly secret: string
  readonly owner: SubjectId
  readonly scopes: readonly string[]
  readonly until: Instant
  readonly revoked: boolean
}

export interface Notice {
  readonly id: number
  readonly at: Instant
}

/** A job, or all of them, was told to pause by this entry. */
export interface Pause {
  readonly id: number
  readonly at: Instant
}

/** A review of all holders of a role. */
export interface Review {
  readonly id: number
  readonly role: string
  readonly at: Instant
  /** Answers are taken until then. */
  readonly until: Instant
  readonly clause: string
  readonly answers: readonly ReviewAnswer[]
  readonly closedAt?: Instant
}

export interface ReviewAnswer {
  readonly grant: number
  readonly by: SubjectId
  readonly answer: 'keep' | 'remove' | 'ask'
  readonly at: Instant
}

/** A holder was asked whether a grant is still needed. */
export interface InactivityNotice {
  readonly id: number
  readonly at: Instant
  readonly until: Instant
  readonly clause: string
  readonly answer?: HolderAnswer
}

export interface HolderAnswer {
  /** Whether it is still needed. */
  readonly keep: boolean
  readonly at: Instant
}

/** A removal with notice. */
export interface Ending {
  readonly id: number
  readonly at: Instant
  readonly until: Instant
  /** The end that the grant had before; absent = ongoing. */
  readonly before?: Instant
  readonly clause: string
  readonly cause: string
  readonly decidedBy: readonly string[]
  readonly answer?: HolderAnswer
}

export interface FollowUp {
  readonly id: number
  readonly at: Instant
  readonly works: boolean
  /** The version of the terms that the holder had accepted then. */
  readonly terms?: string
}

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
