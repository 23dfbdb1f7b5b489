/** The life of a request on the pages, without a script: asked for, decided by the right persons in order, public in the end; and what nobody else sees. */
import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import { openSessions } from '../../src/store/sqlite/sessions.ts'
import { apiClient, type ApiClient } from '../support/api-client.ts'
import { hostileTexts } from '../support/hostile-texts.ts'
import { readScenario, setTheStage, type Played } from '../support/played.ts'
import { Visitor } from '../support/visitor.ts'

describe('asking for a right on the pages', () => {
  let played: Played
  let client: ApiClient
  beforeEach(async () => {
    const { files, roster, story } = await readScenario('charters/staff-rights')
    played = await setTheStage(files, roster, story)
    client = await apiClient(played.instance, { sessions: openSessions(':memory:'), loopback: true })
  })

  async function as(handle: string): Promise<Visitor> {
    const visitor = new Visitor(client.app)
    const answer = await visitor.post('/login/demo', { person: handle })
    assert.equal(answer.status, 303, answer.text)
    return visitor
  }

  const asked = { use_case: 'Undo vandalism on help pages', states: 'appropriate-use' }
  const size = () => played.instance.journal.size

  async function filed(by = 'maple-campaigner'): Promise<string> {
    const visitor = await as(by)
    const page = await visitor.get('/request/staff-rollback')
    const [, statement = ''] = /name="states"\s+value="([^"]+)"/.exec(page.text) ?? []
    const preview = await visitor.submit('/request/staff-rollback', '/request/staff-rollback/check', { ...asked, states: statement })
    assert.match(preview.text, /It can be sent\. Nothing has been sent yet/)
    assert.match(preview.text, /What the public log would say[\s\S]*Undo vandalism on help pages/)
    const before = size()
    const sent = await visitor.send(preview, '/request/staff-rollback')
    assert.equal(sent.status, 303, sent.text)
    assert.ok(size() > before)
    return sent.location ?? ''
  }

  it('finds the least role by what somebody wants to do', async () => {
    const found = await (await as('maple-campaigner')).get('/request?q=roll%20back%20edits')
    assert.match(found.text, /href="\/request\/staff-rollback"/)
    assert.match((await (await as('maple-campaigner')).get('/request?q=qqxyz')).text, /Nothing fits these words/)
  })

  it('sends nothing before it is said what would become of it', async () => {
    const maple = await as('maple-campaigner')
    const before = size()
    const page = await maple.submit('/request/staff-rollback', '/request/staff-rollback/check', { use_case: '' })
    assert.equal(page.status, 200)
    assert.match(page.text, /It cannot be sent like this/)
    assert.equal(size(), before)
  })

  it('is decided by the manager, who states the training, then by Trust and Safety, and is public then', async () => {
    const place = await filed()
    const amber = await as('amber-manager')
    assert.match((await amber.get('/me')).text, /1 request waits for your decision/)
    assert.ok((await amber.get('/approvals')).text.includes(`href="${place}"`))
    const bare = await amber.submit(place, `${place}/vote`, { decision: 'approved' })
    assert.equal(bare.status, 422)
    assert.match(bare.text, /trained appropriately/)
    const page = await amber.get(place)
    const [, training = ''] = /name="states"\s+value="([^"]+)"/.exec(page.text) ?? []
    const approved = await amber.submit(place, `${place}/vote`, { decision: 'approved', states: training })
    assert.deepEqual([approved.status, approved.location], [303, place])
    const again = await amber.get(place)
    assert.ok(!again.text.includes(`action="${place}/vote"`), 'nobody decides twice')
    assert.match(again.text, /You cannot decide it/)
    const birch = await as('birch-safety')
    assert.equal((await birch.submit(place, `${place}/vote`, { decision: 'approved' })).status, 303)
    assert.match((await birch.get(place)).text, /<strong>granted<\/strong>/)
    const log = await new Visitor(client.app).get('/log?person=maple-campaigner')
    assert.match(log.text, /Undo vandalism on help pages/)
    assert.ok(!log.text.includes('amber-manager'), 'who decided is not public by this charter')
  })

  it('can be asked about, answered, commented, changed and withdrawn by those it concerns', async () => {
    const place = await filed()
    const [maple, amber] = [await as('maple-campaigner'), await as('amber-manager')]
    assert.equal((await amber.submit(place, `${place}/ask`, { text: 'Which help pages?' })).status, 303)
    assert.equal((await maple.submit(place, `${place}/answer`, { text: 'Those of the campaign' })).status, 303)
    assert.equal((await maple.submit(place, `${place}/comment`, { text: 'It is urgent' })).status, 303)
    const page = await amber.get(place)
    for (const text of ['Which help pages?', 'Those of the campaign', 'It is urgent']) assert.ok(page.text.includes(text), text)
    assert.equal((await maple.submit(place, `${place}/amend`, { use_case: 'Undo vandalism on campaign pages' })).status, 303)
    assert.match((await amber.get(place)).text, /campaign pages/)
    assert.equal((await maple.submit(place, `${place}/withdraw`, { reason: 'Not needed any more' })).status, 303)
    assert.match((await maple.get(place)).text, /<strong>withdrawn<\/strong>/)
  })

  it('is a refusal with a reason, or none at all', async () => {
    const place = await filed()
    const amber = await as('amber-manager')
    const silent = await amber.submit(place, `${place}/vote`, { decision: 'refused' })
    assert.equal(silent.status, 422)
    assert.equal((await amber.submit(place, `${place}/vote`, { decision: 'refused', reason: 'Use the helpers list' })).status, 303)
    const page = await (await as('maple-campaigner')).get(place)
    assert.match(page.text, /refused[\s\S]*Use the helpers list/)
  })

  it('is nobody’s business but theirs: not a stranger’s, not another member’s, in neither form', async () => {
    const place = await filed()
    for (const path of [place, `${place}.json`]) {
      const stranger = await new Visitor(client.app).get(path)
      assert.deepEqual([stranger.status, stranger.location], [303, `/login?next=${encodeURIComponent(place)}`])
      assert.equal((await (await as('moss-tester')).get(path)).status, 404, path)
    }
    const moss = await as('moss-tester')
    const before = size()
    for (const verb of ['vote', 'ask', 'comment', 'withdraw', 'amend', 'appeal', 'state', 'answer']) {
      const answer = await moss.post(`${place}/${verb}`, {
        once: 'm'.repeat(24),
        decision: 'approved',
        text: 'x',
        statement: 'trained',
        question: '1',
      })
      assert.ok([404, 422].includes(answer.status), `${verb}: ${answer.status}`)
      assert.ok(!answer.text.includes('Undo vandalism'), verb)
    }
    assert.equal(size(), before)
    for (const path of ['/me', '/approvals', '/request', '/request/staff-rollback'])
      assert.equal((await new Visitor(client.app).get(path)).status, 303, path)
  })

  it('has a twin in JSON of every page, for its owner alone', async () => {
    const place = await filed()
    const maple = await as('maple-campaigner')
    for (const path of ['/me.json', '/approvals.json', '/request.json', '/request/staff-rollback.json', `${place}.json`]) {
      const twin = await maple.get(path)
      assert.equal(twin.status, 200, path)
      assert.equal(twin.headers.get('cache-control'), 'private, no-store', path)
      assert.doesNotThrow(() => JSON.parse(twin.text), path)
    }
  })

  it('shows hostile words as they are', async () => {
    const maple = await as('maple-campaigner')
    const place = await filed()
    for (const text of hostileTexts) {
      const answer = await maple.submit(place, `${place}/comment`, { text })
      assert.ok([303, 400, 422].includes(answer.status), `${JSON.stringify(text)}: ${client.warnings.at(-1) ?? answer.status}`)
    }
    const page = await (await as('amber-manager')).get(place)
    assert.ok(!/<script>alert|<img src=x/.test(page.text))
  })

  it('is given up in one click', async () => {
    const maple = await as('maple-campaigner')
    assert.match((await maple.get('/me')).text, /Banners \(staff\)/)
    assert.equal((await maple.submit('/me', '/me/resign')).status, 303)
    assert.match((await maple.get('/me')).text, /You hold no special rights/)
  })
})
