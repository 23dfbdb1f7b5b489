/** One's own sessions and tokens: shown to their owner alone, ended by their owner alone. */
import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import { addDuration } from '../../src/kernel/duration.ts'
import { openSessions } from '../../src/store/sqlite/sessions.ts'
import type { Caller } from '../../src/workflow/caller.ts'
import { makeToken } from '../../src/workflow/make-token.ts'
import { apiClient, type ApiClient } from '../support/api-client.ts'
import { apiStage } from '../support/api-stage.ts'
import type { Played } from '../support/played.ts'
import { Visitor } from '../support/visitor.ts'

const operator: Caller = { actor: { kind: 'operator', name: 'tester', for: undefined }, channel: 'cli' }

let played: Played
let client: ApiClient

async function open(): Promise<void> {
  played = await apiStage()
  client = await apiClient(played.instance, { sessions: openSessions(':memory:'), loopback: true })
}

async function tokenOf(handle: string, scopes: readonly ('login' | 'read')[]): Promise<string> {
  const { instance } = played
  const until = addDuration(instance.outside.clock.now(), { count: 1, unit: 'day' })
  const { token } = await makeToken(instance, { key: `token ${instance.journal.size}`, caller: operator, handle, until, scopes })
  return token ?? ''
}

async function loggedIn(handle: string): Promise<Visitor> {
  const visitor = new Visitor(client.app)
  assert.equal((await visitor.submit('/login', '/login/code', { code: await tokenOf(handle, ['login']) })).status, 303)
  return visitor
}

const idOf = (token: string) => token.split('_')[1] ?? ''
const isIn = async (visitor: Visitor) => (await visitor.get('/me/sessions')).status === 200

async function sessionsSeenBy(visitor: Visitor): Promise<readonly { readonly id: string; readonly current: boolean }[]> {
  const { text } = await visitor.get('/me/sessions.json')
  return (JSON.parse(text) as { sessions: { id: string; current: boolean }[] }).sessions
}

describe('the page of one’s sessions', () => {
  beforeEach(open)

  it('shows those of its owner and nobody else’s, kept by no cache; others are sent to the login', async () => {
    const [one, two, other] = [await loggedIn('elm'), await loggedIn('elm'), await loggedIn('fir')]
    const seen = await sessionsSeenBy(one)
    assert.deepEqual([seen.length, seen.filter(({ current }) => current).length], [2, 1])
    assert.equal((await sessionsSeenBy(two)).length, 2)
    assert.equal((await sessionsSeenBy(other)).length, 1)
    const page = await one.get('/me/sessions')
    assert.equal(page.headers.get('cache-control'), 'private, no-store')
    assert.equal(page.text.match(/<h1\b/g)?.length, 1)
    const secrets = [...one.cookies.values(), ...two.cookies.values()]
    for (const secret of secrets) assert.ok(!page.text.includes(secret), 'a page shows no secret')
    for (const path of ['/me/sessions', '/me/sessions.json', '/me/tokens', '/me/tokens.json']) {
      const answer = await new Visitor(client.app).get(path)
      assert.deepEqual([answer.status, answer.location], [303, `/login?next=${encodeURIComponent(path.replace('.json', ''))}`])
    }
  })

  it('ends another browser of one’s own at once, and this one as a log-out does', async () => {
    const [here, there] = [await loggedIn('elm'), await loggedIn('elm')]
    const [there1] = (await sessionsSeenBy(there)).filter(({ current }) => current)
    const ended = await here.submit('/me/sessions', '/me/sessions/end', {}, there1?.id)
    assert.deepEqual([ended.status, ended.location], [303, '/me/sessions'])
    assert.deepEqual([await isIn(here), await isIn(there)], [true, false])
    const [own] = await sessionsSeenBy(here)
    const out = await here.submit('/me/sessions', '/me/sessions/end', {}, own?.id)
    assert.equal(out.location, '/')
    assert.equal(await isIn(here), false)
  })

  it('ends all but this one', async () => {
    const [here, there, other] = [await loggedIn('elm'), await loggedIn('elm'), await loggedIn('fir')]
    assert.equal((await here.submit('/me/sessions', '/me/sessions/end-others')).status, 303)
    assert.deepEqual([await isIn(here), await isIn(there), await isIn(other)], [true, false, true])
    assert.match((await here.get('/me/sessions')).text, /There is no other/)
  })

  it('ends no session of anybody else, nor from the page of another site', async () => {
    const [elm, fir] = [await loggedIn('elm'), await loggedIn('fir')]
    const [session] = await sessionsSeenBy(fir)
    assert.equal((await elm.post('/me/sessions/end', { session: session?.id ?? '' })).status, 404)
    const headers = { 'sec-fetch-site': 'cross-site' }
    assert.equal((await fir.post('/me/sessions/end', { session: session?.id ?? '' }, headers)).status, 403)
    assert.equal((await fir.post('/me/sessions/end-others', {}, headers)).status, 403)
    assert.equal(await isIn(fir), true)
  })
})

describe('the page of one’s tokens', () => {
  beforeEach(open)

  it('shows those of its owner without their texts', async () => {
    const [own, foreign] = [await tokenOf('elm', ['read']), await tokenOf('fir', ['read'])]
    const { text } = await (await loggedIn('elm')).get('/me/tokens')
    assert.ok(text.includes(`>${idOf(own)}</code`), text)
    assert.ok(!text.includes(own) && !text.includes(idOf(foreign)))
    assert.ok(!text.includes('for: login'), 'a login code that was used is not shown')
  })

  it('revokes one’s own, by the rules and the record of the programming interface', async () => {
    const token = await tokenOf('elm', ['read'])
    const elm = await loggedIn('elm')
    const answer = await elm.submit('/me/tokens', `/me/tokens/${idOf(token)}/revoke`)
    assert.deepEqual([answer.status, answer.location], [303, '/me/tokens'], answer.text)
    const [entry] = await played.instance.journal.entries(played.instance.journal.size - 1, 1)
    assert.equal(entry?.type, 'token.revoked')
    const page = await elm.get('/me/tokens')
    assert.match(page.text, /Revoked/)
    assert.ok(!page.text.includes(`/me/tokens/${idOf(token)}/revoke`), 'what is revoked has no form')
  })

  it('makes one after a second factor, shows its text once, and for what it is good it is', async () => {
    const ash = new Visitor(client.app)
    await ash.post('/login/demo', { person: 'ash' })
    const page = await ash.get('/me/tokens')
    for (const scope of ['read', 'request', 'grant', 'apply', 'evaluate', 'search', 'scim'])
      assert.match(page.text, new RegExp(`name="scopes"\\s+value="${scope}"[\\s\\S]*?<span>${scope}: [a-z]`))
    const size = played.instance.journal.size
    const asked = await ash.send(page, '/me/tokens', { scopes: 'read' })
    assert.match(asked.location ?? '', /^\/confirm\?of=/)
    assert.equal(played.instance.journal.size, size, 'nothing is made before')
    const made = await ash.submit(asked.location ?? '', '/confirm')
    assert.equal(made.status, 200, made.text)
    assert.equal(made.headers.get('cache-control'), 'private, no-store')
    const token = /writ_[\w]+/.exec(made.text)?.[0] ?? assert.fail(made.text)
    const authorization = `Bearer ${token}`
    const host = 'rights.example'
    const get = (path: string) => client.app.request(`https://${host}/api/v1${path}`, { headers: { host, authorization } })
    assert.equal((await get('/me')).status, 200)
    assert.equal(
      (await client.app.request(`https://${host}/api/v1/due`, { method: 'POST', headers: { host, authorization, 'idempotency-key': 'k' } }))
        .status,
      403,
    )
    const list = await ash.get('/me/tokens')
    assert.ok(list.text.includes(idOf(token)) && !list.text.includes(token))
    assert.ok(!JSON.stringify(await played.instance.journal.entries(0, played.instance.journal.size)).includes(token))
    await ash.submit('/me/tokens', `/me/tokens/${idOf(token)}/revoke`)
    assert.equal((await get('/me')).status, 401)
  })

  it('makes none for those whom the charter gives no such right, none without a scope, and none for longer than a year', async () => {
    const elm = await loggedIn('elm')
    const page = await elm.get('/me/tokens')
    assert.match(page.text, /You may make none/)
    assert.ok(!page.text.includes('action="/me/tokens"'))
    const ash = new Visitor(client.app)
    await ash.post('/login/demo', { person: 'ash' })
    const size = played.instance.journal.size
    const none = await ash.post('/me/tokens', { once: 'a'.repeat(24), until: '2030-01-01' })
    assert.equal(none.status, 422)
    assert.match(none.text, /href="#f-scopes-read"/)
    const asked = await ash.submit('/me/tokens', '/me/tokens', { scopes: 'search', until: '2099-01-01' })
    const long = await ash.submit(asked.location ?? '', '/confirm')
    assert.equal(long.status, 422)
    assert.match(long.text, /href="#f-until">Last day: a token lasts a year at most/)
    assert.match(long.text, /value="search"[^>]*\schecked/)
    assert.equal(played.instance.journal.size, size)
  })

  it('revokes nobody else’s', async () => {
    const token = await tokenOf('ash', ['read'])
    const elm = await loggedIn('elm')
    const before = played.instance.journal.size
    const answer = await elm.post(`/me/tokens/${idOf(token)}/revoke`, { once: 'x'.repeat(24) })
    assert.equal(answer.status, 422)
    assert.equal(played.instance.journal.size, before)
  })
})

describe('the report of a concern', () => {
  beforeEach(open)
  const HOSTILE = '<script>alert(1)</script> took rights'

  it('is a sealed case of whoever sends it, told once, and shown on no page', async () => {
    const elm = await loggedIn('elm')
    const before = played.instance.journal.size
    const sent = await elm.submit('/report?about=fir', '/report', { text: HOSTILE })
    assert.deepEqual([sent.status, sent.location], [303, '/report?sent=yes'], sent.text)
    assert.equal(played.instance.journal.size, before + 1)
    const [entry] = await played.instance.journal.entries(before, 1)
    assert.equal(entry?.type, 'case.opened')
    assert.ok(JSON.stringify(entry).includes(HOSTILE) && JSON.stringify(entry).includes('"by"'))
    assert.match((await elm.follow(sent)).text, /It was sent/)
    for (const path of ['/', '/log', '/log.json', '/people/fir', '/people/fir.json', '/log.csv'])
      assert.ok(!(await elm.get(path)).text.includes('took rights'), path)
  })

  it('keeps nothing of who reports if they say so', async () => {
    const elm = await loggedIn('elm')
    const before = played.instance.journal.size
    assert.equal((await elm.submit('/report', '/report', { text: 'Somebody shares a password', anonymous: 'yes' })).status, 303)
    const [entry] = await played.instance.journal.entries(before, 1)
    const subject = played.instance.journal.state.personByHandle('elm')?.subject
    assert.equal(entry?.type, 'case.opened')
    assert.ok(subject !== undefined && !JSON.stringify(entry).includes(subject))
  })

  it('is taken from whoever is not logged in, with nothing of who it was, so many in an hour', async () => {
    const stranger = new Visitor(client.app)
    const page = await stranger.get('/report')
    assert.match(page.text, /You are not logged in: nothing of who you are is kept/)
    assert.ok(!page.text.includes('name="anonymous"'))
    const before = played.instance.journal.size
    const wrong = await stranger.send(page, '/report', { text: '', person: 'fir' })
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /href="#f-text"/)
    assert.match(wrong.text, /value="fir"/)
    const sent = await stranger.send(page, '/report', { text: HOSTILE, person: 'nobody-of-this-name' })
    assert.deepEqual([sent.status, sent.location], [303, '/report?sent=yes'], sent.text)
    const [entry] = await played.instance.journal.entries(before, 1)
    assert.equal(entry?.type, 'case.opened')
    assert.ok(!JSON.stringify(entry).includes('"by"'))
    assert.equal((await stranger.post('/report', { text: 'x', once: 'z'.repeat(24) }, { 'sec-fetch-site': 'cross-site' })).status, 403)
    const codes: number[] = []
    for (let count = 0; count < 25; count += 1)
      codes.push((await stranger.post('/report', { text: `Again ${count}`, once: `again-${count}`.padEnd(24, 'x') })).status)
    assert.ok(codes.includes(303) && codes.at(-1) === 429, codes.join(' '))
    assert.match((await stranger.get('/')).text, /<a href="\/report">Report a concern<\/a>/)
  })

  it('says what is wrong, escapes what an address brings, and writes nothing then', async () => {
    const elm = await loggedIn('elm')
    const before = played.instance.journal.size
    assert.equal((await elm.submit('/report', '/report', { text: '   ' })).status, 422)
    assert.equal((await elm.submit('/report', '/report', { text: 'x', person: 'nobody-of-this-name' })).status, 422)
    const page = await elm.get(`/report?about=${encodeURIComponent('"><script>alert(1)</script>')}`)
    assert.ok(!page.text.includes('<script>alert'), page.text)
    assert.equal((await elm.post('/report', { text: 'x', once: 'y'.repeat(24) }, { 'sec-fetch-site': 'cross-site' })).status, 403)
    assert.equal(played.instance.journal.size, before)
  })
})
