/** The wiki's log of rights: who changed what and when. Expiry, SQL, maintenance scripts and settings leave no line in it. */
import { instant, parseInstant } from '../../kernel/instant.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { History, HistoryChange, TargetFailure } from '../../reconcile/target.ts'
import { logAnswer, type LogPlace, type LogRow } from './answers.ts'
import type { Client } from './client.ts'
import { remoteText } from './failure.ts'
import { normaliseUserName } from './normalise.ts'
import { readPages } from './pages.ts'
import { fetchUsers } from './users.ts'

/** The tag on Writ's own log lines. */
export const ourTag = 'writ'

/** `LOGID@TIMESTAMP`: the log can be entered by time only, lines are told apart by id. */
export function formatCursor(line: LogPlace | undefined): string {
  return line === undefined ? '0@1970-01-01T00:00:00Z' : `${line.logid}@${line.timestamp}`
}

function parseCursor(cursor: string): LogPlace | undefined {
  const [, logid, timestamp] = /^(\d{1,15})@(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)$/.exec(cursor) ?? []
  return logid === undefined || timestamp === undefined ? undefined : { logid: Number(logid), timestamp }
}

/** Lines may be numbered in another order than they are dated: several servers write the log. */
const overlap = 60_000

/** What the log tells after the cursor, oldest first; from the first line if there is none. One call a page and one a batch of names. */
export async function readHistory(client: Client, after: string | undefined): Promise<Result<History, TargetFailure>> {
  const start = parseCursor(after ?? formatCursor(undefined))
  if (start === undefined) return err({ kind: 'invalid', code: 'bad-cursor', message: 'the cursor is not one of this wiki' })
  const lines = await readLines(client, start)
  if (!lines.ok) return lines
  const fresh = lines.value.filter((line) => line.logid > start.logid)
  const ids = await idsOf(client, fresh)
  if (!ids.ok) return ids
  const session = await client.session()
  if (!session.ok) return session
  const last = fresh.reduce<LogPlace>((latest, line) => (line.logid > latest.logid ? line : latest), start)
  const changes = fresh.flatMap((line) => changeOf(line, ids.value, session.value.id))
  return ok({ changes, cursor: formatCursor(last.logid === 0 ? undefined : last) })
}

async function readLines(client: Client, start: LogPlace): Promise<Result<readonly LogRow[], TargetFailure>> {
  const from = Math.max(0, Date.parse(start.timestamp) - overlap)
  const lines = new Map<number, LogRow>()
  const parameters = {
    list: 'logevents',
    letype: 'rights',
    leprop: 'ids|title|type|user|userid|timestamp|comment|details|tags',
    ledir: 'newer',
    lestart: start.logid === 0 ? undefined : new Date(from).toISOString().replace('.000Z', 'Z'),
    lelimit: 'max',
  }
  const done = await readPages(client, logAnswer, { parameters, key: 'lecontinue' }, (answer) => {
    for (const line of answer.query.logevents) lines.set(line.logid, line)
    return undefined
  })
  if (!done.ok) return done
  return ok([...lines.values()])
}

/** The account's name of a line; undefined where the line is hidden. Accounts of other wikis have no id here. */
function nameOf(line: LogRow): string | undefined {
  const name = line.title?.slice(line.title.indexOf(':') + 1)
  return name === undefined ? undefined : normaliseUserName(name)
}

/** Immutable ids by name, as the names are now: MediaWiki renames its log lines with the account. */
async function idsOf(client: Client, lines: readonly LogRow[]): Promise<Result<ReadonlyMap<string, string>, TargetFailure>> {
  const names = [...new Set(lines.flatMap((line) => nameOf(line) ?? []))]
  const rows = await fetchUsers(client, 'ususers', names)
  if (!rows.ok) return rows
  return ok(
    new Map(
      rows.value.flatMap(({ name, userid }) => (name === undefined || userid === undefined ? [] : [[name, String(userid)] as const])),
    ),
  )
}

function changeOf(line: LogRow, ids: ReadonlyMap<string, string>, ourId: number): readonly HistoryChange[] {
  const name = nameOf(line)
  const id = name === undefined ? undefined : ids.get(name)
  const at = parseInstant(line.timestamp)
  if (name === undefined || id === undefined) return []
  const { oldgroups = [], newgroups = [], oldmetadata = [], newmetadata = [] } = line.params ?? {}
  const [before, now] = [oldmetadata, newmetadata].map((list) => new Map(list.map(({ group, expiry }) => [group, expiry])))
  // A membership that only got another end counts as added: that is what was done to it.
  const moved = newgroups.filter((group) => oldgroups.includes(group) && before?.get(group) !== now?.get(group))
  return [
    {
      account: { id, name },
      added: [...newgroups.filter((group) => !oldgroups.includes(group)), ...moved],
      removed: oldgroups.filter((group) => !newgroups.includes(group)),
      by: line.user ?? '',
      at: at.ok ? at.value : instant(0),
      ours: line.tags?.includes(ourTag) === true || line.userid === ourId,
      comment: remoteText(line.comment ?? ''),
    },
  ]
}
