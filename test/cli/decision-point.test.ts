/**
 * A charter of twenty lines with names that nobody has seen before, `bin/writ serve` in a process of its own, and a client: the fixture that the
 * certification of policy decision points asks for, and how soon an answer reflects a change, a restart included.
 */
import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { installation, type Installation } from './installation.ts'
import { said, startWrit, withoutSystemNode } from './spawn.ts'

const CHANGES = 10

const NAMES = [
  'alice',
  'bob',
  'type',
  'read',
  'write',
  'remove',
  'status',
  'archived',
  'active',
  'soft',
  'role',
  'admin',
  'one',
  'two',
] as const
type Names = Readonly<Record<(typeof NAMES)[number], string>>

const strange = Object.fromEntries(NAMES.map((name) => [name, `n${randomBytes(5).toString('hex')}`])) as unknown as Names

const charterOf = (n: Names) => `writ: 1
title: Records
targets: { ${n.type}: { connector: simulated } }
facts: { ${n.role}: { text: What the application calls them, source: ${n.type}, type: text } }
conditions:
  stored: { text: It is archived, resource: ${n.status}, is: ${n.archived} }
  high: { text: The application calls them so, fact: ${n.role}, is: ${n.admin} }
  frozen: { text: It is archived and they are not above that, all: [stored, { not: high }] }
  bin: { text: It only goes to the bin, action: ${n.soft}, is: true }
rights: { ${n.type}: {
  ${n.read}: { text: Read }, ${n.write}: { text: Change },
  thaw: { text: Change what is archived, narrows: ${n.write}, when: [stored, high] },
  ${n.remove}: { text: Delete }, drop: { text: Put in the bin, narrows: ${n.remove}, when: bin } } }
groups: { writ: { keepers: { rights: [apply, read-private] } },
  ${n.type}: { readers: { rights: [${n.read}, thaw] }, writers: { rights: [${n.write}, drop] } } }
gates: { ice: { text: Archived records are frozen, target: ${n.type}, rights: ${n.write}, when: frozen } }
roles: { clerk: { title: Clerk, purpose: Writes, gives: { writ: keepers, ${n.type}: [readers, writers] }, may: [{ change: all }] },
  reader: { title: Reader, purpose: Reads, gives: { ${n.type}: readers } }, writer: { title: Writer, purpose: Writes, gives: { ${n.type}: writers } } }
amendments: { by: clerk }
`

interface Served {
  readonly url: string
  stop(): Promise<void>
}

async function serve(place: Installation): Promise<Served> {
  const child: ChildProcess = startWrit(['serve', '--port', '0', '--data', place.data])
  const end = new Promise((resolve) => child.on('close', resolve))
  const url = /listening on (http:\S+)/.exec(await said(child, /^listening on http\S+\n/m))?.[1] ?? ''
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM')
      assert.equal(await end, 0)
    },
  }
}

async function setUp(n: Names): Promise<{ readonly place: Installation; readonly headers: Readonly<Record<string, string>> }> {
  const person = (handle: string, role: string) =>
    `  - { handle: ${handle}, accounts: [{ target: ${n.type}, name: ${handle}, kind: personal }], roles: [{ role: ${role} }] }\n`
  const place = installation({ charter: charterOf(n), roster: `people:\n${person(n.alice, 'clerk')}${person(n.bob, 'reader')}` })
  const resources = [n.one, n.two].map((id, index) => ({
    type: n.type,
    id,
    properties: { [n.status]: index === 0 ? n.active : n.archived },
  }))
  const accounts = [n.alice, n.bob].map((name, index) => ({ id: String(index + 1), name, memberships: [] }))
  const file = place.write('records.json', JSON.stringify({ groups: ['readers', 'writers'], accounts }))
  place.write(
    'data/writ.config.yaml',
    JSON.stringify({
      resources: place.write('resources.yaml', JSON.stringify({ resources })),
      targets: { [n.type]: { connector: 'simulated', file } },
    }),
  )
  const done = await place.run('setup', place.charter, '--administrator', n.alice, '--role', 'clerk', '--roster', place.file('roster.yaml'))
  assert.equal(done.code, 0, done.err)
  const token = place.file('asking.token')
  const made = await place.run('token', 'make', '--person', n.alice, '--output', token, '--scope', 'evaluate,search,grant')
  assert.equal(made.code, 0, made.err)
  return { place, headers: { authorization: `Bearer ${readFileSync(token, 'utf8').trim()}`, 'content-type': 'application/json' } }
}

async function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: unknown,
): Promise<{ status: number; value: any; revision: number }> {
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  return { status: response.status, value: await response.json(), revision: Number(response.headers.get('writ-revision')) }
}

describe('a decision point in a process of its own', { skip: withoutSystemNode }, () => {
  const n = strange
  let place: Installation
  let headers: Readonly<Record<string, string>>
  let server: Served
  before(async () => {
    ;({ place, headers } = await setUp(n))
    server = await serve(place)
  })
  after(async () => {
    await server.stop()
    place[Symbol.dispose]()
  })

  const ask = async (path: string, body: unknown) => {
    const { status, value } = await post(`${server.url}/access/v1/${path}`, headers, body)
    assert.equal(status, 200, JSON.stringify(value))
    return value
  }

  it('reads what it decides from a charter of twenty lines', async () => {
    assert.ok(charterOf(n).trimEnd().split('\n').length <= 20)
    const thing = (id: string, status?: string) => ({
      type: n.type,
      id,
      ...(status === undefined ? {} : { properties: { [n.status]: status } }),
    })
    const user = (id: string, role?: string) => ({ type: 'user', id, ...(role === undefined ? {} : { properties: { [n.role]: role } }) })
    const soft = (value: boolean) => ({ name: n.remove, properties: { [n.soft]: value } })
    for (const [subject, action, resource, expected] of [
      [user(n.alice), { name: n.read }, thing(n.one), true],
      [user(n.alice), { name: n.write }, thing(n.one), true],
      [user(n.bob), { name: n.read }, thing(n.one), true],
      [user(n.bob), { name: n.write }, thing(n.one), false],
      [user(n.alice), { name: n.write }, thing(n.two, n.archived), false],
      [user(n.bob, n.admin), { name: n.write }, thing(n.two, n.archived), true],
      [user(n.alice), soft(true), thing(n.one), true],
      [user(n.alice), soft(false), thing(n.one), false],
      [user('alice'), { name: n.read }, thing(n.one), false],
      [user('bob'), { name: 'read' }, { type: 'record', id: 'record-1' }, false],
      [user(n.alice), { name: 'read' }, thing(n.one), false],
    ] as const) {
      const { decision, context } = await ask('evaluation', { subject, action, resource })
      assert.equal(decision, expected, JSON.stringify([subject, action, resource, context]))
      assert.ok(decision || context.because.length > 0 || context.reason.length > 0)
    }
    const ids = ({ results }: { results: { id?: string; name?: string }[] }) => results.map((one) => one.id ?? one.name)
    const readers = await ask('search/subject', { subject: { type: 'user' }, action: { name: n.read }, resource: thing(n.one) })
    assert.deepEqual(ids(readers), [n.alice, n.bob].toSorted())
    const things = await ask('search/resource', { subject: user(n.alice), action: { name: n.read }, resource: { type: n.type } })
    assert.deepEqual(ids(things), [n.one, n.two].toSorted())
    assert.deepEqual(ids(await ask('search/action', { subject: user(n.alice), resource: thing(n.one) })), [n.read, n.write])
    assert.deepEqual(ids(await ask('search/action', { subject: user('alice'), resource: thing(n.one) })), [])
  })

  it('reflects each change in the first answer that asks for it, and after a restart', async (test) => {
    const asked = (min_rev: number) => ({
      subject: { type: 'user', id: n.bob },
      action: { name: n.write },
      resource: { type: n.type, id: n.one },
      context: { min_rev },
    })
    const change = async (verb: 'grants' | 'removals') => {
      const body = { role: 'writer', person: n.bob, ...(verb === 'grants' ? { ongoing: true, reason: 'a test' } : {}) }
      const done = await post(`${server.url}/api/v1/${verb}`, { ...headers, 'idempotency-key': randomUUID() }, body)
      assert.ok(done.status < 300, JSON.stringify(done.value))
      return done.revision
    }
    const times: number[] = []
    let revision = 0
    for (let turn = 0; turn <= CHANGES; turn += 1) {
      const verb = turn % 2 === 0 ? 'grants' : 'removals'
      revision = await change(verb)
      const start = performance.now()
      const { decision, context } = await ask('evaluation', asked(revision))
      times.push(performance.now() - start)
      assert.equal(decision, verb === 'grants', `turn ${turn}`)
      assert.ok(context.revision.ledger >= revision)
    }
    await server.stop()
    const stopped = performance.now()
    server = await serve(place)
    const first = performance.now()
    const answer = await ask('evaluation', asked(revision))
    const restarted = performance.now()
    assert.equal(answer.decision, true)
    assert.ok(answer.context.revision.ledger >= revision)
    const sorted = times.toSorted((left, right) => left - right)
    const figure = (ms: number | undefined) => (ms ?? Number.NaN).toFixed(1)
    test.diagnostic(
      `acknowledged change -> answer that reflects it: p50 ${figure(sorted[sorted.length >> 1])} ms, most ${figure(sorted.at(-1))} ms of ${times.length}; a restart took ${figure(first - stopped)} ms, its first answer ${figure(restarted - first)} ms`,
    )
  })
})
