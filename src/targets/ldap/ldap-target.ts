/**
 * Groups of a directory server as a target. The account of writ needs to read people and groups and to write the members of the managed groups,
 * nothing else. Ends of memberships and a log are no part of LDAP.
 */
import { withDirectory, type DirectoryAccess } from '../../ldap/connection.ts'
import { disablePerson } from '../../ldap/disable.ts'
import { memberKey, memberValue, readGroups, readPeople, type DirectoryGroup, type DirectoryPerson } from '../../ldap/people.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { Change, Observed, ObservedAccount, ReadScope, Target, TargetFailure } from '../../reconcile/target.ts'
import type { TargetClock } from '../outside.ts'
import { openGroupWriter } from './group-writer.ts'
import { inspectDirectory } from './inspect.ts'

export interface LdapOptions {
  readonly id: string
  readonly access: DirectoryAccess
  readonly clock: TargetClock
  /** The groups the charter manages there: only for `inspect`. */
  readonly groups?: readonly string[]
}

/** Members outside the people's part of the directory are shown under their distinguished name, so that nobody is overlooked. */
const OUTSIDE = 'dn:'

export function ldapTarget({ id, access, clock, groups: managed = [] }: LdapOptions): Target {
  const { settings } = access
  const write = openGroupWriter(access)

  async function read(scope: ReadScope): Promise<Result<Observed, TargetFailure>> {
    const at = clock.now()
    return await withDirectory(access, 'people and groups', async (directory) => {
      const groups = scope.groups.length === 0 ? [] : await readGroups(directory, settings, scope.groups)
      const asked = new Set(scope.accounts)
      const people = await readPeople(
        directory,
        settings,
        scope.accountsOnly === true ? { attribute: 'id', values: scope.accounts } : undefined,
      )
      const personOf = finder(people)
      const inside = new Map<DirectoryPerson, Memberships>()
      const outside = new Map<string, Memberships>()
      for (const { name, members } of groups)
        for (const member of members) {
          const person = personOf(member)
          if (person === undefined) put(outside, member, name)
          else put(inside, person, name)
        }
      const accounts = new Map<string, ObservedAccount>()
      for (const person of people)
        if (inside.has(person) || asked.has(person.id)) accounts.set(person.id, observed(person, inside.get(person)))
      for (const [member, names] of outside) {
        const account = OUTSIDE + member
        if (scope.accountsOnly !== true || asked.has(account))
          accounts.set(account, observed({ id: account, name: member, disabled: false }, names))
      }
      return { target: id, at, accounts, assignable: assignable(groups, scope.groups), cursor: undefined }
    })
  }

  /** Finds whom a group names; nearly always as the entry itself is spelled. */
  function finder(people: readonly DirectoryPerson[]): (member: string) => DirectoryPerson | undefined {
    const spelled = new Map(people.map((person) => [memberValue(settings, person), person]))
    const byKey = new Map(people.map((person) => [memberKey(settings, memberValue(settings, person)), person]))
    return (member) => spelled.get(member) ?? byKey.get(memberKey(settings, member))
  }

  /** Groups that are there, and those that are made when they are needed. */
  const assignable = (groups: readonly DirectoryGroup[], asked: readonly string[]) =>
    new Set([...groups.map(({ name }) => name), ...(settings.makes_groups ? asked : [])])

  return {
    id,
    // Changes that come together are sent together, one request a group.
    capabilities: { expiry: false, readBack: true, lock: settings.disables, concurrency: 50 },
    read,
    lookUp: async (names) =>
      await withDirectory(access, 'people by name', async (directory) => {
        const people = await readPeople(directory, settings, { attribute: 'name', values: names })
        return new Map(people.map((person) => [person.name, observed(person)]))
      }),
    apply: async (account, changes) => {
      const member = await memberOf(account.id)
      if (!member.ok) return member
      const results = await Promise.all(
        changes.map(async (change) =>
          change.kind === 'set-end' ? ok(undefined) : await write(change.group, member.value, kindOf(change)),
        ),
      )
      return results.find((result) => !result.ok) ?? ok(undefined)
    },
    ...(settings.disables ? { lock: async (account) => await disablePerson(access, account.id) } : {}),
    history: () => undefined,
    inspect: async () => await inspectDirectory(access, managed),
  }

  async function memberOf(account: string): Promise<Result<string, TargetFailure>> {
    if (account.startsWith(OUTSIDE)) return ok(account.slice(OUTSIDE.length))
    const found = await withDirectory(access, 'a person', async (directory) => {
      const [person] = await readPeople(directory, settings, { attribute: 'id', values: [account] })
      return person === undefined ? undefined : memberValue(settings, person)
    })
    if (!found.ok) return found
    return found.value === undefined
      ? err({ kind: 'invalid', code: 'no-such-account', message: `the directory has no person with the id ${account}` })
      : ok(found.value)
  }
}

const kindOf = (change: Exclude<Change, { kind: 'set-end' }>) => change.kind

type Memberships = Map<string, { readonly until: undefined }>

/** LDAP knows no ends. */
const WITHOUT_END = { until: undefined }

function put<K>(into: Map<K, Memberships>, whom: K, group: string): void {
  const known = into.get(whom)
  if (known === undefined) into.set(whom, new Map([[group, WITHOUT_END]]))
  else known.set(group, WITHOUT_END)
}

function observed(
  person: Pick<DirectoryPerson, 'id' | 'name' | 'disabled'>,
  memberships: ReadonlyMap<string, { readonly until: undefined }> = new Map(),
): ObservedAccount {
  return { id: person.id, name: person.name, memberships, locked: person.disabled }
}
