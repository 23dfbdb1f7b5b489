import type { Charter, Id } from '../../charter/model.ts'

/**
 * What the file does with groups that the charter abolishes. `unset`: they are gone. `strip`: they stay without rights and powers, so that
 * members can still be taken out by the API. `keep`: as they are, for the time in which their holders move.
 */
export type Abolition = 'unset' | 'strip' | 'keep'

export interface AbolishedGroups {
  readonly unset: readonly string[]
  readonly strip: readonly string[]
  readonly keep: readonly string[]
}

/**
 * Sorts the abolished groups. A group known to have members is never unset: MediaWiki would keep the memberships and let nobody take them
 * away, and they would be back with the group. It is stripped instead. So are groups to be swept: no setting defines
 * them any more, and only a definition lets the members that they still have be taken out.
 */
export function abolishedGroups(
  charter: Charter,
  target: Id,
  abolition: Abolition,
  stillHeld: readonly string[],
  sweep: readonly string[],
): AbolishedGroups {
  const declared = charter.groups.get(target)
  const swept = [...new Set(sweep)].filter((name) => declared?.has(name) !== true || declared.get(name)?.abolished !== undefined)
  const names = [...(charter.groups.get(target) ?? [])].flatMap(([name, block]) => (block.abolished === undefined ? [] : [name]))
  if (abolition === 'keep') return { unset: [], strip: swept, keep: names.filter((name) => !swept.includes(name)) }
  const unset = abolition === 'unset' ? names.filter((name) => !stillHeld.includes(name) && !swept.includes(name)) : []
  return { unset, strip: [...new Set([...names.filter((name) => !unset.includes(name)), ...swept])], keep: [] }
}
