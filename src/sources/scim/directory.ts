/**
 * What identity providers have sent: users and groups as they stand, in a file of its own beside the ledger. Whatever is deleted is gone from it; of who
 * left lately only ids are kept, to notice that many do.
 */
import { closeSync, existsSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { Instant } from '../../kernel/instant.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import { createLosses, type Losses } from './losses.ts'
import { problem, type ScimProblem } from './problem.ts'
import type { JsonObject, Kind } from './schema.ts'

export interface Stored {
  readonly id: string
  readonly kind: Kind
  readonly version: number
  readonly created: Instant
  readonly modified: Instant
  readonly body: JsonObject
}

export interface NewResource {
  readonly kind: Kind
  readonly id: string
  readonly body: JsonObject
  readonly members?: ReadonlySet<string>
}

export interface ScimDirectory {
  get(kind: Kind, id: string): Stored | undefined
  byName(kind: Kind, name: string): Stored | undefined
  all(kind: Kind): readonly Stored[]
  count(kind: Kind): number
  page(kind: Kind, offset: number, limit: number): readonly Stored[]
  members(group: string): readonly string[]
  add(made: NewResource, now: Instant): Result<Stored, ScimProblem>
  /** Puts another content in the place of one, where that still has the version. Nothing is written if it is the same. */
  put(before: Stored, body: JsonObject, members: ReadonlySet<string> | undefined, now: Instant): Result<Stored, ScimProblem>
  remove(stored: Stored, now: Instant): void
  /** When an identity provider was last heard of; undefined = never. */
  heard(): Instant | undefined
  hear(now: Instant): void
  readonly losses: Losses
  close(): void
}

const TABLES = `
CREATE TABLE IF NOT EXISTS resource (id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL, created INTEGER NOT NULL,
  modified INTEGER NOT NULL, body TEXT NOT NULL, UNIQUE (kind, name)) STRICT;
CREATE TABLE IF NOT EXISTS member (grp TEXT NOT NULL, usr TEXT NOT NULL, PRIMARY KEY (grp, usr)) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS member_user ON member (usr);
CREATE TABLE IF NOT EXISTS lost (what TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS mark (name TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT;
`
/** A provider that only reads is noted so often. */
const HEARD_EVERY = 60_000

/** Opens the file, made with mode 0600 where it is absent; `:memory:` keeps nothing. */
export function openScimDirectory(path: string): ScimDirectory {
  if (path !== ':memory:' && !existsSync(path)) closeSync(openSync(path, 'a', 0o600))
  const db = new DatabaseSync(path, { timeout: 5000 })
  db.exec('PRAGMA journal_mode = WAL; PRAGMA secure_delete = ON')
  db.exec(TABLES)
  return new SqliteScimDirectory(db)
}

/** Opens it to be read; undefined where nothing was ever sent. */
export function readScimDirectory(path: string): ScimDirectory | undefined {
  if (!existsSync(path)) return undefined
  return new SqliteScimDirectory(new DatabaseSync(path, { timeout: 5000, readOnly: true }))
}

class SqliteScimDirectory implements ScimDirectory {
  readonly #db: DatabaseSync
  readonly losses: Losses

  constructor(db: DatabaseSync) {
    this.#db = db
    this.losses = createLosses(db)
  }

  get(kind: Kind, id: string): Stored | undefined {
    return stored(this.#db.prepare('SELECT * FROM resource WHERE id = ? AND kind = ?').get(id, kind))
  }

  byName(kind: Kind, name: string): Stored | undefined {
    return stored(this.#db.prepare('SELECT * FROM resource WHERE kind = ? AND name = ?').get(kind, name.toLowerCase()))
  }

  all(kind: Kind): readonly Stored[] {
    return this.page(kind, 0, -1)
  }

  count(kind: Kind): number {
    return Number(this.#db.prepare('SELECT count(*) AS n FROM resource WHERE kind = ?').get(kind)?.['n'])
  }

  page(kind: Kind, offset: number, limit: number): readonly Stored[] {
    const rows = this.#db.prepare('SELECT * FROM resource WHERE kind = ? ORDER BY created, id LIMIT ? OFFSET ?').all(kind, limit, offset)
    return rows.flatMap((row) => stored(row) ?? [])
  }

  members(group: string): readonly string[] {
    return this.#db
      .prepare('SELECT usr FROM member WHERE grp = ? ORDER BY usr')
      .all(group)
      .map((row) => String(row['usr']))
  }

  add({ kind, id, body, members }: NewResource, now: Instant): Result<Stored, ScimProblem> {
    return this.#transaction(() => {
      const taken = this.#taken(kind, id, nameOf(kind, body)) ?? this.#strangers(members)
      if (taken !== undefined) return err(taken)
      const insert = 'INSERT INTO resource (id, kind, name, version, created, modified, body) VALUES (?, ?, ?, 1, ?, ?, ?)'
      this.#db.prepare(insert).run(id, kind, nameOf(kind, body), now, now, JSON.stringify(body))
      for (const user of members ?? []) this.#join(id, user)
      return ok({ id, kind, version: 1, created: now, modified: now, body })
    })
  }

  put(before: Stored, body: JsonObject, members: ReadonlySet<string> | undefined, now: Instant): Result<Stored, ScimProblem> {
    return this.#transaction(() => {
      const { id, kind } = before
      const present = this.get(kind, id)
      if (present?.version !== before.version)
        return err({ status: 412, scimType: undefined, detail: 'somebody changed it meanwhile; read it again' })
      const taken = this.#taken(kind, id, nameOf(kind, body)) ?? this.#strangers(members)
      if (taken !== undefined) return err(taken)
      const old = new Set(this.members(id))
      const [joined, left] =
        members === undefined ? [[], []] : [[...members].filter((one) => !old.has(one)), [...old].filter((one) => !members.has(one))]
      const text = JSON.stringify(body)
      if (text === JSON.stringify(before.body) && joined.length + left.length === 0) return ok(before)
      const version = before.version + 1
      const update = 'UPDATE resource SET name = ?, version = ?, modified = ?, body = ? WHERE id = ?'
      this.#db.prepare(update).run(nameOf(kind, body), version, now, text, id)
      for (const user of joined) this.#join(id, user)
      for (const user of left) this.#leave(id, user, now)
      if (kind === 'User' && isActive(before.body) && !isActive(body)) this.losses.lost(`user ${id}`, now)
      if (kind === 'User' && !isActive(before.body) && isActive(body)) this.losses.found(`user ${id}`)
      this.#judge(now)
      return ok({ ...before, version, modified: now, body })
    })
  }

  remove({ id, kind, body }: Stored, now: Instant): void {
    this.#transaction(() => {
      if (kind === 'Group') for (const user of this.members(id)) this.#leave(id, user, now)
      else {
        for (const row of this.#db.prepare('SELECT grp FROM member WHERE usr = ?').all(id)) this.#leave(String(row['grp']), id, now)
        if (isActive(body)) this.losses.lost(`user ${id}`, now)
      }
      this.#db.prepare('DELETE FROM resource WHERE id = ?').run(id)
      this.#judge(now)
    })
  }

  heard(): Instant | undefined {
    return this.losses.mark('heard')
  }

  hear(now: Instant): void {
    const before = this.heard()
    if (before === undefined || now - before > HEARD_EVERY) this.losses.setMark('heard', now)
  }

  close(): void {
    this.#db.close()
  }

  /** Names are unique without regard to the case of letters: facts are said by them. */
  #taken(kind: Kind, id: string, name: string): ScimProblem | undefined {
    const other = this.byName(kind, name)
    if (other === undefined || other.id === id) return undefined
    return problem('uniqueness', kind === 'User' ? 'there is a user of this `userName`' : 'there is a group of this `displayName`')
  }

  #strangers(members: ReadonlySet<string> | undefined): ScimProblem | undefined {
    const unknown = [...(members ?? [])].find((user) => this.get('User', user) === undefined)
    return unknown === undefined ? undefined : problem('invalidValue', `there is no user with the id \`${unknown.slice(0, 100)}\``)
  }

  #join(group: string, user: string): void {
    this.#db.prepare('INSERT OR IGNORE INTO member (grp, usr) VALUES (?, ?)').run(group, user)
    this.losses.found(`member ${group} ${user}`)
  }

  #leave(group: string, user: string, now: Instant): void {
    this.#db.prepare('DELETE FROM member WHERE grp = ? AND usr = ?').run(group, user)
    this.losses.lost(`member ${group} ${user}`, now)
  }

  #judge(now: Instant): void {
    const active = Number(
      this.#db.prepare("SELECT count(*) AS n FROM resource WHERE kind = 'User' AND body ->> '$.active' = 1").get()?.['n'],
    )
    const memberships = Number(this.#db.prepare('SELECT count(*) AS n FROM member').get()?.['n'])
    this.losses.judge({ user: active, member: memberships }, now)
  }

  #transaction<T>(work: () => T): T {
    this.#db.exec('BEGIN IMMEDIATE')
    try {
      const value = work()
      this.#db.exec('COMMIT')
      return value
    } catch (error) {
      this.#db.exec('ROLLBACK')
      throw error
    }
  }
}

export const isActive = (user: JsonObject) => user['active'] === true

function nameOf(kind: Kind, body: JsonObject): string {
  const name = body[kind === 'User' ? 'userName' : 'displayName']
  return typeof name === 'string' ? name.toLowerCase() : ''
}

function stored(row: Record<string, unknown> | undefined): Stored | undefined {
  if (row === undefined) return undefined
  const { id, kind, version, created, modified, body } = row
  return {
    id: String(id),
    kind: kind === 'User' ? 'User' : 'Group',
    version: Number(version),
    created: Number(created) as Instant,
    modified: Number(modified) as Instant,
    body: JSON.parse(String(body)) as JsonObject,
  }
}
