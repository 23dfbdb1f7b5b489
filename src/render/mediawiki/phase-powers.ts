import { isAssigned } from '../../charter/members.ts'
import type { GroupPowers, TargetPowers } from '../../safety/target-powers.ts'
import { changesAllGroups } from './group-rights.ts'
import type { NativeList } from './native-powers.ts'
import type { WikiSettings } from './wiki-settings.ts'

const NOTHING: ReadonlySet<string> = new Set()

/**
 * What the groups of a wiki can do to groups once a settings file is loaded on top of what stands: groups of the charter as the file has them,
 * abolished ones kept, stripped or gone, others as they are. Groups that nobody is put into by hand are left out.
 */
export function powersUnder(wiki: WikiSettings, today: TargetPowers): TargetPowers {
  const { charter, target, abolished, connector } = wiki
  const declared = charter.groups.get(target)
  const powers = new Map<string, GroupPowers>(
    [...today].filter(([name]) => declared?.has(name) !== true && !abolished.unset.includes(name)),
  )
  for (const name of abolished.keep) {
    const kept = today.get(name)
    if (kept !== undefined) powers.set(name, kept)
  }
  for (const name of abolished.strip)
    powers.set(name, { rights: NOTHING, adds: NOTHING, removes: NOTHING, addsToSelf: NOTHING, removesFromSelf: NOTHING })
  for (const { name, block, granted } of wiki.groups) if (isAssigned(block)) powers.set(name, powersOf(wiki, name, granted))
  if (connector !== undefined)
    powers.set(connector.name, {
      rights: new Set(connector.rights),
      // Whoever keeps the server puts Writ's account into its group, by the settings and a script: nobody on the wiki has to be able to.
      adds: new Set([...connector.add, connector.name]),
      removes: new Set([...connector.remove, connector.name]),
      addsToSelf: NOTHING,
      removesFromSelf: NOTHING,
    })
  return powers
}

function powersOf({ charter, target, powers: { rules } }: WikiSettings, name: string, granted: readonly string[]): GroupPowers {
  const listed = (list: NativeList) => rules.filter((rule) => rule.list === list && rule.holder === name).map((rule) => rule.group)
  const controlled = granted.flatMap((right) => {
    const controls = charter.rights.get(target)?.get(right)?.controls
    return typeof controls === 'object' ? [controls] : []
  })
  const all = granted.some((right) => changesAllGroups(charter, target, right))
  return {
    rights: new Set(granted),
    adds: all ? 'all' : new Set([...listed('AddGroups'), ...controlled.flatMap(({ add }) => add)]),
    removes: all ? 'all' : new Set([...listed('RemoveGroups'), ...controlled.flatMap(({ remove }) => remove)]),
    addsToSelf: new Set(listed('GroupsAddToSelf')),
    removesFromSelf: new Set(listed('GroupsRemoveFromSelf')),
  }
}
