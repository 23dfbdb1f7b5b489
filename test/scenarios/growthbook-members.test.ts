/** Who may be a member of a GrowthBook, run by run against a server of its own: removed for a violation or for idleness, and back after a new login. */
import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { parseCharter } from '../../src/charter/parse.ts'
import { parseRoster } from '../../src/charter/roster.ts'
import { instant } from '../../src/kernel/instant.ts'
import type { Entry } from '../../src/ledger/entry.ts'
import { growthBookTarget } from '../../src/targets/growthbook/growthbook-target.ts'
import { levelsOf } from '../../src/targets/growthbook/levels.ts'
import { charterDocument } from '../../src/workflow/charter-document.ts'
import { createInstance } from '../../src/workflow/instance.ts'
import { openJournal } from '../../src/workflow/journal.ts'
import type { FactSource } from '../../src/workflow/ports.ts'
import { setUp } from '../../src/workflow/set-up.ts'
import { FakeGrowthBook } from '../services/fake-growthbook/server.ts'
import { handsOf, operator } from '../support/hands.ts'
import { MemoryStore } from '../support/memory-store.ts'
import { nodeHashing, seededRandomness } from '../support/outside.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const charterText = `writ: 1
title: One project
targets:
  growthbook:
    connector: growthbook
    members: { requires: works-here, inactive: { after: 90 days, by: last-login, grace: 90 days, then: end } }
    guards: { people: 2, share: 10, keep_last: admin }
facts:
  works-here: { text: Works here, source: personnel, type: yes-no, fresh: 1 day, set_by: others }
  last-login: { text: Last login, source: growthbook, type: date, about: account, fresh: 1 day }
conditions:
  works-here: { text: Works here, fact: works-here, is: true }
rights:
  growthbook: { ReadData: { text: See what is in the project }, TeamManagementFullAccess: { text: Decide who may what } }
groups:
  growthbook:
    read-only: { rights: ReadData, settings: { role: readonly, project: designated } }
    admins: { rights: [ReadData, TeamManagementFullAccess], settings: { role: admin } }
  writ: { keepers: { rights: [apply, override-guard] } }
roles:
  reader: { title: Reader, purpose: Looks, gives: { growthbook: read-only }, requires: { condition: works-here, then: pause } }
  admin: { title: Admin, purpose: Decides, gives: { growthbook: admins, writ: keepers }, may: [{ change: [reader, keeper, admin] }] }
  keeper: { title: Keeper, purpose: Keeps it running, gives: { writ: keepers } }
amendments: { by: admin }
`
const readers = ['ada', 'bo', 'cleo', 'dan']
const mail = (handle: string) => `${handle}@example.org`

/** An administrator and four readers, all of whom logged in today, work here and have their role on the server. */
async function organisation(test: TestContext) {
  let now = Date.parse('2026-11-28T10:00:00Z')
  const clock = { now: () => instant(now) }
  const fake = new FakeGrowthBook(() => now)
  fake.projects.push({ id: 'prj_one', name: 'Experiments' })
  fake.join(mail('chief'), { role: 'admin', lastLogin: now })
  for (const handle of readers) fake.logIn(mail(handle)).projectRoles = [{ project: 'prj_one', role: 'readonly', environments: [] }]
  const api = await fake.start()
  test.after(() => fake.stop())
  const levels = levelsOf(
    { 'read-only': { role: 'readonly', project: 'designated' }, admins: { role: 'admin' } },
    { designated: 'Experiments' },
  )
  const files = [{ name: 'charter.yaml', text: charterText }]
  const parsed = parseCharter(files)
  assert.ok(levels.ok && parsed.ok, JSON.stringify(parsed))
  const sleep = async (milliseconds: number) => {
    now += milliseconds
  }
  const target = growthBookTarget({ id: 'growthbook', api: new URL(api), key: fake.key, clock, sleep, levels: levels.value })
  const works = new Map<string, boolean>(['chief', ...readers].map((handle) => [handle, true]))
  const personnel: FactSource = {
    id: 'personnel',
    read: async () => ({
      kind: 'complete',
      asOf: clock.now(),
      facts: [...works].map(([about, value]) => ({ fact: 'works-here', about, value, asOf: clock.now() })),
    }),
  }
  const person = (handle: string, role: string) =>
    `  - { handle: ${handle}, accounts: [{ target: growthbook, name: ${mail(handle)}, kind: personal }], roles: [{ role: ${role} }] }\n`
  const roster = parseRoster(`people:\n${person('chief', 'admin')}${readers.map((one) => person(one, 'reader')).join('')}`)
  assert.ok(roster.ok)
  const store = new MemoryStore()
  const outside = { clock, hashing: nodeHashing, randomness: seededRandomness(7) }
  const journal = await openJournal({ store, outside })
  const instance = createInstance({ journal, store, outside, targets: new Map([['growthbook', target]]), sources: [personnel], sleep })
  await setUp(instance, {
    document: charterDocument(files),
    source: parsed.value,
    demo: true,
    name: 'test',
    operator: 'tester',
    administrator: { handle: 'chief', role: 'admin' },
    founders: roster.value,
  })
  const hands = handsOf(instance, 'growthbook')
  await hands.adopt()
  await hands.mode('enforce')
  await hands.apply()
  return {
    fake,
    hands,
    works,
    run: async () => {
      now += 15 * 60_000
      fake.calls.length = 0
      return (await hands.apply()).members
    },
    pass: (milliseconds: number) => {
      now += milliseconds
    },
    isMember: (handle: string) => fake.members.some(({ email }) => email === mail(handle)),
    rolesOf: (handle: string) => fake.members.find(({ email }) => email === mail(handle))?.projectRoles.map(({ role }) => role),
    /** What was done to a member, in order, by the server's own journal. */
    doneTo: (id: string) =>
      fake.calls
        .filter(({ method, path }) => method !== 'GET' && path.includes(id))
        .map(({ method, path, status, body }) => `${method} ${path.replace(id, 'ID')} ${status} ${JSON.stringify(body ?? null)}`),
  }
}

describe('members of a GrowthBook', () => {
  it('are removed when a condition is proven false: first what they may do, then the membership, and it is seen', async (test) => {
    const { fake, hands, works, run, isMember, doneTo } = await organisation(test)
    const id = fake.members.find(({ email }) => email === mail('ada'))?.id ?? ''
    works.set('ada', false)
    assert.deepEqual(await run(), { removed: 1, held: 0, problems: [] })
    assert.equal(isMember('ada'), false)
    const done = doneTo(id)
    const lastWrite = done.findLastIndex((one) => one.startsWith('POST'))
    assert.equal(
      done.findIndex((one) => one.startsWith('DELETE')),
      lastWrite + 1,
      done.join('\n'),
    )
    assert.match(done[lastWrite] ?? '', /"projectRoles":\[\]/)
    assert.equal(fake.calls.at(-1)?.method, 'GET', 'looked at again')
    const [entry] = (await hands.entries('member.removed')) as readonly Extract<Entry, { type: 'member.removed' }>[]
    assert.deepEqual(
      [entry?.fields.account, entry?.fields.clause, entry?.fields.reason],
      [`growthbook:${id}`, 'targets.growthbook.members.requires', '`ada@example.org` does not fulfil `works-here`'],
    )
    assert.deepEqual(await run(), { removed: 0, held: 0, problems: [] }, 'nothing is left to do')
  })

  it('are removed when idle, come back by a login without a tier, and get it with the next run', async (test) => {
    const { fake, hands, run, pass, isMember, rolesOf } = await organisation(test)
    assert.deepEqual(rolesOf('bo'), ['readonly'])
    pass(90 * DAY + 11 * HOUR)
    assert.deepEqual(await run(), { removed: 0, held: 0, problems: [] }, 'half a day more, for the stamp')
    for (const handle of ['chief', 'ada', 'cleo', 'dan']) fake.logIn(mail(handle))
    pass(2 * HOUR)
    assert.deepEqual(await run(), { removed: 1, held: 0, problems: [] })
    assert.equal(isMember('bo'), false)
    assert.deepEqual(await run(), { removed: 0, held: 0, problems: [] }, 'the role waits for a login')
    assert.deepEqual(await hands.entries('drift.found'), [], 'the removal is no change behind the back of Writ')
    fake.logIn(mail('bo'))
    assert.deepEqual([rolesOf('bo'), fake.members.at(-1)?.role], [[], fake.defaultRole])
    await run()
    assert.deepEqual(rolesOf('bo'), ['readonly'])
  })

  it('stay while a source is silent, for idleness too', async (test) => {
    const { works, run, pass, isMember } = await organisation(test)
    works.delete('cleo')
    pass(200 * DAY)
    const { held } = await run()
    assert.ok(held >= 1)
    assert.equal(isMember('cleo'), true)
  })

  it('stay all of them where one run would remove more than the guards let it, and the last administrator always', async (test) => {
    const { works, run, isMember } = await organisation(test)
    for (const handle of ['chief', ...readers]) works.set(handle, false)
    const { removed, held, problems } = await run()
    assert.deepEqual([removed, held, problems.length], [0, 1, 1])
    assert.match(problems[0] ?? '', /4 of 5 members would be removed at once; 2 are allowed/)
    assert.ok(['chief', ...readers].every(isMember))
    works.set('ada', true)
    works.set('bo', true)
    assert.deepEqual(await run(), { removed: 2, held: 1, problems: [] })
    assert.deepEqual(['chief', ...readers].filter(isMember), ['chief', 'ada', 'bo'])
  })

  it('leave all at once where a person lets exactly that run once: not the operator, nor whom it concerns', async (test) => {
    const { hands, works, run, isMember } = await organisation(test)
    assert.equal(await hands.grant('chief', 'keeper', 'dan'), 'allowed')
    for (const handle of readers) works.set(handle, false)
    const held = await run()
    assert.deepEqual(
      [held.removed, (await run()).plan, (await hands.entries('plan.made')).length],
      [0, held.plan, 2],
      'one plan, however often',
    )
    const plan = held.plan ?? assert.fail('the removals wait for nobody')
    const refusals = [operator, hands.as('ada'), hands.as('dan')].map(
      async (caller) => (await hands.approve(caller, plan)).because[0]?.text,
    )
    assert.deepEqual(await Promise.all(refusals), [
      'the operator never approves; do it yourself, in your own name',
      'only holders of the right `writ.override-guard` may',
      'another person has to: you brought lines of this plan about, or they concern you',
    ])
    assert.equal((await hands.approve(hands.as('chief'), plan, ' ')).allowed, false, 'a reason is needed')
    assert.equal((await hands.approve(hands.as('chief'), plan, 'The team was dissolved')).allowed, true)
    assert.deepEqual(await run(), { removed: 4, held: 0, problems: [] })
    assert.deepEqual(['chief', ...readers].filter(isMember), ['chief'])
    const closed = (await hands.entries('plan.closed')) as readonly Extract<Entry, { type: 'plan.closed' }>[]
    assert.deepEqual(closed.find(({ fields }) => fields.plan === plan)?.fields, { plan, outcome: 'applied', confirmed: 4, failed: 0 })
    assert.deepEqual((await run()).plan, undefined)
  })

  it('stay although somebody let it run once: where another joined meanwhile, and after the hour', async (test) => {
    const { fake, hands, works, run, pass, isMember } = await organisation(test)
    for (const handle of readers) works.set(handle, false)
    const first = (await run()).plan ?? assert.fail()
    fake.logIn('newcomer@example.org')
    assert.match((await hands.approve(hands.as('chief'), first)).because[0]?.text ?? '', /changed since/)
    const second = (await run()).plan ?? assert.fail()
    assert.notEqual(second, first)
    assert.equal((await hands.approve(hands.as('chief'), second)).allowed, true)
    fake.logIn('another@example.org')
    const third = await run()
    assert.deepEqual([third.removed, third.plan === second], [0, false])
    assert.equal((await hands.approve(hands.as('chief'), third.plan ?? 0)).allowed, true)
    pass(HOUR)
    assert.equal((await run()).removed, 0)
    assert.ok(readers.every(isMember))
    for (const handle of readers) works.set(handle, true)
    const { removed, plan } = await run()
    assert.deepEqual([removed, plan], [0, undefined])
    assert.ok(hands.openPlans().length === 0, 'what is no more so waits for nobody')
  })
})
