import { randomBytes, createHash } from 'node:crypto'
import type { Instant } from '../../kernel/instant.ts'
import type { SubjectId } from '../../ledger/entry.ts'
import type { Errand, Kept } from './provider.ts'

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

/** How long the other server and the person may take. */
const LIFE_MS = 600_000
/** So many can be on the way at a time; whoever set out first must start again. */
const MOST = 5000

export interface Transactions {
  /** Remembers it under a name that cannot be guessed. */
  begin(transaction: Transaction, now: Instant): string
  /** Hands it out once; undefined = there is none of that name, or no longer. */
  take(name: string | undefined, now: Instant): Transaction | undefined
}

/** In memory: a restart of the server makes people start their login again, and nothing else. */
export function createTransactions(): Transactions {
  const open = new Map<string, { readonly since: Instant; readonly transaction: Transaction }>()
  const hashed = (name: string) => createHash('sha256').update(name).digest('base64url')
  return {
    begin(transaction, now) {
      for (const [name, { since }] of open) {
        if (open.size < MOST && now - since <= LIFE_MS) break
        open.delete(name)
      }
      const name = randomBytes(32).toString('base64url')
      open.set(hashed(name), { since: now, transaction })
      return name
    },
    take(name, now) {
      const key = hashed(name ?? '')
      const found = open.get(key)
      open.delete(key)
      return found === undefined || now - found.since > LIFE_MS ? undefined : found.transaction
    },
  }
}
