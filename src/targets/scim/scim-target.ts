/**
 * Any system that takes users and groups by SCIM 2.0 as a target. A group of the charter is the group of this `displayName`; accounts are known by the
 * system's id and named by `userName`. SCIM knows no end of a membership and has no log.
 */
import { err, ok, type Result } from '../../kernel/result.ts'
import type { Change, Observed, ObservedAccount, ReadScope, Target, TargetFailure } from '../../reconcile/target.ts'
import { group, groupName, page, user, type Group, type User } from './answers.ts'
import { applyToAccount, deactivate } from './apply.ts'
import { GONE, openScimClient, type ScimClientOptions } from './client.ts'
import { inspectScim } from './inspect.ts'
import { makeGroup, makeUser } from './provision.ts'

export interface ScimTargetOptions extends ScimClientOptions {
  readonly id: string
  /** The groups the charter manages there: only for `inspect`. */
  readonly groups?: readonly string[]
  /** What Writ may make there besides memberships; nothing if absent. */
  readonly provision?: ScimProvision | undefined
}

export interface ScimProvision {
  /** What a user is called: `handle`, or the fact of the charter that says it; absent: no users are made. */
  readonly users?: string | undefined
  /** The fact of the charter that holds the e-mail address. */
  readonly mail?: string | undefined
  /** A group of the charter that is not there is made when its first member comes. */
  readonly groups?: boolean | undefined
}

/** Above so many names the whole listing costs less than a question for each. */
const FEW_NAMES = 20

export function scimTarget(options: ScimTargetOptions): Target {
  const { id, api, clock, groups: managed = [], provision = {} } = options
  const client = openScimClient(options)
  /** As the latest read found them: a change need not list the groups again. */
  let latest: ReadonlyMap<string, string> | undefined
  /** Names that several groups have. */
  let twice: ReadonlySet<string> = new Set()

  /** Ids by name. Of two groups with one name neither is meant. */
  async function groupIds(): Promise<Result<ReadonlyMap<string, string>, TargetFailure>> {
    const rows = await client.list(page(groupName), '/Groups?excludedAttributes=members')
    if (!rows.ok) return rows
    const times = Map.groupBy(rows.value, ({ displayName }) => displayName)
    twice = new Set([...times].flatMap(([name, { length }]) => (length > 1 ? [name] : [])))
    latest = new Map([...times].flatMap(([name, [one, another]]) => (one === undefined || another !== undefined ? [] : [[name, one.id]])))
    return ok(latest)
  }

  /** Groups that are there once, and those that are made when they are needed; of a name that two have neither. */
  function assignable(ids: ReadonlyMap<string, string>, asked: readonly string[]): ReadonlySet<string> {
    return new Set([...ids.keys(), ...(provision.groups === true ? asked.filter((name) => !twice.has(name)) : [])])
  }

  /** Makes the groups that are to get somebody and are not there; the ids anew if there were any. */
  async function withNewGroups(
    ids: ReadonlyMap<string, string>,
    changes: readonly Change[],
  ): Promise<Result<ReadonlyMap<string, string>, TargetFailure>> {
    const needed = changes.flatMap(({ kind, group: name }) => (kind === 'add' && !ids.has(name) && !twice.has(name) ? [name] : []))
    if (provision.groups !== true || needed.length === 0) return ok(ids)
    // somebody may have made it since the groups were listed: of two, neither would be meant
    const now = await groupIds()
    if (!now.ok) return now
    const missing = needed.filter((name) => !now.value.has(name) && !twice.has(name))
    if (missing.length === 0) return now
    for (const name of missing) {
      const made = await makeGroup(client, name)
      if (!made.ok) return made
    }
    return groupIds()
  }

  async function usersOf(scope: ReadScope): Promise<Result<readonly User[], TargetFailure>> {
    if (scope.accountsOnly !== true) return client.list(page(user), '/Users')
    const users: User[] = []
    for (const account of scope.accounts) {
      const found = await client.get(user, `/Users/${encodeURIComponent(account.toWellFormed())}`)
      if (found.ok) users.push(found.value)
      else if (found.error.code !== GONE) return found
    }
    return ok(users)
  }

  async function read(scope: ReadScope): Promise<Result<Observed, TargetFailure>> {
    const at = clock.now()
    const ids = await groupIds()
    if (!ids.ok) return ids
    const groups: Group[] = []
    for (const name of scope.groups) {
      const groupId = ids.value.get(name)
      const found = groupId === undefined ? undefined : await client.get(group, `/Groups/${encodeURIComponent(groupId)}`)
      if (found?.ok === false) return found
      if (found !== undefined) groups.push(found.value)
    }
    const users = await usersOf(scope)
    if (!users.ok) return users
    const inside = new Map<string, string[]>()
    // A member that is no user, such as a group within the group, is shown too: nobody is overlooked.
    const names = new Map(groups.flatMap(({ members }) => members.map(({ value, display }) => [value, display ?? value] as const)))
    for (const { displayName, members } of groups)
      for (const { value } of members) inside.set(value, [...(inside.get(value) ?? []), displayName])
    const known = new Map(users.value.map((one) => [one.id, one]))
    const members = scope.accountsOnly === true ? [] : inside.keys()
    const shown = new Set([...members, ...scope.accounts.filter((one) => known.has(one) || inside.has(one))])
    const accounts = [...shown].map((account) =>
      observed(known.get(account) ?? { id: account, userName: names.get(account) ?? account, active: true }, inside.get(account) ?? []),
    )
    return ok({
      target: id,
      at,
      accounts: new Map(accounts.map((one) => [one.id, one])),
      assignable: assignable(ids.value, scope.groups),
      cursor: undefined,
    })
  }

  async function lookUp(names: readonly string[]): Promise<Result<ReadonlyMap<string, ObservedAccount>, TargetFailure>> {
    const asked = names.filter((name) => name !== '' && name.isWellFormed())
    const users: User[] = []
    if (asked.length > FEW_NAMES) {
      const all = await client.list(page(user), '/Users')
      if (!all.ok) return all
      users.push(...all.value)
    } else
      for (const name of asked) {
        const found = await client.list(page(user), `/Users?filter=${encodeURIComponent(`userName eq ${JSON.stringify(name)}`)}`)
        if (!found.ok) return found
        users.push(...found.value)
      }
    // The standard does not tell names apart by the case of their letters.
    const byName = new Map(users.map((one) => [one.userName.toLowerCase(), one]))
    return ok(
      new Map(
        asked.flatMap((name) => {
          const one = byName.get(name.toLowerCase())
          return one === undefined ? [] : [[name, observed(one, [])] as const]
        }),
      ),
    )
  }

  return {
    id,
    capabilities: { expiry: false, readBack: true, lock: true, concurrency: 1 },
    read,
    lookUp,
    apply: async (account, changes) => {
      const known = latest === undefined ? await groupIds() : ok(latest)
      const ids = known.ok ? await withNewGroups(known.value, changes) : known
      if (!ids.ok) return ids
      const done = await applyToAccount(client, ids.value, account, changes)
      // A group may have come or gone since it was listed.
      if (!done.ok && (done.error.code === 'unknown-group' || done.error.code === 'gone')) latest = undefined
      return done.ok || done.error.code !== 'gone' ? done : err({ ...done.error, code: 'unknown-group' })
    },
    lock: (account) => deactivate(client, account),
    history: () => undefined,
    ...(provision.users === undefined
      ? {}
      : { provisions: { name: provision.users, mail: provision.mail, make: (account) => makeUser(client, account) } }),
    inspect: async () => inspectScim(client, api.host, managed, provision.groups === true),
  }
}

function observed({ id, userName, active }: Omit<User, 'meta'>, groups: readonly string[]): ObservedAccount {
  return { id, name: userName, memberships: new Map(groups.map((name) => [name, { until: undefined }])), locked: !active }
}
