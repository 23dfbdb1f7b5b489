/** A charter that is decided now and comes into force on a later day. On the simulated target; time is data. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseCharter } from '../../src/charter/parse.ts'
import type { CharterSource } from '../../src/charter/source.ts'
import { formatInstant, instant, type Instant } from '../../src/kernel/instant.ts'
import { draft } from '../../src/ledger/entry.ts'
import { adoptCharter, type AdoptCharterCommand } from '../../src/workflow/adopt-charter.ts'
import { carryOutDue } from '../../src/workflow/carry-out-due.ts'
import { charterDocument } from '../../src/workflow/charter-document.ts'
import { openJournal } from '../../src/workflow/journal.ts'
import { proposeCharter, setCharterStatus } from '../../src/workflow/propose-charter.ts'
import { linesOf, operator } from '../support/hands.ts'
import { smallSite, smallSiteCharter, type SmallSite } from '../support/small-site.ts'

const DAY = 86_400_000
const named = (title: string) => smallSiteCharter().replace('A small site', title)

async function proposed(site: SmallSite, text: string): Promise<number> {
  const document = charterDocument([{ name: 'charter.yaml', text }])
  const answer = await proposeCharter(site.instance, { key: site.key(), caller: site.as('fir'), document, reason: 'Better', draft: false })
  assert.ok(answer.proposal !== undefined, JSON.stringify(answer.decision))
  return answer.proposal
}

const inDays = (site: SmallSite, days: number): Instant => instant(site.played.now + days * DAY)

function adopt(site: SmallSite, by: string, proposal: number, more: Partial<AdoptCharterCommand> = {}) {
  const what = { proposal }
  const how = { reason: undefined, feedbackRead: true, override: false, grace: undefined }
  return adoptCharter(site.instance, { key: site.key(), caller: site.as(by), what, ...how, ...more })
}

function sourceOf(text: string): CharterSource {
  const parsed = parseCharter([{ name: 'charter.yaml', text }])
  if (!parsed.ok) throw new Error(parsed.error[0]?.message)
  return parsed.value
}

const clock = (site: SmallSite) => carryOutDue(site.instance, { key: site.key() })
const why = ({ decision }: { readonly decision: { readonly because: readonly { readonly text: string }[] } }) =>
  decision.because.map(({ text }) => text).join('; ')

async function titleAt(site: SmallSite, moment?: Instant): Promise<string> {
  const state = moment === undefined ? site.instance.journal.state : await site.instance.journal.stateAt(moment)
  return (await site.instance.charters.inForce(state)).charter.title
}

describe('a charter with a later date', () => {
  it('leaves the old one in force until then, and the clock puts it into force', async () => {
    const site = await smallSite()
    const proposal = await proposed(site, named('From March'))
    const from = inDays(site, 10)
    const decided = await adopt(site, 'ash', proposal, { from })
    assert.deepEqual([decided.decision.allowed, decided.revision, decided.from], [true, undefined, formatInstant(from)])
    site.pass('9 days')
    assert.deepEqual((await clock(site)).done, [])
    assert.equal(await titleAt(site), 'A small site')
    const before = site.played.now
    site.pass('1 day')
    assert.equal(await titleAt(site), 'A small site', 'nothing happens by itself')
    assert.deepEqual(
      (await clock(site)).done.map(({ kind }) => kind),
      ['charter'],
    )
    assert.equal(await titleAt(site), 'From March')
    assert.deepEqual((await clock(site)).done, [], 'once')
    const { state } = site.instance.journal
    assert.deepEqual([state.charter?.number, state.charterToCome, state.charterProposal(proposal)?.status], [2, undefined, 'adopted'])
    assert.deepEqual(state.charter?.decidedBy, [`subject:${site.subjectOf('ash')}`], 'who decided it, not the clock')
    assert.deepEqual([await titleAt(site, before), await titleAt(site, site.played.now)], ['A small site', 'From March'])
    assert.deepEqual((await site.instance.journal.verify()).problems, [])
  })

  it('survives a restart, from a snapshot too', async () => {
    const site = await smallSite()
    await adopt(site, 'ash', await proposed(site, named('From March')), { from: inDays(site, 10) })
    await site.instance.journal.close()
    const { store, outside } = site.instance
    const journal = await openJournal({ store, outside, snapshots: { every: 1, onClose: 1 } })
    await journal.command('one more', { channel: 'job', identity: 'writ:job:clock' }, () => ({ drafts: [], answer: null }))
    await journal.close()
    const again = { ...site.instance, journal: await openJournal({ store, outside }) }
    assert.equal(again.journal.state.charterToCome?.from, inDays(site, 10))
    site.pass('30 days')
    const { done } = await carryOutDue(again, { key: 'late' })
    assert.deepEqual(
      done.map(({ kind }) => kind),
      ['charter'],
      'a run that was missed is made up for',
    )
    assert.equal((await again.charters.inForce(again.journal.state)).charter.title, 'From March')
  })

  it('gives way to another that is adopted meanwhile, and is then to be proposed anew', async () => {
    const site = await smallSite()
    const [first, second] = [await proposed(site, named('From March')), await proposed(site, named('At once'))]
    await adopt(site, 'ash', first, { from: inDays(site, 10) })
    assert.match(why(await adopt(site, 'ash', second, { from: inDays(site, 5) })), /another charter comes into force on/)
    assert.equal((await adopt(site, 'ash', second)).revision, 2)
    site.pass('11 days')
    assert.deepEqual((await clock(site)).done, [])
    assert.equal(await titleAt(site), 'At once')
    assert.match(why(await adopt(site, 'ash', first)), /has changed since it was proposed/)
  })

  it('can be moved, brought forward, and taken back by its author or whoever may change the charter', async () => {
    const site = await smallSite()
    const proposal = await proposed(site, named('From March'))
    assert.match(why(await adopt(site, 'ash', proposal, { from: site.played.now })), /is over; leave the date away/)
    assert.match(
      why(await adopt(site, 'ash', proposal, { from: inDays(site, 3), grace: { count: 1, unit: 'day' } })),
      /leave the grace away/,
    )
    await adopt(site, 'ash', proposal, { from: inDays(site, 10) })
    await adopt(site, 'birch', proposal, { from: inDays(site, 2) })
    assert.equal(site.instance.journal.state.charterToCome?.from, inDays(site, 2))
    const withdraw = (by: string, which: number) =>
      setCharterStatus(site.instance, { key: site.key(), caller: site.as(by), proposal: which, status: 'withdrawn', reason: 'No' })
    assert.match(why(await withdraw('elm', proposal)), /only its author, fir/)
    assert.equal((await withdraw('birch', proposal)).decision.allowed, true)
    site.pass('3 days')
    assert.deepEqual([(await clock(site)).done, await titleAt(site)], [[], 'A small site'])
    const next = await proposed(site, named('From April'))
    assert.match(why(await withdraw('birch', next)), /only its author, fir/, 'nothing is decided of it')
    await adopt(site, 'ash', next, { from: inDays(site, 2) })
    assert.equal((await adopt(site, 'ash', next)).revision, 2, 'at once after all')
  })

  it('is taken back by the operator, where the charter names nobody, by adopting the one in force', async () => {
    const none = { amendments: '{ by: none }' }
    const site = await smallSite(none)
    const text = smallSiteCharter(none)
    const own = (words: string, from?: Instant) =>
      adoptCharter(site.instance, {
        key: site.key(),
        caller: operator,
        what: { document: charterDocument([{ name: 'charter.yaml', text: words }]), source: sourceOf(words) },
        reason: 'As agreed',
        feedbackRead: false,
        override: false,
        grace: undefined,
        ...(from === undefined ? {} : { from }),
      })
    assert.match(why(await own(text)), /this text is the charter in force/)
    assert.equal((await own(text.replace('A small site', 'Later'), inDays(site, 4))).decision.allowed, true)
    assert.equal((await own(text)).decision.allowed, true)
    site.pass('5 days')
    assert.deepEqual([(await clock(site)).done, await titleAt(site)], [[], 'A small site'])
  })

  it('is judged again: what has become of people meanwhile holds it, they who decide are told, and it comes once that is over', async () => {
    const site = await smallSite()
    const gone = smallSiteCharter({ may: '[helper, judge]' }).replace(/^ {2}scribe: .*\n/m, '')
    const proposal = await proposed(site, gone)
    assert.equal((await adopt(site, 'ash', proposal, { from: inDays(site, 5) })).decision.allowed, true)
    await site.grant('ash', 'scribe', 'elm')
    site.pass('5 days')
    const { done, held, remark } = await clock(site)
    assert.deepEqual([done, held.map(({ kind }) => kind)], [[], ['charter']])
    assert.match(remark ?? '', /`scribe` would be gone while one grant of it runs/)
    const { seq } = site.instance.journal.state.charterToCome ?? { seq: -1 }
    const told = ['ash', 'birch', 'fir'].filter(
      (one) => site.instance.journal.state.noticeOf(seq, 'charter-held', site.subjectOf(one)) !== undefined,
    )
    assert.deepEqual(told, ['ash', 'birch'])
    const { size } = site.instance.journal
    await clock(site)
    site.pass('2 hours')
    await clock(site)
    assert.equal(site.instance.journal.size, size, 'told once')
    await site.remove('ash', 'scribe', 'elm')
    site.pass('2 hours')
    assert.deepEqual(
      (await clock(site)).done.map(({ kind }) => kind),
      ['charter'],
    )
  })

  it('does not let a takeover through that was none when it was decided, unless it was overridden then', async () => {
    const worse = smallSiteCharter().replace('gives: { wiki: helper }', 'gives: { wiki: helper }, may: [{ remove: steward }]')
    for (const override of [false, true]) {
      const site = await smallSite()
      if (override) await site.grant('ash', 'helper', 'elm')
      const proposal = await proposed(site, worse)
      const decided = await adopt(site, 'ash', proposal, {
        from: inDays(site, 5),
        ...(override ? { override, reason: 'For the move' } : {}),
      })
      assert.equal(decided.decision.allowed, true, why(decided))
      if (!override) await site.grant('ash', 'helper', 'elm')
      site.pass('5 days')
      const { done, held } = await clock(site)
      assert.deepEqual([done.length, held.length], override ? [1, 0] : [0, 1])
      if (!override) assert.match(held[0]?.text ?? '', /one rogue `helper`/)
    }
  })

  it('begins the grace of what it no longer allows on its day', async () => {
    const site = await smallSite()
    await site.grant('ash', 'helper', 'elm')
    await site.apply()
    const staff = smallSiteCharter()
      .replace('gives: { wiki: helper } }', 'gives: { wiki: helper }, account: staff }')
      .replace('rights:\n', 'accounts:\n  staff: { text: For work }\n  personal: { text: A person }\nrights:\n')
    const decided = await adopt(site, 'ash', await proposed(site, staff), { from: inDays(site, 10) })
    assert.deepEqual(
      decided.disallowed.map(({ person, until }) => [person, until]),
      [['elm', formatInstant(inDays(site, 40))]],
    )
    assert.deepEqual(linesOf((await site.plan()).observation.plan), [], 'nothing yet')
    site.pass('10 days')
    await clock(site)
    await site.apply()
    site.pass('29 days')
    assert.deepEqual(site.groupsOf('Elm'), ['helper'])
    site.pass('1 day')
    await site.apply()
    assert.deepEqual(site.groupsOf('Elm'), [])
  })

  it('does not come where the account of whoever decided it was in other hands', async () => {
    const keepers = { may: '[helper, scribe, judge, steward]' }
    const site = await smallSite({ ...keepers, amendments: '{ by: steward }' })
    const text = smallSiteCharter(keepers).replace('A small site', 'A takeover')
    await adopt(site, 'ash', await proposed(site, text), { from: inDays(site, 5) })
    const why = { cause: 'compromised', reason: 'Their password leaked', clause: 'suspension', decided_by: [] }
    await site.write(draft('suspension.started', { subject: site.subjectOf('ash'), ...why }))
    site.pass('6 days')
    assert.deepEqual([(await clock(site)).done, await titleAt(site)], [[], 'A small site'])
  })
})
