/** Everything is paused: no target changes whoever asks, plans are still made, what falls due waits and is told, a run under way ends between two accounts; it outlives the process, and is ended by whoever saw what waits. */
import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import { loadState, saveState } from '../../src/ledger/snapshot.ts'
import { runJobs } from '../../src/server/jobs/jobs.ts'
import { openSessions } from '../../src/store/sqlite/sessions.ts'
import { applyTarget } from '../../src/workflow/apply-target.ts'
import { carryOutDue } from '../../src/workflow/carry-out-due.ts'
import { originOf } from '../../src/workflow/caller.ts'
import { createInstance } from '../../src/workflow/instance.ts'
import { openJournal } from '../../src/workflow/journal.ts'
import { pauseAll, pauseOfAll } from '../../src/workflow/pause.ts'
import { apiClient, type ApiClient } from '../support/api-client.ts'
import { apiCharterText, apiStage } from '../support/api-stage.ts'
import { handsOf, operator, type Hands } from '../support/hands.ts'
import type { Played } from '../support/played.ts'
import { Visitor } from '../support/visitor.ts'

const PLACE = '/admin/pause'
const DAY = 86_400_000

describe('everything paused', () => {
  let played: Played
  let client: ApiClient
  let hands: Hands
  beforeEach(async () => {
    played = await apiStage()
    hands = handsOf(played.instance)
    await hands.adopt()
    client = await apiClient(played.instance, { sessions: openSessions(':memory:'), loopback: true })
    await client.ok('setMode', { as: 'ash', params: { target: 'wiki' }, body: { mode: 'enforce' } })
  })
  const give = (person: string, more: object = {}) =>
    client.ok('makeGrant', { as: 'ash', body: { role: 'helper', person, reason: 'Helps', ...more } })
  const wiki = () => played.targets.get('wiki') ?? assert.fail()
  const groupsOf = (name: string) =>
    JSON.stringify(
      wiki()
        .state()
        .accounts.find((one) => one.name === name)?.memberships,
    )
  const pause = () => client.ok('pauseEverything', { as: 'ash', body: { confirm: 'pause', reason: 'Something is odd' } })
  const as = async (handle: string) => {
    const visitor = new Visitor(client.app)
    assert.equal((await visitor.post('/login/demo', { person: handle })).status, 303)
    return visitor
  }

  it('is asked for by a typed word and a reason, is seen by everybody on every page, and ends by looking at what waits', async () => {
    await give('cedar')
    const [ash, stranger] = [await as('ash'), new Visitor(client.app)]
    const banner = /Everything is paused since/
    assert.ok(!banner.test((await stranger.get('/')).text))
    assert.equal((await ash.submit(PLACE, PLACE, { reason: 'Odd', confirm: 'yes' })).status, 422)
    assert.equal((await ash.submit(PLACE, PLACE, { confirm: 'pause' })).status, 422, 'a reason is needed')
    assert.equal(pauseOfAll(played.instance.journal.state), undefined)
    assert.equal((await ash.submit(PLACE, PLACE, { reason: 'Something is odd', confirm: 'pause' })).location, PLACE)
    for (const path of ['/', '/matrix', '/people', '/log', '/safety', '/charter'])
      assert.match((await stranger.get(path)).text, banner, path)
    assert.ok(!(await stranger.get('/log')).text.includes('Something is odd'), 'the reason is not public')
    const page = await ash.get(PLACE)
    assert.match(page.text, /Something is odd[\s\S]*\+ `Cedar` to `helper`[\s\S]*action="\/admin\/resume"/)
    const old = page.text.replace(/name="pause" value="\d+"/, 'name="pause" value="1"')
    assert.equal(
      (await ash.send({ ...page, text: old }, '/admin/resume', { reason: 'Fine', confirm: 'resume' })).status,
      422,
      'another pause',
    )
    const fresh = await ash.get(PLACE)
    assert.equal((await ash.send(fresh, '/admin/resume', { reason: 'Fine', confirm: 'no' })).status, 422)
    assert.equal((await ash.send(fresh, '/admin/resume', { reason: 'Fine', confirm: 'resume' })).location, PLACE)
    assert.ok(!banner.test((await stranger.get('/')).text))
    const types = (await hands.entries('job.switched')).map((entry) => (entry.type === 'job.switched' ? entry.fields.running : undefined))
    assert.deepEqual(types, [false, true])
  })

  it('makes plans and changes nothing, whoever asks, and goes on where it stood once it ends', async () => {
    await give('cedar')
    await pause()
    const before = wiki().state()
    const runs = await runJobs(played.instance, 'round', undefined)
    assert.ok(runs.some(({ job }) => job === 'sync:wiki'))
    assert.ok(played.instance.journal.state.openPlans('wiki').length > 0, 'a plan waits')
    const { job } = await client.ok('runTarget', { as: 'ash', params: { target: 'wiki' } }, 202)
    let ran = await client.ok('getJob', { as: 'ash', params: { job } })
    while (ran.state === 'running') {
      await new Promise((resolve) => void setTimeout(resolve, 5))
      ran = await client.ok('getJob', { as: 'ash', params: { job } })
    }
    assert.deepEqual([ran.state, ran.result.applied[0].outcome], ['done', null])
    assert.match(ran.result.remark, /everything is paused since/)
    const port = played.instance.targets.get('wiki') ?? assert.fail()
    const cedar =
      wiki()
        .state()
        .accounts.find((one) => one.name === 'Cedar') ?? assert.fail()
    const forced = await port.apply(cedar, [{ kind: 'add', group: 'judge', until: undefined }], { plan: 0, url: undefined })
    assert.ok(!forced.ok && forced.error.code === 'paused')
    assert.deepEqual(wiki().state(), before)
    const { pause: at } = { pause: pauseOfAll(played.instance.journal.state)?.id ?? 0 }
    await client.ok('resumeEverything', { as: 'birch', body: { confirm: 'resume', pause: at, reason: 'Fine' } })
    const answer = await hands.apply()
    assert.equal(answer.routine?.outcome?.confirmed, 1)
    assert.match(groupsOf('Cedar'), /helper/)
  })

  it('says what waits when something falls due, and does it afterwards', async () => {
    await give('cedar', { until: '2026-05-04' })
    await give('elm')
    await hands.apply()
    await client.ok('removeGrant', { as: 'ash', body: { role: 'helper', person: 'elm', reason: 'No longer' } })
    await pause()
    await runJobs(played.instance, 'round', undefined)
    assert.match(groupsOf('Elm'), /helper/, 'nothing was taken')
    played.now = (played.now + 3 * DAY) as typeof played.now
    const held = await carryOutDue(played.instance, { key: 'due-1' })
    assert.deepEqual(held.done, [])
    assert.ok(
      held.held.some(({ kind }) => kind === 'expiry'),
      JSON.stringify(held),
    )
    assert.match(held.remark ?? '', /everything is paused/)
    await client.ok('resumeEverything', {
      as: 'ash',
      body: { confirm: 'resume', pause: pauseOfAll(played.instance.journal.state)?.id, reason: 'Fine' },
    })
    assert.ok((await carryOutDue(played.instance, { key: 'due-2' })).done.some(({ kind }) => kind === 'expiry'))
    await hands.apply()
    assert.ok(!groupsOf('Elm').includes('helper'))
  })

  it('stops a run that is under way between two accounts', async () => {
    for (const person of ['cedar', 'elm', 'fir']) await give(person)
    const done: string[] = []
    const own = { ...played.instance, targets: new Map([['wiki', pausing()]]) }
    function pausing() {
      const port = wiki()
      return {
        ...port,
        id: port.id,
        capabilities: port.capabilities,
        read: port.read.bind(port),
        lookUp: port.lookUp.bind(port),
        history: port.history.bind(port),
        inspect: port.inspect.bind(port),
        apply: async (...asked: Parameters<typeof port.apply>) => {
          done.push(asked[0].name)
          const answer = await port.apply(...asked)
          await pauseAll(played.instance, { key: 'now', caller: operator, reason: 'Stop' })
          return answer
        },
      }
    }
    const answer = await applyTarget(createInstance(own), { key: 'run', origin: originOf(operator), target: 'wiki', url: undefined })
    assert.ok(answer.ok)
    assert.equal(done.length, 1)
    assert.deepEqual([answer.value.routine?.outcome?.confirmed, answer.value.routine?.outcome?.left], [1, 2])
    assert.equal(['Cedar', 'Elm', 'Fir'].filter((name) => groupsOf(name).includes('helper')).length, 1)
  })

  it('outlives the process, from the entries and from a snapshot', async () => {
    await pause()
    const { store, outside } = played.instance
    const again = await openJournal({ store, outside })
    assert.equal(pauseOfAll(again.state)?.id, pauseOfAll(played.instance.journal.state)?.id)
    const state = await again.read((one) => one)
    const kept = loadState(saveState(state as Parameters<typeof saveState>[0])) ?? assert.fail('no snapshot')
    assert.ok(pauseOfAll(kept)?.id !== undefined)
  })

  it('is switched by those alone who run Writ', async () => {
    await client.ok('pauseEverything', { as: 'elm', body: { confirm: 'pause', reason: 'x' } }, 403)
    await client.ok('lookAhead', { as: 'elm' }, 403)
    assert.equal((await (await as('elm')).get(PLACE)).status, 403)
    assert.equal(pauseOfAll(played.instance.journal.state), undefined)
  })
})

describe('what Writ will do tonight', () => {
  it('tells what falls due and what would be changed on each target, and records nothing', async () => {
    const played = await apiStage(
      apiCharterText
        .replace('purpose: Helps\n', 'purpose: Helps\n    delay: 12 hours\n')
        .replace('    objection: { by: registered, within: 7 days }\n', ''),
    )
    const hands = handsOf(played.instance)
    await hands.adopt()
    const client = await apiClient(played.instance, { sessions: openSessions(':memory:'), loopback: true })
    await client.ok('setMode', { as: 'ash', params: { target: 'wiki' }, body: { mode: 'enforce' } })
    await client.ok('makeGrant', { as: 'ash', body: { role: 'helper', person: 'cedar', reason: 'x' } })
    await client.ok('makeGrant', { as: 'ash', body: { role: 'scribe', person: 'fir', reason: 'x', until: '2026-05-03' } })
    await hands.apply()
    await client.ok('makeGrant', { as: 'ash', body: { role: 'scribe', person: 'elm', reason: 'x' } })
    const size = played.instance.journal.size
    const before = played.targets.get('wiki')?.state()
    const ahead = await client.ok('lookAhead', { as: 'ash' })
    assert.deepEqual(
      ahead.duties.filter((one: any) => one.kind === 'expiry').map((one: any) => one.now),
      [false],
    )
    assert.deepEqual(
      ahead.targets[0].lines.map((one: any) => [one.change, one.account, one.group, one.now]),
      [
        ['add', 'Cedar', 'helper', false],
        ['add', 'Elm', 'scribe', true],
      ],
    )
    const ash = new Visitor(client.app)
    await ash.post('/login/demo', { person: 'ash' })
    const page = await ash.get('/admin/tonight')
    assert.match(page.text, /What falls due[\s\S]*`Cedar` to `helper`[\s\S]*by then[\s\S]*`Elm` to `scribe`[\s\S]*due now/)
    const stage = played.targets.get('wiki')
    assert.equal(played.instance.journal.size, size)
    assert.deepEqual(stage?.state(), before)
  })
})
