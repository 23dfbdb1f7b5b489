/** Auditors read everything and change nothing: reports of what deserves a second look, and the evidence of a grant with proofs that hold without Writ; whom they read about is on record. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import { problemsOfProof } from '../../src/ledger/proof-file.ts'
import { openSessions } from '../../src/store/sqlite/sessions.ts'
import { apiClient, type ApiClient } from '../support/api-client.ts'
import { apiCharterText, apiStage, withAuditor } from '../support/api-stage.ts'
import { handsOf } from '../support/hands.ts'
import { nodeHashing } from '../support/outside.ts'
import type { Played } from '../support/played.ts'
import { Visitor } from '../support/visitor.ts'

const CHARTER = withAuditor(apiCharterText).replace('change: [helper, scribe, reserve]', 'change: [helper, scribe, reserve, auditor]')

describe('the pages of auditors', () => {
  let played: Played
  let client: ApiClient
  let grant: number
  const SECRET = 'SECRET-use-case'
  const as = async (handle: string) => {
    const visitor = new Visitor(client.app)
    assert.equal((await visitor.post('/login/demo', { person: handle })).status, 303)
    return visitor
  }
  before(async () => {
    assert.match(CHARTER, /readers: [\s\S]*auditor, |auditor: /)
    played = await apiStage(CHARTER)
    const hands = handsOf(played.instance)
    await hands.adopt()
    client = await apiClient(played.instance, { sessions: openSessions(':memory:'), loopback: true })
    await client.ok('setMode', { as: 'ash', params: { target: 'wiki' }, body: { mode: 'enforce' } })
    const body = { role: 'helper', useCase: SECRET, states: ['good-faith'] }
    const { requests } = await client.ok('fileRequest', { as: 'elm', body }, 202)
    const decided = await client.ok('decideRequest', {
      as: 'ash',
      params: { request: requests[0].request },
      body: { decision: 'approved' },
    })
    grant = decided.grant
    await client.ok('makeGrant', { as: 'ash', body: { role: 'auditor', person: 'fir', reason: 'Audits' } })
    await hands.apply()
  })

  it('are there for holders of `read-private` alone, as tables too, and change nothing (who sees which page: who-sees-what.test.ts)', async () => {
    const rows: readonly (readonly [string | undefined, number])[] = [
      [undefined, 303],
      ['cedar', 404],
      ['elm', 404],
      ['ash', 200],
      ['fir', 200],
    ]
    for (const [handle, status] of rows) {
      const visitor = handle === undefined ? new Visitor(client.app) : await as(handle)
      const table = await visitor.get('/audit/operator.csv')
      assert.equal(table.status, status, handle ?? 'a stranger')
      if (status !== 200) assert.ok(!(await visitor.get(`/audit/grants/${grant}`)).text.includes(SECRET))
    }
    const fir = await as('fir')
    await client.ok('pauseEverything', { as: 'fir', body: { confirm: 'pause', reason: 'x' } }, 403)
    assert.equal((await fir.get('/audit/nothing')).status, 404)
    assert.equal((await fir.get('/audit/grants/0')).status, 404)
  })

  it('show of a grant request, statement, decision, plan and what was read back, with proofs that hold without Writ, and break with any change', async () => {
    const fir = await as('fir')
    const reads = async () => (await handsOf(played.instance).entries('private.read')).length
    const count = await reads()
    const file = JSON.parse((await fir.get(`/audit/grants/${grant}.json`)).text)
    assert.equal(await reads(), count + 1, 'that it was read is on record')
    assert.ok(JSON.stringify(file).includes(SECRET))
    const page = (await fir.get(`/audit/grants/${grant}`)).text
    assert.match(page, /SECRET-use-case/)
    for (const kind of ['request', 'statement', 'decision', 'grant', 'plan', 'read back']) assert.ok(page.includes(`>${kind}</td>`), kind)
    assert.deepEqual(problemsOfProof(nodeHashing, file), [])
    const folder = mkdtempSync(join(tmpdir(), 'writ-evidence-'))
    try {
      const check = (value: object) => {
        const path = join(folder, 'evidence.json')
        writeFileSync(path, JSON.stringify(value))
        return spawnSync(process.execPath, ['docs/spec/verify-proof.mjs', path, file.root], { encoding: 'utf8' })
      }
      assert.match(check(file).stdout, new RegExp(`^YES: ${file.entries.length} entries about the grant of entry ${grant}`))
      const forged = JSON.parse(JSON.stringify(file).replaceAll(SECRET, 'another use'))
      assert.match(check(forged).stdout, /^NO: /)
      assert.notDeepEqual(problemsOfProof(nodeHashing, forged), [])
      const short = { ...file, entries: file.entries.filter((one: any) => one.entry !== grant) }
      assert.match(check(short).stdout, /^NO: /)
      assert.notDeepEqual(problemsOfProof(nodeHashing, short), [])
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('report what the operator entered, grants without a use case and overrides, as page, data and table', async () => {
    const fir = await as('fir')
    const report = async (name: string) => JSON.parse((await fir.get(`/audit/${name}.json`)).text).rows
    const founding = await report('no-use-case')
    assert.ok(
      founding.some((row: any) => row.person === 'ash' && row.text.startsWith('Steward')),
      JSON.stringify(founding),
    )
    assert.ok(!founding.some((row: any) => row.entry === grant))
    const operator = await report('operator')
    assert.ok(operator.length > 0 && operator.every((row: any) => row.by.startsWith('operator:')))
    assert.deepEqual(await report('overrides'), [])
    const page = await fir.get('/audit/operator')
    const table = await fir.get('/audit/operator.csv')
    assert.equal(table.text.trim().split('\n').length, operator.length + 1)
    assert.ok(page.text.includes(`id="e${operator[0].entry}"`))
    assert.match((await fir.get('/audit')).text, /Grants without a use case<\/a> \(\d+\)/)
  })
})
