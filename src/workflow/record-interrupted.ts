import { ok, type Result } from '../kernel/result.ts'
import { draft, type Origin } from '../ledger/entry.ts'
import { confirmedDraft } from '../reconcile/effect-drafts.ts'
import { parsePlanDocument } from '../reconcile/plan-document.ts'
import type { PlanLine } from '../reconcile/plan-value.ts'
import { confirmedSince, readBackFrom, shortfall } from '../reconcile/read-back.ts'
import type { Target, TargetFailure } from '../reconcile/target.ts'
import type { Instance } from './instance.ts'

/** A plan whose run was cut before it could record what it had done. */
export interface Interrupted {
  /** The entry that made the plan. */
  readonly plan: number
  /** Lines that stand on the target as wanted, and of which the ledger knows nothing. */
  readonly stands: readonly PlanLine[]
  /** How many lines do not stand. */
  readonly left: number
  readonly lines: number
}

/** What runs that were cut had changed and could not record any more, read back from the target. Nothing is written. */
export async function interruptedRuns(instance: Instance, target: Target): Promise<Result<readonly Interrupted[], TargetFailure>> {
  const found: Interrupted[] = []
  for (const { id, hash, state } of instance.journal.state.openPlans(target.id)) {
    const document = state === 'ready' ? await instance.store.document(hash) : undefined
    const plan = document === undefined ? undefined : parsePlanDocument(document)
    if (plan?.ok !== true) continue
    const { lines } = plan.value
    const isDone = confirmedSince(instance.journal.state.targetState(target.id), id)
    const open = lines.filter((line) => !isDone(line))
    const read = readBackFrom(target, [...new Set(open.map(({ change }) => change.group))])
    const accounts = open.length === 0 ? ok(new Map()) : await read([...new Set(open.map(({ account }) => account.id))])
    if (!accounts.ok) return accounts
    const { expiry } = target.capabilities
    const stands = open.filter((line) => shortfall(line, accounts.value.get(line.account.id), expiry) === undefined)
    const left = open.length - stands.length
    if (stands.length > 0 || left === 0) found.push({ plan: id, stands, left, lines: lines.length })
  }
  return ok(found)
}

/** Records what runs that were cut had changed; nothing is sent again. How many changes were recorded. */
export async function recordInterrupted(
  instance: Instance,
  { key, origin, target }: { readonly key: string; readonly origin: Origin; readonly target: Target },
): Promise<Result<number, TargetFailure>> {
  const found = await interruptedRuns(instance, target)
  if (!found.ok) return found
  let count = 0
  for (const { plan, stands, left, lines } of found.value) {
    const closed = draft('plan.closed', { plan, outcome: left === 0 ? 'applied' : 'partly', confirmed: lines - left, failed: left })
    const drafts = [...stands.map((line) => confirmedDraft(target.id, line, plan, target.capabilities.expiry)), closed]
    await instance.journal.command(`${key}/interrupted/${plan}`, origin, () => ({ drafts, answer: null }))
    count += stands.length
  }
  return ok(count)
}
