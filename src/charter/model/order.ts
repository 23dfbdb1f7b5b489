import type { Duration } from '../../kernel/duration.ts'
import type { MarkableCode } from '../codes.ts'
import type { Stage } from './roles.ts'
import type { Clause, Id, People, RightRef } from './words.ts'

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
