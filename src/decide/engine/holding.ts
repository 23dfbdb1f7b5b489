import type { Id } from '../../charter/model.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Json } from '../../kernel/json.ts'

/** What one person holds with effect, now or at a time that is known: plain JSON, `null` where there is no limit. */
export interface Holding {
  /** The handle, by which questions name the person. */
  readonly id: string
  /** Further ids by which a resource may name them as its owner. Account names count by themselves. */
  readonly names: readonly string[]
  /** Departed, or locked everywhere: every answer is no. */
  readonly locked: boolean
  readonly accounts: readonly HeldAccount[]
  readonly roles: readonly HeldRole[]
  readonly facts: readonly HeldFact[]
  /** Statements that stand about the person. */
  readonly statements: readonly { readonly statement: Id; readonly until: Instant | null }[]
}

export interface HeldAccount {
  readonly target: Id
  readonly name: string
  readonly locked: boolean
  readonly memberships: readonly HeldMembership[]
}

export interface HeldMembership extends Period {
  readonly group: string
}

export interface HeldRole extends Period {
  readonly role: Id
}

/** From the first moment on, up to and without the last. */
export interface Period {
  readonly from: Instant | null
  readonly until: Instant | null
}

export interface HeldFact {
  readonly fact: Id
  readonly value: Json
  /** When the source said so; null = not known, which is too old for a fact with `fresh`. */
  readonly asOf: Instant | null
}

/** Everybody, and up to when it may be used: at `stale` something changes that no period in it tells of. */
export interface Holdings {
  /** Entries of the ledger they rest on; 0 = none. */
  readonly ledger: number
  readonly stale: Instant | null
  readonly people: readonly Holding[]
}
