import { rightsOfGroup } from '../members.ts'
import { coreRight } from '../../mediawiki/core-rights.ts'
import { stockGroupsOf, wikiOf, type Wiki } from '../mediawiki/wiki.ts'
import type { Charter, GroupBlock, Id, RightBlock } from '../model.ts'

/** A MediaWiki target with what the lints ask of it again and again. */
export interface WikiTarget {
  readonly target: Id
  readonly wiki: Wiki
  readonly rights: ReadonlyMap<string, RightBlock>
  /** Without those that are to be gone. */
  readonly groups: ReadonlyMap<string, GroupBlock>
  /** Rights that some living group has. */
  readonly granted: ReadonlySet<string>
  /** Rights that a member of the group has: everybody's included, also those the wiki gives by itself, its `denies` taken away. */
  readonly effective: ReadonlyMap<string, ReadonlySet<string>>
  /** Groups that the wiki has by itself, of its release or of the extensions listed, with their rights. */
  readonly stock: ReadonlyMap<string, ReadonlySet<string>>
  /** Whether the charter says what visitors and what members may do: then it means to describe the whole wiki. */
  readonly whole: boolean
}

export function wikisOf(charter: Charter): readonly WikiTarget[] {
  return [...charter.targets.keys()].flatMap((target) => {
    const wiki = wikiOf(charter, target)
    if (wiki === undefined) return []
    const all = charter.groups.get(target) ?? new Map<string, GroupBlock>()
    const groups = new Map([...all].filter(([, block]) => block.abolished === undefined))
    const stock = stockGroupsOf(wiki)
    const own = new Map([...groups.keys()].map((name) => [name, rightsOfGroup(charter, target, name)]))
    return [
      {
        target,
        wiki,
        rights: charter.rights.get(target) ?? new Map<string, RightBlock>(),
        groups,
        granted: new Set([...own.values()].flatMap((rights) => [...rights])),
        effective: effectiveRights(groups, own, (name) => (all.has(name) ? [] : (stock.get(name) ?? []))),
        stock,
        whole: ['everyone', 'registered'].every((kind) => [...groups.values()].some(({ implicit }) => implicit === kind)),
      },
    ]
  })
}

function effectiveRights(
  groups: ReadonlyMap<string, GroupBlock>,
  own: ReadonlyMap<string, ReadonlySet<string>>,
  leftAlone: (implicit: string) => Iterable<string>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const of = (kind: 'everyone' | 'registered') =>
    [...groups].flatMap(([name, block]) => (block.implicit === kind ? [...(own.get(name) ?? [])] : []))
  const everyone = [...of('everyone'), ...leftAlone('*')]
  const members = [...everyone, ...of('registered'), ...leftAlone('user')]
  return new Map(
    [...groups].map(([name, block]) => {
      const rights = new Set([...(own.get(name) ?? []), ...(block.implicit === 'everyone' ? everyone : members)])
      for (const denied of block.denies) rights.delete(denied)
      return [name, rights]
    }),
  )
}

/** A right that is named like a level of protection, as `editprotectedtemplates`, and is none. */
export function looksLikeLevel(right: string, block: RightBlock): boolean {
  return !block.protects && block.providedBy === undefined && /^edit[\w-]*protected/.test(right) && coreRight(right) === undefined
}
