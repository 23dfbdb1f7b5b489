/**
 * The certification scenario of the OpenID AuthZEN Authorization API 1.0, all its levels, and what else the standard says. Once with the names that
 * certification uses, once with names nobody has seen before: the answers follow the charter.
 */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { openSite, siteHost } from '../support/site.ts'
import { certified, recordServer, type Names, type RecordServer } from './records.ts'
import { casesOf, EVALUATION, EVALUATIONS, MATRIX, search } from './scenario.ts'

/** Names that begin with a letter and are good for ids, rights and properties alike. */
function strangeNames(): Names {
  const name = () => `n${randomBytes(5).toString('hex')}`
  return Object.fromEntries(Object.keys(certified).map((key) => [key, name()])) as unknown as Names
}

function scenario(title: string, n: Names): void {
  const user = (id: string, properties?: object) => ({ type: 'user', id, ...(properties === undefined ? {} : { properties }) })
  const record = (id: string, status?: string) => ({
    type: n.type,
    id,
    ...(status === undefined ? {} : { properties: { [n.status]: status } }),
  })
  const act = (name: string, properties?: object) => ({ name, ...(properties === undefined ? {} : { properties }) })
  const [alice, bob, first] = [user(n.alice), user(n.bob), record(n.first)]
  const administrator = user(n.bob, { [n.role]: n.admin })

  describe(title, () => {
    let server: RecordServer
    let authorization: Readonly<Record<string, string>>
    before(async () => {
      server = await recordServer(n)
      authorization = { authorization: `Bearer ${await server.token('evaluate,search')}` }
    })
    after(() => server[Symbol.asyncDispose]())

    const post = (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
      server.post(path, body, { ...authorization, ...headers })
    const cases = casesOf(n)
    for (const [level, ids] of Object.entries(MATRIX))
      it(`is certified: ${level}`, async (test) => {
        let asked = 0
        for (const id of ids) {
          const own = cases.filter((one) => one.id === id || one.id.startsWith(`${id}-`))
          assert.ok(own.length > 0, `no case of ${id}`)
          for (const { path, body, headers, expect, then } of own) {
            asked += 1
            const answer = await post(path, body, headers)
            assert.doesNotThrow(() => expect(answer), `${id}: ${JSON.stringify([path, body, answer.value])}`)
            if (then !== undefined) then.expect(await post(path, then.body(answer)))
          }
        }
        test.diagnostic(`${asked} cases`)
      })

    const decided = async (body: unknown) => {
      const { status, value, headers } = await post(EVALUATION, body)
      assert.equal(status, 200, JSON.stringify(value))
      assert.match(headers.get('content-type') ?? '', /^application\/json/)
      return value.decision
    }
    const refusedBody = async (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) => {
      const { status, value } = await post(path, body, headers)
      assert.equal(status, 400, JSON.stringify([body, value]))
      assert.equal(value.code, 'bad-body')
    }

    for (const [rule, body, decision] of [
      ['nobody by an unknown name may anything', { subject: user('nobody-by-this-name'), action: act(n.read), resource: first }, false],
      [
        'a subject of an unknown type neither',
        { subject: { type: 'spaceship', id: n.alice }, action: act(n.read), resource: first },
        false,
      ],
      ['an unknown action is not allowed', { subject: alice, action: act('fly'), resource: first }, false],
      ['nor one on a resource of an unknown type', { subject: alice, action: act(n.read), resource: { type: 'moon', id: n.first } }, false],
      ['who is not logged in may not', { subject: { type: 'anonymous', id: '-' }, action: act(n.read), resource: first }, false],
    ] as const)
      it(`decides: ${rule}`, async () => assert.equal(await decided(body), decision))

    it('refuses what lacks something or is of the wrong type', async () => {
      const whole = { subject: alice, action: act(n.read), resource: first }
      for (const key of ['subject', 'action', 'resource']) await refusedBody(EVALUATION, { ...whole, [key]: undefined })
      for (const [key, part] of [
        ['subject', { id: n.alice }],
        ['subject', { type: 'user' }],
        ['action', {}],
        ['resource', { id: n.first }],
        ['resource', { type: n.type }],
        ['subject', n.alice],
        ['action', { name: 123 }],
        ['subject', { ...alice, properties: 'none' }],
        ['context', 'now'],
      ] as const)
        await refusedBody(EVALUATION, { ...whole, [key]: part })
      await refusedBody(EVALUATION, '')
      await refusedBody(EVALUATION, '{"subject":')
      await refusedBody(EVALUATION, '[]')
      await refusedBody(EVALUATION, JSON.stringify(whole), { 'content-type': 'text/plain' })
      await refusedBody(EVALUATION, JSON.stringify(whole), { 'content-type': 'application/jsonp' })
    })

    it('echoes the id of a request, answers without one, and says the same again', async () => {
      const body = { subject: bob, action: act(n.write), resource: first }
      assert.equal((await post(EVALUATION, body, { 'x-request-id': 'bfe9eb29-ab87' })).headers.get('x-request-id'), 'bfe9eb29-ab87')
      assert.equal((await post(EVALUATION, '{', { 'x-request-id': 'r2' })).headers.get('x-request-id'), 'r2')
      for (let times = 0; times < 5; times += 1) assert.equal(await decided(body), false)
    })

    const batch = async (body: unknown) => {
      const { status, value } = await post(EVALUATIONS, body)
      assert.equal(status, 200, JSON.stringify(value))
      assert.equal('decision' in value, false)
      return value.evaluations.map(({ decision }: { decision: unknown }) => decision)
    }

    it('decides a batch in order, with what its members have in common', async () => {
      assert.deepEqual(await batch({ subject: bob, resource: first, evaluations: [{ action: act(n.read) }, { action: act(n.write) }] }), [
        true,
        false,
      ])
      assert.deepEqual(
        await batch({
          evaluations: [
            { subject: alice, action: act(n.read), resource: first },
            { subject: bob, action: act(n.write), resource: first },
          ],
        }),
        [true, false],
      )
      const statuses = [record(n.first, 'active'), record(n.second, n.archived)]
      assert.deepEqual(await batch({ subject: alice, action: act(n.write), evaluations: statuses.map((resource) => ({ resource })) }), [
        true,
        false,
      ])
      const people = [alice, administrator].map((subject) => ({ subject }))
      assert.deepEqual(await batch({ action: act(n.write), resource: record(n.second, n.archived), evaluations: people }), [false, true])
      assert.equal((await batch({ subject: alice, action: act(n.read), context: { a: 1 }, evaluations: [{ resource: first }] })).length, 1)
    })

    it('replaces a whole entity by a member’s own, but for the names without which it would be none', async () => {
      const evaluations = [
        { resource: { id: n.first, properties: { [n.status]: 'active' } } },
        { resource: { type: n.type, id: n.second, properties: { [n.status]: n.archived } } },
      ]
      assert.deepEqual(await batch({ subject: alice, action: act(n.write), resource: { type: n.type }, evaluations }), [true, false])
      // the properties of the batch do not slip into a member that has its own
      const common = { subject: administrator, action: act(n.write), resource: record(n.second, n.archived) }
      assert.deepEqual(await batch({ ...common, evaluations: [{}, { subject: { id: n.alice } }, { resource: { id: n.first } }] }), [
        true,
        false,
        false,
      ])
    })

    it('denies a broken member and answers the others', async () => {
      const broken = [{ resource: first }, {}, { resource: 'x' }, 7, null, { resource: first }]
      assert.deepEqual(await batch({ subject: alice, action: act(n.read), evaluations: broken }), [true, false, false, false, false, true])
      await refusedBody(EVALUATIONS, { subject: 'alice', action: act(n.read), evaluations: [{ resource: first }] })
      await refusedBody(EVALUATIONS, { evaluations: 'all' })
    })

    it('is a single evaluation without a list of members', async () => {
      const single = { subject: alice, action: act(n.read), resource: first }
      for (const body of [single, { ...single, evaluations: [] }]) assert.equal((await post(EVALUATIONS, body)).value.decision, true)
      await refusedBody(EVALUATIONS, { subject: alice, action: act(n.read) })
    })

    it('knows three semantics: all, up to the first no, up to the first yes', async () => {
      const evaluations = [act(n.read), act(n.write), act(n.read)].map((action) => ({ action }))
      const asked = (evaluations_semantic: string) => ({ subject: bob, resource: first, options: { evaluations_semantic }, evaluations })
      assert.deepEqual(await batch(asked('execute_all')), [true, false, true])
      assert.deepEqual(await batch(asked('deny_on_first_deny')), [true, false])
      assert.deepEqual(await batch(asked('permit_on_first_permit')), [true])
      await refusedBody(EVALUATIONS, asked('whatever'))
      // a broken member is a no like any other
      const broken = { ...asked('deny_on_first_deny'), evaluations: [{ action: act(n.read) }, 'nothing', { action: act(n.read) }] }
      assert.deepEqual(await batch(broken), [true, false])
      assert.deepEqual(await batch({ ...broken, options: { evaluations_semantic: 'permit_on_first_permit' } }), [true])
      assert.deepEqual(await batch({ ...broken, options: { later: 'ignored' } }), [true, false, true])
    })

    const found = async (what: Parameters<typeof search>[0], body: unknown) => {
      const { status, value } = await post(search(what), body)
      assert.equal(status, 200, JSON.stringify(value))
      return value
    }

    it('finds the subjects of an action', async () => {
      const { results } = await found('subject', { subject: { type: 'user' }, action: act(n.read), resource: first })
      assert.deepEqual(
        results,
        ['kestrel', n.alice, n.bob].toSorted().map((id) => ({ type: 'user', id })),
      )
      const archived = await found('subject', {
        subject: { type: 'user', id: 'is ignored' },
        action: act(n.write),
        resource: record(n.second, n.archived),
        context: { a: 1 },
      })
      assert.deepEqual(archived.results, [{ type: 'user', id: n.bob }])
    })

    it('finds the resources of a subject', async () => {
      const readable = await found('resource', { subject: alice, action: act(n.read), resource: { type: n.type, id: 'is ignored' } })
      assert.deepEqual(
        readable.results,
        [n.first, n.second].toSorted().map((id) => ({ type: n.type, id })),
      )
      const written = await found('resource', { subject: administrator, action: act(n.write), resource: { type: n.type } })
      assert.deepEqual(written.results, [{ type: n.type, id: n.second }])
    })

    it('finds the actions of a subject on a resource', async () => {
      const names = async (subject: object, resource: object) =>
        (await found('action', { subject, resource })).results.map(({ name }: { name: string }) => name)
      assert.deepEqual(await names(alice, first), [n.read, n.write])
      assert.deepEqual(await names(administrator, record(n.second, n.archived)), [n.read, n.write, `${n.write}-archived`])
    })

    it('finds nothing for what it does not know, and refuses what lacks something', async () => {
      for (const [what, body] of [
        ['action', { subject: user('nonexistent-user'), resource: first }],
        ['subject', { subject: { type: 'spaceship' }, action: act(n.read), resource: first }],
        ['subject', { subject: { type: 'user' }, action: act('fly'), resource: first }],
        ['resource', { subject: alice, action: act(n.read), resource: { type: 'moon' } }],
      ] as const)
        assert.deepEqual((await found(what, body)).results, [])
      await refusedBody(search('subject'), { subject: { type: 'user' }, resource: first })
      await refusedBody(search('subject'), { subject: { type: 'user' }, action: act(n.read), resource: { type: n.type } })
      await refusedBody(search('resource'), { action: act(n.read), resource: { type: n.type } })
      await refusedBody(search('resource'), { subject: { type: 'user' }, action: act(n.read), resource: { type: n.type } })
      await refusedBody(search('action'), { subject: alice })
    })

    it('gives a list page by page, each result once', async () => {
      const asked = { subject: { type: 'user' }, action: act(n.read), resource: first }
      const ids: string[] = []
      let token: string | undefined
      do {
        const { results, page } = await found('subject', { ...asked, page: { limit: 1, ...(token === undefined ? {} : { token }) } })
        assert.deepEqual([results.length, page.count, page.total], [1, 1, 3])
        ids.push(results[0].id)
        token = page.next_token
      } while (token !== '')
      assert.deepEqual(ids, ['kestrel', n.alice, n.bob].toSorted())
      const { page } = await found('subject', { ...asked, page: { limit: 1 } })
      await refusedBody(search('subject'), { ...asked, action: act(n.write), page: { token: page.next_token } })
      await refusedBody(search('subject'), { ...asked, page: { token: 'invented' } })
      await refusedBody(search('subject'), { ...asked, page: { limit: 0 } })
      for (const what of ['resource', 'action'] as const) {
        const body = {
          subject: alice,
          ...(what === 'resource' ? { action: act(n.read), resource: { type: n.type } } : { resource: first }),
        }
        const one = await found(what, { ...body, page: { limit: 1 } })
        const two = await found(what, { ...body, page: { token: one.page.next_token } })
        assert.deepEqual([...one.results, ...two.results], (await found(what, body)).results)
      }
    })
  })
}

scenario('a policy decision point with the names of the certification', certified)
scenario('a policy decision point with names nobody has seen before', strangeNames())

describe('the metadata of a decision point', () => {
  it('is certified: Discovery', async () => {
    const { app } = await openSite()
    const base = `https://${siteHost}`
    const response = await app.request(`${base}/.well-known/authzen-configuration`, { headers: { host: siteHost } })
    assert.equal(response.status, 200)
    assert.match(response.headers.get('content-type') ?? '', /^application\/json/)
    const told = (await response.json()) as Readonly<Record<string, unknown>>
    assert.equal(told['policy_decision_point'], base, 'as it was asked, https, without query or fragment')
    const endpoints = {
      access_evaluation_endpoint: EVALUATION,
      access_evaluations_endpoint: EVALUATIONS,
      search_subject_endpoint: search('subject'),
      search_resource_endpoint: search('resource'),
      search_action_endpoint: search('action'),
    }
    for (const [key, path] of Object.entries(endpoints)) assert.equal(told[key], `${base}${path}`)
    assert.deepEqual(
      Object.keys(told).filter((key) => !(key in endpoints) && key !== 'policy_decision_point'),
      [],
      'nothing is said that is not so: neither capabilities nor signed metadata',
    )
    for (const path of Object.values(endpoints)) {
      const empty = await app.request(`${base}${path}`, { method: 'POST', headers: { host: siteHost, 'content-type': 'application/json' } })
      assert.equal(empty.status, 400, `${path} is served`)
    }
  })
})
