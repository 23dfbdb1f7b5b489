/** `list=users`: accounts with the ends of their memberships, in batches. */
import { parseInstant, type Instant } from '../../kernel/instant.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { ObservedAccount, TargetFailure } from '../../reconcile/target.ts'
import { usersAnswer, type LogPlace, type UserRow } from './answers.ts'
import type { Client, Parameters } from './client.ts'
import { incomplete } from './failure.ts'
import { batches, multi } from './multi.ts'
import { normaliseUserName } from './normalise.ts'
import { readPages } from './pages.ts'

/** How many users one call may name. */
export const userBatch = (highLimits: boolean) => (highLimits ? 500 : 50)

/** Another list that travels with the first call. */
export interface Travelling {
  readonly list: 'logevents'
  readonly parameters: Parameters
  take(lines: readonly LogPlace[] | undefined): void
}

/** The rows for all keys, each once. `by`: `ususers` takes names, `ususerids` immutable ids. `extra` travels with the first call. */
export async function fetchUsers(
  client: Client,
  by: 'ususers' | 'ususerids',
  keys: readonly string[],
  extra?: Travelling,
): Promise<Result<readonly UserRow[], TargetFailure>> {
  const session = await client.session()
  if (!session.ok) return session
  const rows: UserRow[] = []
  for (const [index, batch] of batches(keys, userBatch(session.value.highLimits)).entries()) {
    const travels = index === 0 ? extra : undefined
    const list = `users${travels === undefined ? '' : `|${travels.list}`}`
    const parameters = { list: 'users', usprop: 'groups|groupmemberships|blockinfo' }
    const first = { ...travels?.parameters, list }
    const done = await readPages(client, usersAnswer, { parameters, first, key: by, start: multi(batch) }, (answer) => {
      travels?.take(answer.query.logevents)
      rows.push(...answer.query.users)
      return undefined
    })
    if (!done.ok) return done
  }
  const answered = new Set(rows.map((row) => String(row.userid)))
  const wrong = by === 'ususerids' && (answered.size !== keys.length || keys.some((key) => !answered.has(key)))
  if (rows.length !== keys.length || wrong)
    return err(incomplete('short-listing', `the wiki was asked for ${keys.length} users and answered for ${rows.length}, or for others`))
  return ok(rows)
}

/** The account of a row with its memberships of `groups` (all if undefined); undefined for names and ids that do not exist. */
export function accountOf(row: UserRow, groups: ReadonlySet<string> | undefined): Result<ObservedAccount | undefined, TargetFailure> {
  if (row.missing === true || row.invalid === true || row.interwiki === true) return ok(undefined)
  if (row.userid === undefined || row.userid <= 0 || row.name === undefined || row.groupmemberships === undefined)
    return err(incomplete('row-without-groups', 'the wiki lists a user without id, name or memberships'))
  const memberships = new Map<string, { readonly until: Instant | undefined }>()
  for (const { group, expiry } of row.groupmemberships) {
    if (groups !== undefined && !groups.has(group)) continue
    const until = expiry === 'infinity' ? ok(undefined) : parseInstant(expiry)
    if (!until.ok) return err(incomplete('end-not-understood', `the wiki gives a membership an end that is no moment: ${until.error}`))
    memberships.set(group, { until: until.value })
  }
  const locked = row.blockid !== undefined && row.blockpartial !== true
  return ok({ id: String(row.userid), name: row.name, memberships, locked })
}

/**
 * Accounts by name, under the names as asked. A name that the wiki knows in a form we did not foresee is asked for alone, so that the answer
 * cannot belong to another.
 */
export async function findAccounts(
  client: Client,
  names: readonly string[],
): Promise<Result<ReadonlyMap<string, ObservedAccount>, TargetFailure>> {
  const asked = new Map<string, string[]>()
  for (const name of new Set(names)) {
    const canonical = normaliseUserName(name)
    if (canonical !== undefined) asked.set(canonical, [...(asked.get(canonical) ?? []), name])
  }
  const rows = await fetchUsers(client, 'ususers', [...asked.keys()])
  if (!rows.ok) return rows
  const answered = new Set(rows.value.map((row) => row.name))
  const unexplained = [...asked.keys()].filter((name) => !answered.has(name))
  const found = new Map<string, ObservedAccount>()
  const keep = (row: UserRow, canonical: string): Result<void, TargetFailure> => {
    const account = accountOf(row, undefined)
    if (!account.ok) return account
    for (const name of asked.get(canonical) ?? []) if (account.value !== undefined) found.set(name, account.value)
    return ok(undefined)
  }
  for (const row of rows.value) {
    const kept = keep(row, row.name ?? '')
    if (!kept.ok) return kept
  }
  for (const name of unexplained) {
    const alone = await fetchUsers(client, 'ususers', [name])
    if (!alone.ok) return alone
    const kept = alone.value[0] === undefined ? ok(undefined) : keep(alone.value[0], name)
    if (!kept.ok) return kept
  }
  return ok(found)
}
