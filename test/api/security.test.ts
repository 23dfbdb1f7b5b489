/** What nobody gets over the programming interface, whatever they send. */
import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import fc from 'fast-check'
import { counts } from '../counts.ts'
import { apiClient, type ApiClient } from '../support/api-client.ts'
import { apiStage } from '../support/api-stage.ts'
import { handsOf } from '../support/hands.ts'
import type { Played } from '../support/played.ts'

/** Words that stand in what is private alone: a use case, a comment, a reason, an account that no public grant names. */
const SECRETS = ['use-case-of-cedar', 'comment-on-cedar', 'reason-of-suspension', 'use-case-of-elm', 'Fir']

/** What concerns somebody is theirs to read. */
const OWN: Readonly<Record<string, readonly string[]>> = { fir: ['Fir'], elm: ['use-case-of-elm', 'comment-on-cedar'] }

/** The one operation for whoever is not to be known. */
const ANONYMOUS = 'reportAnonymously'

const QUESTIONS: Readonly<Record<string, Record<string, string>>> = {
  explain: { target: 'wiki', right: 'delete', person: 'cedar' },
  whatCan: { target: 'wiki', person: 'cedar' },
  whoCan: { target: 'wiki', right: 'delete' },
}

describe('whoever asks over the programming interface', () => {
  let played: Played
  let client: ApiClient
  let ids: Record<string, string | number>
  before(async () => {
    played = await apiStage()
    await handsOf(played.instance).adopt()
    client = await apiClient(played.instance)
    await client.ok('makeGrant', { as: 'ash', body: { role: 'helper', person: 'cedar', reason: 'use-case-of-cedar' } })
    await client.ok('makeGrant', { as: 'ash', body: { role: 'judge', person: 'cedar', reason: 'use-case-of-cedar' } }, 202)
    const { requests } = await client.ok('fileRequest', { as: 'elm', body: { role: 'scribe', useCase: 'use-case-of-elm' } }, 202)
    await client.ok('commentOnRequest', { as: 'ash', params: { request: requests[0].request }, body: { text: 'comment-on-cedar' } })
    const { job } = await client.ok('runTarget', { as: 'ash', params: { target: 'wiki' } }, 202)
    await client.ok('suspend', { as: 'ash', body: { person: 'cedar', cause: 'investigation', reason: 'reason-of-suspension' } })
    ids = {
      request: requests[0].request,
      person: 'cedar',
      role: 'helper',
      target: 'wiki',
      job,
      entry: requests[0].request,
      moment: '2026-05-03',
    }
  })

  const paramsOf = (path: string) => Object.fromEntries([...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, ids[name] ?? 1]))

  it('learns nothing private as a visitor or as a member whom it does not concern; an administrator does, and is on record', async () => {
    const told = new Map<string, number>()
    for (const as of [undefined, 'fir', 'elm', 'birch'])
      for (const [id, { path, method }] of client.operations) {
        if (method !== 'get') continue
        const query = QUESTIONS[id] ?? {}
        const { text, status } = await client.call(id, { params: paramsOf(path), query, ...(as === undefined ? {} : { as }) })
        const found = SECRETS.filter((one) => text.includes(one) && !OWN[as ?? '']?.includes(one))
        if (as === 'birch') told.set(id, found.length)
        else assert.deepEqual(found, [], `${as ?? 'a visitor'}: ${id} ${status} ${text}`)
      }
    assert.ok((told.get('listRequests') ?? 0) > 0 && (told.get('getPersonRecord') ?? 0) > 0)
    const entries = await played.instance.journal.entries(0, 1000)
    const reads = entries.filter((one) => one.type === 'private.read')
    const birch = played.instance.journal.state.personByHandle('birch')?.subject
    assert.ok(reads.length > 0 && reads.every((one) => one.type === 'private.read' && one.fields.by === birch))
  })

  it('cannot tell from any answer that somebody is suspended', async () => {
    const before = await client.call('getPerson', { params: { person: 'cedar' } })
    assert.deepEqual(
      before.body.grants.map((one: any) => [one.role.id, one.ended]),
      [['helper', undefined]],
    )
  })

  it('does nothing without a token, or with one that is for something else', async () => {
    const reading = await client.tokenOf('ash', ['read', 'evaluate', 'search'])
    const size = played.instance.journal.size
    for (const [id, { path, method }] of client.operations) {
      if (method !== 'post' || id === ANONYMOUS) continue
      assert.equal((await client.call(id, { params: paramsOf(path), body: {} })).status, 401, id)
      for (const token of ['', 'x', 'writ_00000000_0', `${reading}x`])
        assert.equal(
          (await client.call(id, { params: paramsOf(path), body: {}, headers: { authorization: `Bearer ${token}` } })).status >= 401,
          true,
        )
      if (id !== 'revokeToken') assert.equal((await client.call(id, { params: paramsOf(path), body: {}, token: reading })).status, 403, id)
    }
    assert.equal(played.instance.journal.size - size, 0)
  })

  it('cannot tell from who may do what that somebody is suspended; who may read it can', async () => {
    const ask = async (id: string, as?: string) =>
      (await client.call(id, { query: QUESTIONS[id] ?? {}, ...(as === undefined ? {} : { as }) })).body
    for (const as of [undefined, 'fir']) {
      const { allowed, basis } = await ask('explain', as)
      assert.deepEqual([allowed, basis, (await ask('whatCan', as)).rights], [true, 'public', ['delete']])
    }
    assert.ok((await ask('whoCan', 'fir')).people.includes('cedar'))
    const told = await ask('explain', 'birch')
    assert.deepEqual([told.allowed, told.basis, (await ask('whoCan', 'birch')).people.includes('cedar')], [false, 'everything', false])
  })

  it('hears to wait after thirty tokens that are none; a valid one is never held up', async () => {
    const other = await apiClient(played.instance)
    let last = 0
    for (let count = 0; count < 32; count += 1) last = (await other.call('getMe', { token: 'writ_x' })).status
    assert.equal(last, 429)
    assert.equal((await other.call('getMe', { as: 'fir' })).status, 200)
  })

  it('does one thing once for each key, and nothing else with it', async () => {
    const key = 'once'
    const body = { role: 'helper', person: 'fir' }
    const [first, second] = [await client.ok('makeGrant', { as: 'ash', key, body }), await client.ok('makeGrant', { as: 'ash', key, body })]
    assert.deepEqual(second, first)
    assert.equal((await client.call('makeGrant', { as: 'ash', key, body: { ...body, reason: 'x' } })).body.code, 'key-reused')
    assert.equal((await client.call('removeGrant', { as: 'ash', key, body })).body.code, 'key-reused')
    // another person's key of the same name is another key
    assert.equal((await client.call('makeGrant', { as: 'birch', key, body })).body.code, 'refused')
    const [left, right] = await Promise.all(
      ['a', 'b'].map((reason) => client.call('removeGrant', { as: 'ash', key: 'both', body: { ...body, reason } })),
    )
    assert.deepEqual(new Set([left?.status, right?.status]), new Set([200, 422]))
    for (const bad of ['', 'x'.repeat(101), 'a b'])
      assert.equal((await client.call('makeGrant', { as: 'ash', body, headers: { 'idempotency-key': bad } })).body.code, 'no-key')
  })

  it('is refused from a page of another site, by another name, in another format, and with too much', async () => {
    const body = { role: 'helper', person: 'fir' }
    const call = (headers: Record<string, string>, sent: unknown = body) => client.call('makeGrant', { as: 'ash', body: sent, headers })
    assert.equal((await call({ origin: 'https://evil.example' })).body.code, 'wrong-origin')
    assert.equal((await call({ 'sec-fetch-site': 'cross-site' })).body.code, 'wrong-origin')
    assert.equal((await call({ host: 'evil.example' })).status, 421)
    assert.equal((await call({ 'content-type': 'text/plain' })).status, 415)
    assert.equal((await call({}, `"${'x'.repeat(10_000_000)}"`)).status, 413)
    assert.equal((await call({}, { ...body, unknown: 1 })).status, 400)
    assert.equal((await client.call('listGrants', { query: { rolle: 'helper' } })).status, 400)
    assert.equal((await client.call('listGrants', { query: { min_rev: 100_000 } })).body.code, 'not-yet')
  })

  it('gets the methods of a path, no cross-site leave, and the same answer with HEAD', async () => {
    const ask = (method: string, path = '/api/v1/grants') =>
      client.app.request(`https://rights.example${path}`, { method, headers: { host: 'rights.example' } })
    const options = await ask('OPTIONS')
    assert.deepEqual(
      [options.status, options.headers.get('allow'), options.headers.get('access-control-allow-origin')],
      [204, 'GET, HEAD, POST, OPTIONS', null],
    )
    assert.equal((await ask('DELETE')).status, 405)
    assert.equal((await ask('HEAD')).status, 200)
    assert.equal((await ask('POST', '/api/v1/nowhere')).status, 404)
    const tag = (await ask('GET')).headers.get('etag') ?? assert.fail()
    const again = await client.call('listGrants', { headers: { 'if-none-match': tag } })
    assert.equal(again.status, 304)
    assert.ok(Number((await ask('GET')).headers.get('writ-revision')) > 0)
  })

  it('gets no failure, whatever a body holds', async () => {
    const posts = [...client.operations].filter(([, { method }]) => method === 'post')
    const value = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.constantFrom('helper', 'fir', 'wiki', '__proto__', '\u0000'),
    )
    const keys = fc.constantFrom(
      'role',
      'person',
      'reason',
      'until',
      'target',
      'text',
      'decision',
      'to',
      'states',
      'files',
      'scopes',
      'plan',
      'answers',
      '__proto__',
    )
    const body = fc.oneof(fc.dictionary(keys, fc.oneof(value, fc.array(value, { maxLength: 3 }))), fc.jsonValue())
    const harmless = fc.constantFrom(...posts)
    await fc.assert(
      fc.asyncProperty(harmless, fc.oneof(body, fc.string()), async ([id, { path }], sent) => {
        const { status, text } = await client.call(id, { as: 'fir', params: paramsOf(path), body: sent })
        assert.ok(status < 500, `${id} ${status} ${text} ${client.warnings.join('\n')}`)
      }),
      { numRuns: counts({ floor: 200, ci: 1000, deep: 5000 }) },
    )
    assert.deepEqual(client.warnings, [])
  })
})
