/**
 * Everything that anybody holds on a wiki, for a migration. `list=allusers&augroup=` knows only groups that are defined; members of one that is
 * gone stand in the database all the same and are found only by going through all accounts.
 */
import { ok, type Result } from '../../kernel/result.ts'
import type { Survey, SurveyedGroup, SurveyedHolder, TargetFailure } from '../../reconcile/target.ts'
import type { TargetClock } from '../outside.ts'
import { holdersAnswer, surveyAnswer } from './answers.ts'
import type { Client, Parameters } from './client.ts'
import { multi, batches } from './multi.ts'
import { readPages } from './pages.ts'
import { readAssignable } from './read.ts'
import { userBatch } from './users.ts'

/** A wiki with more accounts is asked for the members of its groups alone: going through all of them would take hundreds of calls. */
const ACCOUNTS_GONE_THROUGH = 50_000
/** Rights that reach every group: whoever has one has no lists of groups in the wiki's answer. */
const ALL_GROUPS: readonly string[] = ['userrights', 'userrights-interwiki']

export async function surveyWiki({
  client,
  clock,
}: {
  readonly client: Client
  readonly clock: TargetClock
}): Promise<Result<Survey, TargetFailure>> {
  const at = clock.now()
  const assignable = await readAssignable(client)
  if (!assignable.ok) return assignable
  const site = await client.call(surveyAnswer, { action: 'query', meta: 'siteinfo', siprop: 'usergroups|statistics' })
  if (!site.ok) return site
  const session = await client.session()
  if (!session.ok) return session
  const groups = new Map<string, SurveyedGroup>()
  for (const { name, rights, ...lists } of site.value.query.usergroups) {
    const all = ALL_GROUPS.some((right) => rights.includes(right))
    groups.set(name, {
      assignable: assignable.value.has(name),
      rights,
      adds: all ? 'all' : (lists.add ?? []),
      removes: all ? 'all' : (lists.remove ?? []),
      addsToSelf: lists['add-self'] ?? [],
      removesFromSelf: lists['remove-self'] ?? [],
    })
  }
  // Groups defined by revocation or inheritance only are assignable, though `siteinfo` does not list them.
  for (const name of assignable.value)
    if (!groups.has(name))
      groups.set(name, { assignable: true, rights: undefined, adds: [], removes: [], addsToSelf: [], removesFromSelf: [] })
  const strays = (site.value.query.statistics?.users ?? 0) <= ACCOUNTS_GONE_THROUGH
  const holders = await listHolders(client, strays ? undefined : batches([...assignable.value], userBatch(session.value.highLimits)))
  if (!holders.ok) return holders
  return ok({ at, groups, holders: holders.value, strays, connector: { account: String(session.value.id), groups: session.value.groups } })
}

/** Accounts with explicit memberships: all of them, or those of groups in these batches. */
async function listHolders(
  client: Client,
  groups: readonly (readonly string[])[] | undefined,
): Promise<Result<readonly SurveyedHolder[], TargetFailure>> {
  const found = new Map<string, SurveyedHolder>()
  const asked: readonly Parameters[] = groups === undefined ? [{}] : groups.map((batch) => ({ augroup: multi(batch) }))
  for (const narrowed of asked) {
    const parameters = { list: 'allusers', auprop: 'groups|implicitgroups', aulimit: 'max', ...narrowed }
    const done = await readPages(client, holdersAnswer, { parameters, key: 'aufrom' }, (answer) => {
      for (const { userid, name, groups: effective, implicitgroups } of answer.query.allusers) {
        const explicit = effective.filter((group) => !implicitgroups.includes(group))
        if (explicit.length > 0) found.set(String(userid), { account: { id: String(userid), name }, groups: explicit })
      }
      return undefined
    })
    if (!done.ok) return done
  }
  return ok([...found.values()])
}
