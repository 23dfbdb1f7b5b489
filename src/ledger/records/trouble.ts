import type { Instant } from '../../kernel/instant.ts'
import type { SubjectId } from '../entry.ts'

export interface Suspension {
  readonly id: number
  readonly subject: SubjectId
  readonly from: Instant
  /** The longest it may last; undefined = until it is decided. */
  readonly until: Instant | undefined
  /** `misuse`, `compromised`, `investigation`. */
  readonly cause: string
  readonly clause: string
  readonly decidedBy: readonly string[]
  /** When the person first gave their side. */
  readonly heard: Instant | undefined
}

/** A reported concern. Its words are not part of the state: reading them is an entry. */
export interface CaseRecord {
  readonly id: number
  /** About whom; undefined = nobody in particular. */
  readonly subject: SubjectId | undefined
  /** Who reports; undefined = without a name. */
  readonly by: SubjectId | undefined
  /** The role that reads it. */
  readonly handledBy: string
  readonly at: Instant
  readonly closed: Instant | undefined
  /** The entries it consists of: the report, notes, readings, referrals. */
  readonly entries: readonly number[]
}
