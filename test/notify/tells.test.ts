/** Who hears of an entry: those who can act on it, and never those whom it must be kept from. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { tellingsOf } from '../../src/decide/tells/tells.ts'
import { draft, type Draft } from '../../src/ledger/entry.ts'
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
