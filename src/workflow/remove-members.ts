import type { Id } from '../charter/model.ts'
import { draft, type Draft, type Origin } from '../ledger/entry.ts'
import type { State } from '../ledger/state.ts'
import { isApproved } from '../reconcile/approve-once.ts'
import { isMemberPlan } from '../reconcile/members/member-guards.ts'
import type { PlannedRemoval } from '../reconcile/plan-document.ts'
import { withRetry } from '../reconcile/retry.ts'
import type { Target } from '../reconcile/target.ts'
import { json } from './answer.ts'
import type { Instance } from './instance.ts'
import { lookAtMembers, type MembersLook } from './look-at-members.ts'
import { pauseOfAll } from './pause.ts'

export interface RemoveCommand {
  readonly key: string
  readonly origin: Origin
  readonly target: Id
}

export interface RemovalOutcome {
  /** Members that were removed and seen to be gone. */
  readonly removed: number
  /** Members of whom something is unknown, or who are to go and may not: they stay. */
  readonly held: number
  /** What stopped the removals or went wrong; the next run tries again. */
  readonly problems: readonly string[]
  /** The entry of the stopped plan that a person may let run once; undefined = nothing stops them. */
  readonly plan?: number
}

export const noRemovals: RemovalOutcome = { removed: 0, held: 0, problems: [] }

/**
 * Takes members out of a target whose charter says who may be one (`members`): whoever fails a condition, or did not log in for long. Nobody while
 * something is unknown, nobody whom a guard keeps, and nobody at all where a run would hit many, unless a person let exactly these removals run
 * once. What they held stays: who logs in anew and fulfils the conditions gets it back with the next run.
 */
export async function removeMembers(instance: Instance, command: RemoveCommand, target: Target): Promise<RemovalOutcome> {
  const { members } = target
  const looked = await lookAtMembers(instance, command.target)
  if (!looked.ok) return { ...noRemovals, problems: [looked.error] }
  if (looked.value === undefined || members === undefined) return noRemovals
  const { lines, plan, verdicts } = looked.value
  const held = lines.filter(({ outcome }) => outcome === 'hold' || outcome === 'skip').length
  const { stopped, approved } = await stoppedPlan(instance, command, looked.value)
  if (stopped !== undefined && !approved)
    return {
      removed: 0,
      held,
      problems: verdicts.map(({ text }) => `${text}; or let it run once: \`writ approve ${stopped}\``),
      plan: stopped,
    }
  const problems: string[] = []
  let removed = 0
  for (const line of plan.members ?? []) {
    if (instance.stopping?.() === true || pauseOfAll(instance.journal.state) !== undefined) break
    // seen to be gone, not only answered: the port asks for it
    const done = await withRetry(() => members.remove(line.account), instance.sleep)
    if (!done.ok) problems.push(`\`${line.account.name}\`: ${done.error.message}`)
    else {
      removed += 1
      const key = `${command.key}/member/${removed}`
      await instance.journal.command(key, command.origin, (now) => ({ drafts: removalDrafts(now, command.target, line), answer: null }))
    }
  }
  if (stopped !== undefined) await close(instance, command, stopped, removed, (plan.members ?? []).length - removed)
  return { removed, held, problems }
}

/**
 * The stopped plan of these removals, stored if it is a new one; others that are open say something that is no more so, and are dropped, but for what
 * somebody approved. None where nothing stops them.
 */
async function stoppedPlan(
  instance: Instance,
  command: RemoveCommand,
  { plan, hash, text, verdicts }: MembersLook,
): Promise<{ readonly stopped: number | undefined; readonly approved: boolean }> {
  const isOpen = instance.journal.state.openPlans(command.target).some(isMemberPlan)
  if (verdicts.length === 0 && !isOpen) return { stopped: undefined, approved: false }
  const answer = await instance.journal.command(`${command.key}/members`, command.origin, (state, now, next) => {
    const open = state.openPlans(command.target).filter(isMemberPlan)
    const guards = [...new Set(verdicts.map(({ guard }) => guard))]
    const kept = verdicts.length === 0 ? undefined : open.find((one) => one.hash === hash && sameNames(one.guards, guards))
    const dropped = open
      .filter((one) => one !== kept && (one.approval === undefined || one.approval.until <= now))
      .map((one) => draft('plan.closed', { plan: one.id, outcome: 'dropped', confirmed: 0, failed: 0 }))
    if (verdicts.length === 0) return { drafts: dropped, answer: json({ stopped: null, approved: false }) }
    if (kept !== undefined) {
      const approved = verdicts.every(({ overridable }) => overridable) && isApproved(kept, hash, plan.revision, now)
      return { drafts: dropped, answer: json({ stopped: kept.id, approved }) }
    }
    const lines = plan.members?.length ?? 0
    const made = draft('plan.made', { target: command.target, plan: hash, lines, urgency: 'routine', state: 'stopped', guards })
    const answered = json({ stopped: next + dropped.length, approved: false })
    return { drafts: [...dropped, made], documents: new Map([[hash, text]]), answer: answered }
  })
  const { stopped, approved } = answer as { readonly stopped: number | null; readonly approved: boolean }
  return { stopped: stopped ?? undefined, approved }
}

function sameNames(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name) => other.includes(name))
}

async function close(instance: Instance, command: RemoveCommand, plan: number, confirmed: number, failed: number): Promise<void> {
  await instance.journal.command(`${command.key}/members/closed`, command.origin, () => ({
    drafts: [draft('plan.closed', { plan, outcome: failed === 0 ? 'applied' : 'partly', confirmed, failed })],
    answer: null,
  }))
}

/** That the member is gone, and with it every membership that stood there. */
function removalDrafts(state: State, target: Id, { key, clause, text }: PlannedRemoval): readonly Draft[] {
  const stood = [...state.targetState(target).knownAll()].filter((one) => one.account === key && one.present)
  return [
    draft('member.removed', { target, account: key, clause, reason: text }),
    ...stood.map(({ group }) => draft('effect.confirmed', { target, account: key, group, present: 'no' })),
  ]
}
