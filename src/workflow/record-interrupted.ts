import { ok, type Result } from '../kernel/result.ts'
import { draft, type Origin } from '../ledger/entry.ts'
import { confirmedDraft } from '../reconcile/effect-drafts.ts'
import { parsePlanDocument } from '../reconcile/plan-document.ts'
import { confirmedSince, readBackFrom, shortfall } from '../reconcile/read-back.ts'
import type { Target, TargetFailure } from '../reconcile/target.ts'
import type { Instance } from './instance.ts'

/**
 * A run that was cut may have changed what it could not record any more. Reads the lines of its plan back and records those that stand as wanted;
 * nothing is sent again. How many were recorded.
 */
export async function recordInterrupted(
  instance: Instance,
  { key, origin, target }: { readonly key: string; readonly origin: Origin; readonly target: Target },
): Promise<Result<number, TargetFailure>> {
  let count = 0
  for (const { id, hash, state } of instance.journal.state.openPlans(target.id)) {
    const document = state === 'ready' ? await instance.store.document(hash) : undefined
    const plan = document === undefined ? undefined : parsePlanDocument(document)
    if (plan?.ok !== true) continue
    const isDone = confirmedSince(instance.journal.state.targetState(target.id), id)
    const open = plan.value.lines.filter((line) => !isDone(line))
    const read = readBackFrom(target, [...new Set(open.map(({ change }) => change.group))])
    const accounts = open.length === 0 ? ok(new Map()) : await read([...new Set(open.map(({ account }) => account.id))])
    if (!accounts.ok) return accounts
    const { expiry } = target.capabilities
    const stands = open.filter((line) => shortfall(line, accounts.value.get(line.account.id), expiry) === undefined)
    const left = open.length - stands.length
    if (stands.length === 0 && left > 0) continue
    const closed = draft('plan.closed', {
      plan: id,
      outcome: left === 0 ? 'applied' : 'partly',
      confirmed: plan.value.lines.length - left,
      failed: left,
    })
    const drafts = [...stands.map((line) => confirmedDraft(target.id, line, id, expiry)), closed]
    await instance.journal.command(`${key}/interrupted/${id}`, origin, () => ({ drafts, answer: null }))
    count += stands.length
  }
  return ok(count)
}
