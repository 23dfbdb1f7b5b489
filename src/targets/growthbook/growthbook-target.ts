/**
 * GrowthBook 5 as a target, through its REST interface alone: SCIM cannot set roles of a project. Members come about by their first login; until then
 * a grant waits. Accounts are known by GrowthBook's id of the user and named by their e-mail address.
 */
import { instant, type Instant } from '../../kernel/instant.ts'
import { ok, type Result } from '../../kernel/result.ts'
import type { Observed, ObservedAccount, ReadScope, SeenMember, Target, TargetFailure } from '../../reconcile/target.ts'
import { membersPage, projectsPage, type Member } from './answers.ts'
import { applyToMember, removeMember } from './apply.ts'
import { openClient, type ClientOptions } from './client.ts'
import { inspectGrowthBook } from './inspect.ts'
import { hasLevel, NO_ACCESS, type Level, type PlacedLevel } from './levels.ts'

export interface GrowthBookOptions extends ClientOptions {
  readonly id: string
  readonly levels: ReadonlyMap<string, Level>
}

export function growthBookTarget(options: GrowthBookOptions): Target {
  const { id, levels, api, clock } = options
  const client = openClient(options)
  let last: Promise<unknown> = Promise.resolve()
  /** As the latest read found them: a change need not ask for the projects again. */
  let latest: ReadonlyMap<string, PlacedLevel> | undefined

  /** One after the other: two writers of one organisation lose each other's changes. */
  function alone<T>(run: () => Promise<T>): Promise<T> {
    const turn = last.then(run, run)
    last = turn.catch(() => undefined)
    return turn
  }

  /** Projects by name and by id. */
  async function projects(): Promise<Result<ReadonlyMap<string, string>, TargetFailure>> {
    const rows = await client.list(projectsPage, '/v1/projects')
    return rows.ok ? ok(new Map(rows.value.flatMap((row) => [[row.name, row.id] as const, [row.id, row.id] as const]))) : rows
  }

  /** The groups that can be given now, with their project's id. */
  async function placed(): Promise<Result<ReadonlyMap<string, PlacedLevel>, TargetFailure>> {
    const known = await projects()
    if (!known.ok) return known
    latest = new Map(
      [...levels].flatMap(([group, { role, project }]) => {
        const place = project === undefined ? undefined : known.value.get(project)
        return project !== undefined && place === undefined ? [] : [[group, { role, project: place }] as const]
      }),
    )
    return ok(latest)
  }

  async function read(scope: ReadScope): Promise<Result<Observed, TargetFailure>> {
    const known = await placed()
    if (!known.ok) return known
    const members = await client.list(membersPage, '/v1/members')
    if (!members.ok) return members
    const inScope = new Map([...known.value].filter(([group]) => scope.groups.includes(group)))
    const asked = new Set(scope.accounts)
    const accounts = members.value
      .map((member) => observe(member, inScope))
      .filter((one) => asked.has(one.id) || (scope.accountsOnly !== true && one.memberships.size > 0))
    return ok({
      target: id,
      at: clock.now(),
      accounts: new Map(accounts.map((one) => [one.id, one])),
      assignable: new Set(known.value.keys()),
      cursor: undefined,
    })
  }

  async function lookUp(names: readonly string[]): Promise<Result<ReadonlyMap<string, ObservedAccount>, TargetFailure>> {
    const known = await placed()
    if (!known.ok) return known
    const members = await client.list(membersPage, '/v1/members')
    if (!members.ok) return members
    const byName = new Map(members.value.map((member) => [member.email, member]))
    return ok(
      new Map(
        names.flatMap((name) => {
          const member = byName.get(name) ?? byName.get(name.toLowerCase())
          return member === undefined ? [] : [[name, observe(member, known.value)] as const]
        }),
      ),
    )
  }

  return {
    id,
    capabilities: { expiry: false, readBack: true, lock: false, concurrency: 1 },
    read: (scope) => alone(() => read(scope)),
    lookUp: (names) => alone(() => lookUp(names)),
    apply: (account, changes) =>
      alone(async () => {
        const known = latest === undefined ? await placed() : ok(latest)
        return known.ok ? applyToMember(client, known.value, account, changes) : known
      }),
    members: {
      list: () =>
        alone(async () => {
          const members = await client.list(membersPage, '/v1/members')
          return members.ok ? ok(members.value.map(seenMember)) : members
        }),
      remove: (account) => alone(() => removeMember(client, account)),
    },
    history: () => undefined,
    inspect: () => alone(async () => inspectGrowthBook(api.host, levels, await client.list(membersPage, '/v1/members'), await projects())),
  }
}

function observe(member: Member, levels: ReadonlyMap<string, PlacedLevel>): ObservedAccount {
  const held = [...levels].filter(([, level]) => hasLevel(member, level)).map(([group]) => [group, { until: undefined }] as const)
  return { id: member.id, name: member.email, memberships: new Map(held), locked: false }
}

/** Roles that only look: GrowthBook's licence counts whoever has nothing else as read-only. */
const LOOKING: ReadonlySet<string> = new Set([NO_ACCESS, 'readonly'])

function seenMember({ id, email, globalRole, projectRoles, lastLoginDate, dateCreated, managedbyIdp }: Member): SeenMember {
  const roles = [globalRole, ...projectRoles.map(({ role }) => role)]
  return {
    account: { id, name: email },
    reads: roles.every((role) => LOOKING.has(role)),
    lastLogin: momentOf(lastLoginDate),
    joined: momentOf(dateCreated),
    elsewhereManaged: managedbyIdp,
  }
}

function momentOf(text: string | undefined): Instant | undefined {
  const moment = text === undefined ? Number.NaN : Date.parse(text)
  return Number.isNaN(moment) ? undefined : instant(moment)
}
