import type { Json } from '../../kernel/json.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import { IMPLICIT_GROUPS } from '../../mediawiki/core-groups.ts'
import { groupsOfSiteinfo } from './siteinfo-groups.ts'

/** How many accounts are in each group that is given by hand: `query.usergroups` of a siteinfo answer that was asked for numbers. */
export function membersFromSiteinfo(answer: Json): Result<ReadonlyMap<string, number>, string> {
  const counted = (groupsOfSiteinfo(answer) ?? []).flatMap(({ name, number }) => (number === undefined ? [] : [[name, number] as const]))
  if (counted.length === 0)
    return err('it counts no members: ask `action=query&meta=siteinfo&siprop=usergroups&sinumberingroup=1&format=json&formatversion=2`')
  return ok(new Map(counted.filter(([name]) => !IMPLICIT_GROUPS.includes(name))))
}
