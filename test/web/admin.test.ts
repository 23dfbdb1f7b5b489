/** Those who run Writ do it on the pages: they see what is due and what differs, plan, carry out, undo, settle, and let a stopped plan run; others read who may. */
import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import { openSessions } from '../../src/store/sqlite/sessions.ts'
import { apiClient, type ApiClient } from '../support/api-client.ts'
import { apiCharterText, apiStage } from '../support/api-stage.ts'
import { handsOf } from '../support/hands.ts'
import type { Played } from '../support/played.ts'
import { Visitor, type Visited } from '../support/visitor.ts'

const TARGET = '/admin/targets/wiki'

describe('the pages of those who run Writ', () => {
  let played: Played
  let client: ApiClient
  const open = async (text?: string) => {
    played = await apiStage(text)
    await handsOf(played.instance).adopt()
    client = await apiClient(played.instance, { sessions: openSessions(':memory:'), loopback: true })
  }
  beforeEach(() => open())

  async function as(handle: string): Promise<Visitor> {
    const visitor = new Visitor(client.app)
    assert.equal((await visitor.post('/login/demo', { person: handle })).status, 303)
    return visitor
  }
  const give = (person: string, role = 'helper') => client.ok('makeGrant', { as: 'ash', body: { role, person, reason: 'Helps' } })
  const size = () => played.instance.journal.size

  async function over(visitor: Visitor, begun: Visited): Promise<Visited> {
    assert.equal(begun.status, 303, begun.text)
    for (let tries = 0; tries < 200; tries += 1) {
      const page = await visitor.follow(begun)
      if (!page.text.includes('Look again')) return page
      await new Promise((resolve) => void setTimeout(resolve, 10))
    }
    return assert.fail('the job never ends')
  }

  it('say what is due and lead to the rest', async () => {
    await give('cedar')
    const ash = await as('ash')
    assert.match((await ash.get('/me')).text, /href="\/admin"/)
    assert.ok(!(await (await as('elm')).get('/me')).text.includes('href="/admin"'))
    const page = await ash.get('/admin')
    assert.match(page.text, /What is due now/)
    assert.ok(page.text.includes(`href="${TARGET}"`))
    played.now = (played.now + 400 * 86_400_000) as typeof played.now
    const later = await as('ash')
    const due = await later.get('/admin')
    assert.match(due.text, /review/)
    const before = size()
    assert.equal((await later.send(due, '/admin/due')).location, '/admin')
    assert.ok(size() > before)
    assert.match((await later.get('/admin')).text, /Nothing is due/)
  })

  it('set a mode, show what would change, carry it out and take it back', async () => {
    await give('cedar')
    const ash = await as('ash')
    assert.match((await ash.get(TARGET)).text, /Nothing is carried out here/)
    assert.equal((await ash.submit(TARGET, `${TARGET}/mode`, { mode: 'enforce', reason: 'Ready' })).location, TARGET)
    const before = size()
    const look = await ash.submit(TARGET, `${TARGET}/look`)
    assert.match(look.text, /Nothing was recorded[\s\S]*Helps|Nothing was recorded[\s\S]*Cedar/)
    assert.equal(size(), before, 'looking records nothing')
    const run = await over(ash, await ash.submit(TARGET, `${TARGET}/run`))
    assert.match(run.text, /1 line read back as wanted, 0 failed/)
    const wiki = played.targets.get('wiki') ?? assert.fail()
    const groups = () => JSON.stringify(wiki.state().accounts.find((one) => one.name === 'Cedar'))
    assert.match(groups(), /helper/)
    const [, plan = ''] = /href="(\/admin\/plans\/\d+)"/.exec(run.text) ?? []
    const shown = await ash.get(plan)
    assert.match(shown.text, /Cedar[\s\S]*into <code>helper<\/code>[\s\S]*read back/)
    const undone = await over(ash, await ash.submit(TARGET, `${TARGET}/undo`))
    assert.match(undone.text, /read back as wanted, 0 failed/)
    assert.ok(!groups().includes('helper'), groups())
  })

  it('show what others changed, and leave it by decision with a reason', async () => {
    const ash = await as('ash')
    await ash.submit(TARGET, `${TARGET}/mode`, { mode: 'propose' })
    const wiki = played.targets.get('wiki') ?? assert.fail()
    const fir = wiki.state().accounts.find((one) => one.name === 'Fir') ?? assert.fail()
    wiki.alter({ id: fir.id, add: [{ group: 'judge' }], by: '<b>somebody</b>', logged: true })
    await ash.submit(TARGET, `${TARGET}/plan`)
    const page = await ash.get(TARGET)
    assert.match(page.text, /Fir[\s\S]*<code>judge<\/code>[\s\S]*not in the group[\s\S]*in the group[\s\S]*&lt;b&gt;somebody/)
    assert.ok(!page.text.includes('href="/request/judge"'), 'nobody asks for a judge: the power is the only way')
    assert.equal((await ash.send(page, `${TARGET}/leave`)).status, 422, 'a reason is needed')
    assert.equal((await ash.send(page, `${TARGET}/leave`, { reason: 'The judge of the month' })).location, TARGET)
    assert.match((await ash.get(TARGET)).text, /No drift/)
    assert.equal(JSON.parse((await ash.get(`${TARGET}.json`)).text).drift, 0)
  })

  it('offer whoever is concerned no form about their own account', async () => {
    const ash = await as('ash')
    const wiki = played.targets.get('wiki') ?? assert.fail()
    const own = wiki.state().accounts.find((one) => one.name === 'Ash') ?? assert.fail()
    wiki.alter({ id: own.id, add: [{ group: 'judge' }], by: 'somebody', logged: true })
    await ash.submit(TARGET, `${TARGET}/plan`)
    const page = await ash.get(TARGET)
    assert.match(page.text, /It concerns your own account/)
    assert.ok(!page.text.includes(`action="${TARGET}/leave"`))
    assert.ok((await (await as('birch')).get(TARGET)).text.includes(`action="${TARGET}/leave"`))
  })

  it('let a stopped plan run once, by somebody who is not behind it, with a reason and a second factor', async () => {
    await open(apiCharterText.replace('people: 5', 'people: 1'))
    for (const person of ['cedar', 'elm']) await give(person)
    const [ash, birch] = [await as('ash'), await as('birch')]
    await ash.submit(TARGET, `${TARGET}/mode`, { mode: 'enforce' })
    const made = await ash.submit(TARGET, `${TARGET}/plan`)
    const place = made.location ?? ''
    assert.match(place, /^\/admin\/plans\/\d+$/)
    const own = await ash.get(place)
    assert.match(own.text, /<code>people<\/code>[\s\S]*Another person has to let it run/)
    assert.ok(!own.text.includes('/approve"'))
    const silent = await birch.submit(place, `${place}/approve`)
    assert.equal(silent.status, 422, 'a reason is needed')
    const asked = await birch.submit(place, `${place}/approve`, { reason: 'Two at once are meant' })
    assert.match(asked.location ?? '', /^\/confirm\?of=/)
    const done = await birch.submit(asked.location ?? '', '/confirm')
    assert.deepEqual([done.status, done.location], [303, place], done.text)
    assert.match((await birch.get(place)).text, /may run once/)
    const run = await over(ash, await ash.submit(TARGET, `${TARGET}/run`))
    assert.match(run.text, /2 lines read back as wanted/)
  })

  it('let members be taken out all at once, by somebody whom it does not concern, after a second factor', async () => {
    const text = apiCharterText
      .replace('guards: { people: 5, share: 90 }', 'members: { requires: serves }, guards: { people: 2, share: 10 }')
      .replace('rights:\n', 'conditions:\n  serves: { text: Is a steward, role: steward }\nrights:\n')
    await open(text)
    const [ash, birch] = [await as('ash'), await as('birch')]
    await ash.submit(TARGET, `${TARGET}/mode`, { mode: 'enforce' })
    const run = await over(ash, await ash.submit(TARGET, `${TARGET}/run`))
    assert.match(run.text, /3 of 6 members would be removed at once; 2 are allowed/)
    assert.match(run.text, /0 members were taken out, 1 stays although not all is in order/)
    const [, place = ''] = /href="(\/admin\/plans\/\d+)"/.exec(run.text) ?? []
    const shown = await birch.get(place)
    assert.match(
      shown.text,
      /<code>members<\/code>: so many members[\s\S]*Cedar[\s\S]*out of the target[\s\S]*does not fulfil[\s\S]*Elm[\s\S]*Fir/,
    )
    assert.ok(!/Spare/.test(shown.text), 'of whom nothing is known stays')
    const asked = await birch.submit(place, `${place}/approve`, { reason: 'The wiki is for stewards now' })
    assert.match(asked.location ?? '', /^\/confirm\?of=/)
    assert.equal((await birch.submit(asked.location ?? '', '/confirm')).location, place)
    const again = await over(ash, await ash.submit(TARGET, `${TARGET}/run`))
    assert.match(again.text, /3 members were taken out, 1 stays/)
    assert.match((await ash.get(place)).text, /Cedar[\s\S]*read back/)
    const names = played.targets
      .get('wiki')
      ?.state()
      .accounts.map((one) => one.name)
    assert.deepEqual(names, ['Ash', 'Birch', 'Spare'])
    assert.ok(!(await ash.get(TARGET)).text.includes(`${TARGET}/undo`), 'who left comes back by a login, not by undoing')
  })

  it('show a job to those who run Writ, and to nobody else that there is one', async () => {
    const ash = await as('ash')
    assert.match((await ash.get('/admin/jobs')).text, /Nothing was begun/)
    await ash.submit(TARGET, `${TARGET}/mode`, { mode: 'enforce' })
    const begun = await ash.submit(TARGET, `${TARGET}/run`)
    await over(ash, begun)
    assert.ok((await ash.get('/admin/jobs')).text.includes(begun.location ?? ''))
    assert.equal((await (await as('elm')).get(begun.location ?? '')).status, 403)
    assert.equal((await ash.get('/admin/jobs/none')).status, 404)
  })

  it('do nothing for those who may not, whatever they send', async () => {
    const elm = await as('elm')
    const before = size()
    for (const [verb, fields] of Object.entries({
      mode: { mode: 'enforce' },
      plan: {},
      run: {},
      undo: { plan: '3' },
      adoption: {},
      leave: { drift: '1', reason: 'x' },
      task: { task: 'x' },
    })) {
      const answer = await elm.post(`${TARGET}/${verb}`, { once: 'm'.repeat(24), ...fields })
      assert.ok([403, 422].includes(answer.status), `${verb}: ${answer.status} ${answer.text}`)
    }
    assert.ok([403, 422].includes((await elm.post('/admin/due', { once: 'n'.repeat(24) })).status))
    assert.ok([303, 422].includes((await elm.post('/admin/plans/3/approve', { once: 'o'.repeat(24), reason: 'x' })).status))
    assert.equal(size(), before)
  })
})

describe('the pages of those who say whose accounts are whose', () => {
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
  const lastType = async () => (await played.instance.journal.entries(played.instance.journal.size - 1, 1))[0]?.type

  it('show one person at a time, on record, and link an account on somebody else’s word', async () => {
    const ash = await as('ash')
    const before = played.instance.journal.size
    await ash.get('/admin/people')
    assert.match((await ash.get('/admin/people?person=nobody')).text, /Nobody is known here/)
    assert.equal(played.instance.journal.size, before)
    assert.match((await ash.get('/admin/people?person=elm')).text, /Elm/)
    assert.deepEqual([played.instance.journal.size, await lastType()], [before + 1, 'private.read'])
    const linked = await ash.submit('/admin/people?person=elm', '/admin/people/link', { account: 'Spare' })
    assert.deepEqual([linked.status, linked.location], [303, '/admin/people?person=elm'], linked.text)
    assert.match((await ash.follow(linked)).text, /Spare/)
    const own = await ash.get('/admin/people?person=ash')
    assert.match(own.text, /Somebody else has to say which accounts are yours/)
    assert.ok(!own.text.includes('action="/admin/people/link"'))
  })

  it('record that somebody left, after a second factor: everything ends, and the page proves it', async () => {
    await client.ok('makeGrant', { as: 'ash', body: { role: 'helper', person: 'cedar', reason: 'Helps' } })
    const [ash, cedar] = [await as('ash'), await as('cedar')]
    const place = '/admin/offboarding?person=cedar'
    assert.match((await ash.get(place)).text, /Helper<\/a>[\s\S]*not locked[\s\S]*To be handed over/)
    const asked = await ash.submit(place, '/admin/offboarding/depart', { reason: 'Moved on' })
    assert.match(asked.location ?? '', /^\/confirm\?of=/)
    const done = await ash.submit(asked.location ?? '', '/confirm')
    assert.deepEqual([done.status, done.location], [303, place], done.text)
    assert.match((await ash.get(place)).text, /Left on[\s\S]*Ended when they left[\s\S]*Helper<\/a>/)
    assert.equal((await cedar.get('/me')).status, 303, 'their sessions are over')
    assert.equal((await ash.submit(place, '/admin/offboarding/return', { reason: 'Back' })).location, place)
    assert.ok(!(await ash.get(place)).text.includes('Left on'))
  })

  it('do nothing and show nothing for others', async () => {
    const elm = await as('elm')
    const before = played.instance.journal.size
    for (const path of ['/admin/people?person=cedar', '/admin/offboarding?person=cedar', '/admin/people.json?person=cedar']) {
      const page = await elm.get(path)
      assert.equal(page.status, 403, path)
      assert.ok(!page.text.includes('Cedar'), path)
    }
    const fields = { once: 'v'.repeat(24), person: 'cedar', target: 'wiki', account: 'Spare', reason: 'x' }
    for (const path of ['/admin/people/link', '/admin/offboarding/return']) assert.equal((await elm.post(path, fields)).status, 422, path)
    const asked = await elm.post('/admin/offboarding/depart', fields)
    const answer = asked.status === 303 ? await elm.submit(asked.location ?? '', '/confirm') : asked
    assert.equal(answer.status, 422, answer.text)
    assert.equal(played.instance.journal.size, before)
  })
})
