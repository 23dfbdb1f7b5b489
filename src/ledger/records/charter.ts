import type { Instant } from '../../kernel/instant.ts'
import type { SubjectId } from '../entry.ts'

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
