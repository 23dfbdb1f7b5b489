/** Whatever took a second factor keeps its evidence in its entry, by whichever way it came: bound to what was asked for word for word, for those to see who may. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { before, describe, it } from 'node:test'
import { problemsOfProof } from '../../src/ledger/proof-file.ts'
import { openConfirmations } from '../../src/store/sqlite/confirmations.ts'
import { openSessions } from '../../src/store/sqlite/sessions.ts'
import { apiClient, type ApiClient } from '../support/api-client.ts'
import { apiCharterText, apiStage } from '../support/api-stage.ts'
import { handsOf } from '../support/hands.ts'
import { nodeHashing } from '../support/outside.ts'
import type { Played } from '../support/played.ts'
import { Visitor } from '../support/visitor.ts'

/** Helpers, judges and the charter itself are of a class that asks for a second factor; scribes are not. */
const CHARTER = apiCharterText
  .replace(
    'rights:\n  wiki: { delete: { text: Delete pages } }',
    'classes:\n  plain: { text: Plain, level: 1 }\n  high: { text: High, level: 2, step_up: true }\nrights:\n  wiki: { delete: { text: Delete pages, class: plain }, judge: { text: Judge, class: high } }',
  )
  .replace('judge: { rights: delete }', 'judge: { rights: [delete, judge] }')
  .replace('helper: { rights: delete }', 'helper: { rights: [delete, judge] }')
  .replace('    objection: { by: registered, within: 7 days }\n', '')
  .replace('guards: { people: 5, share: 90 }', 'guards: { people: 2, share: 10 }')

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

describe('evidence of a second factor', () => {
  let played: Played
  let client: ApiClient
  const visitors = new Map<string, Visitor>()

  before(async () => {
    assert.match(CHARTER, /step_up[^]*helper: \{ rights: \[delete, judge\][^]*judge: \{ rights: \[delete, judge\]/)
    played = await apiStage(CHARTER)
    await handsOf(played.instance).adopt()
    client = await apiClient(played.instance, {
      sessions: openSessions(':memory:'),
      confirmations: openConfirmations(':memory:'),
      loopback: true,
    })
    for (const handle of ['ash', 'birch', 'cedar']) {
      const visitor = new Visitor(client.app)
      assert.equal((await visitor.post('/login/demo', { person: handle })).status, 303)
      visitors.set(handle, visitor)
    }
  })

  const as = (handle: string) => visitors.get(handle) ?? assert.fail(handle)
  const size = () => played.instance.journal.size

  /** A program asks, its person confirms in a browser, the program asks again: the entries that it made. */
  async function byProgram(id: string, call: Parameters<ApiClient['call']>[1] & { readonly as: string }, status = 200) {
    const asked = { key: `${id}-${size()}`, ...call }
    const { stepUp } = await client.ok(id, asked, 403)
    const visitor = as(call.as)
    const sent = await visitor.get(new URL(stepUp.url).pathname)
    const done = await visitor.send(await visitor.get(sent.location ?? ''), '/confirm')
    assert.equal(done.status, 303, done.text)
    const from = size()
    return { answer: await client.ok(id, asked, status), made: await entriesFrom(from) }
  }

  /** Somebody sends the form of a page and confirms it: the entries that it made. */
  async function byForm(handle: string, path: string, action: string, fields: Readonly<Record<string, string>>) {
    const visitor = as(handle)
    const sent = await visitor.submit(path, action, fields)
    assert.match(sent.location ?? sent.text, /^\/confirm\?of=/)
    const page = await visitor.get(sent.location ?? '')
    const from = size()
    const done = await visitor.send(page, '/confirm')
    assert.ok(done.status < 400, done.text)
    return entriesFrom(from)
  }

  const entriesFrom = async (from: number) => (await played.instance.journal.entries(from, size() - from)) as readonly any[]

  /** The entry of this type, whose evidence speaks of what was asked for at this address by this person. */
  function kept(made: readonly any[], type: string, path: string, holds: readonly string[]) {
    const entry = made.find((one) => one.type === type) ?? assert.fail(`no ${type} among ${made.map((one) => one.type).join(', ')}`)
    const { over, proof } = JSON.parse(entry.fields.evidence ?? assert.fail(`${type} has no evidence`))
    assert.equal(proof, `demo:${sha256(over)}`, type)
    const by = /^subject:(.*)$/.exec(entry.origin.identity)?.[1]
    for (const part of [path, by ?? assert.fail(), ...holds]) assert.ok(over.includes(part), `${part} in ${over}`)
    return entry
  }

  it('stands in a token, a guard overridden and a departure that pages confirm', async () => {
    const token = await byForm('ash', '/me/tokens', '/me/tokens', { scopes: 'read', until: '2027-01-01' })
    kept(token, 'token.made', '/me/tokens', ['read', '2027-01-01'])
    await client.ok('setMode', { as: 'ash', params: { target: 'wiki' }, body: { mode: 'enforce' } })
    for (const person of ['cedar', 'elm', 'fir']) await client.ok('makeGrant', { as: 'ash', body: { role: 'scribe', person } })
    const { plans } = await client.ok('planTarget', { as: 'ash', params: { target: 'wiki' }, body: {} })
    const plan = plans.find((one: any) => one.stopped)?.entry ?? assert.fail(JSON.stringify(plans))
    const approved = await byForm('birch', `/admin/plans/${plan}`, `/admin/plans/${plan}/approve`, { reason: 'Looked at' })
    kept(approved, 'plan.approved-once', `/admin/plans/${plan}/approve`, ['Looked at'])
    const left = await byForm('ash', '/admin/offboarding?person=elm', '/admin/offboarding/depart', { person: 'elm', reason: 'Moved on' })
    kept(left, 'person.departed', '/admin/offboarding/depart', ['elm', 'Moved on'])
  })

  it('stands in a grant, its renewal, a proposal and its confirmation that programs asked for', async () => {
    const body = { role: 'helper', person: 'cedar', reason: 'Helps out', until: '2027-01-31' }
    const given = await byProgram('makeGrant', { as: 'ash', body })
    kept(given.made, 'grant.made', '/api/v1/grants', ['cedar', 'Helps out', '2027-01-31'])
    const later = await byProgram('renewGrant', { as: 'birch', body: { ...body, until: '2027-02-28' } })
    kept(later.made, 'grant.renewed', '/api/v1/renewals', ['cedar', '2027-02-28'])
    const judge = await byProgram('makeGrant', { as: 'ash', body: { role: 'judge', person: 'fir' } }, 202)
    kept(judge.made, 'grant.proposed', '/api/v1/grants', ['fir'])
    const params = { proposal: judge.answer.proposal }
    const agreed = await byProgram('decideProposal', { as: 'birch', params, body: { decision: 'approved' } })
    kept(agreed.made, 'grant.confirmed', `/api/v1/proposals/${judge.answer.proposal}`, ['approved'])
    const made = agreed.made.find((one) => one.type === 'grant.made')
    assert.deepEqual([made.fields.proposal, made.fields.evidence], [judge.answer.proposal, undefined], 'it names the entry that has it')
  })

  it('stands in what changes the charter, from a page and from a program', async () => {
    const file = { name: 'charter.yaml', text: CHARTER.replace('purpose: Helps', 'purpose: Helps everywhere') }
    const { proposal } = await client.ok('proposeCharter', { as: 'fir', body: { files: [file], reason: 'Said in public' } })
    const at = `/charter/proposals/${proposal}`
    const voted = await byForm('birch', at, `${at}/vote`, { decision: 'approved', feedback_read: 'yes' })
    kept(voted, 'charter.decided', `${at}/vote`, ['approved'])
    const adopted = await byForm('ash', at, `${at}/adopt`, { feedback_read: 'yes' })
    kept(adopted, 'charter.adopted', `${at}/adopt`, ['feedbackRead'])
    kept(adopted, 'charter.decided', `${at}/adopt`, ['feedbackRead'])

    const second = { name: 'charter.yaml', text: CHARTER.replace('purpose: Helps', 'purpose: Helps nearly everywhere') }
    const again = await client.ok('proposeCharter', { as: 'fir', body: { files: [second], reason: 'Said better' } })
    const params = { proposal: again.proposal }
    const vote = await byProgram('decideCharter', { as: 'birch', params, body: { decision: 'approved', feedbackRead: true } })
    kept(vote.made, 'charter.decided', `/api/v1/charter/proposals/${again.proposal}`, ['approved'])
    const brought = await byProgram('adoptCharter', { as: 'ash', params, body: { feedbackRead: true } })
    kept(brought.made, 'charter.adopted', `/api/v1/charter/proposals/${again.proposal}/adoption`, ['feedbackRead'])
  })

  it('is nowhere where nothing asked for it, whatever a session brings', async () => {
    const from = size()
    await handsOf(played.instance).grant('ash', 'scribe', 'birch')
    const [made] = await entriesFrom(from)
    assert.deepEqual([made.type, made.fields.evidence], ['grant.made', undefined])
  })

  it('is shown to whoever gave it and to those who read what is private, whose reading is on record; the public learns nothing, not even that it is there', async () => {
    const all = await entriesFrom(0)
    const [grant, token] = ['grant.made', 'token.made'].map((type) =>
      all.find((one) => one.type === type && one.fields.evidence !== undefined),
    )
    const at = `/log/${grant.seq}/evidence`
    for (const visitor of [new Visitor(client.app), as('cedar')]) {
      assert.ok([303, 404].includes((await visitor.get(at)).status))
      assert.ok([303, 404].includes((await visitor.get(`${at}.json`)).status))
      const entry = await visitor.get(`/log/${grant.seq}`)
      assert.ok(!entry.text.includes('/evidence'))
      for (const path of [`/log/${grant.seq}.json`, `/log/${grant.seq}/proof.json`, '/log.csv', `/api/v1/log/${grant.seq}`]) {
        const { text } = await visitor.get(path)
        assert.ok(!/demo:[0-9a-f]{64}/.test(text) && !text.includes('secondFactor'), path)
      }
    }
    const count = async () => (await handsOf(played.instance).entries('private.read')).length
    const before = await count()
    const own = await as('ash').get(at)
    assert.match(own.text, /It speaks of exactly the text below/)
    assert.match(own.text, /Helps out/)
    assert.match(own.text, /It proves nothing, for this is a demonstration/)
    assert.equal(await count(), before, 'one’s own is nobody else’s reading')
    assert.ok((await as('birch').get(`/log/${grant.seq}`)).text.includes(at))
    const view = JSON.parse((await as('birch').get(`${at}.json`)).text)
    assert.equal(await count(), before + 1)
    assert.deepEqual([view.way, view.by, view.bound, view.hash], ['demo', 'ash', true, sha256(view.over)])
    assert.equal((await as('birch').get(`/log/${token.seq}/evidence`)).status, 200)
    assert.equal((await as('ash').get('/log/0/evidence')).status, 404)
  })

  it('stands in the evidence of the grant, with proofs that hold', async () => {
    const made = (await entriesFrom(0)).filter((one) => one.type === 'grant.made')
    const [byPower, proposed] = [
      made.find((one) => one.fields.evidence !== undefined),
      made.find((one) => one.fields.proposal !== undefined),
    ]
    const fileOf = async (grant: number) => JSON.parse((await as('birch').get(`/audit/grants/${grant}.json`)).text)
    const file = await fileOf(byPower.seq)
    assert.deepEqual(problemsOfProof(nodeHashing, file), [])
    const opened = file.entries.find((one: any) => one.entry === byPower.seq).openings
    assert.equal(opened.evidence.value, byPower.fields.evidence)
    assert.ok(file.entries.some(({ body }: any) => body.includes('"grant.renewed"')))
    const other = await fileOf(proposed.seq)
    assert.deepEqual(problemsOfProof(nodeHashing, other), [])
    const evidence = other.entries.flatMap(({ openings }: any) => openings.entry?.value.fields.evidence ?? [])
    assert.equal(evidence.length, 2, 'of whoever proposed it and of whoever agreed')
  })

  it('that was altered is seen to speak of something else', async () => {
    const { checkSecondFactor } = await import('../../src/server/auth/second-factor-check.ts')
    const entry = (await entriesFrom(0)).find((one) => one.type === 'grant.made' && one.fields.evidence !== undefined)
    const check = (text: string) => checkSecondFactor(text, nodeHashing, () => Promise.resolve(undefined))
    assert.equal((await check(entry.fields.evidence))?.bound, true)
    assert.equal((await check(entry.fields.evidence.replace('Helps out', 'Helps more')))?.bound, false)
    assert.equal(await check('nonsense'), undefined)
    assert.equal(await check('{"over":1,"proof":"demo"}'), undefined)
  })
})
