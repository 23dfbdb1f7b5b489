import { randomBytes, createHash } from 'node:crypto'
import type { Instant } from '../../kernel/instant.ts'
import type { SubjectId } from '../../ledger/entry.ts'
import type { Errand, Kept } from './provider.ts'
import { createWaiting } from './waiting.ts'

/** Somebody on the way to another server and back. */
export interface Transaction {
  readonly provider: string
  readonly errand: Errand
  readonly kept: Kept
  /** The page of ours to come back to. */
  readonly next: string
  /** Who set out to add a way of logging in, or to confirm; undefined = somebody who is not logged in. */
  readonly person: SubjectId | undefined
}

/** So many can be on the way at a time; whoever set out first must start again. */
const MOST = 5000

export interface Transactions {
  /** Remembers it under a name that cannot be guessed. */
  begin(transaction: Transaction, now: Instant): string
  /** Hands it out once; undefined = there is none of that name, or no longer. */
  take(name: string | undefined, now: Instant): Transaction | undefined
}

/** Of a name only a hash is kept: who looks into the memory cannot go on in somebody's place. */
export function createTransactions(): Transactions {
  const open = createWaiting<Transaction>(MOST)
  const hashed = (name: string) => createHash('sha256').update(name).digest('base64url')
  return {
    begin(transaction, now) {
      const name = randomBytes(32).toString('base64url')
      open.put(hashed(name), transaction, now)
      return name
    },
    take: (name, now) => open.take(hashed(name ?? ''), now),
  }
}
