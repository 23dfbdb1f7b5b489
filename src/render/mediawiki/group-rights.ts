import { rightsOfGroup } from '../../charter/members.ts'
import type { Charter, GroupBlock, Id } from '../../charter/model.ts'
import { originOf, wikiOf, type Wiki } from '../../charter/mediawiki/wiki.ts'
import { ALL_GROUPS_RIGHTS, STOCK_GROUPS } from '../../charter/mediawiki/stock.ts'

/** A living group of the charter with the rights it has on the wiki. */
export interface GroupRights {
  readonly name: string
  readonly block: GroupBlock
  /** Exactly these, sorted; `includes` are followed, so that the wiki's own inheritance is not needed. */
  readonly granted: readonly string[]
  /** Rights that MediaWiki gives to the group by itself and the charter does not, sorted. */
  readonly refused: readonly string[]
  /** Rights of the charter that are not handed out because they change groups past every rule. */
  readonly withheld: readonly string[]
  /** Rights of the charter that a later release brings than the one the target says it is: not given before it is there. */
  readonly newer: readonly { readonly right: string; readonly since: number }[]
}

/** The living groups of a target with their rights, in the order of the charter. */
export function groupRights(charter: Charter, target: Id): readonly GroupRights[] {
  const wiki = wikiOf(charter, target)
  const direct = charter.targets.get(target)?.direct === true
  return [...(charter.groups.get(target) ?? [])].flatMap(([name, block]): GroupRights[] => {
    if (block.abolished !== undefined) return []
    const all = [...rightsOfGroup(charter, target, name)].toSorted(byCodeUnit)
    const withheld = direct ? [] : all.filter((right) => changesAllGroups(charter, target, right))
    const newer =
      wiki === undefined ? [] : all.flatMap((right) => newerThan(wiki, right, charter.rights.get(target)?.get(right)?.providedBy))
    const granted = all.filter((right) => !withheld.includes(right) && newer.every((one) => one.right !== right))
    const stock = [...(STOCK_GROUPS.get(name) ?? []), ...withheld]
    const refused = [...new Set(stock)].filter((right) => !granted.includes(right)).toSorted(byCodeUnit)
    return [{ name, block, granted, refused, withheld, newer }]
  })
}

function newerThan(wiki: Wiki, right: string, provider: string | undefined): GroupRights['newer'] {
  const origin = originOf(wiki, right, provider)
  return origin.kind === 'newer' ? [{ right, since: origin.since }] : []
}

/** Whether a right lets its holder change any group of anybody, past every stage. */
export function changesAllGroups(charter: Charter, target: Id, right: string): boolean {
  return ALL_GROUPS_RIGHTS.includes(right) || charter.rights.get(target)?.get(right)?.controls === 'all-groups'
}

export function byCodeUnit(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
