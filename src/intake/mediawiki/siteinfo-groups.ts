/** Groups as `meta=siteinfo&siprop=usergroups` answers them: https://www.mediawiki.org/wiki/API:Siteinfo. The one reader of such answers. */
import type { Json } from '../../kernel/json.ts'
import { list, map, texts } from './api-json.ts'
import type { PowerList } from './rules.ts'

export interface SiteinfoGroup {
  readonly name: string
  readonly rights: readonly string[]
  /** How many accounts are in it; undefined = the answer does not count. */
  readonly number: number | undefined
  /** Whom its members may put in and take out without `userrights`. */
  readonly lists: Readonly<Record<PowerList, readonly string[]>>
}

/** `query.usergroups` of an answer; undefined where it holds none, or groups without a name. */
export function groupsOfSiteinfo(answer: Json): readonly SiteinfoGroup[] | undefined {
  const groups: SiteinfoGroup[] = []
  for (const row of list(map(map(answer)?.['query'])?.['usergroups']).map(map)) {
    if (typeof row?.['name'] !== 'string') return undefined
    const { name, number } = row
    groups.push({
      name,
      rights: texts(row['rights']),
      number: typeof number === 'number' ? number : undefined,
      lists: {
        AddGroups: texts(row['add']),
        RemoveGroups: texts(row['remove']),
        GroupsAddToSelf: texts(row['add-self']),
        GroupsRemoveFromSelf: texts(row['remove-self']),
      },
    })
  }
  return groups.length === 0 ? undefined : groups
}
