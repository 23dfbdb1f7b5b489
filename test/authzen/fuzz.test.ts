/** Whatever is sent, the answer is a decision or a clear refusal; and nothing malformed is ever allowed more than its well-formed meaning. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { counts } from '../counts.ts'
import { recordServer, type RecordServer } from './records.ts'

const RUNS = counts({ floor: 300, ci: 1000, deep: 20_000 })
const PATHS = ['evaluation', 'evaluations', 'search/subject', 'search/resource', 'search/action'].map((name) => `/access/v1/${name}`)

const word = fc.oneof(
  fc.constantFrom(
    'user',
    'account',
    'anonymous',
    'record',
    'alice',
    'bob',
    'record-1',
    'record-2',
    'read',
    'write',
    'delete',
    'active',
    'archived',
    'admin',
    'status',
    'soft',
    'role',
  ),
  fc.constantFrom('__proto__', 'constructor', 'toString', '', 'x'.repeat(5000), '\u0000', '\ud800', '\u202e'),
  fc.string({ maxLength: 8 }),
)
const value = fc.oneof(word, fc.jsonValue({ maxDepth: 3 }), fc.boolean(), fc.integer())
const properties = fc.dictionary(word, value, { maxKeys: 3 })
const entity = fc.oneof(
  { weight: 20, arbitrary: fc.record({ type: word, id: word, name: word, properties }, { requiredKeys: ['type', 'id', 'name'] }) },
  { weight: 2, arbitrary: fc.record({ type: word, id: word, name: word, properties }, { requiredKeys: [] }) },
  { weight: 1, arbitrary: value },
)
const other = <T>(arbitrary: fc.Arbitrary<T>) => fc.oneof({ weight: 6, arbitrary }, { weight: 1, arbitrary: value })
const body = fc.record(
  {
    subject: entity,
    action: entity,
    resource: entity,
    context: other(properties),
    evaluations: other(
      fc.array(other(fc.record({ subject: entity, action: entity, resource: entity }, { requiredKeys: [] })), { maxLength: 4 }),
    ),
    options: other(fc.constantFrom({}, { evaluations_semantic: 'deny_on_first_deny' }, { evaluations_semantic: 'x' })),
    page: other(fc.constantFrom({}, { limit: 2 }, { limit: 0 }, { token: '' }, { token: 'x' })),
  },
  { requiredKeys: ['subject', 'action', 'resource'] },
)

/** What the charter of records allows, written down once more. */
function allowed(asked: any): boolean {
  const { subject, action, resource } = asked
  const known = ['user', 'account'].includes(subject.type) && ['alice', 'bob', 'kestrel'].includes(subject.id)
  if (!known || resource.type !== 'record') return false
  if (action.name === 'read') return true
  const stored = resource.id === 'record-1' ? 'active' : resource.id === 'record-2' ? 'archived' : undefined
  const status = sent(resource.properties, 'status', stored)
  const administers = sent(subject.properties, 'role', subject.id === 'bob' ? 'admin' : undefined) === 'admin'
  if (action.name === 'write-archived') return status === 'archived' && administers
  const writes = subject.id !== 'bob' || (status === 'archived' && administers)
  // where it is not known whether the record is archived, the gate has to be passed
  const open = administers || (status !== 'archived' && status !== undefined && typeof status !== 'object')
  if (action.name === 'write') return writes && open
  const soft = sent(action.properties, 'soft', undefined) === true
  return subject.id !== 'bob' && soft && ['delete', 'delete-softly'].includes(action.name)
}

/** A decision, which is never without a reason that a program can read. */
function assertDecision({ decision, context }: any): void {
  assert.equal(typeof decision, 'boolean')
  assert.ok(context.because.length > 0 && context.because.every((one: any) => one.code !== ''), JSON.stringify(context))
  assert.ok(decision || (Array.isArray(context.missing.roles) && Array.isArray(context.who_can_help) && context.reason !== ''))
}

/** What was sent beats what is stored, also where it is nothing that a test could use. */
const sent = (map: object | undefined, name: string, stored: unknown) =>
  map !== undefined && Object.hasOwn(map, name) ? (map as Record<string, unknown>)[name] : stored

describe('the decision point under nonsense', () => {
  let server: RecordServer
  let headers: Readonly<Record<string, string>>
  before(async () => {
    server = await recordServer()
    headers = { authorization: `Bearer ${await server.token('evaluate,search')}` }
  })
  after(() => server[Symbol.asyncDispose]())

  it(`answers or refuses, ${RUNS} times`, { timeout: 60_000 + RUNS * 50 }, async (context) => {
    const seen = { answered: 0, refused: 0, yes: 0, no: 0 }
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...PATHS), body, async (path, sent) => {
        const { status, value: answer } = await server.post(path, sent, headers)
        assert.ok([200, 400].includes(status), `${status} ${JSON.stringify(answer)}`)
        seen[status === 200 ? 'answered' : 'refused'] += 1
        if (status === 400) return assert.equal(answer.code, 'bad-body')
        if (!path.includes('search')) for (const one of answer.evaluations ?? [answer]) assertDecision(one)
        return assert.ok(!path.includes('search') || Array.isArray(answer.results))
      }),
      { numRuns: RUNS },
    )
    const names = fc.record({
      subject: fc.record({ type: word, id: word, properties }, { requiredKeys: ['type', 'id'] }),
      action: fc.record({ name: word, properties }, { requiredKeys: ['name'] }),
      resource: fc.record({ type: word, id: word, properties }, { requiredKeys: ['type', 'id'] }),
    })
    const likely = fc.record({
      subject: fc.record({
        type: fc.constant('user'),
        id: fc.constantFrom('alice', 'bob', 'nobody'),
        properties: fc.dictionary(fc.constant('role'), value),
      }),
      action: fc.record({
        name: fc.constantFrom('read', 'write', 'delete', 'delete-softly', 'write-archived'),
        properties: fc.dictionary(fc.constant('soft'), value),
      }),
      resource: fc.record({
        type: fc.constant('record'),
        id: fc.constantFrom('record-1', 'record-2', 'other'),
        properties: fc.dictionary(fc.constant('status'), fc.constantFrom('active', 'archived', 'x')),
      }),
    })
    await fc.assert(
      fc.asyncProperty(fc.oneof(names, likely), async (asked) => {
        const { status, value: answer } = await server.post('/access/v1/evaluation', asked, headers)
        assert.equal(status, 200)
        assertDecision(answer)
        assert.equal(answer.decision, allowed(asked), JSON.stringify(answer))
        seen[answer.decision === true ? 'yes' : 'no'] += 1
      }),
      { numRuns: RUNS },
    )
    context.diagnostic(JSON.stringify(seen))
    for (const [what, number] of Object.entries(seen)) assert.ok(number > RUNS / 20, `too few: ${what}`)
  })

  it('refuses bodies that are too large, too deep or no text', async () => {
    const post = async (path: string, text: string | Uint8Array, type = 'application/json') => {
      const response = await fetch(`${server.url}${path}`, {
        method: 'POST',
        headers: { ...headers, 'content-type': type },
        body: text as string,
      })
      return { status: response.status, value: (await response.json()) as { code: string } }
    }
    for (const path of PATHS) {
      const large = await post(path, JSON.stringify({ context: { x: 'y'.repeat(1_100_000) } }))
      assert.deepEqual([large.status, large.value.code], [413, 'too-large'])
      for (const text of [
        '['.repeat(400_000),
        `{"context":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`,
        'null',
        '7',
        '"x"',
        '\ufeff{}',
      ])
        assert.equal((await post(path, text)).status, 400)
      assert.equal((await post(path, new Uint8Array([0xff, 0xfe, 0x7b]))).status, 400)
      assert.equal((await fetch(`${server.url}${path}`)).status, 405)
    }
    const many = { subject: { type: 'user', id: 'alice' }, evaluations: Array.from({ length: 1001 }, () => ({})) }
    assert.equal((await post(PATHS[1] ?? '', JSON.stringify(many))).status, 400)
  })
})
