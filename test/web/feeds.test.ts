/** Calendars and feed readers, which cannot log in: a secret address of one’s own, made and ended in the browser, that tells of nobody else and does nothing. */
import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { openTokenUses } from '../../src/store/sqlite/token-uses.ts'
import { noFacts } from '../../src/workflow/facts.ts'
import type { ApiClient } from '../support/api-client.ts'
import { busyStage, HANDLES, SECRET } from '../support/busy-stage.ts'
import type { Played } from '../support/played.ts'
import { momentOf } from '../support/outside.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { Visitor } from '../support/visitor.ts'

const HOST = 'rights.example'

describe('uses of tokens', () => {
  it('are known to the minute, after a restart too, and of others nothing is known', () => {
    using folder = temporaryFolder()
    const file = `${folder.path}/sessions.sqlite`
    const at = (seconds: number) => momentOf(new Date(Date.UTC(2026, 4, 3) + seconds * 1000).toISOString())
    const uses = openTokenUses(file)
    uses.note('abc', at(0))
    uses.note('abc', at(59))
    assert.equal(uses.of('abc'), at(0), 'a request is no reason to write to the disk')
    uses.note('abc', at(61))
    uses.close()
    const again = openTokenUses(file)
    assert.deepEqual([again.of('abc'), again.of('other')], [at(61), undefined])
    again.close()
  })
})

describe('feeds of one’s own', () => {
  let played: Played
  let client: ApiClient
  let broken: Error | undefined
  before(async () => {
    const facts = () => (broken === undefined ? Promise.resolve(noFacts) : Promise.reject(broken))
    ;({ played, client } = await busyStage({ tokenUses: openTokenUses(':memory:'), facts }))
  })

  const as = async (handle: string) => {
    const visitor = new Visitor(client.app)
    assert.equal((await visitor.post('/login/demo', { person: handle })).status, 303)
    return visitor
  }
  /** As a calendar program asks: without cookies, with nothing but the address. */
  const fetched = async (address: string, headers: Readonly<Record<string, string>> = {}) => {
    const { pathname } = new URL(address)
    const answer = await client.app.request(`https://${HOST}${pathname}`, { headers: { host: HOST, ...headers } })
    return { status: answer.status, headers: answer.headers, text: await answer.text() }
  }
  const addressesOn = (page: string) => {
    const [calendar, notices] = [/https:[^<"]*dates\.ics/.exec(page)?.[0], /https:[^<"]*notices\.atom/.exec(page)?.[0]]
    assert.ok(calendar !== undefined && notices !== undefined, page)
    const token = /feeds\/(writ_([0-9a-z]{8})_([0-9A-Za-z]{43}))\//.exec(calendar)
    return { calendar, notices, token: token?.[1] ?? '', id: token?.[2] ?? '', secret: token?.[3] ?? assert.fail(calendar) }
  }
  const make = async (handle: string) => addressesOn((await (await as(handle)).submit('/me/tokens', '/me/feeds')).text)
  const later = (days: number) => {
    played.now = (played.now + days * 86_400_000) as typeof played.now
  }
  const summaries = (text: string) => [...text.replaceAll(/\r\n[ \t]/g, '').matchAll(/^SUMMARY:(.*)\r$/gm)].map(([, summary]) => summary)

  it('are made by anybody for themselves, shown once, kept as a hash, and read without a login', async () => {
    const elm = await as('elm')
    assert.match((await elm.get('/notices')).text, /href="\/me\/tokens#feeds"/)
    const made = await elm.submit('/me/tokens', '/me/feeds')
    assert.match(made.headers.get('cache-control') ?? '', /no-store/)
    const { calendar, notices, id, secret } = addressesOn(made.text)
    const before = await elm.get('/me/tokens')
    assert.ok(!before.text.includes(secret) && before.text.includes(id))
    assert.match(before.text, /not used so far/)
    const [dates, told] = [await fetched(calendar), await fetched(notices)]
    assert.deepEqual([dates.status, dates.headers.get('content-type')], [200, 'text/calendar; charset=utf-8'])
    assert.deepEqual([told.status, told.headers.get('content-type')], [200, 'application/atom+xml; charset=utf-8'])
    assert.match(dates.headers.get('cache-control') ?? '', /^private/)
    assert.ok(summaries(dates.text).includes('The request for Helper lapses\\, if nobody decides'), dates.text)
    assert.match(told.text, /<entry>[\s\S]*<title>/)
    for (const { text } of [dates, told]) assert.ok(!text.includes(secret) && !text.includes(SECRET))
    assert.match((await elm.get('/me/tokens')).text, /last used/)
    const listed = await client.ok('listTokens', { as: 'elm' })
    assert.match(listed.tokens.find((one: any) => one.id === id).lastUsed, /^2026-/)
    const entries = JSON.stringify(await played.instance.journal.entries(0, played.instance.journal.size))
    assert.ok(!entries.includes(secret))
  })

  it('tell of what waits for their owner, and name nobody else', async () => {
    const { text } = await fetched((await make('fir')).calendar)
    assert.deepEqual(summaries(text), ['Decide by now: a request for Helper'])
    for (const handle of HANDLES) assert.ok(handle === undefined || !text.includes(handle), handle)
    const cedar = await fetched((await make('cedar')).calendar)
    assert.ok(!summaries(cedar.text).some((one) => /^(?:Decide|Answer)/.test(one ?? '')), cedar.text)
  })

  it('are the same bytes as long as nothing changed, and the same matter keeps its id', async () => {
    const { calendar } = await make('elm')
    const [first, second] = [await fetched(calendar), await fetched(calendar)]
    assert.equal(first.text, second.text)
    assert.equal((await fetched(calendar, { 'if-none-match': first.headers.get('etag') ?? '' })).status, 304)
    later(1)
    assert.equal((await fetched(calendar)).text, first.text, 'a day later')
    await client.ok('makeGrant', { as: 'birch', body: { role: 'scribe', person: 'ash', reason: 'Writes', until: '2026-12-31' } })
    const third = await fetched(calendar)
    const uids = (text: string) => [...text.matchAll(/^UID:(.*)\r$/gm)].map(([, uid]) => uid)
    assert.deepEqual(uids(third.text), uids(first.text))
    const stamps = new Set([...third.text.matchAll(/^DTSTAMP:(.*)\r$/gm)].map(([, stamp]) => stamp))
    assert.equal(stamps.size, 1)
    assert.ok(!first.text.includes([...stamps][0] ?? 'none'), 'the time of the last change')
  })

  it('let nobody do anything: the secret is no token anywhere else, and no token is an address', async () => {
    const { token } = await make('elm')
    for (const id of ['getMe', 'listNotices', 'listLog', 'listTokens']) assert.equal((await client.call(id, { token })).status, 403, id)
    const body = { role: 'helper', person: 'elm', reason: 'x' }
    assert.equal((await client.call('makeGrant', { token, body })).status, 403)
    assert.equal((await client.call('makeFeed', { token })).status, 403)
    const code = await new Visitor(client.app).post('/login/code', { code: token })
    assert.equal(code.status, 401)
    const read = await client.tokenOf('elm')
    assert.equal((await fetched(`https://${HOST}/feeds/${read}/dates.ics`)).status, 404)
    const reader = await client.tokenOf('elm', ['read'])
    assert.equal((await client.call('makeFeed', { token: reader })).status, 403, 'who only reads makes nothing that outlasts them')
  })

  it('end when they are revoked, when their year is over, and with the suspension or departure of their owner', async () => {
    const elm = await as('elm')
    const first = await make('elm')
    assert.equal((await elm.submit('/me/tokens', `/me/tokens/${first.id}/revoke`)).status, 303)
    for (const address of [first.calendar, first.notices]) {
      const { status, text } = await fetched(address)
      assert.equal(status, 410)
      assert.equal(JSON.parse(text).code, 'gone')
      assert.ok(!text.includes(first.secret))
    }
    const wrong = first.calendar.replace(first.secret, 'x'.repeat(43))
    assert.deepEqual((await fetched(wrong)).status, 404, 'nobody learns of an address whose secret they do not know')
    const [second, third] = [await make('elm'), await make('cedar')]
    await client.ok('suspend', { as: 'ash', body: { person: 'elm', cause: 'misuse', reason: 'Looked into' } })
    assert.equal((await fetched(second.calendar)).status, 410)
    await client.ok('depart', { as: 'ash', body: { person: 'cedar' } })
    assert.equal((await fetched(third.calendar)).status, 410)
    const birch = await make('birch')
    assert.equal((await fetched(birch.calendar)).status, 200)
    later(366)
    assert.equal((await fetched(birch.calendar)).status, 410)
  })

  it('are ten at most, and asked so often and no more; who guesses waits', async () => {
    const made = [await make('fir')]
    for (let count = 1; count < 10; count += 1) made.push(await make('fir'))
    const fir = await as('fir')
    const refused = await fir.submit('/me/tokens', '/me/feeds')
    assert.equal(refused.status, 422)
    assert.match(refused.text, /ten addresses of feeds are in use/)
    const [one, other] = [made[0] ?? assert.fail(), made[1] ?? assert.fail()]
    let last = 0
    for (let count = 0; count < 121; count += 1) last = (await fetched(one.notices)).status
    assert.equal(last, 429)
    assert.match((await fetched(one.calendar)).headers.get('retry-after') ?? '', /^\d+$/)
    assert.equal((await fetched(other.calendar)).status, 200, 'another address is counted by itself')
    const guess = other.calendar.replace(other.secret, 'y'.repeat(43))
    const statuses = new Set<number>()
    for (let count = 0; count < 40; count += 1) statuses.add((await fetched(guess)).status)
    assert.deepEqual(statuses, new Set([404, 429]))
    assert.equal((await fetched(other.calendar)).status, 200, 'who knows the secret is never held up')
  })

  it('are told to nobody to whom a link in them leads', async () => {
    const { calendar, notices, secret } = await make('ash')
    for (const address of [calendar, notices, notices.replace(secret, 'x'.repeat(43)), notices.replace('notices', 'other')])
      assert.equal((await fetched(address)).headers.get('referrer-policy'), 'no-referrer', address)
  })

  it('stand in no message of what went wrong', async () => {
    const { calendar, secret } = await make('ash')
    broken = new Error('the source broke')
    const { status, text } = await fetched(calendar)
    broken = undefined
    assert.equal(status, 500)
    assert.match(client.warnings.at(-1) ?? '', /the source broke/)
    for (const said of [...client.warnings, text]) assert.ok(!said.includes(secret), said)
  })
})
