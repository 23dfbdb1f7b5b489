/** `list=users`: accounts with the ends of their memberships, in batches. */
import { parseInstant, type Instant } from '../../kernel/instant.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { ObservedAccount, TargetFailure } from '../../reconcile/target.ts'
import { usersAnswer, type LogPlace, type UserRow } from './answers.ts'
import type { Client, Parameters } from './client.ts'
import { incomplete } from './failure.ts'
import { batches, multi } from './multi.ts'
import { readPages } from './pages.ts'

/** How many users one call may name. */
export const userBatch = (highLimits: boolean) => (highLimits ? 500 : 50)

/** Another list that travels with the first call. */
export interface Travelling {
  readonly list: 'logevents'
  readonly parameters: Parameters
  take(lines: readonly LogPlace[] | undefined): void
}

/** The rows for all keys, each key asked for once. `by`: `ususers` takes names, `ususerids` immutable ids. `extra` travels with the first call. */
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
  const asked = new Set(keys)
  const answered = new Set(rows.map((row) => (by === 'ususerids' ? String(row.userid) : (row.name ?? ''))))
  if (rows.length !== keys.length || answered.size !== keys.length || (by === 'ususerids' && !answered.isSubsetOf(asked)))
    return err(incomplete('short-listing', `the wiki was asked for ${keys.length} users and answered for ${answered.size}`))
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
