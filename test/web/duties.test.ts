/** What members are asked, on the pages: holders about what they hold, reviewers about what others hold, everybody about the charter. */
import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import { createHash } from 'node:crypto'
import { instant } from '../../src/kernel/instant.ts'
import type { Entry } from '../../src/ledger/entry.ts'
import { openSessions } from '../../src/store/sqlite/sessions.ts'
import { apiClient, type ApiClient } from '../support/api-client.ts'
import { apiCharterText, apiStage } from '../support/api-stage.ts'
import { handsOf } from '../support/hands.ts'
import type { Played } from '../support/played.ts'
import { Visitor } from '../support/visitor.ts'

const HOSTILE = '"><script>alert(1)</script>'

describe('what members are asked', () => {
  let played: Played
  let client: ApiClient
  beforeEach(async () => {
    played = await apiStage()
    client = await apiClient(played.instance, { sessions: openSessions(':memory:'), loopback: true })
  })
  async function as(handle: string): Promise<Visitor> {
    const visitor = new Visitor(client.app)
    assert.equal((await visitor.post('/login/demo', { person: handle })).status, 303)
    return visitor
  }
  const size = () => played.instance.journal.size

  async function reviewed(): Promise<{ readonly place: string; readonly grant: number }> {
    const { grant } = await client.ok('makeGrant', { as: 'ash', body: { role: 'helper', person: 'cedar', reason: HOSTILE } })
    const { entry } = await client.ok('openReview', { as: 'ash', body: { role: 'helper' } })
    return { place: `/reviews/${entry}`, grant }
  }

  it('about others is listed and answered row by row, by the reviewers alone', async () => {
    const { place, grant } = await reviewed()
    const birch = await as('birch')
    assert.ok((await birch.get('/notices')).text.includes(`href="${place}"`))
    const page = await birch.get(place)
    assert.match(page.text, /0 of 1 answered/)
    assert.ok(!page.text.includes('<script>alert'))
    const kept = await birch.send(page, `${place}/answer`, { answer: 'keep', reason: 'Helps every day' }, `value="${grant}"`)
    assert.deepEqual([kept.status, kept.location], [303, place], kept.text)
    assert.match((await birch.get(place)).text, /1 of 1 answered[\s\S]*<strong>kept<\/strong>/)
    for (const handle of ['cedar', 'elm']) {
      const other = await as(handle)
      assert.equal((await other.get(place)).status, 404, handle)
      assert.equal((await other.get(`${place}.json`)).status, 404, handle)
      const before = size()
      const answer = await other.post(`${place}/answer`, { once: 'r'.repeat(24), grant: String(grant), answer: 'remove' })
      assert.equal(answer.status, 422, answer.text)
      assert.equal(size(), before)
    }
    assert.match((await (await as('elm')).get('/notices')).text, /Nothing is asked of you/)
  })

  it('takes a role away at once where the reviewer says so, or asks the holder, who answers', async () => {
    const { place, grant } = await reviewed()
    const birch = await as('birch')
    const asked = await birch.submit(place, `${place}/answer`, { answer: 'ask', reason: 'Still needed?' }, `value="${grant}"`)
    assert.equal(asked.status, 303, asked.text)
    const cedar = await as('cedar')
    const notices = await cedar.get('/notices')
    assert.match(notices.text, /action="\/notices\/answer"/)
    assert.equal((await cedar.send(notices, '/notices/answer', { text: 'Every day' })).status, 422, 'a word is needed')
    const [, notice = ''] = /name="notice" value="(\d+)"/.exec(notices.text) ?? []
    const elm = await as('elm')
    assert.equal((await elm.post('/notices/answer', { once: 's'.repeat(24), notice, keep: 'no', text: 'x' })).status, 422)
    const kept = await cedar.send(notices, '/notices/answer', { keep: 'yes', text: HOSTILE })
    assert.deepEqual([kept.status, kept.location], [303, '/notices'], kept.text)
    assert.match((await cedar.get('/notices')).text, /You answered: still needed/)
    const removed = await birch.submit(place, `${place}/answer`, { answer: 'remove', reason: 'No longer' }, `value="${grant}"`)
    assert.equal(removed.status, 303, removed.text)
    assert.ok(!(await cedar.get('/me')).text.includes('action="/me/resign"'), 'it is taken')
  })

  it('of the terms of what they hold is accepted in the words they read; who is named looks whether it works; other words are asked anew', async () => {
    const rule = 'follow_up: { after: 2 hours, by: steward, text: Please try it, terms: good-faith }'
    const text = apiCharterText.replace('gives: { wiki: helper }\n', `gives: { wiki: helper }\n    ${rule}\n`)
    played = await apiStage(text)
    client = await apiClient(played.instance, { sessions: openSessions(':memory:'), loopback: true })
    const hands = handsOf(played.instance)
    await hands.adopt()
    await hands.mode('enforce')
    const { grant } = await client.ok('makeGrant', { as: 'ash', body: { role: 'helper', person: 'cedar', reason: 'Helps' } })
    await hands.apply()
    const clock = () => client.ok('carryOutDue', { as: 'ash', body: {} })
    await clock()

    const version = createHash('sha256').update('I will use it for the site alone.').digest('hex')
    const { followUps } = await client.ok('listFollowUps', { as: 'cedar' })
    assert.deepEqual([followUps[0].own, followUps[0].terms.version, followUps[0].terms.accepted], [true, version, null])
    let [cedar, birch, elm] = [await as('cedar'), await as('birch'), await as('elm')]
    const page = await cedar.get('/notices')
    assert.match(page.text, /Please try it[\s\S]*<blockquote>I will use it for the site alone\./)
    assert.match((await birch.get('/notices')).text, /Nothing is asked of you/, 'not before its time')
    const once = 'v'.repeat(24)
    const other = await cedar.post('/notices/terms', { once, grant: String(grant), version: 'a'.repeat(64) })
    assert.deepEqual([other.status, /the terms are now at version/.test(other.text)], [422, true], other.text)
    assert.equal((await elm.post('/notices/terms', { once, grant: String(grant), version })).status, 422, 'nobody accepts for others')
    assert.equal((await client.call('acceptTerms', { as: 'elm', params: { grant }, body: { version } })).status, 403)

    played.now = instant(played.now + 2 * 3_600_000)
    await clock()
    ;[cedar, birch, elm] = [await as('cedar'), await as('birch'), await as('elm')]
    const asked = await birch.get('/notices')
    assert.match(asked.text, /Access to look at[\s\S]*cedar[\s\S]*are not accepted yet/)
    assert.equal(
      (await cedar.post('/notices/follow-up', { once, grant: String(grant), works: 'yes' })).status,
      422,
      'nobody looks at their own',
    )
    await client.ok('recordFollowUp', { as: 'elm', params: { grant }, body: { works: true } }, 403)
    assert.equal((await birch.send(asked, '/notices/follow-up', { works: 'no', note: HOSTILE })).location, '/notices')
    const again = await birch.get('/notices')
    assert.match(again.text, /It was said that it does not work/)
    assert.equal((await birch.send(again, '/notices/follow-up', { works: 'yes' })).location, '/notices')
    const last = async () =>
      ((await hands.entries('grant.followed-up')) as readonly Extract<Entry, { type: 'grant.followed-up' }>[]).at(-1)?.fields
    assert.deepEqual([(await last())?.works, (await last())?.terms], [true, undefined], 'it works, and is not done')
    const done = await cedar.send(await cedar.get('/notices'), '/notices/terms')
    assert.deepEqual([done.status, done.location], [303, '/notices'], done.text)
    assert.equal((await last())?.terms, version)
    for (const one of [cedar, birch]) assert.match((await one.get('/notices')).text, /Nothing is asked of you/)

    await hands.adoptCharter(text.replace('for the site alone', 'for this site alone and kindly'), 'ash')
    await clock()
    assert.match((await cedar.get('/notices')).text, /<blockquote>I will use it for this site alone and kindly\./)
    const { followUps: anew } = await client.ok('listFollowUps', { as: 'cedar' })
    await client.ok('acceptTerms', { as: 'cedar', params: { grant }, body: { version: anew[0].terms.version } })
    assert.equal((await last())?.terms, anew[0].terms.version)
    assert.deepEqual((await client.ok('listFollowUps', { as: 'cedar' })).followUps, [])
  })

  it('about the charter is said by everybody, decided by those it names, and put into force', async () => {
    const text = apiCharterText.replace('purpose: Helps', 'purpose: Helps everywhere')
    const body = { files: [{ name: 'charter.yaml', text }], reason: HOSTILE, draft: true }
    const { proposal } = await client.ok('proposeCharter', { as: 'elm', body })
    const place = `/charter/proposals/${proposal}`
    const [ash, birch, elm] = [await as('ash'), await as('birch'), await as('elm')]
    const opened = await elm.submit(place, `${place}/status`, { status: 'open', reason: 'Ready' })
    assert.deepEqual([opened.status, opened.location], [303, place], opened.text)
    assert.ok((await ash.get('/charter/proposals')).text.includes(`href="${place}"`))
    const page = await ash.get(place)
    assert.match(page.text, /Helps everywhere|purpose/)
    assert.ok(!page.text.includes('<script>alert'))
    assert.equal((await ash.submit(place, `${place}/comment`, { form: 'question', text: `Why? ${HOSTILE}` })).status, 303)
    assert.equal((await elm.submit(place, `${place}/comment`, { text: 'Because' }, 'value="reply"')).status, 303)
    assert.match((await birch.get(place)).text, /Why\?[\s\S]*Because/)
    const unread = await birch.submit(place, `${place}/vote`, { decision: 'approved' })
    assert.equal(unread.status, 422, 'the feedback has to be read')
    assert.equal((await birch.submit(place, `${place}/vote`, { decision: 'approved', feedback_read: 'yes' })).status, 303)
    const cedar = await as('cedar')
    const shown = await cedar.get(place)
    assert.match(shown.text, /You cannot decide it[\s\S]*You cannot put it into force/)
    assert.ok(!shown.text.includes(`${place}/vote"`) && !shown.text.includes(`${place}/adopt"`))
    const asked = await ash.submit(place, `${place}/adopt`, { feedback_read: 'yes', reason: 'Agreed' })
    assert.match(asked.location ?? '', /^\/confirm\?of=/)
    const done = await ash.submit(asked.location ?? '', '/confirm')
    assert.deepEqual([done.status, done.location], [303, place], done.text)
    assert.equal(played.instance.journal.state.charter?.number, 2)
    assert.match((await ash.get(place)).text, /adopted/)
  })

  it('is for those who are logged in, kept by no cache, and not sent from another site', async () => {
    const { place, grant } = await reviewed()
    for (const path of ['/notices', place, '/charter/proposals']) {
      const stranger = await new Visitor(client.app).get(path)
      assert.deepEqual([stranger.status, stranger.location], [303, `/login?next=${encodeURIComponent(path)}`])
      const page = await (await as('birch')).get(path)
      assert.deepEqual([page.headers.get('cache-control'), page.text.match(/<h1\b/g)?.length], ['private, no-store', 1])
      assert.equal(typeof JSON.parse((await (await as('birch')).get(`${path}.json`)).text), 'object')
    }
    const birch = await as('birch')
    const before = size()
    const cross = { 'sec-fetch-site': 'cross-site' }
    const fields = { once: 't'.repeat(24), grant: String(grant), answer: 'remove' }
    assert.equal((await birch.post(`${place}/answer`, fields, cross)).status, 403)
    assert.equal((await birch.post('/notices/answer', { once: 'u'.repeat(24), notice: '1', keep: 'no', text: 'x' }, cross)).status, 403)
    assert.equal(size(), before)
  })
})

describe('what members were told', () => {
  let told: ApiClient
  const visitor = async (handle: string): Promise<Visitor> => {
    const one = new Visitor(told.app)
    assert.equal((await one.post('/login/demo', { person: handle })).status, 303)
    return one
  }

  it('is listed unread first, marked as read, and told in the way they choose', async () => {
    told = await apiClient((await apiStage()).instance, { sessions: openSessions(':memory:'), loopback: true })
    await told.ok('makeGrant', { as: 'ash', body: { role: 'helper', person: 'elm', until: '2027-01-31' } })
    await told.ok('makeGrant', { as: 'ash', body: { role: 'reserve', person: 'elm' } })
    const elm = await visitor('elm')
    const { unread } = await told.ok('countNotices', { as: 'elm' })
    assert.ok(unread >= 2)
    assert.ok((await elm.get('/me')).text.includes(`Notices: ${unread} unread`))
    const page = await elm.get('/notices')
    assert.ok(page.text.includes(`${unread} are unread`) && page.text.includes('You hold the role Helper'))
    const [first = '', second = '', ...others] = [...page.text.matchAll(/action="(\/notices\/\d+\/read)"/g)].map(([, action]) => action)
    assert.equal((await elm.send(page, first)).location, '/notices')
    const after = await elm.get('/notices')
    assert.equal(others.length, unread - 2)
    assert.equal((await told.ok('countNotices', { as: 'elm' })).unread, unread - 1)
    assert.ok(after.text.includes(second) && !after.text.includes(first))
    assert.equal((await elm.send(after, '/notices/read')).status, 303)
    assert.match((await elm.get('/notices')).text, /You have read all of it/)
    const fir = await visitor('fir')
    assert.ok(!(await fir.get('/notices')).text.includes('You hold the role'), 'only one’s own')
    assert.equal((await elm.submit('/notices', '/notices/preferences', { mail: 'weekly' })).status, 303)
    assert.match((await elm.get('/notices')).text, /<option value="weekly" {2}selected>/)
    assert.equal((await told.ok('getNoticePreferences', { as: 'elm' })).preferences.mail, 'weekly')
    const odd = await elm.submit('/notices', '/notices/preferences', { mail: 'never' })
    assert.equal(odd.status, 422)
    assert.match(odd.text, /href="#f-mail"/)
    const dates = await elm.get('/me/dates.ics')
    assert.match(dates.headers.get('content-type') ?? '', /^text\/calendar/)
    assert.match(dates.text, /SUMMARY:Helper ends/)
    assert.ok(!(await fir.get('/me/dates.ics')).text.includes('Helper ends'))
    assert.equal((await new Visitor(told.app).get('/me/dates.ics')).status, 303)
  })

  it('and every request they took part in stays to be found', async () => {
    told = await apiClient((await apiStage()).instance, { sessions: openSessions(':memory:'), loopback: true })
    const body = { role: 'helper', useCase: 'Archive', states: ['good-faith'] }
    const { requests } = await told.ok('fileRequest', { as: 'elm', body }, 202)
    const { request } = requests[0]
    await told.ok('decideRequest', { as: 'ash', params: { request }, body: { decision: 'refused', reason: 'Not now' } })
    const [ash, elm, fir] = [await visitor('ash'), await visitor('elm'), await visitor('fir')]
    const found = async (who: Visitor, query: string) => (await who.get(`/requests${query}`)).text.includes(`href="/requests/${request}"`)
    assert.deepEqual(
      [await found(ash, '?part=decided'), await found(ash, '?part=own'), await found(elm, '?part=own&outcome=refused')],
      [true, false, true],
    )
    assert.deepEqual([await found(elm, '?outcome=granted'), await found(elm, '?role=helper'), await found(fir, '')], [false, true, false])
    assert.equal((await ash.get(`/requests/${request}`)).status, 200)
    assert.match((await ash.get('/approvals')).text, /href="\/requests\?part=decided"/)
  })
})
