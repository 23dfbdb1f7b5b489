import type { Roster } from '../../charter/roster.ts'
import type { CharterSource } from '../../charter/source.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Administrator } from '../../workflow/set-up.ts'

/** What is to be founded. */
export interface Plan {
  /** The charter's text as `charterDocument` makes it. */
  readonly document: string
  readonly source: CharterSource
  readonly administrator: Administrator
  readonly founders: Roster
}

export interface Preview {
  /** The entries that would be written, as sentences. */
  readonly entries: readonly string[]
  /** What would not be done, and why. */
  readonly remarks: readonly string[]
}

export interface Founded {
  /** The code that logs the administrator in once, and its end. */
  readonly code: string
  readonly until: Instant
  readonly remarks: readonly string[]
}

/** It cannot be founded as it stands; nothing was written. The message says why, a line for each reason. */
export class FoundingRefusedError extends Error {
  override name = 'FoundingRefusedError'
}

/** Founds the ledger of a data folder; given by the edge, which is how `writ setup` does it, too. */
export interface Foundry {
  /** Whether a ledger stands there, whoever founded it. */
  isFounded(): Promise<boolean>
  /** Does everything but write. Rejects with FoundingRefusedError. */
  preview(plan: Plan): Promise<Preview>
  /** undefined = somebody else was first. Rejects with FoundingRefusedError and WriterBusyError. */
  found(plan: Plan): Promise<Founded | undefined>
  /** Ids of the targets that have an address in the settings. */
  readonly connected: ReadonlySet<string>
  /** Servers that say who somebody is, whose accounts are those of no target. */
  readonly logins: readonly { readonly id: string; readonly title: string }[]
}
