/** What is known of somebody, who looked at it, having it put right, and what others can do to them: for themselves alone. */
import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import { openSessions } from '../../src/store/sqlite/sessions.ts'
import { apiClient, type ApiClient } from '../support/api-client.ts'
import { apiStage } from '../support/api-stage.ts'
import type { Played } from '../support/played.ts'
import { Visitor } from '../support/visitor.ts'

let played: Played
let client: ApiClient
const HOSTILE = '<script>alert(1)</script> is not what I did'

async function as(handle: string): Promise<Visitor> {
  const visitor = new Visitor(client.app)
  assert.equal((await visitor.post('/login/demo', { person: handle })).status, 303)
  return visitor
}
const size = () => played.instance.journal.size

describe('what is known of somebody', () => {
  beforeEach(async () => {
    played = await apiStage()
    client = await apiClient(played.instance, { sessions: openSessions(':memory:'), loopback: true })
  })

  it('was looked at by whom, says their page, and nobody else’s', async () => {
    const [ash, elm] = [await as('ash'), await as('elm')]
    assert.match((await elm.get('/me/data')).text, /Nobody did in the last year/)
    assert.equal((await ash.get('/admin/people?person=elm')).status, 200)
    await client.ok('getPersonRecord', { as: 'birch', params: { person: 'elm' } })
    const page = await elm.get('/me/data')
    const rows = [...page.text.matchAll(/<th scope="row"><bdi>(ash|birch)<\/bdi>/g)].map(([, who]) => who)
    assert.deepEqual(rows, ['birch', 'ash'], page.text)
    assert.match(page.text, /\/admin\/people/)
    assert.match(page.text, /Everything that is recorded of a person/)
    assert.match((await (await as('fir')).get('/me/data')).text, /Nobody did in the last year/)
    const before = size()
    await ash.get('/admin/people?person=ash')
    await elm.get('/me/data')
    assert.equal(size(), before, 'of oneself is no reading')
    const twin = JSON.parse((await elm.get('/me/data.json')).text) as { readings: { by: string }[] }
    assert.deepEqual(
      twin.readings.map(({ by }) => by),
      ['birch', 'ash'],
    )
  })

  it('is called wrong to those who answer for it, is answered once, and stays what the source says', async () => {
    const elm = await as('elm')
    const sent = await elm.submit('/me/data', '/me/data/correct', { fact: 'edits', text: HOSTILE })
    assert.deepEqual([sent.status, sent.location], [303, '/me/data'], sent.text)
    const twice = await elm.submit('/me/data', '/me/data/correct', { fact: 'edits', text: 'Once more' })
    assert.equal(twice.status, 422)
    assert.match(twice.text, /it waits for an answer[\s\S]*>\nOnce more</)
    const [entry] = await played.instance.journal.entries(size() - 1, 1)
    assert.equal(entry?.type, 'fact.corrected')
    for (const path of ['/log', '/log.json', '/people/elm.json', '/log.csv'])
      assert.ok(!(await elm.get(path)).text.includes('is not what I did'), path)
    const [ash, birch, fir] = [await as('ash'), await as('birch'), await as('fir')]
    assert.match((await ash.get('/me')).text, /One fact called wrong waits for your answer/)
    assert.ok(!(await fir.get('/me')).text.includes('/corrections'))
    assert.ok(!(await fir.get('/corrections')).text.includes('is not what I did'))
    const page = await ash.get('/corrections')
    assert.ok(page.text.includes('is not what I did') && !page.text.includes('<script>alert'))
    const action = /action="(\/corrections\/\d+\/answer)"/.exec(page.text)?.[1] ?? assert.fail(page.text)
    const before = size()
    assert.equal((await elm.post(action, { once: 'e'.repeat(24), outcome: 'mended', text: 'Me' })).status, 422)
    assert.equal((await fir.post(action, { once: 'f'.repeat(24), outcome: 'mended', text: 'Me' })).status, 422)
    assert.equal(size(), before)
    const answered = await ash.send(page, action, { outcome: 'stands', text: 'The source counts from May on' })
    assert.deepEqual([answered.status, answered.location], [303, '/corrections'], answered.text)
    assert.match((await elm.get('/me/data')).text, /it stands as it is: <bdi>The source counts from May on/)
    assert.equal((await birch.send(page, action, { outcome: 'mended', text: 'Late' })).status, 422)
    const told = await client.ok('listNotices', { as: 'elm' })
    assert.ok(told.notices.some((one: { template: string }) => one.template === 'fact-answered'))
    assert.ok(
      (await client.ok('listNotices', { as: 'birch' })).notices.every((one: { template: string }) => one.template !== 'fact-doubted'),
      'settled',
    )
  })

  it('stays with whoever was asked last: nobody answers about themselves', async () => {
    const ash = await as('ash')
    await ash.submit('/me/data', '/me/data/correct', { fact: 'edits', text: 'Mine are wrong too' })
    assert.ok(!(await ash.get('/corrections')).text.includes('Mine are wrong too'))
    assert.ok((await (await as('birch')).get('/corrections')).text.includes('Mine are wrong too'))
  })

  it('says what the holders of each role can do to one, with the line of the charter, and what giving up means', async () => {
    await client.ok('makeGrant', { as: 'ash', body: { role: 'helper', person: 'elm', reason: 'Helps' } })
    await client.ok('makeGrant', { as: 'ash', body: { role: 'reserve', person: 'elm', reason: 'Steps in' } })
    const elm = await as('elm')
    const page = await elm.get('/me/powers')
    const steward = page.text.slice(page.text.indexOf('id="steward"'))
    assert.match(steward, /can take from you: Helper and Reserve/)
    assert.match(steward, /can suspend you, for you hold/)
    assert.match(steward, /says in reviews whether you keep Helper/)
    assert.match(steward, /can read what is not public of you/)
    assert.match(steward, /href="\/charter#charter.yaml-L\d+"/)
    assert.ok(page.text.indexOf('id="scribe"') > page.text.indexOf('Roles that can do nothing to you'), 'they are told apart')
    assert.match((await elm.get('/roles/steward')).text, /href="\/me\/powers#steward"/)
    assert.ok(!(await new Visitor(client.app).get('/roles/steward')).text.includes('/me/powers'))
    const me = await elm.get('/me')
    assert.match(me.text, /It ends at once, on wiki with the next run\.\s*You can ask for it again\./)
    assert.match(me.text, /You cannot ask for it again: others give it\./)
    assert.equal((await elm.send(me, '/me/resign', {}, 'value="reserve"')).status, 303)
  })
})
