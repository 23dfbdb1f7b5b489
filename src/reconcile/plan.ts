import type { TargetEffects } from '../decide/effect.ts'
import { compare } from './compare.ts'
import { judgeDifferences } from './judge-difference.ts'
import { withoutLastHolders } from './last-holder.ts'
import type { PlanInput } from './plan-input.ts'
import type { ConfigurationIssue, Plan, PlanLine } from './plan-value.ts'
import { plannedGroups, type PlannedGroup } from './scope.ts'
import type { Observed } from './target.ts'

/**
 * What is to be done so that the target is equal to what was decided. A membership is removed only if Writ once confirmed it; what is unknown to
 * Writ is drift, or awaits adoption. A group missing on the target is an issue of configuration, never an empty group. Routine plans leave out
 * what is urgent, so that it neither waits for their guards nor counts in them.
 */
export function planTarget(input: PlanInput): Plan {
  const { charter, target, state, effects, observed } = input
  const groups = plannedGroups(charter, target)
  const known = state.targetState(target)
  const compared = compare({ target, groups, wanted: effects.memberships, observed, known, expiry: input.expiry ?? true })
  const judged = judgeDifferences(input, compared.differences)
  const routine = input.urgent !== true
  const kept = routine ? withoutLastHolders(input, judged.lines) : { lines: judged.lines, skipped: [] }
  return {
    target,
    urgency: routine ? 'routine' : 'urgent',
    revision: input.revision,
    lines: inOrder(kept.lines),
    drift: judged.drift,
    gone: routine ? judged.gone : [],
    settled: judged.settled,
    skipped: [...judged.skipped, ...kept.skipped],
    issues: routine ? configurationIssues(groups, observed, effects) : [],
    counts: {
      accounts: observed.accounts.size,
      memberships: compared.memberships,
      matching: compared.matching,
      known: compared.known,
      vanished: judged.vanished,
      untouched: { ...judged.untouched, unmanagedGroup: compared.outsideGroups, released: compared.released },
    },
  }
}

/** By account, then group: the same plan always has the same text and hash. */
export function inOrder(lines: readonly PlanLine[]): readonly PlanLine[] {
  return lines.toSorted((left, right) => order(left.key, right.key) || order(left.change.group, right.change.group))
}

function order(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}

function configurationIssues(
  groups: ReadonlyMap<string, PlannedGroup>,
  { assignable, target }: Observed,
  effects: TargetEffects,
): readonly ConfigurationIssue[] {
  return [...groups]
    .filter(([group, { given }]) => given && !assignable.has(group))
    .map(([group]) => {
      const wanted = effects.memberships.filter((one) => one.group === group).length
      const text = `\`${target}\` has no group \`${group}\` that can be assigned, ${wanted} memberships wait for it; bring its settings up to date with \`writ render\``
      return { kind: 'configuration', group, text }
    })
}
