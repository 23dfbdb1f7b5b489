/** What a condition is evaluated against, and what the evaluation answers. */
import type { Instant } from '../kernel/instant.ts'
import type { Json } from '../kernel/json.ts'
import type { Truth } from '../kernel/truth.ts'
import type { Clause, Id, People } from './model.ts'

/** What a source answers. `absent`: it was read completely and has no value here. */
export type Lookup =
  | { readonly kind: 'value'; readonly value: Json; readonly asOf?: Instant | undefined }
  | { readonly kind: 'absent'; readonly asOf?: Instant | undefined }
  | { readonly kind: 'unknown'; readonly why: string }

/** The lookups an evaluation needs; all of them speak of one person concerned, one request and one moment. */
export interface ConditionEnv {
  readonly now: Instant
  /** A fact of the person, or of the account where the fact is about accounts. */
  readonly fact: (fact: Id) => Lookup
  /** Whether the person holds a role with effect. */
  readonly holds: (role: Id) => Truth
  /** Whether such a statement stands; `by` empty = by anybody. */
  readonly statement: (statement: Id, by: readonly People[]) => Truth
  readonly resource: (property: string) => Lookup
  readonly action: (property: string) => Lookup
  readonly context: (property: string) => Lookup
  /** The ids by which the asker may be named in a resource; undefined if it is not known who asks. */
  readonly subject: readonly string[] | undefined
  /** Whether the source of a fact knows a value that the charter names; absent = every value is known. */
  readonly knows?: (fact: Id, value: string | number | boolean) => boolean
  /** Whether a condition is waived for this person, by an exception that runs now. */
  readonly waived?: (condition: Id) => boolean
}

export interface Evidence {
  readonly clause: Clause
  readonly text: string
  readonly truth: boolean
  /** When the source said so. */
  readonly asOf: Instant | undefined
}

export interface MissingEvidence {
  readonly clause: Clause
  /** `fact mail`, `resource owner`. */
  readonly what: string
  readonly why: string
}

export interface Evaluation {
  readonly truth: Truth
  /** What decided: the false parts of something false, the true parts of something true, all known parts of something unknown. */
  readonly evidence: readonly Evidence[]
  /** Empty unless unknown. */
  readonly missing: readonly MissingEvidence[]
}
