import type { Charter, Id } from '../charter/model.ts'
import type { State } from '../ledger/state.ts'
import type { PlanLine, Skipped } from './plan-value.ts'
import type { Observed } from './target.ts'

interface LastHolderInput {
  readonly charter: Charter
  readonly target: Id
  readonly state: State
  readonly observed: Observed
}

/** A role of `keep_last` that a plan would leave without any holder on the target, and the lines that would do it. */
export interface LastHolderLoss {
  readonly role: Id
  readonly lines: readonly PlanLine[]
}

/**
 * Which roles of `keep_last` would lose their last holder on this target. Resigning is always possible, even for the last holder, and does not
 * count; if several would go at once, all of those lines are named: which one stays is for people to decide.
 */
export function lastHolderLosses(input: LastHolderInput, lines: readonly PlanLine[]): readonly LastHolderLoss[] {
  const { charter, target, state, observed } = input
  const removed = new Set(
    lines.filter(({ change }) => change.kind === 'remove').map(({ account, change }) => `${account.id}\n${change.group}`),
  )
  const added = lines.filter(({ change }) => change.kind === 'add')
  return (charter.targets.get(target)?.guards.keepLast ?? []).flatMap((role) => {
    const groups = charter.roles.get(role)?.gives.get(target) ?? []
    const losing = lines.filter(({ change }) => change.kind === 'remove' && groups.includes(change.group))
    if (losing.length === 0 || groups.length === 0) return []
    const holds = (id: string, group: string) => observed.accounts.get(id)?.memberships.has(group) === true
    const stays = [...observed.accounts.keys()].some((id) => groups.every((group) => holds(id, group) && !removed.has(`${id}\n${group}`)))
    const joins = added.some(
      ({ account, change }) => groups.includes(change.group) && groups.every((group) => group === change.group || holds(account.id, group)),
    )
    const taken = losing.filter((line) => !isResignation(state, line) && groups.every((group) => holds(line.account.id, group)))
    return stays || joins || taken.length === 0 ? [] : [{ role, lines: taken }]
  })
}

function isResignation(state: State, line: PlanLine): boolean {
  return line.because.grant !== undefined && state.grant(line.because.grant)?.ended?.cause === 'resigned'
}

/** Takes the lines that would remove a last holder out of a plan and says so. */
export function withoutLastHolders(
  input: LastHolderInput,
  lines: readonly PlanLine[],
): { readonly lines: readonly PlanLine[]; readonly skipped: readonly Skipped[] } {
  const losses = lastHolderLosses(input, lines)
  if (losses.length === 0) return { lines, skipped: [] }
  const held = new Set(losses.flatMap((loss) => loss.lines))
  const skipped = losses.flatMap(({ role, lines: taken }) =>
    taken.map(({ key, change }) => ({
      kind: 'last-holder' as const,
      key,
      group: change.group,
      text: `nobody else would hold role \`${role}\` here; give it to somebody first, or let the holder resign`,
    })),
  )
  return { lines: lines.filter((line) => !held.has(line)), skipped }
}
