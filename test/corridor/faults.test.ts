/** What goes wrong between a decision and the target, through the whole workflow, on the simulated target. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { formatInstant, instant } from '../../src/kernel/instant.ts'
import { draft } from '../../src/ledger/entry.ts'
import type { FaultRule } from '../../src/targets/simulated/faults.ts'
import { renamed } from '../../src/targets/simulated/simulated-target.ts'
import { guardsOf, linesOf, operator } from '../support/hands.ts'
import { smallSite, smallSiteCharter, type SmallSite } from '../support/small-site.ts'

const down: FaultRule = { on: 'apply', fault: { kind: 'down' } }

/** Nothing is left to do, and the ledger is whole. */
async function assertQuiet(site: SmallSite): Promise<void> {
  const { observation } = await site.plan()
  assert.deepEqual([linesOf(observation.plan), linesOf(observation.urgent), guardsOf({ observation } as never)], [[], [], []])
  assert.deepEqual((await site.instance.journal.verify()).problems, [])
}

const reasonsOf = async (site: SmallSite) =>
  (await site.entries('effect.failed')).map((entry) => (entry.type === 'effect.failed' ? entry.fields.reason : undefined))

describe('a target that fails', () => {
  it('before it is read changes and records nothing', async () => {
    const site = await smallSite({ holders: 10 })
    await site.grant('ash', 'helper', 'elm')
    for (const failure of ['unavailable', 'busy', 'denied', 'incomplete'] as const) {
      site.faults = [{ on: 'read', fault: { kind: 'fails', failure, code: `wiki-${failure}` } }]
      const { size } = site.instance.journal
      for (const answer of [await site.tryPlan(), await site.tryApply()]) {
        assert.ok(!answer.ok)
        assert.deepEqual([answer.error.kind, answer.error.code], [failure, `wiki-${failure}`])
      }
      assert.equal(site.instance.journal.size, size)
    }
    site.faults = []
    assert.deepEqual((await site.apply()).routine?.outcome?.confirmed, 1)
    await assertQuiet(site)
  })

  it('in the middle of an apply is left half done, and the next apply does the rest', async () => {
    const site = await smallSite({ holders: 3 })
    for (const who of ['cedar', 'elm', 'fir']) await site.grant('ash', 'helper', who)
    site.faults = [{ ...down, calls: [2, 1000] }]
    const cut = await site.apply()
    assert.equal(cut.routine?.outcome?.confirmed, 1)
    assert.equal(cut.routine?.outcome?.failed, 2)
    assert.equal((await reasonsOf(site)).length, 2)
    site.faults = []
    const rest = await site.apply()
    assert.equal(rest.routine?.plan.plan.lines.length, 2, 'what was confirmed is not done again')
    assert.deepEqual(
      ['Cedar', 'Elm', 'Fir'].map((name) => site.groupsOf(name)),
      [['helper'], ['helper'], ['helper']],
    )
    await assertQuiet(site)
  })

  it('and cannot be read back confirms nothing; what took effect all the same is recorded by the next plan without a call', async () => {
    const site = await smallSite()
    await site.grant('ash', 'helper', 'elm')
    const reads = site.target.calls().read
    site.faults = [{ on: 'read', calls: [reads + 2, 1000], fault: { kind: 'down' } }]
    const cut = await site.apply()
    assert.deepEqual([cut.routine?.outcome?.confirmed, cut.routine?.outcome?.failed], [0, 1])
    assert.equal((await site.entries('effect.confirmed')).filter((entry) => JSON.stringify(entry).includes('helper')).length, 0)
    site.faults = []
    const calls = site.target.calls().apply
    await assertQuiet(site)
    assert.equal(site.target.calls().apply, calls)
    assert.equal((await site.entries('effect.confirmed')).filter((entry) => JSON.stringify(entry).includes('helper')).length, 1)
  })

  it('with half of one account’s changes is finished by the next apply', async () => {
    const site = await smallSite()
    for (const role of ['helper', 'scribe', 'judge']) await site.grant('ash', role, 'elm')
    site.faults = [{ on: 'apply', calls: [1, 5], fault: { kind: 'half-applied', changes: 1 } }]
    const cut = await site.apply()
    assert.deepEqual([cut.routine?.outcome?.confirmed, cut.routine?.outcome?.failed], [1, 2], 'what did take effect is confirmed')
    site.faults = []
    assert.equal((await site.apply()).routine?.outcome?.confirmed, 2)
    assert.deepEqual(site.groupsOf('Elm'), ['helper', 'judge', 'scribe'])
    await assertQuiet(site)
  })

  it('that lies is found out by reading back, told, and tried again', async () => {
    const site = await smallSite()
    await site.grant('ash', 'helper', 'elm')
    site.faults = [{ on: 'apply', fault: { kind: 'lying' } }]
    for (let run = 1; run <= 2; run += 1) {
      const lied = await site.apply()
      assert.deepEqual([lied.routine?.outcome?.confirmed, lied.routine?.outcome?.failed], [0, 1])
      assert.deepEqual(
        await reasonsOf(site),
        Array.from({ length: run }, () => 'read back: the membership does not stand'),
      )
    }
    site.faults = []
    assert.equal((await site.apply()).routine?.outcome?.confirmed, 1)
    assert.deepEqual(site.groupsOf('Elm'), ['helper'])
    await assertQuiet(site)
  })

  it('that shows its writes late gets a failed line, and no second change', async () => {
    const site = await smallSite()
    await site.grant('ash', 'helper', 'elm')
    site.faults = [{ on: 'apply', calls: [1, 1], fault: { kind: 'delayed', milliseconds: 60_000 } }]
    assert.equal((await site.apply()).routine?.outcome?.failed, 1)
    site.faults = []
    site.pass('2 minutes')
    const calls = site.target.calls().apply
    await site.apply()
    assert.equal(site.target.calls().apply, calls)
    await assertQuiet(site)
  })

  it('that is slow or asks to wait gets there in one apply', async () => {
    const site = await smallSite()
    await site.grant('ash', 'helper', 'elm')
    await site.grant('ash', 'scribe', 'fir')
    site.faults = [
      { on: 'apply', fault: { kind: 'slow', milliseconds: 30_000 } },
      { on: 'apply', calls: [1, 2], fault: { kind: 'rate-limit', retryAfter: 5000 } },
    ]
    assert.equal((await site.apply()).routine?.outcome?.confirmed, 2)
    site.faults = []
    await assertQuiet(site)
  })

  it('that denies everything from some call on stops the run instead of being asked for every account', async () => {
    const site = await smallSite({ standing: Object.fromEntries(walkers(5).map((name) => [name, []])) })
    for (const name of walkers(5)) assert.equal(await site.grant('ash', 'helper', name), 'allowed')
    const calls = site.target.calls().apply
    site.faults = [{ on: 'apply', calls: [calls + 3, 1000], fault: { kind: 'fails', failure: 'denied', code: 'assertuserfailed' } }]
    const cut = await site.apply()
    assert.equal(cut.routine?.outcome?.confirmed, 2)
    assert.ok(site.target.calls().apply <= calls + 4, 'a credential that is denied twice is not used again')
    assert.equal(cut.routine?.outcome?.stopped?.code, 'assertuserfailed')
    site.faults = []
    assert.equal((await site.apply()).routine?.outcome?.confirmed, 3)
    await assertQuiet(site)
  })
})

const walkers = (count: number) => Array.from({ length: count }, (_, index) => `Walker ${String(index + 1).padStart(2, '0')}`)

describe('a target that changes by itself', () => {
  it('and calls an account otherwise leaves its grants where they are', async () => {
    const site = await smallSite()
    await site.grant('ash', 'helper', 'elm')
    await site.apply()
    site.target.update((state) => renamed(state, site.idOf('Elm'), 'Elm the Second'))
    await assertQuiet(site)
    assert.deepEqual(site.groupsOf('Elm the Second'), ['helper'])
    assert.equal(site.instance.journal.state.account(`wiki:${site.idOf('Elm the Second')}`)?.name, 'Elm the Second')
    assert.equal(await site.remove('ash', 'helper', 'elm'), 'allowed')
    await site.apply()
    assert.deepEqual(site.groupsOf('Elm the Second'), [])
  })

  it('and renames in the middle of an apply changes the account it was to change', async () => {
    const site = await smallSite()
    await site.grant('ash', 'helper', 'elm')
    const id = site.idOf('Elm')
    site.faults = [{ on: 'apply', calls: [1, 1], fault: { kind: 'rename', id, name: 'Somebody else' } }]
    await site.apply()
    site.faults = []
    assert.deepEqual(site.groupsOf('Somebody else'), ['helper'])
    await assertQuiet(site)
  })

  it('and loses a group says so, removes nobody, and goes on when it is back', async () => {
    const site = await smallSite({ holders: 4 })
    await site.grant('ash', 'scribe', 'elm')
    await site.grant('ash', 'helper', 'fir')
    site.target.update((state) => ({ ...state, groups: state.groups.filter((group) => group !== 'helper') }))
    const { observation } = await site.plan()
    assert.deepEqual(
      observation.plan.issues.map(({ group }) => group),
      ['helper'],
    )
    assert.match(observation.plan.issues[0]?.text ?? '', /5 memberships wait for it/)
    assert.deepEqual(linesOf(observation.plan), ['+ Elm scribe'])
    await site.apply()
    assert.deepEqual(site.groupsOf('Elm'), ['scribe'])
    assert.deepEqual(site.groupsOf('Holder 001'), ['helper'])
    site.target.update((state) => ({ ...state, groups: [...state.groups, 'helper'] }))
    await site.apply()
    assert.deepEqual(site.groupsOf('Fir'), ['helper'])
    await assertQuiet(site)
  })

  it('and forgets the members of a lost group too is stopped before anything else is changed', async () => {
    const site = await smallSite({ holders: 20, guards: 'people: 5, share: 10' })
    await site.plan()
    await site.grant('ash', 'scribe', 'elm')
    site.target.update((state) => ({
      ...state,
      groups: state.groups.filter((group) => group !== 'helper'),
      accounts: state.accounts.map((account) => ({
        ...account,
        memberships: account.memberships.filter(({ group }) => group !== 'helper'),
      })),
    }))
    const stopped = await site.apply()
    assert.deepEqual(guardsOf(stopped.planned), ['source-shrank'])
    assert.equal(stopped.routine?.outcome, undefined)
    assert.equal((await site.entries('drift.found')).length, 0)
  })
})

describe('a listing that is short and claims to be whole', () => {
  it('removes nobody, reports nobody as gone, and is over when the listing is whole again', async () => {
    const site = await smallSite({ holders: 30, wiki: 'drift: revert' })
    await site.plan()
    await site.grant('ash', 'helper', 'elm')
    site.faults = [{ on: 'read', fault: { kind: 'short', accounts: 4 } }]
    const stopped = await site.apply()
    assert.ok(guardsOf(stopped.planned).includes('source-shrank'))
    assert.equal(stopped.routine?.outcome, undefined)
    assert.deepEqual([(await site.entries('drift.found')).length, site.target.calls().apply], [0, 0])
    site.faults = []
    assert.equal((await site.apply()).routine?.outcome?.confirmed, 1)
    await assertQuiet(site)
  })

  it('at the adoption makes nobody lose anything: who was not listed is reported later', async () => {
    const site = await smallSite({ holders: 30, ready: false, wiki: 'drift: revert' })
    site.faults = [{ on: 'read', fault: { kind: 'short', accounts: 8 } }]
    await site.adopt()
    site.faults = []
    await site.mode('enforce')
    const first = await site.apply()
    assert.ok(first.planned.observation.plan.lines.length > 20)
    assert.ok(guardsOf(first.planned).includes('people'))
    assert.equal(site.target.calls().apply, 0)
    assert.deepEqual(site.groupsOf('Holder 030'), ['helper'])
  })

  it('that is true after all is believed once somebody approves it', async () => {
    const site = await smallSite({ holders: 30, guards: 'people: 5, share: 10' })
    await site.plan()
    for (let index = 1; index <= 12; index += 1) site.tamper(`Holder ${String(index).padStart(3, '0')}`, { remove: 'helper' })
    const stopped = await site.plan()
    assert.deepEqual(guardsOf(stopped), ['source-shrank'])
    assert.equal((await site.entries('drift.found')).length, 0)
    const entry = stopped.routine?.entry ?? assert.fail('there is nothing that could be approved')
    assert.equal((await site.approve(site.as('ash'), entry)).outcome, 'allowed')
    await site.apply()
    assert.equal((await site.entries('drift.found')).length, 12)
    assert.equal(site.target.calls().apply, 0)
  })
})

describe('a charter edit that would empty groups', () => {
  const twelve = (role: string) => Object.fromEntries(walkers(12).map((name) => [`${role} ${name}`, [role]]))
  const standing = { ...twelve('helper'), ...twelve('scribe') }

  it('is stopped by guards, and nobody loses anything', async () => {
    const site = await smallSite({ standing, guards: 'people: 5, share: 10' })
    await site.plan()
    const edited = smallSiteCharter({ guards: 'people: 5, share: 10' })
      .replace('gives: { wiki: helper }', 'gives: { wiki: judge }')
      .replace('gives: { wiki: scribe }', 'gives: { wiki: judge }')
    await site.adoptCharter(edited, 'ash')
    const stopped = await site.apply()
    assert.equal(stopped.planned.observation.plan.lines.filter(({ change }) => change.kind === 'remove').length, 24)
    const guards = guardsOf(stopped.planned)
    for (const guard of ['people', 'removal-share', 'group-share', 'empties-group'])
      assert.ok(guards.includes(guard), `${guard} is not among ${guards.join(', ')}`)
    assert.equal(stopped.routine?.outcome, undefined)
    assert.equal(site.target.calls().apply, 0)
    await site.adoptCharter(smallSiteCharter({ guards: 'people: 5, share: 10' }), 'birch')
    await assertQuiet(site)
  })

  it('that drops the roles themselves takes nothing from their holders', async () => {
    const site = await smallSite({ standing, guards: 'people: 5, share: 10' })
    await site.plan()
    const edited = smallSiteCharter({ guards: 'people: 5, share: 10', may: '[judge]' })
      .split('\n')
      .filter((line) => !/^ {2}(helper|scribe): \{ title/.test(line))
      .join('\n')
    await site.adoptCharter(edited, 'ash')
    const { observation } = await site.plan()
    assert.deepEqual(linesOf(observation.plan), [])
    assert.equal(observation.plan.skipped.filter(({ kind }) => kind === 'held').length, 24)
  })
})

describe('approve-once', () => {
  /** A plan that takes the role `helper` from seven people: more than five. */
  async function stoppedPlan(): Promise<{ readonly site: SmallSite; readonly entry: number }> {
    const site = await smallSite({ holders: 10, guards: 'people: 5, share: 90', roles: robot })
    for (let index = 1; index <= 7; index += 1) await site.remove('ash', 'helper', `Holder ${String(index).padStart(3, '0')}`)
    const stopped = await site.plan()
    assert.deepEqual(guardsOf(stopped), ['people'])
    return { site, entry: stopped.routine?.entry ?? assert.fail() }
  }
  const robot = '  robot: { title: Robot, purpose: Runs, gives: { wiki: judge } }\n'
  const remaining = (site: SmallSite) =>
    Array.from({ length: 10 }, (_, index) => site.groupsOf(`Holder ${String(index + 1).padStart(3, '0')}`)).flat().length

  it('by a person who is not behind the plan lets it run, once', async () => {
    const { site, entry } = await stoppedPlan()
    assert.equal((await site.apply()).routine?.outcome, undefined, 'it does not run without')
    assert.equal((await site.approve(site.as('birch'), openPlan(site))).outcome, 'allowed')
    assert.notEqual(entry, undefined)
    assert.equal((await site.apply()).routine?.outcome?.confirmed, 7)
    assert.equal(remaining(site), 3)
    await assertQuiet(site)
    for (let index = 1; index <= 7; index += 1) site.tamper(`Holder ${String(index).padStart(3, '0')}`, { add: 'helper' })
    await site.apply()
    assert.equal(remaining(site), 10, 'the same difference a second time is drift, and the approval is used up')
  })

  it('still holds when a plan is made in between that says the same', async () => {
    const { site, entry } = await stoppedPlan()
    await site.approve(site.as('birch'), entry)
    await site.plan()
    assert.equal((await site.apply()).routine?.outcome?.confirmed, 7)
  })

  it('holds although an account whose membership ran out is no longer looked at', async () => {
    const site = await smallSite({ holders: 10, guards: 'people: 5, share: 90' })
    const until = { kind: 'until', until: instant(site.played.now + 60_000) } as const
    assert.equal(await site.grant('ash', 'scribe', 'elm', until), 'allowed')
    await site.apply()
    site.pass('5 minutes')
    for (let index = 1; index <= 7; index += 1) await site.remove('ash', 'helper', `Holder ${String(index).padStart(3, '0')}`)
    const stopped = await site.plan()
    assert.equal((await site.approve(site.as('birch'), stopped.routine?.entry ?? assert.fail())).outcome, 'allowed')
    assert.equal((await site.apply()).routine?.outcome?.confirmed, 7)
  })

  it('is refused to who is behind the plan or concerned, to the operator, to who has not the right, and without a reason', async () => {
    const { site, entry } = await stoppedPlan()
    const texts = [
      await site.approve(site.as('ash'), entry),
      await site.approve(operator, entry),
      await site.approve({ ...operator, actor: { kind: 'operator', name: 'tester', for: site.subjectOf('birch') } }, entry),
      await site.approve(site.as('Holder 001'), entry),
      await site.approve(site.as('Holder 009'), entry),
      await site.approve(site.as('birch'), entry, '  '),
      await site.approve(site.as('birch'), 0),
      await site.approve(site.as('birch'), 99_999),
    ].map(({ outcome, because }) => `${outcome}: ${because[0]?.text}`)
    assert.deepEqual(texts, [
      'refused: another person has to: you brought lines of this plan about, or they concern you',
      'refused: the operator never approves; do it yourself, in your own name',
      'refused: the operator never approves; do it yourself, in your own name',
      'refused: only holders of the right `writ.override-guard` may',
      'refused: only holders of the right `writ.override-guard` may',
      'refused: say why the plan should run',
      'refused: entry 0 is no plan',
      'refused: entry 99999 is no plan',
    ])
    assert.equal((await site.apply()).routine?.outcome, undefined)
    assert.equal(remaining(site), 10)
  })

  it('ends after an hour', async () => {
    const { site, entry } = await stoppedPlan()
    await site.approve(site.as('birch'), entry)
    site.pass('60 minutes')
    assert.equal((await site.apply()).routine?.outcome, undefined)
    assert.equal(remaining(site), 10)
  })

  it('does not hold for a target that changed since, nor for another plan', async () => {
    const { site, entry } = await stoppedPlan()
    await site.approve(site.as('birch'), entry)
    site.tamper('Fir', { add: 'scribe' })
    assert.equal((await site.apply()).routine?.outcome, undefined)
    const anew = openPlan(site)
    assert.notEqual(anew, entry)
    assert.match((await site.approve(site.as('birch'), entry)).because[0]?.text ?? '', /does not wait for an approval|make a new plan/)
    await site.approve(site.as('birch'), anew)
    await site.remove('ash', 'helper', 'Holder 008')
    assert.equal((await site.apply()).routine?.outcome, undefined)
    assert.equal(remaining(site), 10)
  })

  it('is refused when the target changed between the plan and the approval', async () => {
    const { site, entry } = await stoppedPlan()
    site.tamper('Holder 010', { remove: 'helper' })
    assert.match((await site.approve(site.as('birch'), entry)).because[0]?.text ?? '', /changed since; make a new plan/)
  })

  it('is used up by a run that the target cuts; what is left needs another look', async () => {
    const { site, entry } = await stoppedPlan()
    await site.approve(site.as('birch'), entry)
    const { apply } = site.target.calls()
    site.faults = [{ ...down, calls: [apply + 2, 10_000] }]
    assert.equal((await site.apply()).routine?.outcome?.confirmed, 1)
    site.faults = []
    const rest = await site.apply()
    assert.equal(rest.routine?.plan.plan.lines.length, 6)
    assert.equal(rest.routine?.outcome, undefined, 'six people are still more than five')
  })

  const openPlan = (site: SmallSite) => site.instance.journal.state.openPlans('wiki').at(-1)?.id ?? assert.fail('no plan is open')
})

describe('what is due at once', () => {
  it('is taken outside of the guards, while the routine plan stays stopped', async () => {
    const site = await smallSite({ holders: 20, guards: 'people: 5, share: 10' })
    for (let index = 1; index <= 7; index += 1) await site.remove('ash', 'helper', `Holder ${String(index).padStart(3, '0')}`)
    const urgent = ['Holder 011', 'Holder 012', 'Holder 013', 'Holder 014', 'Holder 015', 'Holder 016', 'Holder 017']
    await site.write(
      ...urgent.map((who) =>
        draft('suspension.started', {
          subject: site.subjectOf(who),
          cause: 'misuse',
          reason: 'Broke the rules',
          clause: 'suspension',
          decided_by: [`subject:${site.subjectOf('ash')}`],
        }),
      ),
    )
    const answer = await site.apply()
    assert.equal(answer.urgent?.outcome?.confirmed, 7)
    assert.equal(answer.routine?.outcome, undefined)
    assert.deepEqual(
      urgent.flatMap((name) => site.groupsOf(name)),
      [],
    )
    assert.deepEqual(site.groupsOf('Holder 001'), ['helper'])
    const approved = await site.approve(site.as('birch'), answer.routine?.plan.entry ?? 0)
    assert.equal(approved.outcome, 'allowed', 'the plan that is left can be approved as it stands')
    assert.equal((await site.apply()).routine?.outcome?.confirmed, 7)
  })

  it('waits for a failing target only, and happens when it is back', async () => {
    const site = await smallSite({ holders: 3 })
    await site.write(
      draft('person.departed', { subject: site.subjectOf('Holder 001'), from: formatInstant(site.played.now), reason: 'Left' }),
    )
    site.faults = [{ ...down }]
    assert.equal((await site.apply()).urgent?.outcome?.confirmed, 0)
    assert.deepEqual(site.groupsOf('Holder 001'), ['helper'])
    site.faults = []
    assert.equal((await site.apply()).urgent?.outcome?.confirmed, 1)
    assert.deepEqual(site.groupsOf('Holder 001'), [])
    await assertQuiet(site)
  })

  it('is not undone by who comes back: a reinstated person gets the grant’s effect with the next routine plan', async () => {
    const site = await smallSite({ holders: 3 })
    const subject = site.subjectOf('Holder 002')
    const started = site.instance.journal.size
    await site.write(
      draft('suspension.started', { subject, cause: 'compromised', reason: 'Odd edits', clause: 'suspension', decided_by: [] }),
    )
    await site.apply()
    assert.deepEqual(site.groupsOf('Holder 002'), [])
    await site.write(draft('suspension.ended', { suspension: started, outcome: 'reinstated', reason: 'It was him', decided_by: [] }))
    const back = await site.apply()
    assert.deepEqual(linesOf(back.planned.observation.plan), ['+ Holder 002 helper'])
    assert.deepEqual(site.groupsOf('Holder 002'), ['helper'])
  })

  it('is due expiry too, on a target that does not end memberships by itself as on one that does', async () => {
    const site = await smallSite()
    const until = instant(site.played.now + 3_600_000)
    await site.grant('ash', 'helper', 'elm', { kind: 'until', until })
    await site.apply()
    assert.equal(site.endOf('Elm', 'helper'), until)
    // somebody makes it unlimited behind Writ's back
    site.tamper('Elm', { add: 'helper' })
    assert.equal(site.endOf('Elm', 'helper'), undefined)
    site.pass('2 hours')
    await site.apply()
    assert.deepEqual(site.groupsOf('Elm'), [])
    assert.equal((await site.entries('grant.ended')).length, 1)
  })
})
