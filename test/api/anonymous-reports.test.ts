/** A charter may take no concern without a name: over the interface, on the page and by command alike; with a name it does, as before. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { diffCharters } from '../../src/charter/diff.ts'
import { parseCharter } from '../../src/charter/parse.ts'
import { openSessions } from '../../src/store/sqlite/sessions.ts'
import { reportConcern } from '../../src/workflow/trouble/case.ts'
import { apiClient } from '../support/api-client.ts'
import { apiCharterText, apiStage } from '../support/api-stage.ts'
import { Visitor } from '../support/visitor.ts'

const NAMED = apiCharterText.replace('decided_by: steward }', 'decided_by: steward, anonymous_reports: false }')

const charterOf = (text: string) => {
  const parsed = parseCharter([{ name: 'charter.yaml', text }])
  assert.ok(parsed.ok)
  return parsed.value.charter
}

describe('concerns without a name', () => {
  it('are taken if nothing is said', () => {
    assert.equal(charterOf(apiCharterText).suspension?.anonymousReports, true)
    assert.equal(charterOf(NAMED).suspension?.anonymousReports, false)
    const text = apiCharterText.replace('decided_by: steward }', 'decided_by: steward, anonymous_reports: often }')
    const wrong = parseCharter([{ name: 'charter.yaml', text }])
    assert.match(wrong.ok ? '' : (wrong.error[0]?.message ?? ''), /true|false/)
  })

  it('are a change of the charter that its comparison shows', () => {
    const [change, ...more] = diffCharters(charterOf(apiCharterText), charterOf(NAMED))
    assert.deepEqual([change?.clause, change?.before, change?.after, more.length], ['suspension.anonymous_reports', true, false, 0])
    assert.match(change?.summary ?? '', /anonymous_reports/)
  })

  it('are refused everywhere where the charter takes none, and nothing shows whether there is such a person', async () => {
    const { instance } = await apiStage(NAMED)
    const client = await apiClient(instance, { sessions: openSessions(':memory:'), loopback: true })
    const before = instance.journal.size
    const [known, unknown] = [
      await client.call('reportAnonymously', { body: { text: 'Unseen', person: 'birch' } }),
      await client.call('reportAnonymously', { body: { text: 'Unseen', person: 'nobody-here' } }),
    ]
    assert.deepEqual([known.status, known.body.detail], [409, 'concerns are taken with a name only here; log in and report it'])
    assert.equal(known.text, unknown.text)
    const byCommand = await reportConcern(instance, { key: 'c', caller: undefined, about: 'birch', text: 'Unseen', to: undefined })
    assert.deepEqual(byCommand.decision.because[0]?.clause, 'suspension.anonymous_reports')
    assert.equal(instance.journal.size, before)
    const refused = await client.ok('reportConcern', { as: 'cedar', body: { text: 'Unseen', anonymous: true } }, 403)
    assert.equal(refused.because[0].clause, 'suspension.anonymous_reports')
    const cedar = new Visitor(client.app)
    await cedar.post('/login/demo', { person: 'cedar' })
    const page = await cedar.get('/report')
    assert.match(page.text, /with your name only/)
    assert.doesNotMatch(page.text, /name="anonymous"/)
    assert.equal(JSON.parse((await cedar.get('/report.json')).text).anonymous, false)
    const size = instance.journal.size
    assert.equal((await cedar.post('/report', { once: 'a'.repeat(24), text: 'Unseen', anonymous: 'yes' })).status, 422)
    assert.equal(instance.journal.size, size)
    const named = await cedar.submit('/report', '/report', { text: 'Something is wrong' })
    assert.deepEqual([named.status, named.location], [303, '/report?sent=yes'])
    const { cases } = await client.ok('listCases', { as: 'ash' })
    assert.equal(cases.length, 1)
    const read = await client.ok('readCase', { as: 'ash', params: { case: cases[0].case }, body: {} })
    assert.equal(read.lines[0].by, 'cedar')
  })
})
