/** The policy of staff rights publishes four fields of a grant; the record keeps the rest. Both sides of one played life, asked over HTTP. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { it } from 'node:test'
import { apiClient } from '../support/api-client.ts'
import { readScenario, setTheStage } from '../support/played.ts'

it('shows username, rights, date and use case in public, and the rest to those who may read it', async () => {
  const { files, roster, story } = await readScenario(join(import.meta.dirname, '../scenarios/asking-and-approving'))
  const played = await setTheStage(files, roster, story)
  const client = await apiClient(played.instance)
  const useCase = 'Undo damage on translated pages'
  const { requests } = await client.ok(
    'fileRequest',
    { as: 'reed-translator', body: { role: 'staff-rollback', useCase, states: ['staff-duties'] } },
    202,
  )
  const params = { request: requests[0].request }
  const approval = { params, body: { decision: 'approved' } }
  await client.ok('decideRequest', { ...approval, as: 'opal-director' }, 403) // without confirmed training
  await client.ok('decideRequest', { params, as: 'opal-director', body: { decision: 'approved', states: ['trained'] } })
  const { grant } = await client.ok('decideRequest', { ...approval, as: 'larch-safety' })

  const { grants } = await client.ok('listGrants', { query: { person: 'reed-translator' } })
  const seen = grants.find((one: any) => one.entry === grant)
  assert.deepEqual(Object.keys(seen).toSorted(), ['account', 'entry', 'found', 'from', 'person', 'rights', 'useCase'])
  assert.deepEqual([seen.account, seen.useCase], ['Reed Translator (WMF)', useCase])
  const row = await client.ok('getEntry', { params: { entry: grant } })
  for (const hidden of ['opal-director', 'larch-safety', 'staff-rollback']) assert.ok(!JSON.stringify([seen, row]).includes(hidden), hidden)

  const record = await client.ok('getPersonRecord', { as: 'larch-safety', params: { person: 'reed-translator' } })
  const kept = record.grants.find((one: any) => one.entry === grant)
  assert.deepEqual([kept.role, kept.door, kept.useCase], ['staff-rollback', 'request', useCase])
  assert.ok(kept.decidedBy.includes('opal-director') && kept.decidedBy.includes('larch-safety'), JSON.stringify(kept.decidedBy))
  assert.equal((await client.call('getPersonRecord', { params: { person: 'reed-translator' } })).status, 401)
})
