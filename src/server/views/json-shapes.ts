import type { MadeAccounts } from '../../workflow/make-accounts.ts'
import type { RemovalOutcome } from '../../workflow/remove-members.ts'
import { formatInstant, instant } from '../../kernel/instant.ts'
import type { ApplyOutcome } from '../../reconcile/apply.ts'

/** A moment as JSON shows it, ISO 8601; null where there is none. */
export function isoOrNull(moment: number | undefined): string | null {
  return moment === undefined ? null : formatInstant(instant(moment))
}

/** What became of the members of a target; `plan` waits for somebody who lets it run once, null where nothing does. */
export function membersJson({ removed, held, problems, plan }: RemovalOutcome): object {
  return { removed, held, problems, plan: plan ?? null }
}

/** Accounts that were made; `plan` waits for somebody who lets it run once, null where nothing does. */
export function accountsJson({ made, problems, plan }: MadeAccounts): object {
  return { made, problems, plan: plan ?? null }
}

/** What became of a plan; null where it did not run. */
export function outcomeJson(outcome: ApplyOutcome | undefined): object | null {
  if (outcome === undefined) return null
  const { confirmed, failed, skipped, tasks, left, stopped } = outcome
  const why = stopped === undefined ? null : { kind: stopped.kind, code: stopped.code, message: stopped.message }
  return { confirmed, failed, skipped, tasks, left, stopped: why }
}
