import type { Json } from '../../kernel/json.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import { IMPLICIT_GROUPS } from '../../mediawiki/core-groups.ts'

/** How many accounts are in each group that is given by hand: `query.usergroups` of a siteinfo answer that was asked for numbers. */
export function membersFromSiteinfo(answer: Json): Result<ReadonlyMap<string, number>, string> {
  const rows = field(field(answer, 'query'), 'usergroups')
  const counted = (Array.isArray(rows) ? (rows as readonly Json[]) : []).flatMap((row) => {
    const [name, number] = [field(row, 'name'), field(row, 'number')]
    return typeof name === 'string' && typeof number === 'number' ? [[name, number] as const] : []
  })
  if (counted.length === 0)
    return err('it counts no members: ask `action=query&meta=siteinfo&siprop=usergroups&sinumberingroup=1&format=json&formatversion=2`')
  return ok(new Map(counted.filter(([name]) => !IMPLICIT_GROUPS.includes(name))))
}

function field(value: Json | undefined, name: string): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as { readonly [key: string]: Json | undefined })[name]
    : undefined
}
