import type { Id } from '../charter/model.ts'
import { draft, type Origin } from '../ledger/entry.ts'
import type { PlanRecord } from '../ledger/state.ts'
import { isApproved } from '../reconcile/approve-once.ts'
import type { GuardVerdict } from '../reconcile/guard.ts'
import type { PlannedLines } from '../reconcile/plan-document.ts'
import { json } from './answer.ts'
import type { Instance } from './instance.ts'

/** What a run would do besides the memberships of groups, and what stops it. */
export interface SideLook {
  readonly plan: PlannedLines
  readonly text: string
  readonly hash: string
  readonly verdicts: readonly GuardVerdict[]
}

export interface SideRun {
  readonly key: string
  readonly origin: Origin
  readonly target: Id
}

/** The stopped plan, if something stops it, and whether a person lets it run once all the same. */
export interface Stopped {
  readonly entry: number | undefined
  readonly approved: boolean
}

/**
 * Keeps what a guard stops as a plan that a person may let run once, stored if it says something new. Others of its kind (`isOne`) that are open are
 * no longer so, and are dropped, but for what somebody approved. None where nothing stops it.
 */
export async function stoppedPlan(
  instance: Instance,
  { key, origin, target }: SideRun,
  { plan, hash, text, verdicts }: SideLook,
  isOne: (record: PlanRecord) => boolean,
): Promise<Stopped> {
  const isOpen = instance.journal.state.openPlans(target).some(isOne)
  if (verdicts.length === 0 && !isOpen) return { entry: undefined, approved: false }
  const answer = await instance.journal.command(`${key}/stopped`, origin, (state, now, next) => {
    const open = state.openPlans(target).filter(isOne)
    const guards = [...new Set(verdicts.map(({ guard }) => guard))]
    const kept = verdicts.length === 0 ? undefined : open.find((one) => one.hash === hash && sameNames(one.guards, guards))
    const dropped = open
      .filter((one) => one !== kept && (one.approval === undefined || one.approval.until <= now))
      .map((one) => draft('plan.closed', { plan: one.id, outcome: 'dropped', confirmed: 0, failed: 0 }))
    if (verdicts.length === 0) return { drafts: dropped, answer: json({ entry: null, approved: false }) }
    if (kept !== undefined) {
      const approved = verdicts.every(({ overridable }) => overridable) && isApproved(kept, hash, plan.revision, now)
      return { drafts: dropped, answer: json({ entry: kept.id, approved }) }
    }
    const lines = (plan.members ?? plan.accounts ?? []).length
    const made = draft('plan.made', { target, plan: hash, lines, urgency: 'routine', state: 'stopped', guards })
    const documents = new Map([[hash, text]])
    return { drafts: [...dropped, made], documents, answer: json({ entry: next + dropped.length, approved: false }) }
  })
  const { entry, approved } = answer as { readonly entry: number | null; readonly approved: boolean }
  return { entry: entry ?? undefined, approved }
}

function sameNames(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name) => other.includes(name))
}

/** What stopped it, each with what lets it run. */
export function stoppedTexts(verdicts: readonly GuardVerdict[], entry: number): readonly string[] {
  return verdicts.map(({ text }) => `${text}; or let it run once: \`writ approve ${entry}\``)
}

/** A stopped plan that was let run is over. */
export async function closeStopped(
  instance: Instance,
  { key, origin }: SideRun,
  plan: number,
  done: number,
  failed: number,
): Promise<void> {
  await instance.journal.command(`${key}/stopped/closed`, origin, () => ({
    drafts: [draft('plan.closed', { plan, outcome: failed === 0 ? 'applied' : 'partly', confirmed: done, failed })],
    answer: null,
  }))
}
