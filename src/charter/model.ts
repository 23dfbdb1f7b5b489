/**
 * The charter in normal form: lists are always lists, durations are parsed, `defaults` are merged into the roles that take them,
 * `like` is resolved. Everything downstream reads this; `docs/spec/charter.md` says what each key means.
 *
 * Sections are Maps because names of groups and rights are the target's and may be anything.
 */
import type { Day } from '../kernel/day.ts'
import type { Duration } from '../kernel/duration.ts'
import type { Json } from '../kernel/json.ts'
import type { MarkableCode } from './codes.ts'

/** `lower-case-with-hyphens`, ours. */
export type Id = string
/** A place in the charter, e.g. `roles.major.may[0]`: the clause that a decision names. */
export type Clause = string
/** Whom `by`, `to` and `tells` mean: any one of them is enough. */
export type People =
  | { readonly kind: 'role'; readonly role: Id }
  | { readonly kind: 'registered' }
  | { readonly kind: 'everyone' }
  | { readonly kind: 'subject' }
  | { readonly kind: 'relation'; readonly fact: Id }
/** A list of conditions means all of them. */
export type Conditions = readonly Id[]
export type RightRef = { readonly target: Id; readonly right: string }
export type AccountKind = 'staff' | 'personal' | 'bot' | 'service'
export type Mode = 'observe' | 'propose' | 'enforce'

export interface Charter {
  readonly writ: 1
  readonly title: string
  readonly text: string | undefined
  readonly document: string | undefined
  readonly targets: ReadonlyMap<Id, TargetBlock>
  readonly facts: ReadonlyMap<Id, FactBlock>
  readonly statements: ReadonlyMap<Id, StatementBlock>
  readonly conditions: ReadonlyMap<Id, ConditionBlock>
  readonly dates: ReadonlyMap<Id, DateBlock>
  readonly accounts: ReadonlyMap<AccountKind, AccountBlock>
  readonly classes: ReadonlyMap<Id, ClassBlock>
  /** target -> right -> block; holds the built-in rights of the target `writ` too. */
  readonly rights: ReadonlyMap<Id, ReadonlyMap<string, RightBlock>>
  /** target -> group -> block. */
  readonly groups: ReadonlyMap<Id, ReadonlyMap<string, GroupBlock>>
  readonly gates: ReadonlyMap<Id, GateBlock>
  readonly roles: ReadonlyMap<Id, RoleBlock>
  readonly ladders: ReadonlyMap<Id, LadderBlock>
  readonly separation: readonly SeparationRule[]
  readonly suspension: SuspensionBlock | undefined
  readonly marks: ReadonlyMap<Id, MarkBlock>
  readonly approvers: { readonly promotedWithin: Duration }
  readonly amendments: AmendmentBlock
  /** Public fields of the ledger; undefined = all public ones. */
  readonly log: { readonly public: readonly PublicField[] } | undefined
  readonly promises: readonly PromiseRule[]
  readonly meant: readonly MeantRule[]
}

export type PublicField = 'account' | 'role' | 'rights' | 'target' | 'from' | 'until' | 'use_case' | 'clause' | 'decided_by'

export interface TargetBlock {
  readonly connector: Id
  readonly title: string | undefined
  readonly url: string | undefined
  readonly like: Id | undefined
  readonly after: { readonly target: Id; readonly cleanRuns: number; readonly confirmedBy: readonly People[] } | undefined
  readonly sync: Duration | undefined
  readonly mirrors: 'effective' | 'held'
  readonly drift: 'ask' | 'revert' | 'adopt'
  readonly direct: boolean
  readonly mode: Mode
  readonly environment: string | undefined
  readonly members: MembersBlock | undefined
  readonly guards: { readonly people: number; readonly share: number; readonly keepLast: readonly Id[] }
  readonly settings: Readonly<Record<string, Json>>
}

export interface MembersBlock {
  readonly requires: readonly Requirement[]
  readonly inactive: InactiveRule | undefined
  readonly seats: SeatsRule | undefined
}

export interface SeatsRule {
  readonly limit: number
  readonly warn: readonly number[]
}

export interface FactBlock {
  readonly text: string
  readonly source: Id
  readonly type: 'yes-no' | 'text' | 'number' | 'date' | 'list' | 'people'
  readonly about: 'person' | 'account'
  readonly fresh: Duration | undefined
  readonly setBy: 'self' | 'others'
  readonly staleAfter: Duration | undefined
}

export interface StatementBlock {
  readonly text: string
  /** undefined = for ever. */
  readonly lasts: Duration | undefined
}

export interface DateBlock {
  readonly text: string
  readonly day: Day
  readonly repeats: Duration | undefined
}

/** Something a test looks at. */
export type TestSubject = 'fact' | 'resource' | 'action' | 'context'
export type Scalar = string | number | boolean

/** The operators of a test; several = all. */
export interface TestOperators {
  readonly is?: Scalar
  readonly in?: readonly Scalar[]
  readonly has_any?: readonly Scalar[]
  readonly has_all?: readonly Scalar[]
  readonly at_least?: number
  readonly at_most?: number
  readonly older_than?: Duration
  readonly within?: Duration
  readonly domain?: readonly string[]
  readonly ends_with?: string
  readonly exists?: boolean
  readonly is_subject?: boolean
}

export type ConditionTest =
  | { readonly kind: 'all' | 'any'; readonly items: readonly ConditionItem[] }
  | { readonly kind: 'not'; readonly item: ConditionItem }
  /** Holds one of these roles. */
  | { readonly kind: 'role'; readonly roles: readonly Id[] }
  | { readonly kind: 'statement'; readonly statement: Id; readonly by: readonly People[] }
  | { readonly kind: 'test'; readonly of: TestSubject; readonly name: string; readonly operators: TestOperators }

/** A named condition or one written in place. */
export type ConditionItem = { readonly kind: 'named'; readonly condition: Id } | ConditionTest

export interface ConditionBlock {
  readonly text: string
  readonly test: ConditionTest
  readonly except: { readonly by: readonly People[]; readonly longest: Duration | undefined; readonly states: readonly Id[] } | undefined
}

export interface AccountBlock {
  readonly text: string
  readonly recognisedBy: Id | undefined
  readonly requires: readonly Requirement[]
  readonly operatedBy: 'required' | undefined
}

export interface Requirement {
  readonly condition: Id
  readonly then: 'pause' | 'end' | 'report' | 'remove_member'
  readonly notice: Duration | undefined
}

export interface ClassBlock {
  readonly text: string
  readonly level: number
  readonly stages: readonly Stage[]
  /** Questions of every request for a role of this class; the second kind where it is asked for without end. */
  readonly asks: ReadonlyMap<Id, string>
  readonly asksIfOngoing: ReadonlyMap<Id, string>
  readonly stepUp: boolean
  readonly automatic: 'never' | undefined
  readonly except: { readonly environment: string; readonly rights: readonly string[] } | undefined
  readonly public: readonly PublicField[] | undefined
}

export interface RightBlock {
  readonly text: string
  readonly why: string | undefined
  readonly class: Id | undefined
  readonly needs: readonly string[]
  readonly providedBy: string | undefined
  readonly settings: Readonly<Record<string, Json>>
  readonly narrows: string | undefined
  readonly when: Conditions
  readonly assigned: boolean
  readonly protects: boolean
  readonly controls: 'all-groups' | 'accounts' | { readonly add: readonly string[]; readonly remove: readonly string[] } | undefined
  readonly policy: string | undefined
  readonly alsoCalled: readonly string[]
}

export interface GroupBlock {
  readonly title: string | undefined
  readonly text: string | undefined
  /** Exactly these rights, `includes` not yet followed. */
  readonly rights: readonly string[]
  readonly includes: readonly string[]
  readonly denies: readonly string[]
  readonly implicit: 'everyone' | 'registered' | undefined
  readonly promote: { readonly when: Conditions; readonly keep: boolean } | undefined
  readonly abolished: { readonly holders: 'all' | 'choose' | 'none'; readonly to: readonly Id[] } | undefined
  readonly managed: 'all' | 'none' | readonly AccountKind[]
  readonly authority: 'writ' | 'shared' | 'target'
  readonly settings: Readonly<Record<string, Json>>
  readonly alsoCalled: readonly string[]
}

export interface GateBlock {
  readonly text: string
  readonly target: Id
  readonly rights: 'all' | readonly string[]
  readonly when: Conditions
  readonly only: readonly string[]
  readonly orListed: string | undefined
  readonly hides: 'content' | 'existence'
}

export interface RoleBlock {
  readonly title: string
  readonly purpose: string
  readonly document: string | undefined
  readonly contact: string | undefined
  readonly alsoCalled: readonly string[]
  /** target -> groups. */
  readonly gives: ReadonlyMap<Id, readonly string[]>
  readonly may: readonly Power[]
  readonly seats: SeatsRule | undefined
  readonly activation: ActivationRule | undefined
  /** Whether the charter's `defaults` were merged in. */
  readonly takesDefaults: boolean
  readonly account: 'any' | readonly AccountKind[]
  readonly requires: readonly Requirement[]
  readonly automatic: 'never' | 'on-request' | 'always'
  readonly request: RequestRule | undefined
  readonly delay: Duration | undefined
  readonly term: TermRule | undefined
  readonly inactive: InactiveRule | undefined
  readonly review: ReviewRule | undefined
  readonly followUp: FollowUpRule | undefined
  readonly objection: { readonly by: readonly People[]; readonly within: Duration } | undefined
  readonly deputiesOf: Id | undefined
  readonly needsRole: readonly Id[]
  readonly reportsTo: Id | undefined
}

export type PowerVerb = 'add' | 'remove' | 'change' | 'suspend'

/** One line of `may`. */
export interface Power {
  readonly verb: PowerVerb
  readonly roles: 'all' | readonly Id[]
  readonly but: readonly Id[]
  readonly scope: 'others' | 'self' | 'any'
  /** Conditions on the person concerned. */
  readonly when: Conditions
  readonly stages: readonly Stage[]
  readonly causes: readonly string[]
  readonly notice: Duration | undefined
  readonly direct: boolean | undefined
  readonly limit: { readonly count: number; readonly per: Duration } | undefined
}

export interface Stage {
  readonly text: string | undefined
  readonly by: readonly People[]
  /** So many distinct persons. */
  readonly count: number
  readonly states: readonly Id[]
  readonly mayAsk: readonly Id[]
  readonly countsEarlier: boolean
  readonly refusals: number
  readonly consult: boolean
  readonly ifVacant: 'wait' | 'skip'
  readonly fallback: { readonly by: readonly People[]; readonly states: readonly Id[] } | undefined
  readonly escalate: { readonly after: Duration; readonly to: readonly People[] } | undefined
}

export interface ActivationRule {
  readonly by: readonly People[]
  readonly states: readonly Id[]
  readonly stages: readonly Stage[]
  readonly longest: Duration | undefined
  readonly tells: readonly People[]
  readonly review: { readonly by: readonly People[]; readonly within: Duration } | undefined
  readonly trigger: Conditions
  readonly perMonth: number | undefined
}

export interface RequestRule {
  readonly by: readonly People[]
  readonly for: 'self' | 'others' | 'any'
  /** question id -> text. */
  readonly asks: ReadonlyMap<Id, string>
  readonly states: readonly Id[]
  readonly stages: readonly Stage[]
  readonly lapses: Duration
  readonly appeals: number
  readonly scopes: readonly string[]
}

export interface TermRule {
  readonly lasts: Duration | undefined
  readonly longest: Duration | undefined
  readonly ongoing: boolean
  /** A common end day: a date id. */
  readonly ends: Id | undefined
}

export interface InactiveRule {
  readonly after: Duration
  /** A fact of type date. */
  readonly by: Id
  readonly notice: Duration | undefined
  readonly then: 'end' | 'report' | 'pause'
  readonly grace: Duration | undefined
}

export interface ReviewRule {
  readonly every: Duration | undefined
  readonly before: Id | undefined
  readonly opens: Duration | undefined
  readonly closes: Duration | undefined
  readonly by: readonly People[]
  readonly unanswered: 'report' | 'end' | 'keep'
}

export interface FollowUpRule {
  readonly after: Duration
  readonly by: readonly People[]
  readonly text: string | undefined
  readonly doneWhen: Id | undefined
  /** The statement that the holder makes anew whenever its words change. */
  readonly terms: Id | undefined
  readonly escalate: { readonly after: Duration; readonly to: readonly People[] } | undefined
}

export interface LadderBlock {
  /** From the highest. */
  readonly order: readonly Id[]
  readonly counts: 'all' | 'highest'
}

export interface SeparationRule {
  readonly text: string
  readonly roles: readonly Id[]
  readonly atMost: number
  readonly then: 'report' | 'warn' | 'enforce'
}

export interface SuspensionBlock {
  readonly hears: Duration | undefined
  readonly longest: Duration | undefined
  readonly decidedBy: readonly People[]
  readonly referTo: readonly People[]
  /** Whether concerns are taken of whoever does not say who they are. */
  readonly anonymousReports: boolean
}

export interface MarkBlock {
  readonly text: string
  readonly by: readonly People[]
  readonly reversedBy: readonly People[]
}

export interface AmendmentBlock {
  /** Empty with `by: none`: only the operator, outside the charter. */
  readonly by: readonly People[]
  readonly stages: readonly Stage[]
  readonly delay: Duration | undefined
  readonly documents: 'required' | undefined
  readonly feedback: Duration | undefined
}

/** What the linter says of these clauses is meant to be so. */
export interface MeantRule {
  readonly finding: MarkableCode
  readonly at: readonly Clause[]
  readonly why: string
}

/** A checked assertion; never enforced. */
export type PromiseRule = { readonly text: string } & (
  | { readonly kind: 'only'; readonly right: RightRef; readonly groups: readonly string[] }
  | { readonly kind: 'removable'; readonly role: Id; readonly by: readonly Id[] }
  | { readonly kind: 'survives'; readonly accounts: number }
  | { readonly kind: 'lower_only'; readonly ladder: Id }
  | { readonly kind: 'always_held'; readonly right: RightRef; readonly people: number }
)
