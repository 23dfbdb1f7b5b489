/** What a target needs from outside besides its system. */
import type { Instant } from '../kernel/instant.ts'

export interface TargetClock {
  now(): Instant
}

/** Waits; tests pass one that does not. */
export type Sleep = (milliseconds: number) => Promise<void>
