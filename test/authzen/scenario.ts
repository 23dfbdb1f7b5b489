/**
 * The certification scenario of the OpenID AuthZEN Authorization API 1.0 (openid/authzen, certification/authorization-api-1_0-scenario.md, June 2026) as a
 * table: the numbers are its anchors, `#c-2-2-1` and so on. What is asked is written out as it stands there; what must come back follows it.
 */
import assert from 'node:assert/strict'
import type { Names } from './records.ts'

type Level = 'Basic Core' | 'Basic Properties' | 'Batch Core' | 'Batch Properties' | 'Search Core' | 'Search Properties'

/** The scenario's own matrix of levels and tests; metadata (6) is no request with a body and stands apart. */
export const MATRIX: Readonly<Record<Level, readonly string[]>> = {
  'Basic Core': ['2-2-1', '2-2-2', '2-2-3', '2-2-8', '2-2-9', '2-3', '2-4', '2-5', '2-6', '5'],
  'Basic Properties': ['2-2-4', '2-2-5', '2-2-6', '2-2-7'],
  'Batch Core': ['3-2-1', '3-2-2', '3-2-5', '3-2-6', '3-3', '3-4'],
  'Batch Properties': ['3-2-3', '3-2-4', '3-2-7'],
  'Search Core': ['4-2-1', '4-2-2', '4-2-3', '4-3-1', '4-3-2', '4-4-1', '4-4-2', '4-5', '4-6', '4-7'],
  'Search Properties': ['4-2-4', '4-3-3', '4-4-3'],
}

interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly value: any
}

export interface Case {
  readonly id: string
  readonly path: string
  /** A text is sent as it stands. */
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly expect: (answer: Answer) => void
  /** Asked again with what the answer before it says; the second answer must be as expected. */
  readonly then?: { readonly body: (answer: Answer) => unknown; readonly expect: (answer: Answer) => void }
}

export const EVALUATION = '/access/v1/evaluation'
export const EVALUATIONS = '/access/v1/evaluations'
export const search = (what: 'subject' | 'resource' | 'action') => `/access/v1/search/${what}`

function answered({ status, headers, value }: Answer): void {
  assert.equal(status, 200, JSON.stringify(value))
  assert.match(headers.get('content-type') ?? '', /^application\/json/)
}

const decides = (decision: boolean) => (answer: Answer) => {
  answered(answer)
  assert.equal(answer.value.decision, decision, JSON.stringify(answer.value))
}

/** `undefined`: a decision, whichever. */
const decideAll =
  (...expected: readonly (boolean | undefined)[]) =>
  (answer: Answer) => {
    answered(answer)
    const { evaluations } = answer.value
    assert.ok(Array.isArray(evaluations) && !('decision' in answer.value), JSON.stringify(answer.value))
    assert.equal(evaluations.length, expected.length)
    for (const [index, { decision }] of evaluations.entries()) {
      assert.equal(typeof decision, 'boolean')
      if (expected[index] !== undefined) assert.equal(decision, expected[index], JSON.stringify(evaluations[index]))
    }
  }

const refuses = ({ status, value }: Answer) => {
  assert.equal(status, 400, JSON.stringify(value))
  assert.equal(value.code, 'bad-body')
}

/** Results of the asked type that hold at least these. */
const finds =
  (type: string | undefined, ...names: readonly string[]) =>
  (answer: Answer) => {
    answered(answer)
    const { results } = answer.value
    assert.ok(Array.isArray(results))
    for (const one of results) {
      assert.equal(typeof one[type === undefined ? 'name' : 'id'], 'string')
      assert.equal(one.type, type)
    }
    for (const name of names)
      assert.ok(
        results.some((one) => (one.name ?? one.id) === name),
        `${name} is not in ${JSON.stringify(results)}`,
      )
  }

const findsNothing = (answer: Answer) => {
  answered(answer)
  assert.deepEqual(answer.value.results, [])
}

export function casesOf(n: Names): readonly Case[] {
  const alice = { type: 'user', id: n.alice }
  const bob = { type: 'user', id: n.bob }
  const admin = { ...bob, properties: { [n.role]: n.admin } }
  const [read, write] = [{ name: n.read }, { name: n.write }]
  const first = { type: n.type, id: n.first }
  const active = { ...first, properties: { [n.status]: 'active' } }
  const archived = { type: n.type, id: n.second, properties: { [n.status]: n.archived } }
  const permitted = { subject: alice, action: read, resource: first }
  const denied = { subject: bob, action: write, resource: first }
  const users = { subject: { type: 'user' }, action: read, resource: first }

  const one = (id: string, body: unknown, expect: Case['expect'], more: Partial<Case> = {}): Case => ({
    id,
    path: EVALUATION,
    body,
    expect,
    ...more,
  })
  const batch = (id: string, body: unknown, expect: Case['expect']): Case => ({ id, path: EVALUATIONS, body, expect })
  const find = (id: string, what: Parameters<typeof search>[0], body: unknown, expect: Case['expect'], more: Partial<Case> = {}): Case => ({
    id,
    path: search(what),
    body,
    expect,
    ...more,
  })

  return [
    one('2-2-1', permitted, decides(true)),
    one('2-2-2', denied, decides(false)),
    one('2-2-3', { ...permitted, context: { time: '2025-06-27T18:03-07:00', ip: '192.168.1.1' } }, decides(true)),
    one('2-2-4', { subject: alice, action: write, resource: archived }, decides(false)),
    one('2-2-5', { subject: admin, action: write, resource: archived }, decides(true)),
    one('2-2-6', { subject: alice, action: { name: n.remove, properties: { [n.soft]: true } }, resource: first }, decides(true)),
    one('2-2-7', { subject: alice, action: { name: n.remove, properties: { [n.soft]: false } }, resource: first }, decides(false)),
    one(
      '2-2-8',
      {
        subject: { ...alice, properties: { department: 'Sales', [n.role]: 'manager' } },
        action: { ...read, properties: { method: 'GET' } },
        resource: { ...first, properties: { [n.status]: 'active', owner: n.bob } },
      },
      decides(true),
    ),
    one('2-2-9', { ...permitted, foo: 'bar', futureField: { nested: true } }, decides(true)),
    one('2-3-1', denied, (answer) => assert.equal(typeof answer.value.decision, 'boolean')),
    one('2-3-2', denied, ({ value }) => assert.ok(value.context === undefined || value.context.constructor === Object)),

    one('2-4-1', { action: read, resource: first }, refuses),
    one('2-4-1', { subject: alice, resource: first }, refuses),
    one('2-4-1', { subject: alice, action: read }, refuses),
    one('2-4-2', { ...permitted, subject: { id: n.alice } }, refuses),
    one('2-4-2', { ...permitted, subject: { type: 'user' } }, refuses),
    one('2-4-2', { ...permitted, action: {} }, refuses),
    one('2-4-2', { ...permitted, resource: { id: n.first } }, refuses),
    one('2-4-2', { ...permitted, resource: { type: n.type } }, refuses),
    one('2-4-3', permitted, refuses, { headers: { 'content-type': 'text/plain' } }),
    one('2-4-4', '{"subject": {', refuses),
    one('2-4-5', '', refuses),
    one('2-4-6', { ...permitted, subject: n.alice }, refuses),
    one('2-4-6', { ...permitted, action: { name: 123 } }, refuses),

    one('2-5-1', permitted, ({ headers }) => assert.equal(headers.get('x-request-id'), 'bfe9eb29-ab87'), {
      headers: { 'x-request-id': 'bfe9eb29-ab87' },
    }),
    one('2-5-2', permitted, decides(true)),
    one('2-6', permitted, decides(true), { then: { body: () => permitted, expect: decides(true) } }),
    one('2-6', denied, decides(false), { then: { body: () => denied, expect: decides(false) } }),
    one('5', permitted, decides(true), { headers: { 'content-type': 'application/json; charset=utf-8' } }),

    batch(
      '3-2-1',
      { subject: alice, action: read, evaluations: [{ resource: first }, { resource: { ...first, id: n.second } }] },
      decideAll(undefined, undefined),
    ),
    batch('3-2-2', { subject: bob, resource: first, evaluations: [{ action: read }, { action: write }] }, decideAll(true, false)),
    batch('3-2-3', { subject: alice, action: write, evaluations: [{ resource: active }, { resource: archived }] }, decideAll(true, false)),
    batch('3-2-4', { action: write, resource: archived, evaluations: [{ subject: alice }, { subject: admin }] }, decideAll(false, true)),
    batch('3-2-5', { evaluations: [permitted, denied] }, decideAll(true, false)),
    batch(
      '3-2-6',
      {
        subject: alice,
        action: read,
        context: { time: '2025-06-27T18:03-07:00' },
        evaluations: [
          { resource: first },
          { resource: { ...first, id: n.second }, context: { time: '2025-06-27T19:00-07:00', source: 'batch-override' } },
        ],
      },
      decideAll(undefined, undefined),
    ),
    batch(
      '3-2-7',
      {
        subject: alice,
        action: write,
        resource: { type: n.type },
        evaluations: [{ resource: { id: n.first, properties: { [n.status]: 'active' } } }, { resource: archived }],
      },
      decideAll(true, false),
    ),
    batch(
      '3-3-1',
      { subject: alice, action: read, resource: first, evaluations: [{}, {}, {}, {}, {}] },
      decideAll(true, true, true, true, true),
    ),
    batch(
      '3-3-2',
      { subject: bob, resource: first, evaluations: [{ action: write }, { action: read }, { action: write }] },
      decideAll(false, true, false),
    ),
    batch('3-3-3', { evaluations: [permitted, denied] }, ({ value }) => {
      for (const { decision, context } of value.evaluations) {
        assert.equal(typeof decision, 'boolean')
        assert.ok(context === undefined || context.constructor === Object)
      }
    }),
    batch('3-3-4', { evaluations: [permitted, denied] }, ({ value }) => assert.ok(!('decision' in value))),
    batch('3-4-1', { subject: alice, action: read, evaluations: [{ resource: first }, {}] }, decideAll(true, false)),
    batch('3-4-1', '{"evaluations": [', refuses),
    batch('3-4-2', permitted, decides(true)),
    batch('3-4-3', { ...permitted, evaluations: [] }, decides(true)),

    find('4-2-1', 'subject', users, finds('user', n.alice, n.bob)),
    find('4-2-2', 'subject', { ...users, context: { time: '2025-06-27T18:03-07:00' } }, finds('user', n.alice, n.bob)),
    find('4-2-3', 'subject', { ...users, subject: { type: 'user', id: 'is ignored' } }, finds('user', n.alice, n.bob)),
    find('4-2-4', 'subject', { subject: { type: 'user' }, action: write, resource: archived }, finds('user', n.bob)),
    find('4-3-1', 'resource', { subject: alice, action: read, resource: { type: n.type } }, finds(n.type, n.first)),
    find(
      '4-3-2',
      'resource',
      { subject: alice, action: read, resource: { type: n.type, id: 'is ignored' } },
      finds(n.type, n.first, n.second),
    ),
    find('4-3-3', 'resource', { subject: admin, action: write, resource: { type: n.type } }, finds(n.type, n.second)),
    find('4-4-1', 'action', { subject: alice, resource: first }, finds(undefined, n.read, n.write)),
    find('4-4-2', 'action', { subject: alice, resource: first, context: { ip: '192.168.1.1' } }, finds(undefined, n.read, n.write)),
    find('4-4-3', 'action', { subject: admin, resource: archived }, finds(undefined, n.write)),

    find(
      '4-5-1',
      'subject',
      { ...users, page: { limit: 1 } },
      (answer) => {
        finds('user')(answer)
        assert.equal(answer.value.results.length, 1)
        assert.equal(typeof answer.value.page.next_token, 'string')
      },
      {
        // 4-5-2 and 4-5-3: the rest of the list, and its end
        then: {
          body: ({ value }) => ({ ...users, page: { token: value.page.next_token } }),
          expect: (answer) => {
            finds('user')(answer)
            assert.equal(answer.value.page.next_token, '')
          },
        },
      },
    ),
    find('4-5-4', 'subject', { ...users, page: {} }, finds('user', n.alice, n.bob)),
    find('4-6-1', 'action', { subject: { type: 'user', id: 'nonexistent-user' }, resource: first }, findsNothing),
    find('4-6-2', 'subject', { ...users, subject: { type: 'spaceship' } }, findsNothing),
    find('4-6-2', 'resource', { subject: alice, action: read, resource: { type: 'moon' } }, findsNothing),
    find('4-7-1', 'subject', { subject: { type: 'user' }, resource: first }, refuses),
    find('4-7-1', 'resource', { action: read, resource: { type: n.type } }, refuses),
    find('4-7-1', 'action', { subject: alice }, refuses),
    find('4-7-2', 'subject', { ...users, resource: { type: n.type } }, refuses),
    find('4-7-2', 'resource', { subject: { type: 'user' }, action: read, resource: { type: n.type } }, refuses),
  ]
}
