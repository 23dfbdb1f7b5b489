/** Each source, silent, half, stale or broken in the middle: nothing is taken from anybody, an alarm names it, the next good run finishes. */
import assert from 'node:assert/strict'
import { rmSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer, connect, type Server } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { parseRoster } from '../../src/charter/roster.ts'
import { instant } from '../../src/kernel/instant.ts'
import { dataYamlSource } from '../../src/sources/data-yaml/data-yaml-source.ts'
import { rosterSource } from '../../src/sources/file/roster-source.ts'
import { growthBookSource } from '../../src/sources/growthbook/growthbook-source.ts'
import { loginFile } from '../../src/sources/growthbook/login-file.ts'
import { mediaWikiSource } from '../../src/sources/mediawiki/mediawiki-source.ts'
import { ldapSource } from '../../src/sources/ldap/ldap-source.ts'
import { withShrinkGuard, type SizeShelf } from '../../src/sources/shrinking.ts'
import type { FactSource } from '../../src/workflow/ports.ts'
import { askedOf } from '../../src/workflow/asked.ts'
import { sourceAlarms } from '../../src/workflow/source-alarms.ts'
import { error, fakeCredentials, startFakeWiki, type FakeReply, type FakeWiki } from '../services/fake-mediawiki.ts'
import { FakeGrowthBook } from '../services/fake-growthbook/server.ts'
import { skipUnless } from '../services/present.ts'
import { startSlapd, type Slapd } from '../services/slapd.ts'
import { handsOf, linesOf } from '../support/hands.ts'
import { setTheStage } from '../support/played.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const HELPERS = 30
const everybody = Array.from({ length: HELPERS }, (_, index) => index + 1)
const leaver = 7
const others = everybody.filter((number) => number !== leaver)

const charter = `writ: 1
title: Helpers are staff
targets:
  wiki: { connector: simulated, guards: { people: 50, share: 100 } }
facts:
  teams: { text: Groups, source: people, type: list, fresh: 1 day, stale_after: 3 days, set_by: others }
conditions:
  staff: { text: In the group of staff, fact: teams, has_any: staff }
rights:
  wiki: { delete: { text: Delete pages } }
groups:
  writ: { keepers: { rights: [apply, override-guard] } }
  wiki:
    steward: { rights: delete }
    helper: { rights: delete }
roles:
  steward: { title: Steward, purpose: Appoints, gives: { wiki: steward, writ: keepers }, may: [{ change: helper }] }
  helper: { title: Helper, purpose: Helps, gives: { wiki: helper }, requires: { condition: staff, then: pause } }
amendments: { by: steward }
`

/** An installation whose helpers lose their role while they are not in the group of staff. */
async function helpers(source: FactSource) {
  const lines = everybody.map(
    (number) =>
      `{ handle: person-${number}, accounts: [{ target: wiki, name: Person ${number}, kind: personal }], roles: [{ role: helper }] }`,
  )
  const roster = parseRoster(
    `people: [{ handle: ash, accounts: [{ target: wiki, name: Ash, kind: personal }], roles: [{ role: steward }] }, ${lines.join(', ')}]`,
  )
  assert.ok(roster.ok, JSON.stringify(roster))
  const begins = new Date(Math.floor(Date.now() / 1000) * 1000 + 60_000).toISOString().replace('.000Z', 'Z')
  const standing = Object.fromEntries(everybody.map((number) => [`Person ${number}`, ['helper']]))
  const played = await setTheStage([{ name: 'charter.yaml', text: charter }], roster.value, {
    title: 'Helpers',
    begins,
    administrator: { person: 'ash', role: 'steward' },
    before: { wiki: { Ash: ['steward'], ...standing } },
    steps: [{ chapter: 'none' }],
  })
  const hands = handsOf({ ...played.instance, sources: [source] })
  await hands.adopt()
  await hands.mode('enforce')
  await hands.apply()
  return {
    plan: async () => linesOf((await hands.plan()).observation.plan),
    alarms: async () => {
      const reading = await source.read(askedOf(played.instance.journal.state))
      return sourceAlarms(played.source.charter, source.id, reading, played.now).map(({ text }) => text)
    },
    pass: (milliseconds: number) => (played.now = instant(played.now + milliseconds)),
  }
}

const twoDaysAgo = () => Date.now() / 1000 - 2 * 86_400

function shelf(): SizeShelf {
  const kept = new Map<string, Parameters<SizeShelf['put']>[1]>()
  return {
    get: async (id) => kept.get(id),
    put: async (id, last) => {
      kept.set(id, last)
    },
  }
}

/** Good, then wrong, then good again with one person gone. */
async function walk(
  source: FactSource,
  wrong: () => Promise<void> | void,
  good: () => Promise<void> | void,
  reason: RegExp,
): Promise<void> {
  const site = await helpers(withShrinkGuard(source, shelf()))
  assert.deepEqual(await site.plan(), [], 'all stand as they should')
  assert.deepEqual(await site.alarms(), [])
  await wrong()
  assert.deepEqual(await site.plan(), [], 'nothing is taken from anybody')
  const alarms = await site.alarms()
  assert.equal(alarms.length, 1, alarms.join('; '))
  assert.match(alarms[0] ?? '', /^source `people`: /)
  assert.match(alarms[0] ?? '', reason)
  await good()
  assert.deepEqual(await site.plan(), [`- Person ${leaver} helper`], 'the next good run finishes')
  assert.deepEqual(await site.alarms(), [])
}

describe('a file in the form of data.yaml', () => {
  const text = (members: readonly number[], known = everybody) =>
    `groups:\n  staff: { members: [${members.map((number) => `person-${number}`).join(', ')}] }\nusers:\n${known.map((number) => `  person-${number}: { ensure: present }`).join('\n')}\n`
  const half = text(everybody).slice(0, text(everybody).indexOf('users:'))
  for (const [what, wrong, reason] of [
    ['answers nothing', undefined, /cannot be read/],
    ['is half', text([1, 2, 3], everybody.slice(0, 15)), /only 3 of 30 values/],
    ['ends before the people', half, /`users`/],
    ['breaks in the middle', text(everybody).slice(0, 60), /data\.yaml: /],
    ['is stale', 'old', /older than 1 day/],
    ['calls the group by another name', text(everybody).replace('staff:', 'staff_:'), /condition `staff` names `staff`/],
  ] as const)
    it(`that ${what}`, async () => {
      using folder = temporaryFolder()
      const path = folder.file('data.yaml')
      const put = (words: string) => writeFileSync(path, words)
      put(text(everybody))
      const source = dataYamlSource({ id: 'people', path, facts: { teams: 'groups' } })
      assert.ok(source.ok)
      await walk(
        source.value,
        () => (wrong === undefined ? rmSync(path) : wrong === 'old' ? utimesSync(path, twoDaysAgo(), twoDaysAgo()) : put(wrong)),
        () => put(text(others)),
        reason,
      )
    })
})

it('a source that stays silent for longer than `stale_after` asks for a decision, and still nothing is taken', async () => {
  using folder = temporaryFolder()
  const path = folder.file('people.yaml')
  writeFileSync(path, `people:\n${everybody.map((number) => `  - { handle: person-${number}, facts: { teams: [staff] } }`).join('\n')}\n`)
  const clock = { now: () => instant(Date.now()) }
  const source = withShrinkGuard(rosterSource('people', path, clock), shelf())
  const site = await helpers(source)
  rmSync(path)
  site.pass(2 * 86_400_000)
  assert.equal((await site.alarms()).length, 1)
  site.pass(2 * 86_400_000)
  assert.match((await site.alarms())[1] ?? '', /^source `people`: fact `teams` was last known more than 3 days ago/)
  assert.deepEqual(await site.plan(), [])
})

describe('a roster file', () => {
  const text = (members: readonly number[], known = everybody) =>
    `people:\n${known.map((number) => `  - { handle: person-${number}, facts: { teams: [${members.includes(number) ? 'staff' : 'none'}] } }`).join('\n')}\n`
  for (const [what, wrong, reason] of [
    ['answers nothing', undefined, /cannot be read/],
    ['is half', text(everybody.slice(0, 15), everybody.slice(0, 15)), /only 15 of 30 values/],
    ['breaks in the middle', text(everybody).slice(0, 95), /people\.yaml/],
  ] as const)
    it(`that ${what}`, async () => {
      using folder = temporaryFolder()
      const path = folder.file('people.yaml')
      writeFileSync(path, text(everybody))
      const clock = { now: () => instant(Date.now()) }
      await walk(
        rosterSource('people', path, clock),
        () => (wrong === undefined ? rmSync(path) : writeFileSync(path, wrong)),
        () => writeFileSync(path, text(others)),
        reason,
      )
    })
})

describe('a wiki', () => {
  let wiki: FakeWiki
  before(async () => void (wiki = await startFakeWiki()))
  after(async () => await wiki.stop())
  // the administrator's account is the first, so the helpers' ids begin with 2
  const users = (members: readonly number[], known = everybody) => [
    { userid: 1, name: 'Ash', groups: {} },
    ...known.map((number) => ({
      userid: number + 1,
      name: `Person ${number}`,
      groups: members.includes(number) ? { staff: 'infinity' } : {},
    })),
  ]
  const list = (change: (users: any[]) => any[]): FakeReply => ({
    patch: (normal) => ({ ...normal, query: { ...normal.query, users: change(normal.query.users) } }),
  })

  for (const [what, wrong, reason] of [
    ['answers nothing', { destroy: true }, /no-connection/],
    ['is half', list((rows) => rows.slice(0, 15)), /short-listing/],
    [
      'has lost half of its groups',
      list((rows) => rows.map((row) => (row.userid > 15 ? row : { ...row, groups: [] }))),
      /only \d+ of \d+ values/,
    ],
    ['lags behind', { body: error('maxlag', 'Waiting for a database server: 9 seconds lagged.') }, /maxlag/],
    ['breaks in the middle', { body: '{"batchcomplete":true,"query":{"users":[{"userid":1,' }, /answer/],
    ['is another wiki', list((rows) => rows.map(({ userid }) => ({ userid, missing: true }))), /only 0 of \d+ values/],
  ] as const)
    it(`that ${what}`, async () => {
      wiki.users = users(everybody)
      wiki.disturb = () => undefined
      const source = mediaWikiSource({
        id: 'people',
        accounts: 'wiki',
        api: wiki.api,
        credentials: { kind: 'password', ...fakeCredentials },
        facts: { teams: 'groups' },
        clock: { now: () => instant(Date.now()) },
        sleep: async () => undefined,
      })
      assert.ok(source.ok)
      await walk(
        source.value,
        () => void (wiki.disturb = ({ parameters }) => (parameters['list'] === 'users' ? wrong : undefined)),
        () => {
          wiki.disturb = () => undefined
          wiki.users = users(others)
        },
        reason,
      )
    })
})

describe('a directory server', { skip: skipUnless(['slapd'], 'smoke') }, () => {
  const servers: Slapd[] = []
  const passers: Server[] = []
  let urls: Readonly<Record<'good' | 'later' | 'stale' | 'half' | 'silent' | 'cut', string>>
  before(async () => {
    const start = async (staff: readonly number[]) => {
      const slapd = await startSlapd({ people: HELPERS, groups: { staff, none: [] } })
      servers.push(slapd)
      return slapd.url
    }
    // one after the other: the change numbers rise
    const stale = await start([1, 2])
    const good = await start(everybody)
    const half = await start(everybody.slice(0, 15))
    const later = await start(others)
    const silent = await listen(createServer(() => undefined))
    const cut = await listen(
      createServer((near) => {
        const far = connect(Number(new URL(later).port), '127.0.0.1')
        let passed = 0
        far.on('data', (bytes) => {
          passed += bytes.length
          // well inside the first page of people
          if (passed > 1500) near.destroy()
          else near.write(bytes)
        })
        near.on('data', (bytes) => far.write(bytes))
        for (const end of [near, far])
          end
            .on('error', () => undefined)
            .on('close', () => {
              near.destroy()
              far.destroy()
            })
      }),
    )
    urls = { good, later, stale, half, silent, cut }
  })
  after(async () => {
    for (const server of passers) server.close()
    for (const slapd of servers) await slapd.stop()
  })
  async function listen(server: Server): Promise<string> {
    passers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    return `ldap://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  }

  for (const [what, wrong, reason] of [
    ['answers nothing', 'silent', /no-answer/],
    ['is half', 'half', /only 15 of 30 values/],
    ['lags behind', 'stale', /lags-behind/],
    ['breaks in the middle of a page', 'cut', /no-answer/],
  ] as const)
    it(`that ${what}`, async () => {
      let url = urls.good
      const access = servers[0]?.access({ timeout: 0.5 }) ?? assert.fail()
      const moving = {
        ...access,
        get url() {
          return url
        },
      }
      const source = ldapSource({ id: 'people', access: moving, clock: { now: () => instant(Date.now()) }, facts: { teams: 'groups' } })
      await walk(
        source,
        () => void (url = urls[wrong]),
        () => void (url = urls.later),
        reason,
      )
    })
})

describe('a GrowthBook', () => {
  const DAY = 86_400_000
  async function opened(path: string) {
    let now = Date.parse('2026-11-28T10:00:00Z')
    const fake = new FakeGrowthBook(() => now)
    const api = new URL(await fake.start())
    const wait = async (milliseconds: number) => void (now += milliseconds)
    const made = growthBookSource({
      id: 'people',
      accounts: 'growthbook',
      api,
      key: fake.key,
      facts: { 'last-login': 'last_login' },
      clock: { now: () => instant(now) },
      sleep: wait,
      logins: loginFile(path),
    })
    assert.ok(made.ok)
    const source = withShrinkGuard(made.value, shelf())
    const told = async () => {
      const reading = await source.read()
      return reading.kind === 'complete' ? Object.fromEntries(reading.facts.map(({ about, value }) => [about, value])) : reading.why
    }
    return { fake, told, wait, stop: () => fake.stop() }
  }

  it('that does not answer says nothing of anybody, and all of it once it answers again', async () => {
    using folder = temporaryFolder()
    const { fake, told, stop } = await opened(folder.file('logins.json'))
    try {
      for (const number of everybody) fake.logIn(`person-${number}@example.org`)
      const good = await told()
      assert.equal(Object.keys(good).length, HELPERS)
      fake.faults.down = 100
      const silent = await told()
      assert.ok(typeof silent === 'string')
      assert.match(silent, /503|unavailable/i)
      fake.faults.down = 0
      assert.deepEqual(await told(), good)
    } finally {
      await stop()
    }
  })

  it('that lost half of its members keeps what was known of their logins; a new login counts once it is stamped', async () => {
    using folder = temporaryFolder()
    const { fake, told, wait, stop } = await opened(folder.file('logins.json'))
    try {
      const ada = fake.logIn('ada@example.org')
      const bo = fake.join('bo@example.org')
      const about = (id: string) => `growthbook:${id}`
      assert.deepEqual(await told(), { [about(ada.id)]: '2026-11-28T10:00:00.000Z' }, 'who never logged in has none')
      fake.members.splice(0, fake.members.length)
      assert.deepEqual(await told(), { [about(ada.id)]: '2026-11-28T10:00:00.000Z' })
      await wait(DAY)
      fake.join('ada@example.org')
      assert.deepEqual(await told(), { [about(ada.id)]: '2026-11-28T10:00:00.000Z' }, 'a member again, without a login')
      fake.logIn('ada@example.org')
      fake.logIn('bo@example.org')
      const after = await told()
      assert.deepEqual(Object.keys(after).toSorted(), [about(ada.id), about(bo.id)])
      await wait(11 * 3_600_000)
      fake.logIn('ada@example.org')
      assert.deepEqual(await told(), after, 'stamped every twelve hours at most')
    } finally {
      await stop()
    }
  })
})
