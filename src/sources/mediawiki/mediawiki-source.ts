/** Facts of accounts from a wiki: edits, registration, last edit, blocks, groups. Said of accounts by their immutable ids, never of names. */
import type { Json } from '../../kernel/json.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { TargetFailure } from '../../reconcile/target.ts'
import { openClient, type Client, type ClientOptions } from '../../targets/mediawiki/client.ts'
import { incomplete } from '../../targets/mediawiki/failure.ts'
import { batches, multi } from '../../targets/mediawiki/multi.ts'
import { userBatch } from '../../targets/mediawiki/users.ts'
import type { Asked, AskedAccount, FactReading, FactSource, FactValue } from '../../workflow/ports.ts'
import { aboutUsersAnswer, lastEditAnswer, type AboutUser } from './answers.ts'

/** What a wiki can say of an account. */
const subjects = ['edits', 'registered', 'last_edit', 'blocked', 'groups'] as const
type Subject = (typeof subjects)[number]

export interface MediaWikiSourceOptions extends ClientOptions {
  readonly id: string
  /** The target of the charter whose accounts are the accounts of this wiki. */
  readonly accounts: string
  /** Fact of the charter -> what of the wiki. */
  readonly facts: Readonly<Record<string, string>>
}

/** MediaWiki takes an account without a date of registration for older than any. */
const BEFORE_ALL = '1970-01-01T00:00:00Z'

interface Row {
  readonly user: AboutUser
  readonly lastEdit: string | undefined
}

/**
 * Accounts are asked for 50 at once (500 with `apihighlimits`). The last edit costs one more call an account, and only while its number of
 * edits has changed since it was asked for.
 */
export function mediaWikiSource(options: MediaWikiSourceOptions): Result<FactSource, string> {
  const { id, accounts: target, facts: given, clock } = options
  const facts: (readonly [string, Subject])[] = []
  for (const [fact, name] of Object.entries(given)) {
    const subject = subjects.find((one) => one === name)
    if (subject === undefined) return err(`fact \`${fact}\`: a wiki does not tell \`${name}\`; it tells ${subjects.join(', ')}`)
    facts.push([fact, subject])
  }
  const client = openClient(options)
  const lastEdits = new Map<number, { readonly edits: number; readonly at: string | undefined }>()

  async function rowsOf(accounts: readonly AskedAccount[]): Promise<Result<ReadonlyMap<string, Row>, TargetFailure>> {
    const session = await client.session()
    if (!session.ok) return session
    const rows = new Map<string, Row>()
    for (const batch of batches(accounts, userBatch(session.value.highLimits))) {
      const users = await usersOf(client, batch)
      if (!users.ok) return users
      for (const user of users.value) {
        const lastEdit = user.missing === true || !facts.some(([, subject]) => subject === 'last_edit') ? ok(undefined) : await lastOf(user)
        if (!lastEdit.ok) return lastEdit
        rows.set(String(user.userid), { user, lastEdit: lastEdit.value })
      }
    }
    return ok(rows)
  }

  async function lastOf({ userid, editcount = 0 }: AboutUser): Promise<Result<string | undefined, TargetFailure>> {
    const known = lastEdits.get(userid)
    if (known?.edits === editcount) return ok(known.at)
    const answer = await client.call(lastEditAnswer, {
      action: 'query',
      list: 'usercontribs',
      ucuserids: userid,
      uclimit: 1,
      ucprop: 'ids|timestamp',
    })
    if (!answer.ok) return answer
    const [edit] = answer.value.query.usercontribs
    if (edit !== undefined && edit.userid !== userid)
      return err(incomplete('another-user', `the wiki was asked for the last edit of user ${userid} and answered for user ${edit.userid}`))
    lastEdits.set(userid, { edits: editcount, at: edit?.timestamp })
    return ok(edit?.timestamp)
  }

  return ok({
    id,
    accounts: target,
    async read(asked?: Asked): Promise<FactReading> {
      const accounts = asked?.accountsOn(target) ?? []
      const asOf = clock.now()
      const rows = await rowsOf(accounts)
      if (!rows.ok) return { kind: 'unavailable', why: `${rows.error.message} (${rows.error.code})` }
      const doubts = new Map<string, string>()
      const values: FactValue[] = []
      for (const { key, id: number } of accounts) {
        const row = rows.value.get(number) as Row
        if (row.user.missing === true) doubts.set(key, `the wiki has no account ${number}`)
        else
          for (const [fact, subject] of facts) {
            const value = readers[subject](row)
            if (value !== undefined) values.push({ fact, about: key, value, asOf })
          }
      }
      const alarms = [...doubts.values()].map((why) => `${why}: it was deleted or merged there, or this is another wiki`)
      return { kind: 'complete', asOf, facts: values, only: new Set(accounts.map(({ key }) => key)), doubts, alarms }
    },
  })
}

/** The rows of a batch, each account once and with everything that was asked for; anything else is no answer. */
async function usersOf(client: Client, batch: readonly AskedAccount[]): Promise<Result<readonly AboutUser[], TargetFailure>> {
  const answer = await client.call(aboutUsersAnswer, {
    action: 'query',
    list: 'users',
    ususerids: multi(batch.map(({ id }) => id)),
    usprop: 'editcount|registration|groups|blockinfo',
  })
  if (!answer.ok) return answer
  const { users } = answer.value.query
  const answered = new Set(users.map(({ userid }) => String(userid)))
  if (answer.value.continue !== undefined || users.length !== batch.length || !batch.every(({ id }) => answered.has(id)))
    return err(incomplete('short-listing', `the wiki was asked for ${batch.length} users and answered for ${users.length}, or for others`))
  const bare = users.find((user) => user.missing !== true && (user.editcount === undefined || user.groups === undefined))
  return bare === undefined
    ? ok(users)
    : err(incomplete('row-without-facts', `the wiki tells neither edits nor groups of user ${bare.userid}`))
}

const readers: Readonly<Record<Subject, (row: Row) => Json | undefined>> = {
  edits: ({ user }) => user.editcount,
  registered: ({ user }) => user.registration ?? BEFORE_ALL,
  last_edit: ({ lastEdit }) => lastEdit,
  blocked: ({ user }) => user.blockid !== undefined && user.blockpartial !== true,
  groups: ({ user }) => [...(user.groups ?? [])].toSorted(),
}
