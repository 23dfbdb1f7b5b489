/** A server over a charter of records, with any names: what the certification of policy decision points asks for, and a little more. */
import { join } from 'node:path'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { main } from '../../src/cli/main.ts'
import { startServer } from '../../src/server/listen.ts'
import { rosterSource } from '../../src/sources/file/roster-source.ts'
import { systemOutside } from '../../src/config/outside.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** What things are called. */
export interface Names {
  readonly alice: string
  readonly bob: string
  readonly type: string
  readonly read: string
  readonly write: string
  readonly remove: string
  readonly status: string
  readonly archived: string
  readonly soft: string
  readonly role: string
  readonly admin: string
  readonly first: string
  readonly second: string
}

export const certified: Names = {
  alice: 'alice',
  bob: 'bob',
  type: 'record',
  read: 'read',
  write: 'write',
  remove: 'delete',
  status: 'status',
  archived: 'archived',
  soft: 'soft',
  role: 'role',
  admin: 'admin',
  first: 'record-1',
  second: 'record-2',
}

function charterOf(n: Names): string {
  return `writ: 1
title: Records
targets: { ${n.type}: { connector: simulated } }
facts: { ${n.role}: { text: What the application calls them, source: ${n.type}, type: text } }
conditions:
  is-archived: { text: The record is archived, resource: ${n.status}, is: ${n.archived} }
  is-soft: { text: It is only put in the bin, action: ${n.soft}, is: true }
  administers: { text: The application calls them so, fact: ${n.role}, is: ${n.admin} }
  frozen: { text: It is archived and they do not administer, all: [is-archived, { not: administers }] }
rights:
  ${n.type}:
    ${n.read}: { text: Read records }
    ${n.write}: { text: Change records }
    ${n.write}-archived: { text: Change archived records, narrows: ${n.write}, when: [is-archived, administers] }
    ${n.remove}: { text: Delete records }
    ${n.remove}-softly: { text: Put records in the bin, narrows: ${n.remove}, when: is-soft }
groups:
  writ: { keepers: { rights: [apply, read-private] } }
  ${n.type}: { readers: { rights: [${n.read}, ${n.write}-archived] }, writers: { rights: [${n.write}, ${n.remove}-softly] } }
gates: { archive: { text: Archived records are frozen, target: ${n.type}, rights: ${n.write}, when: frozen } }
roles:
  keeper: { title: Keeper, purpose: Keeps the records, gives: { writ: keepers, ${n.type}: [readers, writers] }, may: [{ change: [reader, clerk] }] }
  clerk: { title: Clerk, purpose: Writes, gives: { ${n.type}: [readers, writers] } }
  reader: { title: Reader, purpose: Reads, gives: { ${n.type}: readers } }
amendments: { by: keeper }
`
}

export interface RecordServer extends AsyncDisposable {
  readonly url: string
  readonly data: string
  /** A token with these scopes, of the person who may read private data or of another. */
  token(scopes: string, person?: string): Promise<string>
  /** Stops the server, and starts another one on the same data after something was done. */
  restart(between: () => Promise<unknown>): Promise<void>
  /** Runs a command on the data folder; fails where the command does. */
  writ(...words: readonly string[]): Promise<string>
  post(
    path: string,
    body: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<{ readonly status: number; readonly headers: Headers; readonly value: any }>
}

/** Sets up, serves on a free port of 127.0.0.1. The keeper is called Kestrel. */
export async function recordServer(n: Names = certified): Promise<RecordServer> {
  const folder = temporaryFolder()
  const data = folder.file('data')
  mkdirSync(data, { mode: 0o700 })
  const write = (name: string, text: string) => {
    writeFileSync(folder.file(name), text)
    return folder.file(name)
  }
  const people = [
    { handle: 'kestrel', roles: [{ role: 'keeper' }] },
    { handle: n.alice, roles: [{ role: 'clerk' }] },
    { handle: n.bob, roles: [{ role: 'reader' }], facts: { [n.role]: n.admin } },
  ].map((person) => ({ ...person, accounts: [{ target: n.type, name: person.handle, kind: 'personal' }] }))
  const charter = write('charter.yaml', charterOf(n))
  const roster = write('roster.yaml', JSON.stringify({ people }))
  const accounts = people.map(({ handle }, index) => ({ id: String(index + 1), name: handle, memberships: [] }))
  const file = write('records.json', JSON.stringify({ groups: ['readers', 'writers'], accounts }))
  const resources = write(
    'resources.yaml',
    JSON.stringify({
      resources: [
        { type: n.type, id: n.first, properties: { [n.status]: 'active' } },
        { type: n.type, id: n.second, properties: { [n.status]: n.archived } },
      ],
    }),
  )
  writeFileSync(join(data, 'writ.config.yaml'), JSON.stringify({ targets: { [n.type]: { connector: 'simulated', file } } }))
  const writ = async (...words: readonly string[]) => {
    let said = ''
    const io = { out: (text: string) => void (said += text), document: () => undefined, err: (text: string) => void (said += text) }
    const code = await main([...words, '--data', data], { ...io, progress: undefined, columns: 100 })
    if (code !== 0) throw new Error(`writ ${words.join(' ')}: ${code} ${said}`)
    return said
  }
  await writ('setup', charter, '--administrator', 'kestrel', '--role', 'keeper', '--roster', roster)
  const { clock } = systemOutside()
  const serve = () =>
    startServer({
      settings: { data, host: '127.0.0.1', port: 0, url: undefined, resources, targets: {}, sources: {} },
      sources: [rosterSource(n.type, roster, clock)],
      signals: false,
    })
  let server = await serve()
  let tokens = 0
  return {
    get url() {
      return server.url
    },
    data,
    writ,
    restart: async (between) => {
      await server.stop()
      await between()
      server = await serve()
    },
    token: async (scopes, person = 'kestrel') => {
      tokens += 1
      const output = folder.file(`${tokens}.token`)
      await writ('token', 'make', '--person', person, '--output', output, '--scope', scopes)
      chmodSync(output, 0o600)
      return readFileSync(output, 'utf8').trim()
    },
    post: async (path, body, headers = {}) => {
      const response = await fetch(`${server.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      })
      const text = await response.text()
      return { status: response.status, headers: response.headers, value: text === '' ? undefined : JSON.parse(text) }
    },
    [Symbol.asyncDispose]: async () => {
      await server.stop()
      folder[Symbol.dispose]()
    },
  }
}
