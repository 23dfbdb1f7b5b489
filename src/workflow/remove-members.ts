import type { Id } from '../charter/model.ts'
import { draft, type Draft, type Origin } from '../ledger/entry.ts'
import type { State } from '../ledger/state.ts'
import { stopsRemoval } from '../reconcile/members/member-guards.ts'
import type { MemberLine } from '../reconcile/members/plan-members.ts'
import { withRetry } from '../reconcile/retry.ts'
import type { Target } from '../reconcile/target.ts'
import { readFacts } from './facts.ts'
import type { Instance } from './instance.ts'
import { knownNow } from './known.ts'
import { memberLines } from './member-lines.ts'

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
}

export const noRemovals: RemovalOutcome = { removed: 0, held: 0, problems: [] }

/**
 * Takes members out of a target whose charter says who may be one (`members`): whoever fails a condition, or did not log in for long. Nobody while
 * something is unknown, nobody whom a guard keeps, and nobody at all where a run would hit many. What they held stays: who logs in anew and
 * fulfils the conditions gets it back with the next run.
 */
export async function removeMembers(instance: Instance, command: RemoveCommand, target: Target): Promise<RemovalOutcome> {
  const { charter } = await instance.charters.inForce(instance.journal.state)
  const block = charter.targets.get(command.target)?.members
  const { members } = target
  if (members === undefined || block === undefined || (block.requires.length === 0 && block.inactive === undefined)) return noRemovals
  const facts = await readFacts(instance)
  const seen = await withRetry(() => members.list(), instance.sleep)
  if (!seen.ok) return { ...noRemovals, problems: [seen.error.message] }
  const { state } = instance.journal
  const lines = memberLines(knownNow(charter, state, instance.outside.clock.now(), facts), command.target, seen.value)
  const held = lines.filter(({ outcome }) => outcome === 'hold' || outcome === 'skip').length
  const stop = stopsRemoval(charter, state, command.target, lines)
  if (stop !== undefined) return { removed: 0, held, problems: [stop] }
  const problems: string[] = []
  let removed = 0
  for (const line of lines.filter(({ outcome }) => outcome === 'remove')) {
    if (instance.stopping?.() === true) break
    // seen to be gone, not only answered: the port asks for it
    const done = await withRetry(() => members.remove(line.account), instance.sleep)
    if (!done.ok) problems.push(`\`${line.account.name}\`: ${done.error.message}`)
    else {
      removed += 1
      const key = `${command.key}/member/${removed}`
      await instance.journal.command(key, command.origin, (now) => ({ drafts: removalDrafts(now, command.target, line), answer: null }))
    }
  }
  return { removed, held, problems }
}

/** That the member is gone, and with it every membership that stood there. */
function removalDrafts(state: State, target: Id, { account, clause, text }: MemberLine): readonly Draft[] {
  const key = `${target}:${account.id}`
  const stood = [...state.targetState(target).knownAll()].filter((one) => one.account === key && one.present)
  return [
    draft('member.removed', { target, account: key, clause, reason: text }),
    ...stood.map(({ group }) => draft('effect.confirmed', { target, account: key, group, present: 'no' })),
  ]
}
