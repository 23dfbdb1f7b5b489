/** Rights are put back to an earlier entry after somebody turned against the others; the wiki follows. On the simulated target. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { formatInstant } from '../../src/kernel/instant.ts'
import { draft } from '../../src/ledger/entry.ts'
import { restoreGrants } from '../../src/workflow/restore-grants.ts'
import { linesOf, operator } from '../support/hands.ts'
import { smallSite, type SmallSite } from '../support/small-site.ts'

function restore(site: SmallSite, by: string, to: number, more: { readonly dryRun?: boolean } = {}) {
  return restoreGrants(site.instance, { key: site.key(), caller: site.as(by), to, reason: 'Ash turned', dryRun: false, ...more })
}

const why = ({ decision }: { readonly decision: { readonly because: readonly { readonly text: string }[] } }) =>
  decision.because.map(({ text }) => text).join('; ')

/** Elm and Fir are helpers, Cedar is a scribe, and the wiki has it so; `good` is the last entry then. Afterwards Ash takes and gives as she likes. */
async function turned(): Promise<{ readonly site: SmallSite; readonly good: number }> {
  const site = await smallSite({ guards: 'people: 50, share: 100' })
  for (const [role, who] of [
    ['helper', 'elm'],
    ['helper', 'fir'],
    ['scribe', 'cedar'],
  ] as const)
    await site.grant('ash', role, who)
  await site.apply()
  const good = site.instance.journal.size - 1
  for (const [role, who] of [
    ['helper', 'elm'],
    ['helper', 'fir'],
    ['scribe', 'cedar'],
  ] as const)
    await site.remove('ash', role, who)
  await site.grant('ash', 'judge', 'fir')
  await site.apply()
  assert.deepEqual([site.groupsOf('Elm'), site.groupsOf('Fir'), site.groupsOf('Cedar')], [[], ['judge'], []])
  return { site, good }
}

describe('putting rights back', () => {
  it('is one batch by one other steward, the wiki follows, and a second time changes nothing', async () => {
    const { site, good } = await turned()
    const before = site.instance.journal.size
    const seen = await restore(site, 'birch', good, { dryRun: true })
    assert.equal(seen.decision.outcome, 'allowed')
    assert.deepEqual([seen.made.toSorted(), seen.ended], [['cedar as scribe', 'elm as helper', 'fir as helper'], ['fir as judge']])
    assert.equal(site.instance.journal.size, before, 'a dry run records nothing')
    const done = await restore(site, 'birch', good)
    assert.equal(done.decision.allowed, true, why(done))
    assert.equal(done.entry, before)
    const entries = await site.instance.journal.entries(before, 100)
    assert.deepEqual(
      entries.map(({ type }) => type),
      ['restore.done', 'grant.ended', 'grant.made', 'grant.made', 'grant.made'],
    )
    assert.equal(new Set(entries.map(({ at }) => at)).size, 1, 'of one moment')
    assert.deepEqual(linesOf((await site.plan()).observation.plan).toSorted(), [
      '+ Cedar scribe',
      '+ Elm helper',
      '+ Fir helper',
      '- Fir judge',
    ])
    await site.apply()
    assert.deepEqual([site.groupsOf('Elm'), site.groupsOf('Fir'), site.groupsOf('Cedar')], [['helper'], ['helper'], ['scribe']])
    const size = site.instance.journal.size
    assert.match(why(await restore(site, 'birch', good)), /everything is as it was/)
    assert.equal(site.instance.journal.size, size)
  })

  it('waits for as many persons as the powers ask for, and one of them twice is one', async () => {
    const roles = '  elder: { title: Elder, purpose: Agrees, gives: { wiki: elder } }\n'
    const more = '[helper, scribe, judge], stages: [{ by: steward }] }, { change: elder'
    const { site, good } = await elders({ groups: '    elder: { rights: delete }\n', roles, may: more })
    const first = await restore(site, 'ash', good)
    assert.equal(first.decision.outcome, 'pending', why(first))
    assert.equal((await restore(site, 'ash', good)).decision.outcome, 'pending')
    assert.deepEqual(
      site.instance.journal.state.grantsOf(site.subjectOf('elm')).filter(({ ended }) => ended === undefined),
      [],
    )
    const second = await restore(site, 'birch', good)
    assert.equal(second.decision.allowed, true, why(second))
    const [done] = await site.entries('restore.done')
    assert.ok(done?.type === 'restore.done')
    assert.deepEqual(
      done.fields.decided_by,
      ['ash', 'birch'].map((name) => `subject:${site.subjectOf(name)}`),
    )
    assert.deepEqual([...site.instance.journal.state.restoresAsked()], [])
  })

  it('forgets a word that is older than a day', async () => {
    const more = '[helper, scribe, judge], stages: [{ by: steward }] '
    const { site, good } = await elders({ may: more })
    assert.equal((await restore(site, 'ash', good)).decision.outcome, 'pending')
    site.pass('1 day')
    assert.equal((await restore(site, 'birch', good)).decision.outcome, 'pending')
  })

  it('takes fresh evidence over exactly these changes where a class asks for a second factor, and keeps it', async () => {
    const { site, good } = await elders(
      {
        right: 'seal: { text: Seal pages, class: grave }',
        groups: '    keeper: { rights: seal }\n',
        roles: '  keeper: { title: Keeper, purpose: Seals, gives: { wiki: keeper } }\n',
        may: '[helper, scribe, judge, keeper]',
        amendments: '{ by: steward }\nclasses: { grave: { text: Grave, level: 1, step_up: true } }',
      },
      'keeper',
    )
    const asked: string[] = []
    const proving = (evidence: string | undefined): typeof site.instance => ({
      ...site.instance,
      stepUp: {
        prove: ({ hash }) => {
          asked.push(hash)
          return Promise.resolve(evidence)
        },
      },
    })
    const command = { to: good, reason: 'Ash turned', dryRun: false }
    const size = site.instance.journal.size
    const claimed = await restoreGrants(proving(undefined), { ...command, key: site.key(), caller: site.as('birch') })
    assert.match(why(claimed), /fresh second factor/, 'a session that only claims one is not enough')
    assert.equal(site.instance.journal.size, size)
    const done = await restoreGrants(proving('signed'), { ...command, key: site.key(), caller: site.as('birch') })
    assert.equal(done.decision.allowed, true, why(done))
    const [word] = await site.entries('restore.asked')
    assert.ok(word?.type === 'restore.asked')
    assert.equal(word.fields.evidence, 'signed')
    assert.equal(done.entry, word.seq + 1)
    assert.match(asked[0] ?? '', /^[0-9a-f]{64}$/)
    assert.equal(asked[0], asked[1], 'the same changes, the same hash')
  })

  it('is nobody’s who could undo none of it, nor the operator’s', async () => {
    const { site, good } = await turned()
    assert.match(why(await restore(site, 'elm', good)), /holds nothing that could undo/)
    const byOperator = await restoreGrants(site.instance, { key: 'o', caller: operator, to: good, reason: 'I run it', dryRun: false })
    assert.match(why(byOperator), /only persons/)
    assert.match(why(await restore(site, 'birch', 99_999)), /there is no entry 99999/)
  })

  it('never brings back what a departed or suspended person held, nor what has run out, and lists it', async () => {
    const site = await smallSite()
    await site.grant('ash', 'helper', 'elm')
    await site.grant('ash', 'helper', 'fir')
    const until = { kind: 'until', until: site.played.now + 5 * 86_400_000 } as unknown as Parameters<SmallSite['grant']>[3]
    await site.grant('ash', 'scribe', 'cedar', until)
    const good = site.instance.journal.size - 1
    for (const [role, who] of [
      ['helper', 'elm'],
      ['helper', 'fir'],
      ['scribe', 'cedar'],
    ] as const)
      await site.remove('ash', role, who)
    const [elm, fir] = [site.subjectOf('elm'), site.subjectOf('fir')]
    await site.write(draft('person.departed', { subject: elm, from: formatInstant(site.played.now) }))
    await site.write(draft('suspension.started', { subject: fir, cause: 'misuse', reason: 'Seen', clause: 'suspension', decided_by: [] }))
    site.pass('6 days')
    const answer = await restore(site, 'birch', good)
    assert.equal(answer.decision.allowed, false)
    assert.deepEqual(answer.left, [
      { what: 'elm as helper', why: 'elm has left' },
      { what: 'fir as helper', why: 'fir is suspended' },
      { what: 'cedar as scribe', why: 'it has run out since' },
    ])
  })
})

/** Two stewards who need each other for every change: elm held a role, helper where none is said, and holds none any more. */
async function elders(
  options: Parameters<typeof smallSite>[0],
  role = 'helper',
): Promise<{ readonly site: SmallSite; readonly good: number }> {
  const site = await smallSite(options)
  const subject = site.subjectOf('elm')
  const made = site.instance.journal.size
  await site.write(
    draft('grant.made', {
      subject,
      role,
      from: formatInstant(site.played.now),
      clause: 'roles.steward.may[0]',
      decided_by: [],
      door: 'power',
    }),
  )
  const good = site.instance.journal.size - 1
  await site.write(
    draft('grant.ended', {
      subject,
      grant: made,
      from: formatInstant(site.played.now),
      clause: 'roles.steward.may[0]',
      decided_by: [],
      cause: 'removed',
    }),
  )
  return { site, good }
}
