import { OWN } from '../../charter/mediawiki/wiki.ts'
import type { Charter, Id } from '../../charter/model.ts'
import { byCodeUnit, type GroupRights } from './group-rights.ts'

/**
 * Extensions that granted rights come from, with those rights. A right whose extension is not there is granted all the same: MediaWiki
 * carries any name, and it works as soon as the extension comes.
 */
export function providerNames(charter: Charter, target: Id, groups: readonly GroupRights[]): ReadonlyMap<string, readonly string[]> {
  const granted = new Set(groups.flatMap((group) => group.granted))
  const found = new Map<string, string[]>()
  for (const [right, block] of charter.rights.get(target) ?? []) {
    const provider = block.providedBy
    if (provider === undefined || provider === OWN || !granted.has(right) || /^mediawiki\b/i.test(provider)) continue
    found.set(provider, [...(found.get(provider) ?? []), right])
  }
  return new Map([...found].toSorted((left, right) => byCodeUnit(left[0], right[0])))
}
