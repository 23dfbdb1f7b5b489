import type { Instant } from '../../kernel/instant.ts'

export interface Notice {
  readonly id: number
  readonly at: Instant
}

/** A job, or all of them, was told to pause by this entry. */
export interface Pause {
  readonly id: number
  readonly at: Instant
}
