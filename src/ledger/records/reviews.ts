import type { Instant } from '../../kernel/instant.ts'
import type { SubjectId } from '../entry.ts'

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
