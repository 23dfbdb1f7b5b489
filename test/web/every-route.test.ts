/** Every route of the server, from its own list: who gets in, what each answer carries, and what another site, a stranger's hand or too long a body gets done there: nothing. */
import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import type { ApiClient } from '../support/api-client.ts'
import { busyStage, HANDLES, SECRET, type Places } from '../support/busy-stage.ts'
import type { Played } from '../support/played.ts'
import { Visitor, type Visited } from '../support/visitor.ts'
import { filled, LOOKERS, pageRoutesOf, pages, pathOf, twinOfPath, type Statuses } from './every-page.ts'

const ALL: Statuses = [200, 200, 200, 200, 200, 200, 200]
/** A token is needed; each gets what is theirs. */
const TOKEN: Statuses = [401, 200, 200, 200, 200, 200, 200]
const RUNS: Statuses = [401, 403, 403, 403, 200, 200, 403]
/** What is private, for those who may read it. */
const READS: Statuses = [401, 403, 403, 403, 200, 200, 200]

/** Every reading operation of the programming interface: what each of LOOKERS is answered. */
const READING: Readonly<Record<string, Statuses>> = {
  countAuditReports: READS,
  getAuditReport: READS,
  getGrantEvidence: READS,
  listCases: TOKEN,
  listCharterProposals: TOKEN,
  getCharter: ALL,
  listGrants: ALL,
  listFollowUps: TOKEN,
  listCorrections: TOKEN,
  listReadings: TOKEN,
  getOwnData: TOKEN,
  // nobody's who did not begin it
  getExport: [401, 403, 403, 403, 404, 404, 403],
  lookAhead: RUNS,
  proveConsistency: ALL,
  proveEntry: ALL,
  getJob: [401, 404, 404, 404, 200, 200, 404],
  listLog: ALL,
  getEntry: ALL,
  getLogHead: ALL,
  countNotices: TOKEN,
  listNotices: TOKEN,
  getNoticePreferences: TOKEN,
  getDraft: [401, 200, 404, 404, 404, 404, 404],
  getMoment: READS,
  listPeople: ALL,
  getMe: TOKEN,
  getPersonRecord: [401, 200, 403, 403, 200, 200, 200],
  getPerson: ALL,
  listProposals: TOKEN,
  explain: ALL,
  whatCan: ALL,
  whoCan: TOKEN,
  listRequests: TOKEN,
  // those who may read what is private do, on record
  getRequest: [401, 404, 200, 200, 200, 200, 200],
  listReviews: TOKEN,
  listRoles: ALL,
  getRole: ALL,
  listSuspensions: READS,
  listDrift: RUNS,
  listTargets: ALL,
  listTasks: RUNS,
  listTokens: TOKEN,
}
const QUERIES: Readonly<Record<string, Record<string, string>>> = {
  proveConsistency: { first: '1', second: '5' },
  explain: { target: 'wiki', right: 'delete', person: 'cedar' },
  whatCan: { target: 'wiki', person: 'cedar' },
  whoCan: { target: 'wiki', right: 'delete' },
}

/** What is neither page, nor form of a page, nor operation: what a stranger is answered who sends nothing besides. */
const DOORS: Readonly<Record<string, number>> = {
  'GET /log.atom': 200,
  'GET /log.csv': 200,
  'GET /audit/:report{.+\\.csv}': 303,
  'GET /admin/export/:file{\\d+\\.tar\\.gz}': 303,
  // the lines of a running job, as they come, for those who may see it
  'GET /admin/jobs/:job/events': 303,
  'GET /log/proofs/verify-proof.mjs': 200,
  'GET /log/proofs/watch-log.mjs': 200,
  // nothing is signed there
  'GET /log/checkpoint': 404,
  'GET /log/tile/*': 404,
  'GET /log/:entry/proof.json': 200,
  'GET /log/consistency/:sizes': 200,
  'GET /healthz': 200,
  'GET /assets/site.js': 200,
  'GET /assets/icon.svg': 200,
  'GET /api/v1/openapi.json': 200,
  'GET /.well-known/authzen-configuration': 200,
  'POST /access/v1/evaluation': 400,
  'POST /access/v1/evaluations': 400,
  'POST /access/v1/search/subject': 400,
  'POST /access/v1/search/resource': 400,
  'POST /access/v1/search/action': 400,
  'GET /login': 200,
  'GET /login/done': 200,
  'POST /login/demo': 403,
  'POST /login/code': 401,
  'POST /login/passkey': 401,
  'POST /logout': 303,
  'GET /auth/:id': 404,
  'GET /auth/:id/callback': 401,
  'POST /auth/:id/logged-out': 400,
  'GET /me/dates.ics': 303,
  'GET /me/data/export.json': 303,
  'GET /feeds/:token/dates.ics': 404,
  'GET /feeds/:token/notices.atom': 404,
  // setting up, which is over
  'GET /setup': 404,
  'GET /setup/:step': 404,
  'POST /setup': 404,
  'POST /setup/:step': 404,
  'GET /confirm': 303,
  'GET /confirm/:id': 303,
  'POST /confirm': 303,
}

/** What leads to another site, in the hope that somebody takes it for one of ours. */
const ELSEWHERE = [
  '//evil.example/',
  'https://evil.example/',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  'javascript:alert(1)',
  'https:evil.example',
  '/a\r\nSet-Cookie: x=y',
  '@evil.example',
  '.evil.example',
]

describe('every route', () => {
  let played: Played
  let client: ApiClient
  let places: Places
  let visitors: readonly Visitor[]
  before(async () => {
    ;({ played, client, places } = await busyStage({ assets: new Map([['site.js', '/* script */']]) }))
    visitors = await Promise.all(
      HANDLES.map(async (handle) => {
        const visitor = new Visitor(client.app)
        if (handle !== undefined) assert.equal((await visitor.post('/login/demo', { person: handle })).status, 303)
        return visitor
      }),
    )
  })

  const nobody = () => new Visitor(client.app)
  const size = () => played.instance.journal.size
  const others = {
    id: 'sso',
    person: 'cedar',
    moment: '2026-05-03',
    entry: 1,
    grant: 1,
    notice: 1,
    drift: 1,
    task: 'none',
    sizes: '1..5.json',
    report: 'overrides.csv',
    export: 1,
    file: '1.tar.gz',
    step: 'found',
  }
  const at = (route: string) => filled(route, places, others)
  const doors = () => Object.keys(DOORS).map((door) => door.split(' ') as [string, string])
  const forms = () => pageRoutesOf(client.app, 'POST')
  const operations = () =>
    [...client.operations].map(([id, one]) => ({ id, ...one, address: `/api/v1${at(one.path.replaceAll(/\{(\w+)\}/g, ':$1'))}` }))

  it('is a page, a form of a page, an operation of the document or one of the doors', () => {
    const known = new Set([
      ...pages.flatMap(({ route }) => [`GET ${route}`, `GET ${twinOfPath(route)}`]),
      ...forms().map((route) => `POST ${route}`),
      ...operations().map(({ method, path }) => `${method.toUpperCase()} /api/v1${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
      ...doors().flatMap(([method, route]) => [`${method} ${route}`, `${method} ${route}.json`]),
    ])
    const there = client.app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`)
    assert.deepEqual(
      [...new Set(there)].filter((one) => !known.has(one)),
      [],
      'routes of which nobody has said who may use them',
    )
    for (const door of Object.keys(DOORS)) assert.ok(there.includes(door), door)
  })

  it('answers over the programming interface as the table says', async () => {
    const reading = operations().filter(({ method }) => method === 'get')
    assert.deepEqual(reading.map(({ id }) => id).toSorted(), Object.keys(READING).toSorted())
    for (const { id } of reading)
      for (const [index, as] of HANDLES.entries()) {
        const params = { ...places, person: 'cedar', export: 1, entry: places.request, moment: '2026-05-03', report: 'operator' }
        const { status } = await client.call(id, { params, query: QUERIES[id] ?? {}, ...(as === undefined ? {} : { as }) })
        assert.equal(status, READING[id]?.[index], `${id} for ${LOOKERS[index] ?? ''}`)
      }
  })

  it('has the headers on every answer that keep it from being framed, sniffed, scripted or kept for another, refusals too', async (context) => {
    let count = 0
    const judge = (answer: Visited, what: string) => {
      const { headers } = answer
      const policy = headers.get('content-security-policy') ?? ''
      assert.match(
        policy,
        /^default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'(?:; connect-src 'self')?$/,
        what,
      )
      const fixed = {
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        // the address of a feed is a secret
        'referrer-policy': what.includes(' /feeds/') ? 'no-referrer' : 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      }
      for (const [name, value] of Object.entries(fixed)) assert.equal(headers.get(name), value, `${what}: ${name}`)
      assert.match(headers.get('strict-transport-security') ?? '', /^max-age=\d+$/, what)
      assert.ok(headers.get('cache-control') !== null, `${what}: nothing says who may keep it`)
      assert.equal(headers.get('access-control-allow-origin'), null, what)
      for (const line of headers.getSetCookie()) {
        const parts = /max-age=0\b/i.test(line) ? ['Secure', 'Path=/'] : ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/']
        for (const part of parts) assert.ok(line.includes(part), `${what}: ${line}`)
        assert.ok(line.startsWith('__Host-') && !/domain=/i.test(line), `${what}: ${line}`)
        assert.match(headers.get('cache-control') ?? '', /no-store/, `${what} sets a cookie that a cache could hand on`)
      }
      count += 1
    }
    for (const [index, visitor] of [nobody(), visitors[4] ?? assert.fail()].entries()) {
      const who = LOOKERS[index * 4] ?? ''
      for (const row of pages)
        for (const path of [pathOf(row, places), twinOfPath(pathOf(row, places))]) judge(await visitor.get(path), `${path} for ${who}`)
      for (const route of forms()) {
        if (route.startsWith('/me/sessions')) continue
        judge(await visitor.post(at(route), {}), `POST ${route} for ${who}`)
        judge(await visitor.get(at(route)), `GET ${route} for ${who}`)
      }
      for (const { method, address } of operations())
        judge(method === 'get' ? await visitor.get(address) : await visitor.post(address, {}), `${address} for ${who}`)
      for (const [method, route] of doors()) {
        if (route === '/logout' && index > 0) continue
        judge(method === 'GET' ? await visitor.get(at(route)) : await visitor.post(at(route), {}), `${method} ${route} for ${who}`)
      }
      for (const path of [
        '/nowhere',
        '/people/%ff',
        `/matrix?q=${'x'.repeat(5000)}`,
        '/api/v1/nowhere',
        '/assets/nothing',
        '/nowhere.json',
      ])
        judge(await visitor.get(path), path)
      judge(await visitor.post('/matrix', {}), 'POST to a page')
    }
    judge(await new Visitor(client.app, 'evil.example').get('/'), 'by another name')
    const stale = nobody()
    stale.plant('__Host-writ-session', 'ended-or-never-begun-0000000000000000000000000')
    judge(await stale.get('/matrix'), 'with a session that is none')
    context.diagnostic(`${count} answers`)
  })

  it('changes nothing for another site, whatever a browser says of where a form comes from, nor by another method', async (context) => {
    const token = await client.tokenOf('ash')
    const before = size()
    const cookie = [...(visitors[4]?.cookies ?? [])].map(([name, value]) => `${name}=${value}`).join('; ')
    const body = new URLSearchParams({ once: 'c'.repeat(24), reason: 'x', _method: 'POST' }).toString()
    const send = (path: string, method: string, headers: Readonly<Record<string, string>>) =>
      client.app.request(`https://rights.example${path}`, {
        method,
        headers: { host: 'rights.example', cookie, 'content-type': 'application/x-www-form-urlencoded', ...headers },
        ...(method === 'GET' || method === 'HEAD' ? {} : { body }),
      })
    const origins = [
      'null',
      'https://evil.example',
      'https://rights.example.evil.example',
      'https://evil-rights.example',
      'http://rights.example',
      'https://rights.example:8443',
    ]
    let count = 0
    const routes = [
      ...forms().map(at),
      ...doors().flatMap(([method, route]) => (method === 'POST' && !/^\/(?:access|auth)/.test(route) ? [at(route)] : [])),
    ]
    for (const path of routes) {
      const refused = [
        {},
        ...origins.map((origin) => ({ origin })),
        ...['cross-site', 'same-site', 'none'].map((site) => ({ 'sec-fetch-site': site, origin: 'https://rights.example' })),
      ]
      for (const headers of refused) assert.equal((await send(path, 'POST', headers)).status, 403, `${path} ${JSON.stringify(headers)}`)
      for (const method of ['PUT', 'PATCH', 'DELETE'])
        assert.equal((await send(path, method, { 'sec-fetch-site': 'same-origin' })).status, 405, `${method} ${path}`)
      const got = await send(`${path}?${body}`, 'GET', { 'sec-fetch-site': 'same-origin', 'x-http-method-override': 'POST' })
      assert.ok([200, 303, 403, 404].includes(got.status), `GET ${path}: ${got.status}`)
      count += refused.length + 4
    }
    for (const { id, method, address } of operations()) {
      if (method === 'get') continue
      // the cookie of a page is none of its business, wherever a call comes from
      for (const site of ['same-origin', 'cross-site']) {
        const { status } = await send(address, 'POST', { 'sec-fetch-site': site, 'content-type': 'application/json' })
        assert.ok([400, 401, 403].includes(status), `${address} ${site}: ${status}`)
      }
      for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'none' }, ...origins.map((origin) => ({ origin }))])
        assert.equal(
          (await send(address, 'POST', { ...headers, authorization: `Bearer ${token}`, 'idempotency-key': 'c' })).status,
          403,
          `${id} ${JSON.stringify(headers)}`,
        )
      count += 2 + origins.length + 2
    }
    assert.equal(size(), before)
    context.diagnostic(`${count} requests`)
  })

  it('gives back what somebody typed who is not logged in any more, in the answer to it alone', async (context) => {
    const stranger = nobody()
    const before = size()
    const typed = `A long thought <i>"of mine"</i>\r\non two lines`
    let count = 0
    for (const route of forms()) {
      if (/^\/me\/(?:sessions|passkeys)/.test(route)) continue
      const own = route === '/report' ? { named: 'yes' } : {}
      const { status, text, headers } = await stranger.post(at(route), {
        ...own,
        once: 'z'.repeat(24),
        reason: typed,
        secret: 'never-shown',
      })
      assert.equal(status, 401, route)
      assert.equal(headers.get('cache-control'), 'private, no-store', route)
      const value = 'A long thought &lt;i&gt;&quot;of mine&quot;&lt;/i&gt;\non two lines'
      assert.ok(text.includes(`type="hidden" name="reason" value="${value}"`) && text.includes(`<bdi class="typed">${value}</bdi>`), route)
      assert.ok(text.includes(`method="post" action="${at(route)}"`), route)
      assert.ok(!text.includes('never-shown') && !text.includes(SECRET), route)
      const elsewhere = await stranger.post(at(route), { ...own, reason: typed }, { 'sec-fetch-site': 'cross-site' })
      assert.ok(elsewhere.status === 403 && !elsewhere.text.includes('A long thought'), `${route} from another site`)
      count += 1
    }
    assert.equal(size(), before)
    context.diagnostic(`${count} forms`)
  })

  it('does nothing by a form whose value against doing it twice is missing or is another person’s', async () => {
    const [cedar, ash, birch] = [visitors[1] ?? assert.fail(), visitors[4] ?? assert.fail(), visitors[5] ?? assert.fail()]
    for (const route of forms()) {
      if (/^\/me\/(?:sessions|passkeys)|\/edit$/.test(route)) continue
      const before = size()
      const { status, location } = await ash.post(at(route), { reason: 'x', text: 'x', use_case: 'x', person: 'elm' })
      assert.ok(status >= 400 || (status === 303 && location?.startsWith('/') === true), `${route}: ${status}`)
      // the page that comes back may show somebody's record, which is on record itself
      const made = (await played.instance.journal.entries(before, 100)).filter(({ type }) => type !== 'private.read')
      assert.deepEqual(made, [], route)
    }
    const once = 'shared-between-sessions-1'
    assert.equal((await cedar.post('/report', { once, text: 'Mine' })).status, 303)
    const after = size()
    const other = await birch.post('/report', { once, text: 'Mine too' })
    assert.equal(other.status, 303)
    assert.ok(size() > after, 'the value of somebody else is a value like any other, and answers with nothing of theirs')
    const asked = await ash.post('/me/tokens', { once: 'only-of-this-session-0001', scopes: 'read', until: '2026-12-01' })
    assert.match(asked.location ?? '', /^\/confirm\?of=/)
    const of = new URL(asked.location ?? '', 'https://rights.example').searchParams.get('of') ?? ''
    const held = size()
    assert.equal((await birch.get(asked.location ?? '')).status, 404)
    assert.equal((await birch.post('/confirm', { of, way: 'demo' })).status, 404)
    assert.equal(size(), held)
  })

  it('leads nobody to another site, whatever is sent as the page to go on to', async (context) => {
    let count = 0
    const own = (answer: Visited, what: string) => {
      const { location, text } = answer
      if (location !== null)
        assert.ok(
          /^\/(?![/\\])[!-~]*$/.test(location) && new URL(location, 'https://rights.example').host === 'rights.example',
          `${what}: ${location}`,
        )
      for (const [, href = ''] of text.matchAll(/(?:href|action)="([^"]*)"/g))
        assert.ok(
          !/evil/.test(new URL(href.replaceAll('&amp;', '&'), 'https://rights.example').host) && !/^\s*javascript:/i.test(href),
          `${what}: ${href}`,
        )
      count += 1
    }
    const names = ['next', 'back', 'return', 'returnTo', 'redirect', 'url', 'to', 'of', 'person', 'page']
    for (const evil of ELSEWHERE) {
      const fields = Object.fromEntries(names.map((name) => [name, evil]))
      const query = new URLSearchParams(fields).toString()
      for (const row of pages)
        for (const visitor of [nobody(), visitors[4] ?? assert.fail()])
          own(await visitor.get(`${pathOf(row, places)}?${query}`), `${row.route} ${evil}`)
      for (const [method, route] of doors()) if (method === 'GET') own(await nobody().get(`${at(route)}?${query}`), `${route} ${evil}`)
      const entered = await nobody().post('/login/demo', { person: 'cedar', next: evil })
      assert.deepEqual([entered.status, entered.location], [303, '/me'], evil)
      own(await (visitors[4] ?? assert.fail()).get(`/${evil}`), `/${evil}`)
      for (const route of forms()) {
        if (route.startsWith('/me/sessions')) continue
        for (const visitor of [nobody(), visitors[1] ?? assert.fail()]) own(await visitor.post(at(route), fields), `POST ${route} ${evil}`)
      }
    }
    context.diagnostic(`${count} answers`)
  })

  it('refuses ten million bytes everywhere, and has read none of them as a command', async (context) => {
    const before = size()
    const large = 'x'.repeat(10_000_000)
    let count = 0
    const ash = visitors[4] ?? assert.fail()
    for (const route of forms()) {
      if (route === '/me/sessions/end-others') continue
      const answer = await ash.post(at(route), { once: 'l'.repeat(24), reason: large })
      assert.equal(answer.status, 413, route)
      count += 1
    }
    for (const [method, route] of doors()) {
      // these two read no body
      if (method !== 'POST' || route === '/logout' || route.startsWith('/setup')) continue
      const answer = await ash.post(
        at(route),
        { person: large, code: large, of: large },
        route.startsWith('/access') ? { 'content-type': 'application/json' } : {},
      )
      assert.ok(answer.status === 413 || answer.status === 400, `${route}: ${answer.status}`)
      count += 1
    }
    const token = await client.tokenOf('ash')
    for (const { method, address, id } of operations()) {
      if (method === 'get' || id === 'reportAnonymously') continue
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'idempotency-key': 'l' }
      assert.equal((await nobody().post(address, { reason: large }, headers)).status, 413, id)
      count += 1
    }
    assert.ok(size() - before <= 1, 'something was done')
    assert.deepEqual(client.warnings, [])
    context.diagnostic(`${count} bodies`)
  })

  it('lets in by a session of its own making alone', async () => {
    for (const enter of [(visitor: Visitor) => visitor.post('/login/demo', { person: 'cedar' })]) {
      const visitor = nobody()
      const planted = 'planted-by-somebody-else-before-the-login-00000'
      visitor.plant('__Host-writ-session', planted)
      assert.equal((await enter(visitor)).status, 303)
      const first = visitor.cookies.get('__Host-writ-session')
      assert.ok(first !== undefined && first !== planted)
      await enter(visitor)
      assert.notEqual(visitor.cookies.get('__Host-writ-session'), first)
      for (const secret of [planted, first]) {
        const thief = nobody()
        thief.plant('__Host-writ-session', secret)
        assert.equal((await thief.get('/me')).status, 303, 'a secret from before opens something')
      }
    }
  })
})
