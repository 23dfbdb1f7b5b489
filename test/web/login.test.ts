/** Coming in and going out: who may, by what, for how long; and what nobody gets by trying. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { addDuration } from '../../src/kernel/duration.ts'
import { instant } from '../../src/kernel/instant.ts'
import { oidcProvider } from '../../src/server/auth/oidc.ts'
import type { Login } from '../../src/server/serving.ts'
import { openSessions } from '../../src/store/sqlite/sessions.ts'
import type { Caller } from '../../src/workflow/caller.ts'
import type { Sessions } from '../../src/workflow/login/sessions.ts'
import { linkAccount } from '../../src/workflow/link-account.ts'
import { makeToken } from '../../src/workflow/make-token.ts'
import { depart } from '../../src/workflow/trouble/depart.ts'
import { suspendPerson } from '../../src/workflow/trouble/suspend.ts'
import { startIdentityProvider, Walker, type IdentityProvider } from '../services/identity-provider.ts'
import { apiClient, type ApiClient } from '../support/api-client.ts'
import { apiStage } from '../support/api-stage.ts'
import type { Played } from '../support/played.ts'
import { Visitor } from '../support/visitor.ts'

const operator: Caller = { actor: { kind: 'operator', name: 'tester', for: undefined }, channel: 'cli' }
const SESSION = '__Host-writ-session'

let played: Played
let sessions: Sessions
let client: ApiClient
const logins: Login[] = []

async function open(): Promise<void> {
  played = await apiStage()
  sessions = openSessions(':memory:')
  client = await apiClient(played.instance, { sessions, logins, loopback: true })
}

async function codeFor(handle: string): Promise<string> {
  const { instance } = played
  const until = addDuration(instance.outside.clock.now(), { count: 1, unit: 'hour' })
  const key = `code ${instance.journal.size}`
  const { token } = await makeToken(instance, { key, caller: operator, handle, until, scopes: ['login'] })
  return token ?? ''
}

async function loggedIn(handle: string): Promise<Visitor> {
  const visitor = new Visitor(client.app)
  const answer = await visitor.submit('/login?next=/matrix', '/login/code', { code: await codeFor(handle) })
  assert.deepEqual([answer.status, answer.location], [303, '/matrix'])
  return visitor
}

const seesThemselves = async (visitor: Visitor, handle: string) => (await visitor.get('/matrix')).text.includes(`<bdi>${handle}</bdi></a>`)

describe('a login', () => {
  beforeEach(open)

  it('by a code opens a session that pages show, and that a log-out ends', async () => {
    const visitor = await loggedIn('elm')
    assert.equal(await seesThemselves(visitor, 'elm'), true)
    const secret = visitor.cookies.get(SESSION) ?? ''
    const out = await visitor.submit('/matrix', '/logout')
    assert.equal(out.location, '/')
    assert.equal(visitor.cookies.has(SESSION), false)
    const thief = new Visitor(client.app)
    thief.plant(SESSION, secret)
    assert.equal(await seesThemselves(thief, 'elm'), false, 'the secret of an ended session opens nothing')
  })

  it('makes a cookie that scripts and other sites do not get', async () => {
    const visitor = new Visitor(client.app)
    const answer = await visitor.submit('/login', '/login/code', { code: await codeFor('elm') })
    const [line = ''] = answer.headers.getSetCookie().filter((one) => one.startsWith(SESSION))
    for (const part of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/']) assert.ok(line.includes(part), `${part}: ${line}`)
    assert.ok(!/domain=/i.test(line))
  })

  it('never keeps a secret that was planted before', async () => {
    const visitor = new Visitor(client.app)
    visitor.plant(SESSION, 'planted-by-somebody-else-before-the-login-00000')
    await visitor.submit('/login', '/login/code', { code: await codeFor('elm') })
    const first = visitor.cookies.get(SESSION)
    assert.notEqual(first, 'planted-by-somebody-else-before-the-login-00000')
    await visitor.submit('/login', '/login/code', { code: await codeFor('elm') })
    assert.notEqual(visitor.cookies.get(SESSION), first, 'logging in again makes another secret')
    const old = new Visitor(client.app)
    old.plant(SESSION, first ?? '')
    assert.equal(await seesThemselves(old, 'elm'), false)
  })

  it('leads to a page of ours, whatever the address says', async () => {
    for (const next of [
      '//evil.example/',
      'https://evil.example/',
      '/\\evil.example',
      '/\t/evil.example',
      'javascript:alert(1)',
      '/a\r\nSet-Cookie: x=y',
    ]) {
      const answer = await new Visitor(client.app).submit(`/login?next=${encodeURIComponent(next)}`, '/login/code', {
        code: await codeFor('elm'),
      })
      assert.equal(answer.location, '/me', next)
      const direct = await new Visitor(client.app).post('/login/code', { code: await codeFor('elm'), next })
      assert.equal(direct.location, '/me', next)
    }
  })

  it('is refused from the page of another site, with and without a cookie', async () => {
    const visitor = await loggedIn('elm')
    const code = await codeFor('elm')
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
      { 'sec-fetch-site': 'cross-site', origin: 'https://rights.example' },
    ]) {
      assert.equal((await visitor.post('/logout', {}, headers)).status, 403, JSON.stringify(headers))
      assert.equal((await new Visitor(client.app).post('/login/code', { code }, headers)).status, 403)
    }
    const old = (origin: string | undefined) =>
      client.app.request('https://rights.example/logout', {
        method: 'POST',
        headers: { host: 'rights.example', ...(origin === undefined ? {} : { origin }) },
      })
    assert.equal((await old(undefined)).status, 403, 'a browser says where a form comes from')
    assert.equal((await old('https://evil.example')).status, 403)
    assert.equal((await old('https://rights.example')).status, 303)
    assert.equal(await seesThemselves(visitor, 'elm'), true)
  })

  it('is no token: the programming interface looks at no cookie', async () => {
    const visitor = await loggedIn('ash')
    assert.equal((await visitor.get('/api/v1/me')).status, 401)
  })

  it('keeps pages for one person out of every cache, and tells caches that pages depend on the cookie', async () => {
    const visitor = await loggedIn('elm')
    const mine = await visitor.get('/matrix')
    assert.equal(mine.headers.get('cache-control'), 'private, no-store')
    const anybody = await new Visitor(client.app).get('/matrix')
    assert.match(anybody.headers.get('cache-control') ?? '', /^public/)
    assert.match(anybody.headers.get('vary') ?? '', /Cookie/)
    assert.ok(!anybody.text.includes('elm</bdi></a>'))
  })

  it('is over after twelve hours without use, and after a week at the latest', async () => {
    const visitor = await loggedIn('elm')
    const start = played.now
    for (let hour = 11; hour < 7 * 24; hour += 11) {
      played.now = instant(start + hour * 3_600_000)
      assert.equal(await seesThemselves(visitor, 'elm'), true, `hour ${hour}`)
    }
    played.now = instant(start + (7 * 24 + 1) * 3_600_000)
    assert.equal(await seesThemselves(visitor, 'elm'), false)
    const idle = await loggedIn('elm')
    played.now = instant(played.now + 13 * 3_600_000)
    assert.equal(await seesThemselves(idle, 'elm'), false)
  })

  it('counts wrong codes of an address and has it wait', async () => {
    const visitor = new Visitor(client.app)
    const statuses: number[] = []
    for (let attempt = 0; attempt < 35; attempt += 1)
      statuses.push((await visitor.post('/login/code', { code: `writ_abcdefgh_${'x'.repeat(43)}` })).status)
    assert.deepEqual([statuses[0], statuses.at(-1)], [401, 429])
  })
})

describe('a session ends with what its person may', () => {
  beforeEach(open)

  it('ends with a suspension, and with it every code', async () => {
    const visitor = await loggedIn('birch')
    played.now = instant(played.now + 60_000)
    const ash = played.instance.journal.state.personByHandle('ash')?.subject ?? ''
    const caller: Caller = { actor: { kind: 'person', subject: ash, stepUp: 'demo' }, channel: 'web' }
    const suspended = await suspendPerson(played.instance, { key: 's', caller, handle: 'birch', cause: 'misuse', reason: 'a test' })
    assert.ok(suspended.decision.allowed, JSON.stringify(suspended))
    assert.equal(await seesThemselves(visitor, 'birch'), false)
    played.now = instant(played.now + 60_000)
    // their tokens are over; a code is one
    assert.equal((await new Visitor(client.app).post('/login/code', { code: await codeFor('birch') })).status, 401)
  })

  it('ends with a departure', async () => {
    const visitor = await loggedIn('elm')
    played.now = instant(played.now + 60_000)
    const gone = await depart(played.instance, { key: 'd', caller: operator, handle: 'elm', reason: 'left' })
    assert.ok(gone.decision.allowed, JSON.stringify(gone))
    assert.equal(await seesThemselves(visitor, 'elm'), false)
  })
})

describe('becoming somebody', () => {
  beforeEach(open)

  it('works in a demonstration', async () => {
    const visitor = new Visitor(client.app)
    const answer = await visitor.submit('/login', '/login/demo', {}, 'value="birch"')
    assert.equal(answer.status, 303)
    assert.equal(await seesThemselves(visitor, 'birch'), true)
    const filtered = await visitor.get('/login?q=nobody-at-all')
    assert.match(filtered.text, /Nobody is called like that/)
  })

  it('works nowhere else: not on other data, not where others can reach the server', async () => {
    const open = await apiClient(played.instance, { sessions, loopback: false })
    assert.ok(!(await new Visitor(open.app).get('/login')).text.includes('/login/demo'))
    assert.equal((await new Visitor(open.app).post('/login/demo', { person: 'birch' })).status, 403)
  })
})

describe('login by a real identity provider, through our pages', () => {
  const CALLBACK = 'https://rights.example/auth/sso/callback'
  let provider: IdentityProvider
  before(async () => {
    provider = await startIdentityProvider([CALLBACK])
    logins.push({
      provider: oidcProvider(
        {
          id: 'sso',
          title: 'Single sign-on',
          issuer: new URL(provider.issuer),
          clientId: provider.client.client_id,
          clientSecret: provider.client.client_secret,
          claim: 'sub',
          scopes: ['profile'],
        },
        { now: () => instant(Date.now()) },
      ),
      target: undefined,
      register: false,
    })
  })
  beforeEach(open)
  after(() => {
    logins.length = 0
    return provider.close()
  })

  async function through(visitor: Visitor, name: string, start = '/auth/sso?next=/matrix') {
    const begun = await visitor.get(start)
    assert.equal(begun.status, 302, begun.text)
    const back = await new Walker().logIn(begun.location ?? '', name, CALLBACK)
    return { path: back.pathname + back.search, answer: await visitor.get(back.pathname + back.search) }
  }

  it('lets in whose account is linked, and nobody by a name', async () => {
    const stranger = await through(new Visitor(client.app), 'elm')
    assert.match(stranger.answer.location ?? '', /^\/login\?unknown=login\.sso%20elm$/)
    assert.match((await new Visitor(client.app).get(stranger.answer.location ?? '')).text, /login\.sso elm/)
    await linkAccount(played.instance, {
      key: 'l',
      caller: operator,
      handle: 'elm',
      target: 'login.sso',
      account: 'id-4711',
      kind: undefined,
    })
    const visitor = new Visitor(client.app)
    visitor.plant(SESSION, 'planted-by-somebody-else-before-the-login-00000')
    const { answer, path } = await through(visitor, 'id-4711')
    assert.notEqual(visitor.cookies.get(SESSION), 'planted-by-somebody-else-before-the-login-00000')
    assert.deepEqual([answer.status, answer.location], [303, '/matrix'])
    assert.equal(await seesThemselves(visitor, 'elm'), true)
    assert.equal((await visitor.get(path)).status, 401, 'the way back is good once')
  })

  it('refuses a way back that another browser began', async () => {
    const begun = await new Visitor(client.app).get('/auth/sso')
    const back = await new Walker().logIn(begun.location ?? '', 'id-4711', CALLBACK)
    const victim = new Visitor(client.app)
    assert.equal((await victim.get(back.pathname + back.search)).status, 401)
    await victim.get('/auth/sso')
    assert.equal((await victim.get(back.pathname + back.search)).status, 401, 'nor one of its own for another')
  })

  it('adds the account to whoever is logged in by another way', async () => {
    const visitor = await loggedIn('fir')
    const { answer } = await through(visitor, 'id-99', '/auth/sso?next=/me/passkeys')
    assert.equal(answer.location, '/me/passkeys')
    assert.match((await visitor.get('/me/passkeys')).text, /id-99/)
    const again = new Visitor(client.app)
    await through(again, 'id-99')
    assert.equal(await seesThemselves(again, 'fir'), true)
  })

  it('makes a newcomer a person where the settings say so', async () => {
    const [sso] = logins
    assert.ok(sso !== undefined)
    client = await apiClient(played.instance, { sessions, logins: [{ ...sso, register: true }] })
    const visitor = new Visitor(client.app)
    await through(visitor, 'id-new')
    assert.equal(await seesThemselves(visitor, 'id-new by name'), true)
  })
})
