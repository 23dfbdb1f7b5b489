/** Concerns and suspensions on the pages: who looks into them, what each reads and when that is on record, who decides, and what nobody else finds out. */
import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import { openSessions } from '../../src/store/sqlite/sessions.ts'
import { apiClient, type ApiClient } from '../support/api-client.ts'
import { apiCharterText, apiStage } from '../support/api-stage.ts'
import { handsOf } from '../support/hands.ts'
import type { Played } from '../support/played.ts'
import { Visitor, type Visited } from '../support/visitor.ts'

/** A judge decides on suspensions, a steward watches over the judge and can suspend; to judge asks for a second factor. */
const CHARTER = apiCharterText
  .replace('decided_by: steward }', 'decided_by: judge, refer_to: steward }')
  .replace(
    'rights:\n  wiki: { delete: { text: Delete pages } }',
    'classes:\n  plain: { text: Plain, level: 1 }\n  high: { text: High, level: 2, step_up: true }\nrights:\n  wiki: { delete: { text: Delete pages, class: plain }, judge: { text: Judge, class: high } }',
  )
  .replace('scribe: { rights: delete }', 'scribe: { rights: [delete, judge] }')

let played: Played
let client: ApiClient
const later = (milliseconds: number) => {
  played.now = (played.now + milliseconds) as typeof played.now
}
const size = () => played.instance.journal.size
const since = async (before: number) => (await played.instance.journal.entries(before, 100)).map(({ type }) => type)

async function as(handle: string): Promise<Visitor> {
  const visitor = new Visitor(client.app)
  assert.equal((await visitor.post('/login/demo', { person: handle })).status, 303)
  return visitor
}

/** What a page says, in one line and without its tags. */
const said = ({ text }: Visited) =>
  text
    .slice(text.indexOf('<main'), text.indexOf('</main>'))
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')

const give = (role: string, person: string, status = 200) =>
  client.ok('makeGrant', { as: 'ash', body: { role, person, reason: `First use of ${role}` } }, status)

beforeEach(async () => {
  played = await apiStage(CHARTER)
  await handsOf(played.instance).adopt()
  client = await apiClient(played.instance, { sessions: openSessions(':memory:'), loopback: true })
  const { proposal } = await give('judge', 'fir', 202)
  await client.ok('decideProposal', { as: 'birch', params: { proposal }, body: { decision: 'approved' } })
})

describe('a concern on the pages', () => {
  it('stands in the list of those alone who look into it, and says nothing there', async () => {
    const none = said(await (await as('ash')).get('/cases'))
    assert.match(none, /Nothing was reported/)
    const cedar = await as('cedar')
    const form = await cedar.get('/report?about=elm')
    assert.match(form.text, /value="elm"/)
    assert.equal((await cedar.send(form, '/report', { text: 'Deletes in anger' })).status, 303)
    const [ash, birch, fir, elm] = await Promise.all(['ash', 'birch', 'fir', 'elm'].map(as))
    assert.ok(ash !== undefined && birch !== undefined && fir !== undefined && elm !== undefined)
    const { rows } = JSON.parse((await ash.get('/cases.json')).text) as { rows: { entry: number; kind: string }[] }
    assert.deepEqual(
      rows.map(({ kind }) => kind),
      ['concern'],
    )
    const at = `/cases/${rows[0]?.entry}`
    for (const path of ['/cases', '/cases.json', at, `${at}.json`]) assert.doesNotMatch((await ash.get(path)).text, /elm|anger/, path)
    assert.match(said(await ash.get('/cases?state=closed')), /None is as you ask/)
    for (const other of [cedar, fir, elm]) {
      assert.equal((await other.get(at)).status, 404)
      assert.deepEqual((JSON.parse((await other.get('/cases.json')).text) as { rows: unknown[] }).rows, [])
    }
    assert.match(said(await cedar.get('/cases')), /Concerns are looked into by: Steward .* Judge .*you are none of these/)
    assert.match((await ash.get('/notices')).text, new RegExp(`href="${at}"`))
  })

  it('is read on record once, and again only as far as others went on', async () => {
    const { case: id } = await client.ok('reportConcern', { as: 'cedar', body: { text: 'Deletes in anger', person: 'elm' } })
    const at = `/cases/${id}`
    const [ash, birch] = [await as('ash'), await as('birch')]
    let before = size()
    assert.match(said(await ash.get(at)), /One line you have not read/)
    assert.equal(size(), before, 'to see that it is there is no reading')
    await ash.submit(at, `${at}/read`)
    assert.deepEqual(await since(before), ['case.read'])
    before = size()
    assert.match(said(await ash.get(at)), /About elm .*Reported by cedar , .*Deletes in anger .*Read by ash/)
    assert.equal(size(), before)
    await ash.submit(at, `${at}/note`, { text: 'Asked elm for it' })
    assert.match(said(await ash.get(at)), /Noted by ash , .*Asked elm for it/)
    assert.match(said(await birch.get(at)), /2 lines you have not read/)
    await birch.submit(at, `${at}/read`)
    await birch.submit(at, `${at}/note`, { text: 'Elm says it was spam' })
    const stale = await ash.get(at)
    assert.match(said(stale), /One line you have not read/)
    assert.doesNotMatch(stale.text, /it was spam|\/close"/)
    await ash.submit(at, `${at}/read`)
    const closing = await ash.submit(at, `${at}/close`, { text: 'It was spam indeed' })
    assert.equal(closing.status, 303, said(closing))
    const closed = await ash.get(at)
    assert.match(said(closed), /closed on .*It was spam indeed .*Nothing more can be done here: the case is closed; report it anew/)
    assert.doesNotMatch(closed.text, /\/note"|\/close"|\/refer"/)
  })

  it('is handed on to the other role, and then is nobody else’s', async () => {
    const { case: id } = await client.ok('reportConcern', { as: 'cedar', body: { text: 'Deletes in anger', person: 'elm' } })
    const at = `/cases/${id}`
    const [ash, fir] = [await as('ash'), await as('fir')]
    await ash.submit(at, `${at}/read`)
    const sent = await ash.submit(at, `${at}/refer`, { to: 'judge' })
    assert.deepEqual([sent.status, sent.location], [303, '/cases'])
    assert.equal((await ash.get(at)).status, 404)
    await fir.submit(at, `${at}/read`)
    assert.match(said(await fir.get(at)), /Deletes in anger .*Handed on by ash , .* Judge/)
  })
})

describe('a suspension on the pages', () => {
  /** Ash suspends elm, who gives their side. */
  async function suspended(role = 'helper'): Promise<string> {
    assert.equal(await handsOf(played.instance).grant('ash', role, 'elm'), 'allowed')
    const ash = await as('ash')
    const sent = await ash.submit('/suspend?person=elm', '/suspend', { cause: 'misuse', reason: 'Deletes in anger' }, 'method="post"')
    assert.equal(sent.location, '/suspend?person=elm', said(sent))
    assert.match(said(await ash.get('/suspend?person=elm')), /You suspended elm on/)
    later(60_000)
    const elm = await as('elm')
    const own = said(await elm.get('/me'))
    assert.match(own, /You are suspended.*decided by: Judge , never by you.*report it : it goes to Steward/)
    assert.doesNotMatch(own, /anger|misuse/)
    await elm.submit('/me', '/me/suspension', { text: 'It was spam' })
    assert.match(said(await elm.get('/me')), /What you said .* It was spam/)
    return `/suspensions/${played.instance.journal.state.suspensionOf(played.instance.journal.state.personByHandle('elm')?.subject ?? '')?.id}`
  }

  it('is decided by those who read both sides, on record and with the person told; roles of a class with a second factor come back by one', async () => {
    const at = await suspended('scribe')
    const fir = await as('fir')
    const before = size()
    const closed = await fir.get(at)
    assert.match(said(closed), /2 lines you have not read/)
    assert.doesNotMatch(closed.text, /elm|anger|spam|\/reinstate"/)
    assert.equal(size(), before)
    await fir.submit(at, `${at}/read`)
    assert.deepEqual(await since(before), ['private.read'])
    const open = await fir.get(at)
    assert.match(said(open), /About elm Cause misuse of a right .*Suspended by ash , .*Deletes in anger .*own side , .*It was spam/)
    assert.match(said(await (await as('elm')).get('/me/data')), /fir .*Reads why a suspension began/)
    const same = await fir.send(open, `${at}/reinstate`, { reason: 'Needed' })
    assert.equal(same.status, 422)
    assert.match(said(same), /a new one is needed/)
    const sent = await fir.submit(at, `${at}/reinstate`, { reason: 'Writes minutes from now on' })
    assert.match(sent.location ?? '', /^\/confirm\?of=/)
    const asked = await fir.get(sent.location ?? '')
    const done = await fir.send(asked, '/confirm')
    assert.deepEqual([done.status, done.location], [303, at], said(done))
    const [ended] = (await played.instance.journal.entries(0, size())).filter(({ type }) => type === 'suspension.ended')
    assert.match(JSON.stringify(ended?.type === 'suspension.ended' && ended.fields.evidence), /Writes minutes from now on/)
    assert.match(said(await fir.get(at)), /over since .*The roles have effect again, decided by fir , .*from now on/)
    assert.match(said(await (await as('elm')).get('/me')), /Scribe/)
  })

  it('does not become final before the person was heard or the time is over, and says so in place of the form', async () => {
    await give('helper', 'elm')
    const { suspension } = await client.ok('suspend', { as: 'ash', body: { person: 'elm', cause: 'misuse', reason: 'Deletes in anger' } })
    const at = `/suspensions/${suspension}`
    const fir = await as('fir')
    await fir.submit(at, `${at}/read`)
    const early = await fir.get(at)
    assert.match(said(early), /End the roles for good Becomes final only after the person answered, or after 10 May 2026, 10:00 UTC/)
    assert.doesNotMatch(early.text, /\/remove"/)
    later(8 * 86_400_000)
    const [judge, ash] = [await as('fir'), await as('ash')]
    const sent = await judge.submit(at, `${at}/remove`, { reason: 'Never answered', refer: 'yes' })
    assert.equal(sent.status, 303, said(sent))
    const state = JSON.parse((await judge.get(`${at}.json`)).text) as { lines: { outcome: string | null }[] }
    assert.deepEqual(
      state.lines.map(({ outcome }) => outcome),
      [null, 'removed'],
    )
    const [handed] = (JSON.parse((await ash.get('/cases.json')).text) as { rows: { kind: string }[] }).rows
    assert.equal(handed?.kind, 'concern', 'it was handed on to those who watch')
  })

  it('cannot be found out by anybody who tries to suspend, to decide or to look', async () => {
    await give('helper', 'elm')
    await give('helper', 'birch')
    const cedar = await as('cedar')
    const tries = async () => {
      const body = { person: 'elm', cause: 'misuse', reason: 'x' }
      const [start, end] = [
        await client.call('suspend', { as: 'cedar', body }),
        await client.call('endSuspension', { as: 'cedar', params: { person: 'elm' }, body: { outcome: 'reinstated', reason: 'Anew' } }),
      ]
      const page = said(await cedar.get('/suspend?person=elm'))
      const form = said(await cedar.post('/suspend', { once: `${size()}`.padStart(24, '0'), ...body }))
      const person = said(await cedar.get('/people/elm'))
      return JSON.stringify([start.status, start.body.detail, end.status, end.body.detail, page, form, person]).replaceAll(
        /\d+ seconds?/g,
        '',
      )
    }
    const plain = await tries()
    assert.match(plain, /nothing lets cedar suspend elm.*not yours to decide.*Only these roles can suspend somebody: Steward/)
    const { suspension } = await client.ok('suspend', { as: 'ash', body: { person: 'elm', cause: 'misuse', reason: 'Deletes in anger' } })
    assert.equal(await tries(), plain)
    later(60_000)
    for (const path of [`/suspensions/${suspension}`, '/suspensions/1', '/suspensions/99999'])
      assert.equal((await cedar.get(path)).status, 404)
    // whoever suspended knows; what became of it and what was said is for those who decide
    assert.equal((await (await as('ash')).get(`/suspensions/${suspension}`)).status, 404)
    assert.equal((await (await as('elm')).get(`/suspensions/${suspension}`)).status, 404)
  })

  it('begins with one’s own word that one’s account is in other hands, which ends what was logged in', async () => {
    await give('helper', 'elm')
    const elm = await as('elm')
    assert.match((await elm.get('/me')).text, /href="\/suspend\?person=elm"/)
    const sent = await elm.submit('/suspend?person=elm', '/suspend', { reason: 'My telephone is gone' })
    assert.equal(sent.status, 303, said(sent))
    assert.match((await elm.get('/me')).location ?? '', /^\/login/)
    later(60_000)
    assert.match((await (await as('elm')).get('/me')).location ?? '', /^\/login/, 'whoever has the account gets in no more')
    const fir = await as('fir')
    const [row] = (JSON.parse((await fir.get('/cases.json')).text) as { rows: { entry: number }[] }).rows
    const at = `/suspensions/${row?.entry}`
    await fir.submit(at, `${at}/read`)
    assert.match(said(await fir.get(at)), /the account may be in other hands .*My telephone is gone/)
  })

  it('may be reported as wrong by whoever is suspended', async () => {
    const at = await suspended()
    const elm = await as('elm')
    const sent = await elm.submit('/report', '/report', { text: 'The judge did not listen' })
    assert.equal(sent.location, '/report?sent=yes', said(sent))
    const { rows } = JSON.parse((await (await as('birch')).get('/cases.json')).text) as { rows: { kind: string }[] }
    assert.deepEqual(
      rows.map(({ kind }) => kind),
      ['concern'],
    )
    assert.equal((await elm.get(at)).status, 404)
  })
})
