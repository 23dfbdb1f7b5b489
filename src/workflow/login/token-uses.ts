import type { Instant } from '../../kernel/instant.ts'

/** When tokens were used last, beside the ledger: none of it is a record. */
export interface TokenUses {
  /** Notes a use; to the minute, for a request is no reason to write to the disk. */
  note(token: string, now: Instant): void
  /** undefined = never, as far as is known. */
  of(token: string): Instant | undefined
  close(): void
}
