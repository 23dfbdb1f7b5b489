import type { Duration } from '../../kernel/duration.ts'
import type { Requirement } from './conditions.ts'
import type { SeatsRule } from './targets.ts'
import type { AccountKind, Conditions, Id, People } from './words.ts'

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
