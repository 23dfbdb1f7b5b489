/** What somebody was told, as they find it over the programming interface: it follows from the ledger, and only what they have read is kept. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { instant } from '../../src/kernel/instant.ts'
import { isRead, marksName, marksOf, markRead, markReadBelow } from '../../src/workflow/inbox/marks.ts'
import { apiClient } from '../support/api-client.ts'
import { apiStage } from '../support/api-stage.ts'
import { handsOf } from '../support/hands.ts'

const DAY_MS = 86_400_000

describe('the notices of a person', () => {
  it('are the same after the server started anew, with what was read; they go after 90 days, and what was settled calls nobody', async () => {
    const played = await apiStage()
    await handsOf(played.instance).adopt()
    const { clock } = played.instance.outside
    const client = await apiClient(played.instance)
    const asked = { role: 'helper', useCase: 'Help', states: ['good-faith'] }
    const { requests } = await client.ok('fileRequest', { as: 'elm', body: asked }, 202)
    const params = { request: requests[0].request }
    const called = async (as: string) =>
      (await client.ok('listNotices', { as })).notices.filter((one: any) => one.about === params.request).map((one: any) => one.template)
    assert.deepEqual([await called('ash'), await called('birch'), await called('elm')], [['request-waits'], ['request-waits'], []])
    const entries = played.instance.journal.size
    const { notices } = await client.ok('listNotices', { as: 'ash' })
    await client.ok('readNotice', { as: 'ash', params: { notice: notices[0].notice }, body: {} })
    assert.equal(played.instance.journal.size, entries, 'that somebody has read something is no entry')
    const before = await client.ok('listNotices', { as: 'ash' })
    const again = await apiClient(played.instance)
    const token = await client.tokenOf('ash')
    assert.deepEqual(await again.ok('listNotices', { token }), before)
    await client.ok('decideRequest', { as: 'birch', params, body: { decision: 'approved' } })
    assert.deepEqual([await called('ash'), await called('elm')], [[], []], 'of what is decided nobody is to decide any more')
    assert.ok((await client.ok('listNotices', { as: 'elm' })).notices.some((one: any) => one.template === 'granted'))
    const elm = await client.tokenOf('elm')
    for (const [days, there] of [
      [89, true],
      [91, false],
    ] as const) {
      const then = clock.now() + days * DAY_MS
      const later = await apiClient(played.instance, { clock: { now: () => instant(then) } })
      assert.equal((await later.ok('listNotices', { token: elm })).notices.length > 0, there, `${days} days later`)
      assert.equal((await later.ok('countNotices', { token: elm })).unread > 0, there)
    }
  })

  it('are read one by one by the thousand', async () => {
    const { instance } = await apiStage()
    const { store } = instance
    await Promise.all(Array.from({ length: 1002 }, (_, index) => markRead(store, 's-one', 2 * index)))
    const marks = async () => marksOf(await store.note(marksName('s-one')))
    assert.ok(isRead(await marks(), 2002) && isRead(await marks(), 4) && !isRead(await marks(), 1999))
    assert.ok(isRead(await marks(), 1), 'what is lower than a thousand others is taken for read')
    await markReadBelow(store, 's-one', 2000)
    assert.deepEqual(await marks(), { below: 2000, also: [2000, 2002] })
    await markReadBelow(store, 's-one', 10)
    assert.equal((await marks()).below, 2000)
  })
})
