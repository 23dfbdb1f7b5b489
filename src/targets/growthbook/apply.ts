/**
 * Changes of one member. GrowthBook writes the whole list of members at each change and loses what others wrote at the same time, logins too; so each
 * change begins with what stands, is written once, and is looked at again until it stands.
 */
import { err, ok, type Result } from '../../kernel/result.ts'
import type { AccountRef, Change, TargetFailure } from '../../reconcile/target.ts'
import { failure } from '../mediawiki/failure.ts'
import { anything, membersPage, type Member } from './answers.ts'
import type { Client } from './client.ts'
import { NO_ACCESS, withLevel, withoutLevel, type PlacedLevel, type Standing } from './levels.ts'

const WRITES = 4
const ADMIN = 'admin'

/** The member with this id as it stands now; undefined = gone. One call where the address is still the known one. */
export async function findMember(client: Client, account: AccountRef): Promise<Result<Member | undefined, TargetFailure>> {
  const page = await client.call(membersPage, 'GET', `/v1/members?limit=100&userEmail=${encodeURIComponent(account.name.toWellFormed())}`)
  const found = page.ok ? page.value.rows.find(({ id }) => id === account.id) : undefined
  if (!page.ok || found !== undefined) return page.ok ? ok(found) : page
  const all = await client.list(membersPage, '/v1/members')
  return all.ok ? ok(all.value.find(({ id }) => id === account.id)) : all
}

export async function applyToMember(
  client: Client,
  levels: ReadonlyMap<string, PlacedLevel>,
  account: AccountRef,
  changes: readonly Change[],
): Promise<Result<void, TargetFailure>> {
  const unknown = changes.find(({ group }) => !levels.has(group))
  const member = await findMember(client, account)
  if (!member.ok) return member
  if (member.value === undefined)
    return err(failure('invalid', 'no-such-account', `no member has the id ${account.id}; a first login makes one`))
  const wanted = (standing: Standing) => reached(standing, changes, levels)
  const done = await converge(client, account, member.value, wanted)
  if (!done.ok || unknown === undefined) return done
  return err(failure('invalid', 'unknown-group', `GrowthBook has no project or role for the group \`${unknown.group}\``))
}

/** Removals first: a level that takes the place of another one stays. */
function reached(standing: Standing, changes: readonly Change[], levels: ReadonlyMap<string, PlacedLevel>): Standing {
  let next = standing
  for (const removing of [true, false])
    for (const { kind, group } of changes) {
      const level = levels.get(group)
      if (level === undefined || (kind === 'remove') !== removing) continue
      next = removing ? withoutLevel(next, level) : withLevel(next, level)
    }
  return next
}

async function converge(
  client: Client,
  account: AccountRef,
  first: Member,
  wanted: (standing: Standing) => Standing,
): Promise<Result<void, TargetFailure>> {
  let member: Member = first
  for (let write = 0; ; write += 1) {
    const standing: Standing = { role: member.globalRole, projectRoles: member.projectRoles }
    const next = wanted(standing)
    if (next.role === standing.role && sameRoles(next, standing)) return ok(undefined)
    if (write === WRITES)
      return err(failure('unavailable', 'not-converged', `what was written of \`${account.name}\` was lost ${WRITES} times`))
    const refusal = member.managedbyIdp ? managed(account) : await lastAdmin(client, standing, next)
    if (refusal !== undefined) return err(refusal)
    const written = await client.call(anything, 'POST', path(account, '/role'), { member: changed(standing, next) })
    if (!written.ok) return written
    const again = await findMember(client, account)
    if (!again.ok) return again
    if (again.value === undefined) return err(failure('invalid', 'no-such-account', `the member \`${account.name}\` went meanwhile`))
    member = again.value
  }
}

/** Only what differs: a list left out stays as it is, an omitted role too. */
function changed(before: Standing, after: Standing): object {
  return {
    ...(before.role === after.role ? {} : { role: after.role, environments: [] }),
    ...(sameRoles(before, after) ? {} : { projectRoles: after.projectRoles }),
  }
}

function sameRoles(left: Standing, right: Standing): boolean {
  return JSON.stringify(left.projectRoles) === JSON.stringify(right.projectRoles)
}

/**
 * Takes a member out: first everything the member may do, then the membership, so that a removal that fails half-way leaves no access.
 */
export async function removeMember(client: Client, account: AccountRef): Promise<Result<void, TargetFailure>> {
  for (let write = 0; ; write += 1) {
    const member = await findMember(client, account)
    if (!member.ok) return member
    if (member.value === undefined) return ok(undefined)
    if (write === WRITES)
      return err(failure('unavailable', 'not-converged', `\`${account.name}\` is still a member after ${WRITES} removals`))
    if (write === 0) {
      const stripped = await converge(client, account, member.value, () => ({ role: NO_ACCESS, projectRoles: [] }))
      if (!stripped.ok) return stripped
    }
    const deleted = await client.call(anything, 'DELETE', path(account, ''))
    if (!deleted.ok && deleted.error.code !== 'no-such-account') return deleted
  }
}

const path = ({ id }: AccountRef, rest: string) => `/v1/members/${encodeURIComponent(id)}${rest}`

function managed({ name }: AccountRef): TargetFailure {
  return failure(
    'refused',
    'managed-by-idp',
    `\`${name}\` is managed by SCIM there, which locks this interface out; take the user out of SCIM`,
  )
}

/** GrowthBook guards its last administrator against deletion only. */
async function lastAdmin(client: Client, before: Standing, after: Standing): Promise<TargetFailure | undefined> {
  if (before.role !== ADMIN || after.role === ADMIN) return undefined
  const all = await client.list(membersPage, '/v1/members')
  if (!all.ok) return all.error
  if (all.value.filter(({ globalRole }) => globalRole === ADMIN).length > 1) return undefined
  return failure('refused', 'last-admin', 'this is the only administrator of this GrowthBook; make another one first')
}
