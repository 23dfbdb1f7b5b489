import type { Clause, Id } from '../../charter/model.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Json } from '../../kernel/json.ts'

/** Who asks. */
export type Asker =
  /** A person by the handle that the holdings know. With several accounts on one target, any of them suffices and the answer names it. */
  | { readonly kind: 'person'; readonly id: string }
  /** One account on a target, by its name there. */
  | { readonly kind: 'account'; readonly target: Id; readonly name: string }
  /** Somebody who has an account everywhere and holds these roles with effect, and nothing else. */
  | { readonly kind: 'roles'; readonly roles: readonly Id[] }
  /** Not logged in. */
  | { readonly kind: 'anonymous' }

/** Named properties as they were sent. A property that is not there is absent. */
export type Properties = Readonly<Record<string, Json>>

/** What is to be done, apart from who does it. */
export interface Deed {
  readonly target: Id
  readonly right: string
  readonly resource?: Properties | undefined
  readonly action?: Properties | undefined
  readonly context?: Properties | undefined
  readonly now: Instant
}

export interface Question extends Deed {
  readonly asker: Asker
  /**
   * What the asking system says of the asker. It counts only for facts whose source is that target or `request`; there it beats what was
   * stored, for the source itself speaks.
   */
  readonly subject?: Properties | undefined
}

export type Reason =
  | 'given'
  /** The charter knows no such right on this target. */
  | 'no-such-right'
  | 'nobody-known'
  | 'locked'
  | 'not-given'
  | 'taken-away'
  /** A right without which this one has no effect is missing. */
  | 'needs'
  /** The right is held for some cases only, and this is none of them. */
  | 'narrowed'
  | 'gate'

export interface Ground {
  readonly code: Reason
  readonly clause: Clause
}

/** The state of knowledge that an answer rests on. */
export interface Revision {
  /** Entries of the ledger folded into the holdings: a later entry is not in the answer. 0 = from a charter or roster alone. */
  readonly ledger: number
  /** Hash of the charter; empty if the caller gave none. */
  readonly charter: string
}

/** The short answer: yes or no, and the clauses it rests on. `explain` tells the rest. */
export interface Verdict {
  /** `unknown` is a no: something that would decide is not known. */
  readonly outcome: 'allowed' | 'refused' | 'unknown'
  readonly allowed: boolean
  /** Never empty. */
  readonly because: readonly Ground[]
  /** Of several accounts of the person on the target, the one the answer speaks of. */
  readonly account: string | undefined
  readonly revision: Revision
}
