import { createHash, randomBytes } from 'node:crypto'
import type { SQLOutputValue } from 'node:sqlite'
import { instant, type Instant } from '../../kernel/instant.ts'
import { FRESH_MS, IDLE_MS, LONGEST_MS, type Evidence, type Session, type Sessions } from '../../workflow/login/sessions.ts'
import { openBeside, type Row } from './beside.ts'

const SCHEMA = `
CREATE TABLE IF NOT EXISTS session (
  secret TEXT PRIMARY KEY, id TEXT NOT NULL UNIQUE, subject TEXT NOT NULL, method TEXT NOT NULL, identity TEXT, provider_session TEXT,
  started INTEGER NOT NULL, seen INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS session_subject ON session (subject);
CREATE TABLE IF NOT EXISTS evidence (
  session TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE, hash TEXT NOT NULL, text TEXT NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (session, hash)
) STRICT;`

/** Using a session is noted once in so long: a page is no reason to write to the disk. */
const NOTED_MS = 60_000
/** One person has so many at most; the one used longest ago goes. */
const MOST = 50

/**
 * Sessions in a file of their own (mode 0600), which can be deleted: people log in again. Whoever reads it learns who is logged in, and no secret
 * that opens anything. `:memory:` keeps them nowhere.
 */
export function openSessions(path: string): Sessions {
  const db = openBeside(path, SCHEMA)
  const insert = db.prepare('INSERT INTO session VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  const bySecret = db.prepare('SELECT * FROM session WHERE secret = ?')
  const bySubject = db.prepare('SELECT * FROM session WHERE subject = ? ORDER BY seen DESC')
  const touch = db.prepare('UPDATE session SET seen = ? WHERE id = ?')
  const remove = db.prepare('DELETE FROM session WHERE id = ?')
  const clean = db.prepare('DELETE FROM session WHERE seen < ? OR started < ?')
  const put = db.prepare('INSERT OR REPLACE INTO evidence VALUES (?, ?, ?, ?)')
  const cleanEvidence = db.prepare('DELETE FROM evidence WHERE at < ?')
  const get = db.prepare('SELECT * FROM evidence WHERE session = ? AND hash = ?')
  const hashed = (secret: string) => createHash('sha256').update(secret).digest('base64url')
  return {
    begin(subject, means, now) {
      clean.run(now - IDLE_MS, now - LONGEST_MS)
      for (const { id } of bySubject
        .all(subject)
        .slice(MOST - 1)
        .map(sessionOf))
        remove.run(id)
      const secret = randomBytes(32).toString('base64url')
      const session: Session = { id: randomBytes(9).toString('base64url'), subject, ...means, started: now, seen: now }
      insert.run(hashed(secret), session.id, subject, means.method, means.identity ?? null, means.providerSession ?? null, now, now)
      return { secret, session }
    },
    find(secret, now) {
      const row = bySecret.get(hashed(secret))
      if (row === undefined) return undefined
      const session = sessionOf(row)
      if (isOver(session, now)) {
        remove.run(session.id)
        return undefined
      }
      if (now - session.seen > NOTED_MS) touch.run(now, session.id)
      return session
    },
    of: (subject, now) =>
      bySubject
        .all(subject)
        .map(sessionOf)
        .filter((session) => !isOver(session, now)),
    end: (id) => void remove.run(id),
    endAt(method, { identity, providerSession }) {
      const [column, value] = providerSession === undefined ? ['identity', identity] : ['provider_session', providerSession]
      if (value === undefined) return 0
      return Number(db.prepare(`DELETE FROM session WHERE method = ? AND ${column} = ?`).run(method, value).changes)
    },
    keepEvidence(id, { hash, text, at }) {
      cleanEvidence.run(at - FRESH_MS)
      put.run(id, hash, text, at)
    },
    evidence(id, hash) {
      const row = get.get(id, hash)
      return row === undefined ? undefined : ({ hash, text: String(row['text']), at: instant(Number(row['at'])) } satisfies Evidence)
    },
    close: () => db.close(),
  }
}

function isOver({ seen, started }: Session, now: Instant): boolean {
  return now - seen > IDLE_MS || now - started > LONGEST_MS
}

function sessionOf(row: Row): Session {
  const text = (value: SQLOutputValue | undefined) => (typeof value === 'string' ? value : undefined)
  return {
    id: String(row['id']),
    subject: String(row['subject']),
    method: String(row['method']),
    identity: text(row['identity']),
    providerSession: text(row['provider_session']),
    started: instant(Number(row['started'])),
    seen: instant(Number(row['seen'])),
  }
}
