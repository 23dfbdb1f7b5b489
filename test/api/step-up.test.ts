/** A program acts where a second factor is demanded: its person gives it in a browser, for this one request of this one token, and it counts once. */
import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import { openConfirmations } from '../../src/store/sqlite/confirmations.ts'
import { openSessions } from '../../src/store/sqlite/sessions.ts'
import type { Confirmations } from '../../src/workflow/login/confirmations.ts'
import { apiClient, type ApiClient } from '../support/api-client.ts'
import { apiCharterText, apiStage } from '../support/api-stage.ts'
import type { Played } from '../support/played.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { Visitor } from '../support/visitor.ts'

/** Judging and the charter itself are of a class that asks for a second factor. */
const CHARTER = apiCharterText
  .replace(
    'rights:\n  wiki: { delete: { text: Delete pages } }',
    'classes:\n  plain: { text: Plain, level: 1 }\n  high: { text: High, level: 2, step_up: true }\nrights:\n  wiki: { delete: { text: Delete pages, class: plain }, judge: { text: Judge, class: high } }',
  )
  .replace('judge: { rights: delete }', 'judge: { rights: [delete, judge] }')
  .replace(
    'purpose: Judges, gives: { wiki: judge } }',
    "purpose: Judges, gives: { wiki: judge }, request: { stages: [{ text: 'A steward decides', by: steward }] } }",
  )
  .replace("- { add: judge, stages: [{ text: 'A second steward agrees', by: steward }] }", '- { change: judge }')

const MINUTE_MS = 60_000

describe('a second factor over the programming interface', () => {
  let played: Played
  let client: ApiClient
  let confirmations: Confirmations
  beforeEach(async () => {
    assert.match(CHARTER, /step_up[^]*rights: \[delete, judge\][^]*change: judge/)
    played = await apiStage(CHARTER)
    confirmations = openConfirmations(':memory:')
    client = await serve()
  })

  const serve = () => apiClient(played.instance, { sessions: openSessions(':memory:'), confirmations, loopback: true })
  const size = () => played.instance.journal.size
  const later = (minutes: number) => {
    played.now = (played.now + minutes * MINUTE_MS) as typeof played.now
  }
  const give = (key: string, more: object = {}) => ({ as: 'ash', key, body: { role: 'judge', person: 'cedar', ...more } })
  async function as(handle: string, app = client.app): Promise<Visitor> {
    const visitor = new Visitor(app)
    assert.equal((await visitor.post('/login/demo', { person: handle })).status, 303)
    return visitor
  }
  /** The way of a person from the address in a refusal to the page that says that it is confirmed. */
  async function confirm(visitor: Visitor, url: string): Promise<string> {
    const path = new URL(url).pathname
    const sent = await visitor.get(path)
    assert.equal(sent.status, 303, sent.text)
    const page = await visitor.get(sent.location ?? '')
    const done = await visitor.send(page, '/confirm')
    assert.deepEqual([done.status, done.location], [303, path], done.text)
    return page.text
  }
  async function challenged(call: Parameters<ApiClient['call']>[1], id = 'makeGrant') {
    const { stepUp, code, missing } = await client.ok(id, call, 403)
    assert.deepEqual([code, missing.map(({ kind }: any) => kind)], ['refused', ['step-up']])
    assert.match(stepUp.hash, /^[0-9a-f]{64}$/)
    assert.equal(stepUp.url, `https://rights.example/confirm/${stepUp.challenge}`)
    return stepUp
  }

  it('is demanded with an address, given there for exactly what is asked, and lets the same request pass once', async () => {
    const before = size()
    const asked = await challenged(give('one', { reason: 'Judges \u202Ewell' }))
    assert.deepEqual(await challenged(give('one', { reason: 'Judges \u202Ewell' })), asked, 'while it waits it is the same')
    const stranger = await new Visitor(client.app).get(`/confirm/${asked.challenge}`)
    assert.deepEqual([stranger.status, stranger.location], [303, `/login?next=${encodeURIComponent(`/confirm/${asked.challenge}`)}`])
    const ash = await as('ash')
    const shown = await confirm(ash, asked.url)
    assert.match(shown, /POST \/api\/v1\/grants/)
    assert.match(shown, /&quot;person&quot;: &quot;cedar&quot;/)
    assert.match(shown, /Judges \\u\{202e\}well/, 'what would turn the text around is shown as what it is')
    assert.match((await ash.get(`/confirm/${asked.challenge}`)).text, /It is confirmed/)
    assert.equal(size(), before + 1, 'a token was made and nothing else')
    const given = await client.ok('makeGrant', give('one', { reason: 'Judges \u202Ewell' }))
    assert.equal(given.decision.outcome, 'allowed')
    const after = size()
    assert.deepEqual(await client.ok('makeGrant', give('one', { reason: 'Judges \u202Ewell' })), given, 'a repetition is answered alike')
    assert.equal(size(), after, 'and does nothing')
    assert.equal((await ash.get(`/confirm/${asked.challenge}`)).status, 404, 'what was used is gone')
    await client.ok('removeGrant', { as: 'birch', body: { role: 'judge', person: 'cedar', reason: 'Tried' } })
    const again = await challenged(give('two', { reason: 'Judges \u202Ewell' }))
    assert.notEqual(again.hash, asked.hash, 'the same wish with another key is another one')
  })

  it('counts for no other content, key, token or person', async () => {
    const asked = await challenged(give('one'))
    await confirm(await as('ash'), asked.url)
    const before = size()
    await client.ok('makeGrant', give('one', { person: 'elm' }), 422)
    await challenged(give('two'))
    await challenged(give('three', { person: 'elm' }))
    const narrow = await client.tokenOf('ash', ['grant'])
    await challenged({ ...give('one'), as: undefined, token: narrow } as never)
    await challenged({ ...give('one'), as: 'birch' })
    assert.equal(size(), before + 2, 'the tokens of the test alone')
    assert.equal((await client.ok('makeGrant', give('one'))).decision.outcome, 'allowed')
  })

  it('is confirmed by nobody else', async () => {
    const asked = await challenged(give('one'))
    const birch = await as('birch')
    assert.equal((await birch.get(`/confirm/${asked.challenge}`)).status, 404)
    const own = await challenged({ ...give('one'), as: 'birch' })
    await confirm(birch, own.url)
    await challenged(give('one'))
    assert.equal((await birch.post('/confirm', { of: asked.challenge, way: 'demo' })).status, 404)
    await challenged(give('one'))
    assert.equal((await birch.get(`/confirm/${'x'.repeat(24)}`)).status, 404)
  })

  it('waits ten minutes and counts for five', async () => {
    const asked = await challenged(give('one'))
    later(11)
    const ash = await as('ash')
    assert.equal((await ash.get(`/confirm/${asked.challenge}`)).status, 404)
    const anew = await challenged(give('one'))
    assert.notEqual(anew.challenge, asked.challenge)
    await confirm(ash, anew.url)
    later(6)
    const third = await challenged(give('one'))
    await confirm(ash, third.url)
    later(4)
    assert.equal((await client.ok('makeGrant', give('one'))).decision.outcome, 'allowed')
  })

  it('counts from when it was given, not from when it was handed on', async () => {
    const { requests } = await client.ok('fileRequest', { as: 'elm', body: { role: 'judge', useCase: 'Judge' } }, 202)
    const vote = (key: string) => ({ as: 'ash', key, params: { request: requests[0].request }, body: { decision: 'approved' } })
    const [one, two] = [await challenged(vote('one'), 'decideRequest'), await challenged(vote('two'), 'decideRequest')]
    assert.equal(one.hash, two.hash)
    const ash = await as('ash')
    await confirm(ash, one.url)
    later(4)
    assert.match(await confirm(ash, two.url), /Do it now/)
    later(2)
    await challenged(vote('one'), 'decideRequest')
    await challenged(vote('two'), 'decideRequest')
  })

  it('ends with the token', async () => {
    const token = await client.tokenOf('ash', ['read', 'grant'])
    const asked = await challenged({ ...give('one'), as: undefined, token } as never)
    await confirm(await as('ash'), asked.url)
    const { id } = (await client.ok('getMe', { token })).token
    await client.ok('revokeToken', { as: 'fir', params: { token: id }, body: { reason: 'Lost' } }, 403)
    await client.ok('revokeToken', { as: 'ash', params: { token: id }, body: { reason: 'Lost' } })
    await client.ok('makeGrant', { ...give('one'), as: undefined, token } as never, 401)
  })

  it('outlives the server', async () => {
    using folder = temporaryFolder()
    const file = folder.file('sessions.sqlite')
    confirmations = openConfirmations(file)
    client = await serve()
    const asked = await challenged(give('one'))
    const token = await client.tokenOf('ash')
    confirmations.close()
    confirmations = openConfirmations(file)
    client = await serve()
    await confirm(await as('ash'), asked.url)
    confirmations.close()
    confirmations = openConfirmations(file)
    client = await serve()
    const call = { ...give('one'), as: undefined, token } as never
    assert.equal((await client.ok('makeGrant', call)).decision.outcome, 'allowed')
    confirmations.close()
  })

  it('is over the decision itself where the core asks for that, and changes with it', async () => {
    const { requests } = await client.ok('fileRequest', { as: 'elm', body: { role: 'judge', useCase: 'Judge' } }, 202)
    const params = { request: requests[0].request }
    const vote = { as: 'ash', key: 'vote', params, body: { decision: 'approved' } }
    const asked = await challenged(vote, 'decideRequest')
    await confirm(await as('ash'), asked.url)
    await client.ok('amendRequest', { as: 'elm', params, body: { useCase: 'Judge everybody' } })
    const anew = await challenged(vote, 'decideRequest')
    assert.notEqual(anew.hash, asked.hash, 'what was confirmed was another request')
    await confirm(await as('ash'), anew.url)
    const { grant } = await client.ok('decideRequest', vote)
    const [entry] = (await played.instance.journal.entries(grant - 1, 1)) as any[]
    assert.deepEqual([entry.type, entry.fields.evidence, entry.origin.channel], ['request.voted', `demo:${anew.hash}`, 'api'])
  })

  it('is due for a token and for a stopped plan whatever the charter says, and what was done is not asked again', async () => {
    const body = { scopes: ['read'], until: '2026-12-31' }
    await client.tokenOf('ash')
    const before = size()
    const asked = await challenged({ as: 'ash', key: 'token-1', body }, 'makeToken')
    assert.equal(size(), before)
    await confirm(await as('ash'), asked.url)
    const made = await client.ok('makeToken', { as: 'ash', key: 'token-1', body })
    assert.ok(made.token !== null)
    const [entry] = await played.instance.journal.entries(before, 1)
    assert.ok(entry?.type === 'token.made' && entry.fields.evidence !== undefined)
    assert.deepEqual(await client.ok('makeToken', { as: 'ash', key: 'token-1', body }), { ...made, token: null })
    assert.equal(size(), before + 1)
    await challenged({ as: 'ash', key: 'plan-1', params: { plan: 0 }, body: { reason: 'It is fine' } }, 'approvePlan')
  })

  it('is nothing that comes with a request', async () => {
    for (const body of [{ stepUp: 'demo' }, { evidence: 'demo' }, { actor: { stepUp: 'demo' } }])
      await client.ok('makeGrant', { ...give('body'), body: { ...give('body').body, ...body } }, 400)
    for (const headers of [{ 'x-step-up': 'demo' }, { cookie: 'writ-session=demo' }, { 'step-up': 'demo' }])
      await challenged({ ...give('head'), headers })
    const ash = await as('ash')
    const cookie = [...ash.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    await challenged({ ...give('head'), headers: { cookie } })
    const { stepUp } = await (
      await apiClient(played.instance)
    ).ok('makeGrant', { ...give('none'), as: undefined, token: await client.tokenOf('ash') } as never, 403)
    assert.equal(stepUp, undefined, 'where nobody can confirm, no address is given')
  })
})
