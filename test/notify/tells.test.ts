/** Who hears of an entry: those who can act on it, and never those whom it must be kept from. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { tellingsOf } from '../../src/decide/tells/tells.ts'
import { formatInstant } from '../../src/kernel/instant.ts'
import { draft, type Draft } from '../../src/ledger/entry.ts'
import { messageOf } from '../../src/notify/texts.ts'
import { noFacts } from '../../src/workflow/facts.ts'
import { knownNow } from '../../src/workflow/known.ts'
import { smallSite, type SmallSite } from '../support/small-site.ts'

/** Records entries; answers who is told of the last of them, as `handle template`. */
async function told(site: SmallSite, ...drafts: readonly Draft[]): Promise<readonly string[]> {
  for (const one of drafts) await site.write(one)
  const { journal, charters } = site.instance
  const { charter } = await charters.inForce(journal.state)
  const [last] = await journal.entries(journal.size - 1, 1)
  assert.ok(last !== undefined)
  const known = knownNow(charter, journal.state, site.played.now, noFacts)
  return tellingsOf(known, last)
    .map(({ to, template }) => `${journal.state.person(to)?.handle} ${template}`)
    .toSorted()
}

const requestable = (by: string) => ({
  groups: '    porter: { rights: delete }\n',
  roles: `  porter: { title: Porter, purpose: Carries, gives: { wiki: porter }, request: { stages: [{ by: ${by} }] } }\n`,
})

const filing = (site: SmallSite, subject: string) =>
  draft('request.filed', {
    subject: site.subjectOf(subject),
    by: site.subjectOf(subject),
    role: 'porter',
    use_case: 'carry',
    content: 'c'.repeat(64),
  })

describe('who is told', () => {
  it('of a case that is handed on: its new readers, but not the person it is about', async () => {
    const site = await smallSite({})
    const about = site.subjectOf('ash')
    const opened = draft('case.opened', { subject: about, text: 'something', handled_by: 'helper' })
    await told(site, opened)
    const id = site.instance.journal.size - 1
    const heard = await told(site, draft('case.referred', { case: id, to: 'steward', by: site.subjectOf('elm') }))
    assert.deepEqual(heard, ['birch case-waits'])
  })

  it('of a concern: those who look into it, but not the person it is about', async () => {
    const site = await smallSite({})
    const opened = (about: string) => draft('case.opened', { subject: site.subjectOf(about), text: 'something', handled_by: 'steward' })
    assert.deepEqual(await told(site, opened('elm')), ['ash case-waits', 'birch case-waits'])
    assert.deepEqual(await told(site, opened('ash')), ['birch case-waits'])
  })

  describe('of a suspension', () => {
    const begun = async (roles = DECIDED) => {
      const site = await smallSite({ roles })
      await site.grant('ash', 'helper', 'elm')
      const start = (subject: string, by: readonly string[] = []) =>
        draft('suspension.started', {
          subject: site.subjectOf(subject),
          cause: 'misuse',
          reason: 'anger',
          clause: 'suspension',
          decided_by: by.map((one) => `subject:${site.subjectOf(one)}`),
        })
      const ended = (suspension: number, outcome: 'reinstated' | 'removed' | 'lapsed') =>
        draft('suspension.ended', { suspension, outcome, reason: 'r', decided_by: [] })
      return { site, start, ended, last: () => site.instance.journal.size - 1 }
    }
    const DECIDED = 'suspension: { hears: 7 days, longest: 30 days, decided_by: steward }\n'

    it('that begins: the person, and those who decide, but whoever began it; where nobody is named, whoever could suspend', async () => {
      const { site, start } = await begun()
      assert.deepEqual(await told(site, start('elm', ['ash'])), ['birch suspension-waits', 'elm suspended'])
      assert.deepEqual(await told(site, start('ash')), ['ash suspended', 'birch suspension-waits'], 'nobody decides for themselves')
      assert.deepEqual(await told(site, start('elm')), ['birch suspension-waits', 'elm suspended'], 'who is suspended decides nothing')
      const other = await begun(`  guard: { title: Guard, purpose: Guards, gives: { wiki: judge }, may: [{ suspend: [helper] }] }\n`)
      const holder = { subject: other.site.subjectOf('cedar'), role: 'guard', from: formatInstant(other.site.played.now) }
      await other.site.write(draft('grant.made', { ...holder, clause: 'roles.guard', decided_by: [], door: 'founding' }))
      assert.deepEqual(await told(other.site, other.start('elm')), ['cedar suspension-waits', 'elm suspended'])
    })

    it('in which the person gave their side: those who decide, once, as long as it lasts', async () => {
      const { site, start, ended, last } = await begun()
      await told(site, start('elm', ['ash']))
      const first = last()
      await told(site, start('elm'))
      const second = last()
      const heard = (suspension: number) => draft('suspension.heard', { suspension, text: 'It was spam' })
      assert.deepEqual(await told(site, heard(first)), [])
      assert.deepEqual(await told(site, heard(second)), ['ash suspension-heard', 'birch suspension-heard'])
      assert.deepEqual(await told(site, ended(second, 'lapsed'), ended(first, 'reinstated'), heard(second)), [])
    })

    it('that is over: the person, once their roles have effect again, and of an end for good by their grants alone', async () => {
      const { site, start, ended, last } = await begun()
      await told(site, start('elm'))
      const first = last()
      await told(site, start('elm'))
      const second = last()
      assert.deepEqual(await told(site, ended(first, 'reinstated')), [], 'another one lasts')
      assert.deepEqual(await told(site, ended(second, 'lapsed')), ['elm reinstated'])
      await told(site, start('elm'))
      assert.deepEqual(await told(site, ended(last(), 'removed')), [])
    })

    it('in words that name nobody and tell no cause', async () => {
      const { site, start } = await begun()
      await site.write(start('elm', ['ash']))
      const { journal, charters } = site.instance
      const { charter } = await charters.inForce(journal.state)
      const [entry] = await journal.entries(journal.size - 1, 1)
      const known = knownNow(charter, journal.state, site.played.now, noFacts)
      const [, telling] = entry === undefined ? [] : tellingsOf(known, entry)
      assert.ok(telling !== undefined)
      const { subject, text } = messageOf(telling)
      assert.match(`${subject} ${text.join(' ')}`, /gave their side, or before \d{4}-\d\d-\d\d \d\d:\d\d \(UTC\)/)
      assert.doesNotMatch(JSON.stringify([subject, text, telling.names]), /elm|anger|misuse|\$/i)
    })
  })

  it('of a request: those who can decide; where nobody can, whoever asks', async () => {
    assert.deepEqual(await (async (site) => told(site, filing(site, 'elm')))(await smallSite(requestable('steward'))), [
      'ash request-waits',
      'birch request-waits',
    ])
    assert.deepEqual(await (async (site) => told(site, filing(site, 'elm')))(await smallSite(requestable('porter'))), [
      'elm request-nobody',
    ])
  })

  it('of an objection: the holder and who decided, each once', async () => {
    const site = await smallSite({})
    await site.grant('ash', 'helper', 'fir')
    const grant = [...site.instance.journal.state.grantsOf(site.subjectOf('fir'))].at(-1)?.id ?? -1
    const heard = await told(site, draft('grant.objected', { grant, by: site.subjectOf('elm'), reason: 'too soon' }))
    assert.ok(heard.includes('fir objected'), heard.join())
    assert.ok(!heard.some((one) => one.startsWith('elm')), heard.join())
  })

  it('of a source that a guard doubts: whoever may say whether it is so; of its return nobody, nor of jobs', async () => {
    const site = await smallSite({})
    const switched = (job: string, running: boolean) => draft('job.switched', { job, running, reason: '6 of 8 left' })
    assert.deepEqual(await told(site, switched('source:people', false)), ['ash source-doubted', 'birch source-doubted'])
    assert.deepEqual(await told(site, switched('source:people', true)), [])
    assert.deepEqual(await told(site, switched('sync', false)), [])
  })

  it('of what the clock said, each notice it can send: none is recorded and then kept to itself', async () => {
    const site = await smallSite({})
    await site.grant('ash', 'helper', 'fir')
    const grant = [...site.instance.journal.state.grantsOf(site.subjectOf('fir'))].at(-1)?.id ?? -1
    const notice = (to: string, template: string) =>
      draft('notice.sent', { subject: site.subjectOf(to), about: grant, template, by_channel: 'outbox' })
    for (const [to, template, hears] of [
      ['fir', 'ends/7', 'fir ends-soon'],
      ['birch', 'activation-review', 'birch activation-review'],
      ['birch', 'activation-review/late', 'birch activation-review-late'],
      ['fir', 'limit/0', 'fir limit-reached'],
      ['birch', 'limit/0', 'birch limit-report'],
      ['birch', 'vacant/helper', 'birch vacant'],
      ['birch', 'follow-up/escalated', 'birch follow-up'],
    ] as const)
      assert.deepEqual(await told(site, notice(to, template)), [hears])
  })
})
