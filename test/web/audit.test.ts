/** Auditors read everything and change nothing: reports of what deserves a second look, and the evidence of a grant with proofs that hold without Writ; whom they read about is on record. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import { draft } from '../../src/ledger/entry.ts'
import { problemsOfProof } from '../../src/ledger/proof-file.ts'
import { createAuditIndex, type EntryReport } from '../../src/workflow/audit-index.ts'
import { followLedger } from '../../src/workflow/ledger-follower.ts'
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

  it('are led to by the number of a grant, and say of another that it is none, to those who may read it', async () => {
    const fir = await as('fir')
    assert.match((await fir.get('/audit')).text, /<form[^>]* method="get" action="\/audit">[^]*name="entry"/)
    const sent = await fir.get(`/audit?entry=${grant}`)
    assert.deepEqual([sent.status, sent.location], [303, `/audit/grants/${grant}`])
    const none = await fir.get((await fir.get('/audit?entry=0')).location ?? '')
    assert.equal(none.status, 404)
    assert.match(none.text, /Entry 0 is no grant\.[^]*name="entry"/)
    assert.equal((await fir.get('/audit/grants/0.json')).status, 404)
    const word = await fir.get('/audit?entry=%3Cb%3Efir')
    assert.equal(word.status, 200)
    assert.match(word.text, /“<bdi>&lt;b&gt;fir<\/bdi>” is no number of an entry/)
    assert.doesNotMatch((await (await as('elm')).get('/audit/grants/0')).text, /is no grant|name="entry"/)
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

  it('answer over the interface what the pages show, page by page, and put on record about whom', async () => {
    const { reports } = await client.ok('countAuditReports', { as: 'fir' })
    const fir = await as('fir')
    for (const { report, count } of reports) {
      const whole = JSON.parse((await fir.get(`/audit/${report}.json`)).text)
      assert.deepEqual([whole.count, whole.rows.length, whole.older], [count, count, null], report)
      const rows: unknown[] = []
      let from: number | null = null
      do {
        const query: Record<string, number> = { limit: 3, ...(from === null ? {} : { from }) }
        const part: any = await client.ok('getAuditReport', { as: 'fir', params: { report }, query })
        assert.ok(part.rows.length <= 3)
        rows.push(...part.rows)
        from = part.older
      } while (from !== null)
      assert.deepEqual(rows, whole.rows, report)
    }
    assert.ok(reports.find(({ report }: any) => report === 'operator').count > 3)
    const reads = async () => (await handsOf(played.instance).entries('private.read')) as any[]
    const before = (await reads()).length
    const file = await client.ok('getGrantEvidence', { as: 'fir', params: { grant } })
    assert.deepEqual(
      (await reads()).slice(before).map(({ fields }) => fields.what),
      [['getGrantEvidence']],
    )
    assert.deepEqual(problemsOfProof(nodeHashing, file), [])
    assert.ok(JSON.stringify(file).includes(SECRET))
    await client.ok('getGrantEvidence', { as: 'fir', params: { grant: 0 } }, 404)
    await client.ok('getAuditReport', { as: 'fir', params: { report: 'nothing' } }, 400)
    for (const id of ['countAuditReports', 'getAuditReport', 'getGrantEvidence'])
      await client.ok(id, { as: 'elm', params: { report: 'operator', grant } }, 403)
  })
})

describe('the reports', () => {
  it('are what one finds who reads the whole ledger, read once: as it grows only what is new is read, and after an erasure all of it', async () => {
    const played = await apiStage(CHARTER)
    const { instance } = played
    const hands = handsOf(instance)
    const ledger = followLedger(instance.store, nodeHashing)
    const index = createAuditIndex()
    let read = 0
    const found = () =>
      ledger.read(async (moment) => {
        const counting = {
          ...moment,
          entries: async (from: number, limit: number) => {
            const page = await moment.entries(from, limit)
            read += page.length
            return page
          },
        }
        const numbers: Partial<Record<EntryReport, readonly number[]>> = {}
        for (const report of REPORTS) numbers[report] = await index.of(counting, report)
        return numbers
      })
    const check = async (what: string) => assert.deepEqual(await found(), await naive(), what)
    /** Written without the index: everything is read, then chosen. */
    const naive = async () => {
      const all = (await instance.journal.entries(0, instance.journal.size)) as any[]
      const over = new Set(all.filter(({ type }) => type === 'exception.ended').map(({ fields }) => fields.exception))
      const numbers = (belongs: (entry: any) => boolean) => all.filter(belongs).map(({ seq }) => seq)
      return {
        exceptions: numbers(({ type, seq }) => type === 'exception.made' && !over.has(seq)),
        overrides: numbers(
          ({ type, fields }) => type === 'plan.approved-once' || (type === 'charter.adopted' && fields.reason?.startsWith('overrides ')),
        ),
        operator: numbers(({ origin }) => origin?.identity.startsWith('operator:') === true),
      }
    }
    await check('from the start')
    assert.equal(read, instance.journal.size)
    const subject = instance.journal.state.personByHandle('elm')?.subject ?? ''
    const until = '2027-01-01T00:00:00.000Z'
    const waived = draft('exception.made', { subject, condition: 'x', until, decided_by: [], reason: 'Away' })
    const first = instance.journal.size
    await hands.write(waived, waived)
    await check('two exceptions')
    assert.equal((await found()).exceptions?.length, 2)
    await hands.write(draft('exception.ended', { exception: first }))
    await hands.write(
      draft('charter.adopted', { charter: 'a'.repeat(64), from: until, decided_by: [], reason: 'overrides takeover: on purpose' }),
    )
    await check('one of them over, a charter adopted against the judgement')
    const { exceptions, overrides } = await found()
    assert.deepEqual([exceptions, overrides?.length], [[first + 1], 1])
    assert.equal(read, instance.journal.size, 'each entry once')
    await instance.journal.erase([{ seq: first + 1, fields: 'all' }])
    await check('after an erasure')
    assert.deepEqual((await found()).exceptions, [])
    assert.equal(read, 2 * instance.journal.size)
  })
})

const REPORTS = ['exceptions', 'overrides', 'operator'] as const
