/** A forum for tests: the shim as it is shipped, run by the real PHP, beside a stand-in of the forum whose data the test can see and change. */
import { spawn, type ChildProcess } from 'node:child_process'
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const stub = fileURLToPath(new URL('.', import.meta.url))
const shim = fileURLToPath(new URL('../../../src/targets/smf/writ-shim.php', import.meta.url))

export interface Forum {
  readonly url: string
  readonly secret: string
  readonly db: DatabaseSync
  member(name: string): number
  /** A membergroup; `posts` = it comes with so many posts. */
  group(name: string, posts?: number): number
  /** Groups that the shim may change. */
  allow(groups: readonly number[]): void
  /** Turns a fault on (with its number) or off. */
  fault(name: 'maintenance' | 'broken' | 'losing', value: number): void
  groupsOf(member: number): { readonly primary: number; readonly additional: string }
  put(member: number, primary: number, additional: string): void
  log(): readonly { readonly by: number; readonly action: string; readonly extra: string }[]
  stop(): void
}

const LOGGED_AS = 77

export async function startForum(): Promise<Forum> {
  const folder = temporaryFolder()
  const home = folder.file('forum')
  mkdirSync(home)
  for (const name of ['SSI.php', 'Sources']) cpSync(`${stub}${name}`, `${home}/${name}`, { recursive: true })
  cpSync(shim, `${home}/writ-shim.php`)
  const secret = 'a-secret-of-the-test-with-enough-letters'
  writeFileSync(folder.file('secret'), `${secret}\n`)
  const db = new DatabaseSync(`${home}/forum.sqlite`)
  db.exec(`
    CREATE TABLE smf_settings (variable TEXT PRIMARY KEY, value TEXT);
    CREATE TABLE smf_membergroups (id_group INTEGER PRIMARY KEY, group_name TEXT, min_posts INTEGER DEFAULT -1, group_type INTEGER DEFAULT 0);
    CREATE TABLE smf_members (id_member INTEGER PRIMARY KEY, member_name TEXT, id_group INTEGER DEFAULT 0, additional_groups TEXT DEFAULT '', is_activated INTEGER DEFAULT 1);
    CREATE TABLE smf_log_actions (id_action INTEGER PRIMARY KEY, id_member INTEGER, action TEXT, extra TEXT);
    INSERT INTO smf_membergroups (id_group, group_name, min_posts, group_type) VALUES (1, 'Administrator', -1, 1), (2, 'Global Moderator', -1, 0),
      (3, 'Moderator', -1, 0), (4, 'Newbie', 0, 0);
  `)
  const settings = (groups: readonly number[]) =>
    writeFileSync(
      `${home}/writ-shim-settings.php`,
      `<?php\nreturn array('forum' => __DIR__, 'secret_file' => ${JSON.stringify(folder.file('secret'))}, 'groups' => array(${groups.join(', ')}), 'member' => ${LOGGED_AS});\n`,
    )
  settings([])
  const port = await freePort()
  const server = spawn('php', ['-d', 'opcache.enable_cli=0', '-S', `127.0.0.1:${port}`, '-t', home], { stdio: 'ignore' })
  await answers(port, server)
  return {
    url: `http://127.0.0.1:${port}/writ-shim.php`,
    secret,
    db,
    // The forum keeps names with entities.
    member: (name) => Number(db.prepare('INSERT INTO smf_members (member_name) VALUES (?)').run(entities(name)).lastInsertRowid),
    group: (name, posts = -1) =>
      Number(db.prepare('INSERT INTO smf_membergroups (group_name, min_posts) VALUES (?, ?)').run(name, posts).lastInsertRowid),
    allow: settings,
    fault: (name, value) => {
      if (value === 0) rmSync(`${home}/${name}`, { force: true })
      else writeFileSync(`${home}/${name}`, String(value))
    },
    groupsOf: (member) => {
      const row = db.prepare('SELECT id_group, additional_groups FROM smf_members WHERE id_member = ?').get(member)
      return { primary: Number(row?.['id_group']), additional: String(row?.['additional_groups']) }
    },
    put: (member, primary, additional) =>
      void db.prepare('UPDATE smf_members SET id_group = ?, additional_groups = ? WHERE id_member = ?').run(primary, additional, member),
    log: () =>
      db
        .prepare('SELECT id_member, action, extra FROM smf_log_actions ORDER BY id_action')
        .all()
        .map((row) => ({ by: Number(row['id_member']), action: String(row['action']), extra: String(row['extra']) })),
    stop: () => {
      server.kill()
      db.close()
      folder[Symbol.dispose]()
    },
  }
}

function entities(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#039;')
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function answers(port: number, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (server.exitCode !== null) throw new Error(`php ended with ${server.exitCode}`)
    const answer = await fetch(`http://127.0.0.1:${port}/writ-shim.php`).catch(() => undefined)
    if (answer !== undefined) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('php does not answer')
}
