import { randomBytes } from 'node:crypto'
import { instant } from '../../kernel/instant.ts'
import { WAIT_MS, type Confirmation, type Confirmations } from '../../workflow/login/confirmations.ts'
import { FRESH_MS } from '../../workflow/login/sessions.ts'
import { openBeside, type Row } from './beside.ts'

const SCHEMA = `
CREATE TABLE IF NOT EXISTS confirmation (
  id TEXT PRIMARY KEY, person TEXT NOT NULL, token TEXT NOT NULL, key TEXT NOT NULL, hash TEXT NOT NULL, what TEXT NOT NULL, asked TEXT NOT NULL,
  until INTEGER NOT NULL, evidence TEXT, UNIQUE (person, token, key, hash)
) STRICT;`

/** So many of one person wait at a time; of more, those that began first go. */
const MOST = 50

/** Confirmations in the file of the sessions: who deletes it has people confirm again. `:memory:` keeps them nowhere. */
export function openConfirmations(path: string): Confirmations {
  const db = openBeside(path, SCHEMA)
  const clean = db.prepare('DELETE FROM confirmation WHERE until < ?')
  const oldest = db.prepare(
    'DELETE FROM confirmation WHERE person = ? AND id NOT IN (SELECT id FROM confirmation WHERE person = ? ORDER BY until DESC LIMIT ?)',
  )
  const insert = db.prepare('INSERT INTO confirmation VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)')
  const bound = db.prepare('SELECT * FROM confirmation WHERE person = ? AND token = ? AND key = ? AND hash = ? AND until >= ?')
  const one = db.prepare('SELECT * FROM confirmation WHERE id = ? AND person = ? AND until >= ?')
  const give = db.prepare('UPDATE confirmation SET evidence = ?, until = ? WHERE id = ? AND evidence IS NULL AND until >= ?')
  const take = db.prepare(
    'DELETE FROM confirmation WHERE person = ? AND token = ? AND key = ? AND hash = ? AND until >= ? AND evidence IS NOT NULL RETURNING evidence',
  )
  return {
    ask({ person, token, key, hash, what, asked }, now) {
      clean.run(now)
      const known = bound.get(person, token, key, hash, now)
      if (known !== undefined) return confirmationOf(known)
      const id = randomBytes(18).toString('base64url')
      insert.run(id, person, token, key, hash, what, asked, now + WAIT_MS)
      oldest.run(person, person, MOST)
      return { id, person, token, key, hash, what, asked, until: instant(now + WAIT_MS), confirmed: false }
    },
    find(id, person, now) {
      const row = one.get(id, person, now)
      return row === undefined ? undefined : confirmationOf(row)
    },
    give: (id, { text, at }, now) => give.run(text, at + FRESH_MS, id, now).changes === 1,
    take({ person, token, key, hash }, now) {
      const row = take.get(person, token, key, hash, now)
      return row === undefined ? undefined : String(row['evidence'])
    },
    close: () => db.close(),
  }
}

function confirmationOf(row: Row): Confirmation {
  const text = (name: string) => String(row[name])
  return {
    id: text('id'),
    person: text('person'),
    token: text('token'),
    key: text('key'),
    hash: text('hash'),
    what: text('what'),
    asked: text('asked'),
    until: instant(Number(row['until'])),
    confirmed: row['evidence'] !== null,
  }
}
