/** A system that takes users by SCIM: accounts are made for those who are decided to have access, within the guards, and never taken away. */
import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { parseCharter } from '../../src/charter/parse.ts'
import { parseRoster } from '../../src/charter/roster.ts'
import { instant } from '../../src/kernel/instant.ts'
import { scimTarget } from '../../src/targets/scim/scim-target.ts'
import { simulatedTarget, withAccounts } from '../../src/targets/simulated/simulated-target.ts'
import { charterDocument } from '../../src/workflow/charter-document.ts'
import { createInstance } from '../../src/workflow/instance.ts'
import { openJournal } from '../../src/workflow/journal.ts'
import type { FactSource } from '../../src/workflow/ports.ts'
import { setUp } from '../../src/workflow/set-up.ts'
import { FakeScim } from '../services/fake-scim.ts'
import { handsOf, operator } from '../support/hands.ts'
import { MemoryStore } from '../support/memory-store.ts'
import { nodeHashing, seededRandomness } from '../support/outside.ts'

const charterText = `writ: 1
title: A chat
targets: { idm: { connector: simulated }, chat: { connector: scim, guards: { people: 2, share: 90 } } }
facts:
  mail: { text: E-mail address, source: personnel, type: text, set_by: others }
  works-here: { text: Works here, source: personnel, type: yes-no, set_by: others }
conditions:
  works-here: { text: Works here, fact: works-here, is: true }
rights:
  chat: { talk: { text: Talk } }
  idm: { log-in: { text: Log in } }
groups:
  chat: { stewards: { rights: talk }, newcomers: { rights: talk } }
  idm: { staff: { rights: log-in } }
  writ: { keepers: { rights: [apply, override-guard] } }
roles:
  steward: { title: Steward, purpose: Appoints, gives: { chat: stewards, writ: keepers }, may: [{ change: member }] }
  member: { title: Member, purpose: Talks, gives: { idm: staff, chat: newcomers }, requires: { condition: works-here, then: pause } }
amendments: { by: steward }
`
const people = ['ada', 'bo', 'cy', 'di']

async function chat(test: TestContext) {
  let now = Date.parse('2026-11-28T10:00:00Z')
  const clock = { now: () => instant(now) }
  const fake = new FakeScim()
  fake.group('stewards')
  for (const name of ['chief@example.org', 'deputy@example.org']) fake.groups[0]?.members.push(fake.user(name).id)
  const api = new URL(await fake.start())
  test.after(() => fake.stop())
  const sleep = async (milliseconds: number) => void (now += milliseconds)
  const provision = { users: 'mail', mail: 'mail', groups: true }
  const target = scimTarget({ id: 'chat', api, token: fake.token, clock, sleep, provision })
  const idm = simulatedTarget({ id: 'idm', clock, state: { groups: ['staff'] } })
  idm.update((state) =>
    withAccounts(
      state,
      people.map((name, index) => ({ id: String(index + 1), name })),
    ),
  )
  const works = new Map(people.map((handle) => [handle, true]))
  const addresses = new Map(people.map((handle) => [handle, `${handle}@example.org`]))
  const personnel: FactSource = {
    id: 'personnel',
    read: async () => ({
      kind: 'complete',
      asOf: clock.now(),
      facts: [
        ...[...works].map(([about, value]) => ({ fact: 'works-here', about, value, asOf: clock.now() })),
        ...[...addresses].map(([about, value]) => ({ fact: 'mail', about, value, asOf: clock.now() })),
      ],
    }),
  }
  const files = [{ name: 'charter.yaml', text: charterText }]
  const parsed = parseCharter(files)
  const head = (who: string) =>
    `  - { handle: ${who}, accounts: [{ target: chat, name: ${who}@example.org, kind: personal }], roles: [{ role: steward }] }`
  const roster = parseRoster(
    `people:\n${head('chief')}\n${head('deputy')}\n${people.map((who) => `  - { handle: ${who}, accounts: [{ target: idm, name: ${who}, kind: personal }], roles: [] }`).join('\n')}\n`,
  )
  assert.ok(parsed.ok && roster.ok, JSON.stringify([parsed, roster]))
  const store = new MemoryStore()
  const outside = { clock, hashing: nodeHashing, randomness: seededRandomness('chat') }
  const journal = await openJournal({ store, outside })
  const instance = createInstance({
    journal,
    store,
    outside,
    targets: new Map([
      ['chat', target],
      ['idm', idm],
    ]),
    sources: [personnel],
    sleep,
  })
  await setUp(instance, {
    document: charterDocument(files),
    source: parsed.value,
    demo: true,
    name: 'chat',
    operator: 'tester',
    administrator: { handle: 'chief', role: 'steward' },
    founders: roster.value,
  })
  const hands = handsOf(instance, 'chat')
  await hands.adopt()
  await hands.mode('enforce')
  return {
    fake,
    hands,
    works,
    addresses,
    run: async () => {
      now += 15 * 60_000
      return (await hands.apply()).accounts
    },
    give: async (who: string) => assert.equal(await hands.grant('chief', 'member', who), 'allowed'),
    newcomers: () => {
      const members = fake.groups.find(({ displayName }) => displayName === 'newcomers')?.members ?? []
      return members.map((id) => String(fake.users.find((one) => one.id === id)?.userName)).toSorted()
    },
    /** Whatever was sent that might take something from somebody. */
    harmful: () =>
      fake.calls.filter(({ method, body }) => method === 'DELETE' || method === 'PUT' || JSON.stringify(body ?? '').includes('active')),
  }
}

describe('accounts that are made by SCIM', () => {
  it('come with the decision, are linked, and get their group in the same run; nothing is made twice', async (test) => {
    const { fake, hands, run, give, newcomers } = await chat(test)
    await give('ada')
    assert.deepEqual(await run(), { made: 1, problems: [] })
    assert.deepEqual(newcomers(), ['ada@example.org'])
    const account = hands.account('ada')
    assert.deepEqual([account?.name, fake.users.at(-1)?.externalId], ['ada@example.org', `writ:${hands.subjectOf('ada')}`])
    const before = fake.calls.filter(({ method }) => method !== 'GET').length
    assert.deepEqual(await run(), { made: 0, problems: [] })
    assert.equal(fake.calls.filter(({ method }) => method !== 'GET').length, before)
  })

  it('wait while a condition or the name is not known, and for whoever says whose account of that name is', async (test) => {
    const { fake, works, addresses, run, give, newcomers } = await chat(test)
    for (const who of ['ada', 'bo']) await give(who)
    works.delete('ada')
    addresses.delete('bo')
    const waiting = await run()
    assert.deepEqual([waiting.made, waiting.problems], [0, ['1 accounts wait for `mail`: no source says it']])
    works.set('ada', true)
    addresses.set('bo', 'chief@example.org')
    const { made, problems } = await run()
    assert.deepEqual([made, problems.length], [1, 1])
    assert.match(problems[0] ?? '', /`chief@example\.org`: there is a user of this name already, and Writ did not make it/)
    assert.deepEqual([newcomers(), fake.users.length], [['ada@example.org'], 3])
  })

  it('are none at all where one run would make many, unless a person whom it does not concern lets it once', async (test) => {
    const { hands, fake, run, give, newcomers } = await chat(test)
    for (const who of ['ada', 'bo', 'cy']) await give(who)
    const stopped = await run()
    assert.deepEqual([stopped.made, fake.users.length], [0, 2])
    assert.match(stopped.problems[0] ?? '', /3 accounts would be made at once; 2 are allowed; or let it run once: `writ approve \d+`/)
    const plan = stopped.plan ?? assert.fail()
    assert.equal((await run()).plan, plan)
    assert.equal((await hands.approve(operator, plan)).allowed, false)
    assert.equal((await hands.approve(hands.as('deputy'), plan, 'The new team')).allowed, true)
    assert.deepEqual(await run(), { made: 3, problems: [] })
    // the memberships that follow are many too, and wait for a word of their own
    const waiting = hands.openPlans().find(({ state }) => state === 'stopped')?.id ?? assert.fail()
    assert.equal((await hands.approve(hands.as('deputy'), waiting)).allowed, true)
    await run()
    assert.deepEqual(newcomers(), ['ada@example.org', 'bo@example.org', 'cy@example.org'])
  })

  it('stay when the role goes: only the membership is taken', async (test) => {
    const { hands, fake, run, give, newcomers, harmful } = await chat(test)
    await give('ada')
    await run()
    assert.equal(await hands.remove('chief', 'member', 'ada'), 'allowed')
    await run()
    assert.deepEqual(newcomers(), [])
    assert.equal(fake.users.find(({ userName }) => userName === 'ada@example.org')?.active, true)
    assert.deepEqual(
      harmful().filter(({ method }) => method !== 'POST'),
      [],
    )
  })
})
