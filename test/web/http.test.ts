/** What the server answers besides its pages: headers, refusals, tags, and what it never does. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { draft } from '../../src/ledger/entry.ts'
import { readersOf } from '../../src/server/language.ts'
import { loadMessages } from '../../src/server/messages.ts'
import { createCatalogue } from '../../src/server/authzen/catalogue.ts'
import { createApp } from '../../src/server/app.ts'
import { createCharterReader } from '../../src/workflow/charter-document.ts'
import { noFacts } from '../../src/workflow/facts.ts'
import { followLedger } from '../../src/workflow/ledger-follower.ts'
import { tagsOf, textOf } from '../support/html.ts'
import { MemoryStore } from '../support/memory-store.ts'
import { nodeHashing } from '../support/outside.ts'
import { openSite, siteHost } from '../support/site.ts'
import { problem } from './twins.ts'

const site = await openSite()
const ROUTES = [
  '/',
  '/matrix',
  '/people',
  '/people/copper-smith',
  '/roles',
  '/roles/constable',
  '/log',
  '/log.atom',
  '/log.csv',
  '/log/head',
  '/charter',
  '/charter/rev/1',
  '/charter/diff/1..1',
  '/hierarchy',
  '/reviews',
  '/policy/block',
  '/safety',
  '/safety/designs',
  '/assets/site-ltr.css',
  '/assets/site.js',
  '/assets/icon.svg',
  '/healthz',
]
const UNKNOWN = ['/nowhere', '/people/nobody', '/people/nobody.json', '/nowhere.json']

describe('every answer', () => {
  it('has the headers that keep it from being framed, sniffed or scripted', async () => {
    for (const path of [...ROUTES, ...UNKNOWN, '/index.json']) {
      const { headers } = await site.get(path)
      const policy = headers.get('content-security-policy') ?? ''
      for (const part of [
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
      ])
        assert.ok(policy.includes(part), `${path}: ${part}`)
      assert.ok(!policy.includes('unsafe'), path)
      assert.equal(headers.get('x-content-type-options'), 'nosniff', path)
      assert.equal(headers.get('referrer-policy'), 'same-origin', path)
      assert.equal(headers.get('x-frame-options'), 'DENY', path)
      assert.equal(headers.get('set-cookie'), null, path)
      assert.ok(headers.get('cache-control') !== null, path)
    }
  })

  it('demands TLS of the browser only where the pages are reached by TLS', async () => {
    assert.match((await site.get('/')).headers.get('strict-transport-security') ?? '', /^max-age=\d+$/)
    const plain = await openSite({ serving: { base: () => 'http://127.0.0.1:8420' } })
    assert.equal((await plain.get('/')).headers.get('strict-transport-security'), null)
  })

  it('is the same for HEAD, without a body', async () => {
    for (const path of ROUTES) {
      const [get, head] = [await site.get(path), await site.get(path, {}, 'HEAD')]
      assert.equal(head.status, get.status, path)
      assert.equal(head.headers.get('etag'), get.headers.get('etag'), path)
      assert.equal(await head.text(), '', path)
    }
  })
})

describe('a tag', () => {
  it('spares a body that the reader has, until something changes', async () => {
    const own = await openSite()
    for (const path of ['/', '/people.json', '/log.atom', '/assets/site-ltr.css']) {
      const tag = (await own.get(path)).headers.get('etag') ?? ''
      assert.match(tag, /^W\/"[\w-]+"$/)
      for (const header of [tag, tag.slice(2), `"other", ${tag}`, '*']) {
        const again = await own.get(path, { 'if-none-match': header })
        assert.equal(again.status, 304, `${path} ${header}`)
        assert.equal(await again.text(), '')
        assert.equal(again.headers.get('etag'), tag)
        assert.equal(again.headers.get('x-content-type-options'), 'nosniff')
      }
      assert.equal((await own.get(path, { 'if-none-match': '"other"' })).status, 200)
    }
    const tag = (await own.get('/log')).headers.get('etag') ?? ''
    await own.record(draft('person.registered', { subject: 's-0000000000000001', handle: 'late' }))
    assert.equal((await own.get('/log', { 'if-none-match': tag })).status, 200)
  })

  it('lets no page be shown without asking again whether it still holds', async () => {
    for (const path of ['/', '/people', '/log.json', '/charter'])
      assert.match((await site.get(path)).headers.get('cache-control') ?? '', /no-cache/)
    assert.match((await site.get('/assets/site-ltr.css')).headers.get('cache-control') ?? '', /max-age=3600/)
    assert.match((await site.get('/nowhere')).headers.get('cache-control') ?? '', /no-store/)
  })
})

describe('a request by a name that is not this server’s', () => {
  it('is refused, whatever it asks for', async () => {
    for (const host of [
      'evil.example',
      'rights.example.evil.example',
      'rights.example:81',
      '127.0.0.1',
      'localhost',
      ' ',
      'rights.example@evil.example',
    ]) {
      for (const path of ['/', '/people.json', '/assets/site-ltr.css', '/healthz', '/nowhere']) {
        const response = await site.get(path, { host })
        assert.equal(response.status, 421, `${host} ${path}`)
        assert.ok(!(await response.text()).includes('Citizendium'), path)
      }
    }
    assert.equal((await site.get('/', { host: 'RIGHTS.example' })).status, 200)
  })
})

describe('a method that would change something', () => {
  it('is refused unless a form of this server sends it, and then there is none on a page that only shows', async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      for (const path of [...ROUTES, '/people.json']) {
        const from = (origin: string) => site.get(path, { 'sec-fetch-site': origin }, method)
        const response = await from('same-origin')
        assert.equal(response.status, 405, `${method} ${path}`)
        assert.equal(response.headers.get('allow'), 'GET, HEAD')
        if (method === 'POST') assert.equal((await from('cross-site')).status, 403, path)
      }
    }
    for (const { method, path } of site.app.routes.filter((one) => one.method === 'POST' && !/^\/(?:api|access|scim)\//.test(one.path))) {
      const response = await site.get(path.replaceAll(/:\w+/g, 'x'), { 'sec-fetch-site': 'cross-site' }, method)
      assert.ok([400, 403].includes(response.status), `${path}: ${response.status}`)
    }
  })
})

describe('the programming interface of a server that only shows', () => {
  it('lets nobody do anything', async () => {
    for (const { method, path } of site.app.routes.filter((one) => one.method === 'POST' && one.path.startsWith('/api/v1/'))) {
      const response = await site.get(path.replaceAll(/:\w+/g, '1'), { 'idempotency-key': 'one' }, method)
      // a report needs no name, but somebody who may write it down
      assert.equal(response.status, path === '/api/v1/reports' ? 503 : 401, path)
    }
  })
})

describe('an address that is wrong', () => {
  it('is a 404 that names what is nearest: a person, a role, a page', async () => {
    for (const [path, href] of [
      ['/people/coper-smith', '/people/copper-smith'],
      ['/people/Copper-Smith', '/people/copper-smith'],
      ['/roles/cnstable', '/roles/constable'],
      ['/roles/Constabulary', '/roles/constable'],
      ['/matrx', '/matrix'],
      ['/charters', '/charter'],
      ['/people/copper-smith/more', undefined],
      ['/people/%3Cb%3E', undefined],
      ['/zzzzzzzz', undefined],
    ] as const) {
      const response = await site.get(path)
      const page = await response.text()
      assert.equal(response.status, 404, path)
      const links = tagsOf(page.slice(page.indexOf('<h1>'))).map(({ attributes }) => attributes.get('href'))
      if (href !== undefined) assert.ok(links.includes(href), `${path}: ${links.join(' ')}`)
      const twin = await site.get(`${path}.json`)
      const body = problem.parse(await twin.json())
      assert.equal(twin.headers.get('content-type'), 'application/problem+json; charset=utf-8')
      assert.deepEqual([twin.status, body.status, body.code], [404, 404, 'not-found'])
      if (href !== undefined) assert.equal(body.near, href)
    }
  })

  it('is a 400 where a percent sign is broken, a 414 where it is endless', async () => {
    for (const path of [
      '/people/%',
      '/people/%zz',
      '/people/%ff',
      '/people/%00',
      '/log?person=%',
      '/matrix?q=%e0%a4%a',
      '/%c0%ae%c0%ae/',
    ]) {
      const response = await site.get(path)
      assert.equal(response.status, 400, path)
      assert.ok(textOf(await response.text()).includes('The address cannot be read'))
    }
    const response = await site.get(`/matrix.json?q=${'x'.repeat(5000)}`)
    assert.equal(response.status, 414)
    assert.equal(problem.parse(await response.json()).code, 'too-long')
  })

  it('leads out of no folder', async () => {
    for (const path of [
      '/assets/../package.json',
      '/assets/%2e%2e/package.json',
      '/assets/..%2fpackage.json',
      '/assets/%2e%2e%2f%2e%2e%2fetc%2fpasswd',
      '/assets/site-ltr.css/..',
      '/assets/',
      '/assets',
    ])
      assert.ok([400, 404].includes((await site.get(path)).status), path)
  })

  it('is harmless with filters that nobody meant', async () => {
    for (const query of [
      '?q=',
      '?q=a&q=b',
      '?__proto__=1',
      '?constructor',
      '?q[]=1',
      '?page=-1',
      '?page=1e9',
      '?page=9007199254740993',
      '?target=__proto__',
      '?target=constructor',
      '?type=toString',
      '?role=__proto__',
      '?person=hasOwnProperty',
      `?q=${'y'.repeat(3000)}`,
      '?from=9999999999999999999',
    ])
      for (const path of ['/', '/matrix', '/people', '/log', '/log.csv', '/charter', '/matrix.json', '/log.json']) {
        const response = await site.get(`${path}${query}`)
        assert.equal(response.status, 200, `${path}${query}`)
        if (response.headers.get('content-type')?.startsWith('text/html') === true) tagsOf(await response.text())
      }
    assert.deepEqual(site.warnings, [])
  })
})

describe('a failure', () => {
  it('shows a number to ask for, and neither where nor why', async () => {
    const store = new MemoryStore()
    const own = await openSite({ store })
    await own.text('/')
    store.read = () => Promise.reject(new Error('secret reason at /root/secret/path'))
    store.size = () => Promise.reject(new Error('secret reason at /root/secret/path'))
    for (const path of ['/', '/people.json', '/log.atom', '/healthz', '/nowhere']) {
      const response = await own.get(path)
      const body = await response.text()
      assert.equal(response.status, 500, path)
      assert.match(body, /r-1/)
      assert.doesNotMatch(body, /secret|Error|\.ts/)
      assert.equal(response.headers.get('x-content-type-options'), 'nosniff')
    }
    assert.ok(own.warnings.length === 5 && own.warnings.every((text) => text.startsWith('request r-1: ') && text.includes('secret reason')))
    const { code, request } = problem.parse(await (await own.get('/people.json')).json())
    assert.deepEqual([code, request], ['failed', 'r-1'])
  })

  it('passes: once the ledger can be read again, so can the pages', async () => {
    const store = new MemoryStore()
    const own = await openSite({ store })
    const size = store.size.bind(store)
    store.size = () => Promise.reject(new Error('locked'))
    assert.equal((await own.get('/')).status, 500)
    store.size = size
    assert.equal((await own.get('/')).status, 200)
  })

  it('is said to be a missing charter where no charter is in force', async () => {
    const serving = await openSite()
    const empty = createApp({
      ledger: followLedger(new MemoryStore(), nodeHashing),
      charters: createCharterReader(new MemoryStore()),
      clock: serving.clock,
      base: () => `https://${siteHost}`,
      hosts: () => new Set([siteHost]),
      assets: new Map(),
      readerOf: readersOf(await loadMessages(), serving.clock),
      hashing: nodeHashing,
      facts: () => Promise.resolve(noFacts),
      resources: createCatalogue(),
      warn: () => undefined,
      requestId: () => 'r-2',
    })
    const response = await empty.request(`https://${siteHost}/people.json`, { headers: { host: siteHost } })
    assert.equal(response.status, 503)
    assert.equal(problem.parse(await response.json()).code, 'no-charter')
    assert.equal((await empty.request(`https://${siteHost}/nowhere`, { headers: { host: siteHost } })).status, 503)
  })
})
