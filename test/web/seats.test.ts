/** Seats of a target: what is counted, agreed and foreseen, each with where it is from; the drawing says what the table says. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openSessions } from '../../src/store/sqlite/sessions.ts'
import { apiClient } from '../support/api-client.ts'
import { apiCharterText, apiStage } from '../support/api-stage.ts'
import { Visitor } from '../support/visitor.ts'

const CHARTER = apiCharterText
  .replace('guards: { people: 5, share: 90 }', 'guards: { people: 5, share: 90 }, members: { seats: { limit: 6, warn: [50, 80] } }')
  .replace('defaults:\n', 'dates:\n  contract: { text: The contract, day: 2026-06-30 }\ndefaults:\n')

describe('the page of seats', () => {
  it('tells taken, agreed and foreseen, and is the same as data', async () => {
    const played = await apiStage(CHARTER)
    const client = await apiClient(played.instance, { sessions: openSessions(':memory:'), loopback: true })
    const ash = new Visitor(client.app)
    await ash.post('/login/demo', { person: 'ash' })
    const size = played.instance.journal.size
    const { targets, charter } = JSON.parse((await ash.get('/admin/seats.json')).text)
    assert.equal(charter.revision, 1)
    assert.equal(targets.length, 1)
    const { seats, at } = targets[0]
    const listed = await played.targets.get('wiki')?.members?.list()
    assert.ok(listed?.ok === true)
    assert.deepEqual([seats.taken, seats.limit, seats.invited, at], [listed.value.length, 6, 'unknown', '2026-05-03T10:00:00.000Z'])
    assert.equal(seats.full + seats.readOnly, seats.taken)
    assert.equal(seats.past.at(-1).seats, seats.taken)
    const page = (await ash.get('/admin/seats')).text
    assert.match(page, /Agreed limit[\s\S]*6[\s\S]*by revision 1 of the charter, in force since 2026-05-03/)
    assert.match(page, /Invitations[\s\S]*?not known/)
    const table = page.slice(page.indexOf('</svg>'))
    for (const { day, seats: count } of [...seats.past, seats.forecast.at(-1)]) {
      assert.ok(table.includes(`datetime="${day}"`), day)
      assert.ok(table.includes(`>${count}</td>`), String(count))
    }
    assert.equal(played.instance.journal.size, size, 'nothing is recorded')
  })

  it('says of a target without members that none counts them, and shows nothing to others', async () => {
    const played = await apiStage()
    const client = await apiClient(played.instance, { sessions: openSessions(':memory:'), loopback: true, write: undefined as never })
    const ash = new Visitor(client.app)
    await ash.post('/login/demo', { person: 'ash' })
    assert.match((await ash.get('/admin/seats')).text, /this server only shows/)
    const elm = new Visitor(client.app)
    await elm.post('/login/demo', { person: 'elm' })
    assert.equal((await elm.get('/admin/seats.json')).status, 403)
  })
})
