/** A run while it goes on: each line as it comes, from the last one that was seen, for those alone who may see it and as long as they may; it ends with the run. */
import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import { openSessions } from '../../src/store/sqlite/sessions.ts'
import { createInstance } from '../../src/workflow/instance.ts'
import { apiClient, type ApiClient } from '../support/api-client.ts'
import { apiStage } from '../support/api-stage.ts'
import { handsOf } from '../support/hands.ts'
import type { Played } from '../support/played.ts'
import type { Serving } from '../../src/server/serving.ts'
import { skipUnless } from '../services/present.ts'
import { Visitor } from '../support/visitor.ts'
import { watched, WAYS } from './looking.ts'
import { served } from './served.ts'

const host = 'rights.example'

describe('a run while it goes on', () => {
  let played: Played
  let client: ApiClient
  let step: () => void
  let job: string
  let make: (serving?: Partial<Serving>) => Promise<ApiClient>
  beforeEach(async () => {
    played = await apiStage()
    await handsOf(played.instance).adopt()
    // each account takes until the test says so
    let gate = Promise.withResolvers<void>()
    step = () => {
      gate.resolve()
      gate = Promise.withResolvers()
    }
    const wiki = played.targets.get('wiki') ?? assert.fail()
    const slow = {
      ...wiki,
      id: wiki.id,
      capabilities: wiki.capabilities,
      read: wiki.read.bind(wiki),
      lookUp: wiki.lookUp.bind(wiki),
      history: wiki.history.bind(wiki),
      inspect: wiki.inspect.bind(wiki),
      apply: async (...asked: Parameters<typeof wiki.apply>) => {
        await gate.promise
        return wiki.apply(...asked)
      },
    }
    const instance = createInstance({ ...played.instance, targets: new Map([['wiki', slow]]) })
    make = (serving = {}) => apiClient(instance, { sessions: openSessions(':memory:'), loopback: true, ...serving })
    client = await make()
    await client.ok('setMode', { as: 'ash', params: { target: 'wiki' }, body: { mode: 'enforce' } })
    for (const person of ['cedar', 'elm', 'fir']) await client.ok('makeGrant', { as: 'ash', body: { role: 'helper', person } })
    job = (await client.ok('runTarget', { as: 'ash', params: { target: 'wiki' } }, 202)).job
  })

  const as = async (handle: string) => {
    const visitor = new Visitor(client.app)
    assert.equal((await visitor.post('/login/demo', { person: handle })).status, 303)
    return visitor
  }
  const listen = (visitor: Visitor, headers: Record<string, string> = {}) => {
    const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    return client.app.request(`https://${host}/admin/jobs/${job}/events`, { headers: { host, cookie, ...headers } })
  }
  const finish = async () => {
    for (let tries = 0; tries < 300; tries += 1) {
      step()
      await new Promise((resolve) => void setTimeout(resolve, 5))
      if ((await client.ok('getJob', { as: 'ash', params: { job } })).state !== 'running') return
    }
    assert.fail('the run never ends')
  }
  const idsIn = (text: string) => [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id))

  it('is told line by line, and ends with the run', async () => {
    const ash = await as('ash')
    const page = await ash.get(`/admin/jobs/${job}`)
    assert.match(page.text, new RegExp(`data-events="/admin/jobs/${job}/events\\?after=0"`))
    assert.match(page.headers.get('content-security-policy') ?? '', /connect-src 'self'/)
    assert.doesNotMatch((await ash.get('/admin')).headers.get('content-security-policy') ?? '', /connect-src/)
    const answer = await listen(ash)
    assert.deepEqual(
      [answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')],
      [200, 'text/event-stream', 'private, no-store'],
    )
    const text = answer.text()
    await finish()
    const told = await text
    assert.deepEqual(idsIn(told), [1, 2, 3])
    assert.match(told, /event: line\ndata: \{"progress":"\d of 3","text":"\+ `Cedar` to `helper`/)
    assert.ok(told.endsWith('event: over\ndata: done\n\n'), told)
    const over = await ash.get(`/admin/jobs/${job}`)
    assert.ok(!over.text.includes('data-events'))
    assert.match(over.text, /<ol id="live-lines"[\s\S]*Cedar[\s\S]*Elm[\s\S]*Fir/)
  })

  it('goes on after the line that was seen last, and asks nobody to come again once all were', async () => {
    const ash = await as('ash')
    await finish()
    const rest = await (await listen(ash, { 'last-event-id': '2' })).text()
    assert.deepEqual(idsIn(rest), [3])
    assert.equal((await listen(ash, { 'last-event-id': '3' })).status, 204)
    assert.deepEqual(idsIn(await (await listen(ash, { 'last-event-id': 'nonsense' })).text()), [1, 2, 3])
  })

  it('is for those who run Writ, and stops where somebody no longer may', async () => {
    assert.equal((await listen(new Visitor(client.app))).status, 401)
    assert.equal((await listen(await as('elm'))).status, 403)
    const birch = await as('birch')
    const answer = await listen(birch)
    const text = answer.text()
    await client.ok('suspend', { as: 'ash', body: { person: 'birch', reason: 'Looked into', cause: 'misuse' } })
    await finish()
    assert.ok(!(await text).includes('event: '), 'not a line after the suspension')
    assert.equal((await listen(await as('ash'), {})).status, 200)
  })

  it(
    'grows on the page in a browser, and is whole at the end without a reload by hand',
    { skip: skipUnless(['chromium'], 'full') },
    async () => {
      await finish()
      const site = await served(async (serving) => ({ client: (client = await make(serving)) }))
      try {
        await client.ok('makeGrant', { as: 'ash', key: 'browser-birch', body: { role: 'helper', person: 'birch' } })
        await client.ok('makeGrant', { as: 'birch', key: 'browser-ash', body: { role: 'helper', person: 'ash' } })
        job = (await client.ok('runTarget', { as: 'ash', key: 'browser', params: { target: 'wiki' } }, 202)).job
        const { page, problems } = await watched(site.browser, WAYS.light)
        await page.goto(`${site.url}/login`)
        await page.click('form:has([name=person][value=ash]) button')
        await page.goto(`${site.url}/admin/jobs/${job}`)
        assert.equal(await page.locator('#live-lines li').count(), 0)
        await page.evaluate('window.same = true')
        const lines = page.locator('#live-lines li')
        const grown = lines.first().waitFor()
        await finish()
        await grown
        await page.locator('#live').waitFor({ state: 'detached' })
        assert.equal(await lines.count(), 2)
        assert.equal(await page.evaluate('window.same'), undefined, 'the page was made anew at the end')
        assert.deepEqual(problems(), [])
      } finally {
        await site.close()
      }
    },
  )
})
