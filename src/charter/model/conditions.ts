import type { Day } from '../../kernel/day.ts'
import type { Duration } from '../../kernel/duration.ts'
import type { Id, People } from './words.ts'

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

export interface Requirement {
  readonly condition: Id
  readonly then: 'pause' | 'end' | 'report' | 'remove_member'
  readonly notice: Duration | undefined
}
