/** A form does what the programming interface would, by the same rules: once, for whoever is logged in, with a second factor where one is due. */
import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import { Hono } from 'hono'
import { createApi } from '../../src/server/api/serve.ts'
import { routes } from '../../src/server/api/routes.ts'
import { createPendings } from '../../src/server/auth/pending.ts'
import { authRoutes } from '../../src/server/auth/routes.ts'
import { knowViewer } from '../../src/server/auth/viewer.ts'
import { createCatalogue } from '../../src/server/authzen/catalogue.ts'
import { action } from '../../src/server/forms/action.ts'
import { guard } from '../../src/server/guard.ts'
import { knowReader, readersOf } from '../../src/server/language.ts'
import { loadMessages } from '../../src/server/messages.ts'
import type { Serving } from '../../src/server/serving.ts'
import { openSessions } from '../../src/store/sqlite/sessions.ts'
import { createCharterReader } from '../../src/workflow/charter-document.ts'
import { readFacts } from '../../src/workflow/facts.ts'
import { followLedger } from '../../src/workflow/ledger-follower.ts'
import { apiStage } from '../support/api-stage.ts'
import { nodeHashing } from '../support/outside.ts'
import type { Played } from '../support/played.ts'
import { Visitor } from '../support/visitor.ts'

const routeOf = (id: string) => {
  const route = routes.find((one) => one.id === id)
  assert.ok(route !== undefined)
  return route
}

describe('a form', () => {
  let played: Played
  let app: Hono
  beforeEach(async () => {
    played = await apiStage()
    const { instance } = played
    const serving: Serving = {
      ledger: followLedger(instance.store, nodeHashing),
      charters: createCharterReader(instance.store),
      clock: instance.outside.clock,
      base: () => 'https://rights.example',
      hosts: () => new Set(['rights.example']),
      assets: new Map(),
      readerOf: readersOf(await loadMessages(), instance.outside.clock),
      hashing: nodeHashing,
      facts: () => readFacts(instance),
      resources: createCatalogue(),
      warn: (text) => assert.fail(text),
      requestId: () => `r-${instance.journal.size}`,
      write: (work) => work(instance),
      sessions: openSessions(':memory:'),
      loopback: true,
    }
    app = new Hono()
    app.use(knowViewer(serving))
    app.use(knowReader(serving.readerOf, true))
    app.use(guard(serving))
    const api = createApi(serving)
    const forms = { api, pendings: createPendings() }
    authRoutes(app, forms)
    const parts = { what: 'writ-login-add-passkey', back: () => '/roles' } as const
    action(app, forms, {
      ...parts,
      path: '/roles/:role/give',
      route: routeOf('makeGrant'),
      params: () => ({}),
      body: (form, context) => ({ role: context.req.param('role'), person: form.text('person'), reason: form.text('use_case') }),
    })
    action(app, forms, {
      ...parts,
      path: '/tokens',
      route: routeOf('makeToken'),
      confirm: true,
      body: () => ({ scopes: ['read'] }),
      after: () => '/me/tokens',
    })
  })

  const once = (letter: string) => letter.repeat(24)
  const size = () => played.instance.journal.size
  async function as(handle: string): Promise<Visitor> {
    const visitor = new Visitor(app)
    assert.equal((await visitor.post('/login/demo', { person: handle })).status, 303)
    return visitor
  }

  it('does it once, however often it is sent', async () => {
    const ash = await as('ash')
    const give = () => ash.post('/roles/scribe/give', { once: once('a'), person: 'elm', use_case: 'Writes minutes' })
    const first = await give()
    assert.deepEqual([first.status, first.location], [303, '/roles'], first.text)
    const after = size()
    assert.equal((await give()).status, 303)
    assert.equal(size(), after)
    const [entry] = await played.instance.journal.entries(after - 1, 1)
    assert.equal(entry?.type, 'grant.made')
    assert.equal(entry?.type === 'grant.made' ? entry.origin?.channel : undefined, 'web')
  })

  it('says why not, and who could', async () => {
    const elm = await as('elm')
    const before = size()
    const answer = await elm.post('/roles/scribe/give', { once: once('b'), person: 'fir', use_case: 'Wants it' })
    assert.equal(answer.status, 422)
    assert.match(answer.text, /It was not done/)
    assert.match(answer.text, /<a href="\/roles">/)
    assert.equal(size(), before)
  })

  it('is refused for what it has wrong, in words, and nothing is written', async () => {
    const ash = await as('ash')
    const before = size()
    for (const fields of [
      { once: once('c'), use_case: 'No person' },
      { person: 'elm', use_case: 'No key' },
      { once: 'short', person: 'elm', use_case: 'A key that is none' },
      { once: once('d'), person: 'x'.repeat(300), use_case: 'Too long' },
    ]) {
      const answer = await ash.post('/roles/scribe/give', fields)
      assert.equal(answer.status, 422, JSON.stringify(fields))
    }
    assert.equal((await ash.post('/roles/scribe/give', { once: once('e'), person: 'elm', use_case: 'y'.repeat(1_000_001) })).status, 413)
    assert.equal(size(), before)
  })

  it('asks whoever is not logged in to log in and to send it again', async () => {
    const answer = await new Visitor(app).post('/roles/scribe/give', { once: once('f'), person: 'elm' })
    assert.equal(answer.status, 401)
    assert.match(answer.text, /href="\/login\?next=[^"]*"\s+target="_blank"/)
  })

  it('asks for a second factor and then does exactly what was asked, once', async () => {
    const ash = await as('ash')
    const before = size()
    const asked = await ash.post('/tokens', { once: once('g') })
    assert.match(asked.location ?? '', /^\/confirm\?of=/)
    assert.equal(size(), before)
    const page = await ash.get(asked.location ?? '')
    assert.match(page.text, /demonstration: it proves nothing/)
    const done = await ash.submit(asked.location ?? '', '/confirm')
    assert.deepEqual([done.status, done.location], [303, '/me/tokens'], done.text)
    assert.equal(size(), before + 1)
    const birch = await as('birch')
    assert.equal((await birch.get(asked.location ?? '')).status, 404, 'what waits for one person is nobody else’s to confirm')
    const other = await ash.post('/tokens', { once: once('h') })
    assert.equal(other.status, 303)
    assert.equal(other.location, '/me/tokens', 'for five minutes the same is not asked again')
    played.now = (played.now + 6 * 60_000) as typeof played.now
    assert.match((await ash.post('/tokens', { once: once('i') })).location ?? '', /^\/confirm/)
  })
})
