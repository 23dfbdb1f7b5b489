import { instant } from '../../kernel/instant.ts'
import type { TokenUses } from '../../workflow/login/token-uses.ts'
import { openBeside } from './beside.ts'

const SCHEMA = 'CREATE TABLE IF NOT EXISTS token_use (token TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT;'
const NOTED_MS = 60_000

/** Uses of tokens in the file of the sessions: who deletes it forgets when they were used. `:memory:` keeps them nowhere. */
export function openTokenUses(path: string): TokenUses {
  const db = openBeside(path, SCHEMA)
  const put = db.prepare('INSERT OR REPLACE INTO token_use VALUES (?, ?)')
  const get = db.prepare('SELECT at FROM token_use WHERE token = ?')
  const of = (token: string) => {
    const row = get.get(token)
    return row === undefined ? undefined : instant(Number(row['at']))
  }
  return {
    note(token, now) {
      const known = of(token)
      if (known === undefined || now - known >= NOTED_MS) put.run(token, now)
    },
    of,
    close: () => db.close(),
  }
}
