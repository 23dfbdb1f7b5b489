/**
 * Reading the managed groups completely, or not at all. Accounts that the wiki suppressed do not exist for the connector: MediaWiki hides them
 * from everybody without the right `hideuser`.
 */
import { err, ok, type Result } from '../../kernel/result.ts'
import type { Observed, ObservedAccount, ReadScope, TargetFailure } from '../../reconcile/target.ts'
import type { TargetClock } from '../outside.ts'
import { assignableAnswer, listingAnswer, type LogPlace } from './answers.ts'
import type { Client, Parameters } from './client.ts'
import { incomplete } from './failure.ts'
import { formatCursor } from './history.ts'
import { batches, multi } from './multi.ts'
import { readPages } from './pages.ts'
import { accountOf, fetchUsers, userBatch } from './users.ts'

/** How many accounts one page of `list=allusers` holds. */
const listingPage = (highLimits: boolean) => (highLimits ? 5000 : 500)

/**
 * The fewest API calls in which MediaWiki can tell all this, after the login (three calls, once per connector): one for the groups that exist,
 * the pages of the listing of all groups at once, the batches of accounts with their ends. Where the log stands travels with the first of them.
 * `members`: accounts in any of the groups. `accounts`: members and accounts asked for, each once. Groups beyond one batch are listed apart.
 */
export function minimumReadCalls(of: {
  readonly members: number
  readonly groups: number
  readonly accounts: number
  readonly highLimits: boolean
  readonly accountsOnly?: boolean
}): number {
  const listings = of.accountsOnly === true ? 0 : Math.ceil(of.groups / userBatch(of.highLimits))
  const pages = listings === 0 ? 0 : Math.max(listings, Math.ceil(of.members / listingPage(of.highLimits)))
  const users = Math.ceil(of.accounts / userBatch(of.highLimits))
  return 1 + Math.max(1, pages + users)
}

interface Context {
  readonly id: string
  readonly client: Client
  readonly clock: TargetClock
}

const tries = 3

/** Reads until two different listings agree: memberships may change between the calls. Gives up after three contradictions. */
export async function readWiki(context: Context, scope: ReadScope): Promise<Result<Observed, TargetFailure>> {
  for (let attempt = 1; ; attempt += 1) {
    const result = await readOnce(context, scope)
    if (result.ok || result.error.code !== 'listings-disagree' || attempt === tries) return result
  }
}

const lastLogLine: Parameters = { letype: 'rights', lelimit: 1, leprop: 'ids|timestamp' }

async function readOnce({ id, client, clock }: Context, scope: ReadScope): Promise<Result<Observed, TargetFailure>> {
  const at = clock.now()
  const assignable = await readAssignable(client)
  if (!assignable.ok) return assignable
  const wanted = scope.accountsOnly === true ? [] : [...new Set(scope.groups)].filter((group) => assignable.value.has(group))
  const place = openLogPlace()

  const members = await listMembers(client, wanted, place)
  if (!members.ok) return members
  const odd = scope.accounts.filter((account) => !/^[1-9]\d{0,15}$/.test(account))
  const ids = [...new Set([...members.value.keys(), ...scope.accounts])].filter((account) => !odd.includes(account))
  const travelling = { list: 'logevents', parameters: lastLogLine, take: place.take } as const
  const rows = await fetchUsers(client, 'ususerids', ids, place.cursor() === undefined ? travelling : undefined)
  if (!rows.ok) return rows
  if (place.cursor() === undefined) {
    const answer = await client.call(listingAnswer, { action: 'query', list: 'logevents', ...lastLogLine })
    if (!answer.ok) return answer
    place.take(answer.value.query.logevents)
  }

  const groups = new Set(scope.groups)
  const accounts = new Map<string, ObservedAccount>()
  for (const row of rows.value) {
    const account = accountOf(row, groups)
    if (!account.ok) return account
    if (account.value !== undefined) accounts.set(account.value.id, account.value)
  }
  const contradiction = scope.accountsOnly === true ? undefined : disagreement(members.value, accounts, new Set(wanted))
  if (contradiction !== undefined) return err(contradiction)
  const session = await client.session()
  if (!session.ok) return session
  const connector = { account: String(session.value.id), groups: session.value.groups }
  return ok({ target: id, at, accounts, assignable: assignable.value, cursor: place.cursor(), connector })
}

/** Groups that exist: `siteinfo` leaves out those defined only by inheritance or revocation, the parameter's type does not. */
export async function readAssignable(client: Client): Promise<Result<ReadonlySet<string>, TargetFailure>> {
  const answer = await client.call(assignableAnswer, { action: 'paraminfo', modules: 'userrights' })
  if (!answer.ok) return answer
  const type = answer.value.paraminfo.modules[0]?.parameters.find((parameter) => parameter.name === 'add')?.type
  if (!Array.isArray(type) || !type.every((name) => typeof name === 'string'))
    return err(incomplete('groups-not-listed', 'the wiki does not say which groups it has'))
  return ok(new Set(type))
}

/** Where the log stood at the first answer that told it. */
function openLogPlace() {
  let cursor: string | undefined
  return {
    cursor: () => cursor,
    take: (lines: readonly LogPlace[] | undefined) => {
      if (lines !== undefined) cursor ??= formatCursor(lines[0])
    },
  }
}

/** Members of any of the groups: names by immutable id. */
async function listMembers(
  client: Client,
  groups: readonly string[],
  place: ReturnType<typeof openLogPlace>,
): Promise<Result<ReadonlyMap<string, string>, TargetFailure>> {
  const session = await client.session()
  if (!session.ok) return session
  const members = new Map<string, string>()
  for (const batch of batches(groups, userBatch(session.value.highLimits))) {
    const parameters = { list: 'allusers', augroup: multi(batch), aulimit: 'max' }
    const first = place.cursor() === undefined ? { list: 'allusers|logevents', ...lastLogLine } : {}
    const done = await readPages(client, listingAnswer, { parameters, first, key: 'aufrom' }, (answer) => {
      place.take(answer.query.logevents)
      for (const { userid, name } of answer.query.allusers ?? []) members.set(String(userid), name)
      if (answer.query.allusers !== undefined && place.cursor() !== undefined) return undefined
      return incomplete('listing-missing', 'the wiki answers without the listing it was asked for')
    })
    if (!done.ok) return done
  }
  return ok(members)
}

/** The listing of members and the accounts themselves must tell the same. */
function disagreement(
  members: ReadonlyMap<string, string>,
  accounts: ReadonlyMap<string, ObservedAccount>,
  wanted: ReadonlySet<string>,
): TargetFailure | undefined {
  const wrong = [...new Set([...members.keys(), ...accounts.keys()])].filter((id) => {
    const held = [...(accounts.get(id)?.memberships.keys() ?? [])]
    return members.has(id) !== held.some((group) => wanted.has(group))
  })
  if (wrong.length === 0) return undefined
  const which = wrong.slice(0, 5).join(', ')
  return incomplete(
    'listings-disagree',
    `the wiki's listing of members and its accounts disagree on ${wrong.length} accounts (user ids ${which}); read again later`,
  )
}
