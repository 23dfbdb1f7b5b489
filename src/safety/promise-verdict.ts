import type { Clause } from '../charter/model.ts'

/** What the check says of a promise; `null` = not checked, or not known without a roster. Never kept by default. */
export interface PromiseVerdict {
  readonly text: string
  readonly clause: Clause
  readonly kept: true | false | null
  /** For the person who must act, with clauses in backticks. */
  readonly why: string
  /** The clauses that `why` names, most telling first: their places are worth showing. */
  readonly because: readonly Clause[]
}

/** The answer of one kind of promise. */
export type PromiseAnswer = Pick<PromiseVerdict, 'kept' | 'why' | 'because'>
