import type { Id } from '../charter/model.ts'
import { draft, type Draft, type Origin } from '../ledger/entry.ts'
import type { State } from '../ledger/state.ts'
import { isMemberPlan } from '../reconcile/members/member-guards.ts'
import type { PlannedRemoval } from '../reconcile/plan-document.ts'
import { withRetry } from '../reconcile/retry.ts'
import type { Target } from '../reconcile/target.ts'
import type { Instance } from './instance.ts'
import { lookAtMembers } from './look-at-members.ts'
import { closeStopped, stoppedPlan, stoppedTexts } from './stopped-plan.ts'
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
  const run = { ...command, key: `${command.key}/members` }
  const { entry, approved } = await stoppedPlan(instance, run, looked.value, isMemberPlan)
  if (entry !== undefined && !approved) return { removed: 0, held, problems: stoppedTexts(verdicts, entry), plan: entry }
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
  if (entry !== undefined) await closeStopped(instance, run, entry, removed, (plan.members ?? []).length - removed)
  return { removed, held, problems }
}

/** That the member is gone, and with it every membership that stood there. */
function removalDrafts(state: State, target: Id, { key, clause, text }: PlannedRemoval): readonly Draft[] {
  const stood = [...state.targetState(target).knownAll()].filter((one) => one.account === key && one.present)
  return [
    draft('member.removed', { target, account: key, clause, reason: text }),
    ...stood.map(({ group }) => draft('effect.confirmed', { target, account: key, group, present: 'no' })),
  ]
}
