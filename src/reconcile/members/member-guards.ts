import type { Charter, Id } from '../../charter/model.ts'
import type { State } from '../../ledger/state.ts'
import { allowedOf, CHANGES_ALWAYS_ALLOWED } from '../guard.ts'
import { waitsForTrial } from '../guard-source.ts'
import type { MemberLine } from './plan-members.ts'

/**
 * Why no member is removed in this run although some are to be: more than the target's guards let one run change, or the target before it was not
 * tried out. Undefined = nothing stops it.
 */
export function stopsRemoval(charter: Charter, state: State, target: Id, lines: readonly MemberLine[]): string | undefined {
  const removals = lines.filter(({ outcome }) => outcome === 'remove').length
  if (removals === 0) return undefined
  const [trial] = waitsForTrial(charter, state, target)
  if (trial !== undefined) return trial.text
  const { people, share } = charter.targets.get(target)?.guards ?? { people: CHANGES_ALWAYS_ALLOWED, share: 10 }
  const limit = Math.max(people, allowedOf(lines.length, share, 0))
  return removals > limit
    ? `${removals} of ${lines.length} members would be removed at once; ${limit} are allowed. Look at them with \`writ seats ${target}\`; if they are right, remove some by hand or raise \`targets.${target}.guards.people\``
    : undefined
}
