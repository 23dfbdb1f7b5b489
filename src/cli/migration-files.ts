import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Charter, Id } from '../charter/model.ts'
import type { Roster } from '../charter/roster.ts'
import { groupsOfSiteinfo } from '../intake/mediawiki/siteinfo-groups.ts'
import { instant } from '../kernel/instant.ts'
import type { Json } from '../kernel/json.ts'
import { IMPLICIT_GROUPS } from '../mediawiki/core-groups.ts'
import type { Office } from '../reconcile/migration/mapping.ts'
import type { Survey, SurveyedGroup, SurveyedHolder } from '../reconcile/target.ts'
import { terminalText } from '../render/terminal.ts'
import { targetPowersOf } from '../safety/target-powers.ts'
import { needCharter } from './charter-files.ts'
import { exit, StopError } from './command.ts'
import { readRoster } from './roster-file.ts'

const row = z.object({
  userid: z.int().optional(),
  name: z.string(),
  groups: z.array(z.string()).optional(),
  implicitgroups: z.array(z.string()).default([]),
  groupmemberships: z.array(z.object({ group: z.string() })).optional(),
})
const listing = z.object({ query: z.object({ allusers: z.array(row).optional(), users: z.array(row).optional() }) })

/**
 * What stands on a target, from files: `from` a saved `meta=siteinfo&siprop=usergroups` or a charter; `holders` a saved `list=allusers` with
 * `auprop=groups|implicitgroups` or `list=users` with `usprop=groupmemberships` (several pages: a JSON array of them), or a roster where `from` is a charter.
 */
export async function surveyOfFiles(target: Id, from: string, holders: string | undefined): Promise<Survey> {
  const text = await readText(from)
  const json = text === undefined ? undefined : jsonOf(text)
  if (json !== undefined) {
    const rows = groupsOfSiteinfo(json)
    if (rows === undefined)
      throw new StopError(
        `writ: \`${terminalText(from)}\` is no answer of meta=siteinfo with siprop=usergroups and formatversion=2`,
        exit.findings,
      )
    const groups = rows.map(({ name, rights, lists }): [string, SurveyedGroup] => {
      const all = rights.includes('userrights') || rights.includes('userrights-interwiki')
      return [
        name,
        {
          assignable: !IMPLICIT_GROUPS.includes(name),
          rights,
          adds: all ? 'all' : lists.AddGroups,
          removes: all ? 'all' : lists.RemoveGroups,
          addsToSelf: lists.GroupsAddToSelf,
          removesFromSelf: lists.GroupsRemoveFromSelf,
        },
      ]
    })
    return survey(new Map(groups), holders === undefined ? [] : await holdersOfListing(holders))
  }
  const { charter } = (await needCharter(from)).source
  const declared = charter.groups.get(target) ?? new Map()
  const plain = (names: 'all' | ReadonlySet<string>) => (names === 'all' ? names : [...names])
  const groups = [...targetPowersOf(charter, target)].map(([name, powers]): [string, SurveyedGroup] => [
    name,
    {
      assignable: declared.get(name)?.implicit === undefined && declared.get(name)?.promote === undefined,
      rights: [...powers.rights],
      adds: plain(powers.adds),
      removes: plain(powers.removes),
      addsToSelf: [...powers.addsToSelf],
      removesFromSelf: [...powers.removesFromSelf],
    },
  ])
  return survey(new Map(groups), holders === undefined ? [] : holdersOfRoster(charter, target, await readRoster(holders, charter)))
}

/** Who is to hold what, by a roster. */
export function officesOfRoster(roster: Roster, target: Id): readonly Office[] {
  return roster.people.flatMap(({ handle, accounts, roles }) =>
    accounts
      .filter((account) => account.target === target)
      .flatMap(({ name }) =>
        roles.map(({ role, from }): Office => ({
          account: name,
          person: handle,
          role,
          evidence: `roster: ${handle} holds role \`${role}\`${from === undefined ? '' : ` since ${from}`}`,
        })),
      ),
  )
}

function survey(groups: ReadonlyMap<string, SurveyedGroup>, holders: readonly SurveyedHolder[]): Survey {
  return { at: instant(0), groups, holders, strays: true, connector: undefined }
}

async function holdersOfListing(path: string): Promise<readonly SurveyedHolder[]> {
  const text = await readText(path)
  const json = text === undefined ? undefined : jsonOf(text)
  const pages = z.array(listing).safeParse(Array.isArray(json) ? json : [json])
  if (!pages.success)
    throw new StopError(`writ: \`${terminalText(path)}\` is no answer of list=allusers or list=users with formatversion=2`, exit.findings)
  return pages.data.flatMap(({ query }) =>
    [...(query.allusers ?? []), ...(query.users ?? [])].flatMap(({ userid, name, groups, implicitgroups, groupmemberships }) => {
      const explicit =
        groupmemberships?.map(({ group }) => group) ??
        (groups ?? []).filter((group) => !implicitgroups.includes(group) && !IMPLICIT_GROUPS.includes(group))
      return explicit.length === 0 ? [] : [{ account: { id: String(userid ?? name), name }, groups: explicit }]
    }),
  )
}

function holdersOfRoster(charter: Charter, target: Id, roster: Roster): readonly SurveyedHolder[] {
  return roster.people.flatMap(({ accounts, roles }) =>
    accounts
      .filter((account) => account.target === target)
      .flatMap(({ name }) => {
        const groups = [...new Set(roles.flatMap(({ role }) => charter.roles.get(role)?.gives.get(target) ?? []))]
        return groups.length === 0 ? [] : [{ account: { id: name, name }, groups }]
      }),
  )
}

/** undefined = a folder, or not there: a charter then. */
async function readText(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined)
}

function jsonOf(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}
