/** How every rule answers: allowed or not, under which clause, what is missing and who can help. */
import type { Clause } from '../charter/model.ts'

export interface Because {
  readonly clause: Clause
  /** One sentence for the person who must act. */
  readonly text: string
}

export interface Missing {
  readonly kind:
    | 'role'
    | 'fact'
    | 'stage'
    | 'statement'
    | 'condition'
    | 'seat'
    | 'account'
    | 'step-up'
    | 'authority'
    | 'document'
    | 'answer'
  readonly text: string
  /** What is unknown rather than false holds; it never grants and never ends. */
  readonly unknown: boolean
}

/** Somebody who could do it instead. */
export interface WhoCanHelp {
  /** A role id, or `operator`. */
  readonly role: string
  /** Handles of present holders. */
  readonly holders: readonly string[]
  readonly clause: Clause
  readonly how: string
}

export interface Decision {
  /** `pending`: allowed to start, but further approvers must confirm first; nothing has effect yet. */
  readonly outcome: 'allowed' | 'pending' | 'refused' | 'unknown'
  /** True for `allowed` alone. */
  readonly allowed: boolean
  readonly because: readonly Because[]
  readonly missing: readonly Missing[]
  readonly whoCanHelp: readonly WhoCanHelp[]
}
