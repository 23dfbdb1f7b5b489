/**
 * The tiers from one end to the other, as the policy tells them: the shipped charter, a directory server, data.yaml as a file and two GrowthBooks. The
 * clock and the job that keeps the targets equal run as on a server; only time is data.
 */
import assert from 'node:assert/strict'
import { utimesSync, writeFileSync } from 'node:fs'
import { describe, it, type TestContext } from 'node:test'
import { Attribute, Change } from 'ldapts'
import { parseCharter } from '../../src/charter/parse.ts'
import { parseRoster } from '../../src/charter/roster.ts'
import { seatsJson } from '../../src/cli/commands/seats.ts'
import { instant } from '../../src/kernel/instant.ts'
import type { Entry } from '../../src/ledger/entry.ts'
import { runJobs } from '../../src/server/jobs/jobs.ts'
import { dataYamlSource } from '../../src/sources/data-yaml/data-yaml-source.ts'
import { growthBookSource } from '../../src/sources/growthbook/growthbook-source.ts'
import { loginFile } from '../../src/sources/growthbook/login-file.ts'
import { ldapSource } from '../../src/sources/ldap/ldap-source.ts'
import { growthBookTarget } from '../../src/targets/growthbook/growthbook-target.ts'
import { levelsOf } from '../../src/targets/growthbook/levels.ts'
import { ldapTarget } from '../../src/targets/ldap/ldap-target.ts'
import { seatsSvg } from '../../src/web/seats.ts'
import { charterDocument } from '../../src/workflow/charter-document.ts'
import { confirmTarget } from '../../src/workflow/confirm-target.ts'
import { followUp } from '../../src/workflow/follow-up.ts'
import { createInstance } from '../../src/workflow/instance.ts'
import { openJournal } from '../../src/workflow/journal.ts'
import { linkAccount } from '../../src/workflow/link-account.ts'
import { registerByLogin } from '../../src/workflow/login/join-login.ts'
import { lookAtSeats } from '../../src/workflow/look-at-seats.ts'
import { textHash } from '../../src/workflow/observe-target.ts'
import { fileRequest } from '../../src/workflow/request/file.ts'
import { setUp } from '../../src/workflow/set-up.ts'
import { FakeGrowthBook } from '../services/fake-growthbook/server.ts'
import { skipUnless } from '../services/present.ts'
import { base, startSlapd } from '../services/slapd.ts'
import { shippedFiles } from '../support/charter.ts'
import { handsOf, operator } from '../support/hands.ts'
import { MemoryStore } from '../support/memory-store.ts'
import { nodeHashing, seededRandomness } from '../support/outside.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const PROJECT = 'prj_one'

const mail = (who: string) => `${who}@wikimedia.org`
const personDn = (who: string) => `uid=${who},ou=people,${base}`
const groupDn = (name: string) => `cn=${name},ou=groups,${base}`

/** Two administrators and a third of the team, somebody of each lower tier. Maple comes later. */
const TIERS = {
  agate: 'GrowthBook-Admin',
  beryl: 'GrowthBook-Admin',
  elder: 'GrowthBook-CustomElevatedAccess',
  holly: 'GrowthBook-ReadOnly',
}
const STAFF = ['agate', 'beryl', 'citrine', 'elder', 'holly']
const ROLES: Readonly<Record<string, readonly string[]>> = {
  agate: ['experiment-platform', 'growthbook-admin'],
  beryl: ['experiment-platform', 'growthbook-admin'],
  citrine: ['experiment-platform'],
  elder: ['growthbook-elevated'],
  holly: ['growthbook-read-only'],
}

function directory(): string {
  const person = (who: string) =>
    `dn: ${personDn(who)}\nobjectClass: inetOrgPerson\nuid: ${who}\ncn: ${who}\nsn: ${who}\nmail: ${mail(who)}\n`
  const group = (name: string, members: readonly string[]) =>
    `dn: ${groupDn(name)}\nobjectClass: groupOfNames\ncn: ${name}\n${members.map((who) => `member: ${personDn(who)}`).join('\n')}\n`
  const inTier = (name: string) => Object.entries(TIERS).flatMap(([who, tier]) => (tier === name ? [who] : []))
  const tiers = [...new Set(Object.values(TIERS))].map((name) => group(name, inTier(name)))
  return [...STAFF.map(person), group('wmf', STAFF), group('wmde', ['agate']), ...tiers].join('\n')
}

async function wikimedia(test: TestContext) {
  let now = Date.parse('2026-11-23T09:00:00Z')
  const clock = { now: () => instant(now) }
  const sleep = async (milliseconds: number) => void (now += milliseconds)
  const folder = temporaryFolder()
  test.after(() => folder[Symbol.dispose]())
  const slapd = await startSlapd({ ldif: directory() })
  test.after(async () => await slapd.stop())

  // data.yaml: who is there, who may use private data, who builds experiments
  const yaml = folder.file('data.yaml')
  const data = { present: new Set(STAFF), builders: new Set(['agate', 'beryl', 'elder']) }
  const checkOut = () => {
    const list = (names: Iterable<string>) => `[${[...names].join(', ')}]`
    const users = [...data.present].map((who) => `  ${who}: { ensure: present, uid: 1, realname: ${who}, email: ${mail(who)} }`)
    const groups = [
      `  analytics-privatedata-users: { members: ${list(data.present)} }`,
      `  analytics-product-users: { members: ${list(data.builders)} }`,
    ]
    const empty = ['analytics-wmde-users', 'deployment'].map((name) => `  ${name}: { members: [] }`)
    writeFileSync(yaml, `groups:\n${[...groups, ...empty].join('\n')}\nusers:\n${users.join('\n')}\n`)
    utimesSync(yaml, now / 1000, now / 1000)
  }
  checkOut()

  const [next, main] = [new FakeGrowthBook(() => now), new FakeGrowthBook(() => now)]
  for (const fake of [next, main]) {
    fake.projects.push({ id: PROJECT, name: 'Experiments' })
    fake.roles.add('CustomElevatedAccess')
    for (const who of ['agate', 'beryl']) fake.join(mail(who), { role: 'admin', lastLogin: now })
    fake.logIn(mail('elder')).projectRoles = [{ project: PROJECT, role: 'CustomElevatedAccess', environments: [] }]
    fake.logIn(mail('holly')).projectRoles = [{ project: PROJECT, role: 'readonly', environments: [] }]
  }
  const addresses = { 'growthbook-next': await next.start(), growthbook: await main.start() }
  test.after(async () => void (await Promise.all([next.stop(), main.stop()])))

  const elevated = { role: 'CustomElevatedAccess', project: 'designated' }
  const levels = levelsOf(
    { 'read-only': { role: 'readonly', project: 'designated' }, elevated, admin: { role: 'admin' } },
    { designated: 'Experiments' },
  )
  assert.ok(levels.ok)
  const growthBook = (id: keyof typeof addresses) =>
    growthBookTarget({ id, api: new URL(addresses[id]), key: main.key, clock, sleep, levels: levels.value })
  const access = slapd.access()
  const managed = [...new Set(Object.values(TIERS))]
  const logins = growthBookSource({
    id: 'growthbook',
    api: new URL(addresses.growthbook),
    key: main.key,
    clock,
    sleep,
    accounts: 'growthbook',
    facts: { 'last-login': 'last_login' },
    logins: loginFile(folder.file('logins.json')),
  })
  const puppet = dataYamlSource({ id: 'data-yaml', path: yaml, facts: { ensure: 'ensure', 'data-groups': 'groups' } })
  assert.ok(logins.ok && puppet.ok)
  const people = ldapSource({ id: 'ldap', access, clock, facts: { mail: 'mail', 'ldap-groups': 'groups' }, accounts: 'bitu' })

  const files = shippedFiles('growthbook').map((file) => ({ ...file, text: file.text.replace('limit: 200', 'limit: 5') }))
  const parsed = parseCharter(files)
  const roster = parseRoster(
    `people:\n${STAFF.map((who) => {
      const accounts = [`{ target: bitu, name: ${who}, kind: staff }`]
      if (who in TIERS) for (const target of Object.keys(addresses)) accounts.push(`{ target: ${target}, name: ${mail(who)}, kind: staff }`)
      return `  - { handle: ${who}, accounts: [${accounts.join(', ')}], roles: [${(ROLES[who] ?? []).map((role) => `{ role: ${role}, until: "2027-06-30" }`).join(', ')}] }`
    }).join('\n')}\n`,
  )
  assert.ok(parsed.ok && roster.ok, JSON.stringify([parsed, roster]))
  const store = new MemoryStore()
  const outside = { clock, hashing: nodeHashing, randomness: seededRandomness('tiers') }
  const journal = await openJournal({ store, outside })
  const targets = new Map([
    ['growthbook-next', growthBook('growthbook-next')],
    ['growthbook', growthBook('growthbook')],
    ['bitu', ldapTarget({ id: 'bitu', access, clock, groups: managed })],
  ])
  const instance = createInstance({ journal, store, outside, targets, sources: [people, puppet.value, logins.value], sleep })
  await setUp(instance, {
    document: charterDocument(files),
    source: parsed.value,
    demo: true,
    name: 'tiers',
    operator: 'tester',
    administrator: { handle: 'agate', role: 'growthbook-admin' },
    founders: roster.value,
  })
  for (const target of targets.keys()) {
    await handsOf(instance, target).adopt()
    await handsOf(instance, target).mode('enforce')
  }
  const hands = handsOf(instance, 'growthbook')
  let round = 0
  const writesOf = (fake: FakeGrowthBook) => fake.calls.filter(({ method }) => method !== 'GET')
  const member = (fake: FakeGrowthBook, who: string) => fake.members.find(({ email }) => email === mail(who))
  return {
    slapd,
    instance,
    hands,
    data,
    next,
    main,
    writesOf,
    member,
    tierOn: (fake: FakeGrowthBook, who: string) =>
      member(fake, who)
        ?.projectRoles.map(({ role }) => role)
        .join() ?? 'no member',
    /** A quarter of an hour passes, and what runs by itself runs. */
    quarter: async () => {
      now += 15 * MINUTE
      checkOut()
      round += 1
      return (await runJobs(instance, String(round), undefined)).flatMap(({ text }) => text ?? [])
    },
    pass: (milliseconds: number) => void (now += milliseconds),
    logInEverywhere: (who: string) => {
      for (const fake of [next, main]) fake.logIn(mail(who))
    },
    inLdap: async (group: string) =>
      [(await slapd.client.search(groupDn(group), { scope: 'base', attributes: ['member'] })).searchEntries[0]?.['member'] ?? []]
        .flat()
        .map(String),
    link: async (who: string, target: string, account: string) => {
      const said = await linkAccount(instance, { key: hands.key(), caller: operator, handle: who, target, account, kind: 'staff' })
      assert.equal(said.outcome, 'allowed', JSON.stringify(said))
    },
    /** Who was told something of a kind, by handle. */
    told: async (template: RegExp) => {
      const sent = (await hands.entries('notice.sent')) as readonly Extract<Entry, { type: 'notice.sent' }>[]
      const names = sent
        .filter(({ fields }) => template.test(fields.template ?? ''))
        .map(({ fields }) => journal.state.person(fields.subject ?? '')?.handle)
      return [...new Set(names)].map(String).toSorted()
    },
    followedUp: async () =>
      ((await hands.entries('grant.followed-up')) as readonly Extract<Entry, { type: 'grant.followed-up' }>[]).at(-1)?.fields,
  }
}

describe('the tiers from end to end', { skip: skipUnless(['slapd'], 'smoke') }, () => {
  it('somebody comes, gets access in order, is looked after, loses a condition, works no more, and frees a seat', async (test) => {
    const stage = await wikimedia(test)
    const { instance, hands, next, main, data, quarter } = stage
    assert.deepEqual(await quarter(), [], 'all stands as it was decided')
    assert.deepEqual([...stage.writesOf(next), ...stage.writesOf(main)], [])

    // Maple joins: an entry in LDAP, in the group of staff, in data.yaml with private data and as one who builds experiments.
    await stage.slapd.client.add(personDn('maple'), {
      objectClass: 'inetOrgPerson',
      uid: 'maple',
      cn: 'maple',
      sn: 'maple',
      mail: mail('maple'),
    })
    await stage.slapd.client.modify(
      groupDn('wmf'),
      new Change({ operation: 'add', modification: new Attribute({ type: 'member', values: [personDn('maple')] }) }),
    )
    data.present.add('maple')
    data.builders.add('maple')
    // She once logged in to both GrowthBooks, and saw nothing there.
    stage.logInEverywhere('maple')
    assert.deepEqual([stage.member(main, 'maple')?.role, stage.tierOn(main, 'maple')], ['noaccess', ''])
    stage.pass(2 * DAY)
    for (const who of STAFF.filter((one) => one in TIERS)) stage.logInEverywhere(who)
    await registerByLogin(instance, {
      key: hands.key(),
      identity: { provider: 'sso', id: '1', handle: 'maple', name: '1', target: undefined },
    })
    await stage.link('maple', 'bitu', 'maple')
    for (const target of ['growthbook-next', 'growthbook']) await stage.link('maple', target, mail('maple'))
    await quarter()

    // She asks, states what is expected of her, and no human is needed.
    const [asked] = await fileRequest(instance, {
      key: hands.key(),
      caller: hands.as('maple'),
      role: 'growthbook-elevated',
      handles: ['maple'],
      account: undefined,
      targets: undefined,
      scope: undefined,
      end: { kind: 'usual' },
      useCase: 'Set experiments up',
      answers: {},
      states: ['expectations'],
    })
    assert.deepEqual([asked?.decision.outcome, asked?.grant !== undefined], ['allowed', true], JSON.stringify(asked))
    const grant = asked?.grant ?? 0

    // It is written to LDAP, and to `growthbook-next` alone: the main instance waits for three clean runs there and for the word of a holder below Admin.
    await quarter()
    await quarter()
    assert.ok((await stage.inLdap('GrowthBook-CustomElevatedAccess')).includes(personDn('maple')))
    assert.deepEqual([stage.tierOn(next, 'maple'), stage.tierOn(main, 'maple')], ['CustomElevatedAccess', ''])
    for (let run = 0; run < 3; run += 1) await quarter()
    assert.deepEqual(await stage.told(/^target\/works/), ['elder', 'maple'], 'two of those below Admin are asked to look')
    assert.deepEqual(stage.writesOf(main), [], 'nothing reached the main instance yet')
    const tick = (who: string) =>
      confirmTarget(instance, { key: hands.key(), caller: hands.as(who), target: 'growthbook-next', note: 'I see the project' })
    assert.equal((await tick('agate')).outcome, 'refused', 'an administrator sees other things')
    assert.equal((await tick('elder')).outcome, 'allowed')
    await quarter()
    assert.equal(stage.tierOn(main, 'maple'), 'CustomElevatedAccess')
    assert.equal(stage.member(main, 'maple')?.role, 'noaccess', 'in the project alone')

    // 120 minutes after it stood everywhere the team is asked to look; one of them does. It says at which version she accepted the terms.
    await quarter()
    assert.deepEqual([await stage.told(/^effective$/), await stage.told(/^follow-up/)], [['maple'], []])
    for (let minutes = 0; minutes < 120; minutes += 15) await quarter()
    assert.deepEqual(await stage.told(/^follow-up$/), ['agate', 'beryl', 'citrine'])
    assert.equal(await stage.followedUp(), undefined, 'she has not logged in for two days, and nobody looked')
    const looked = (who: string) =>
      followUp(instance, { key: hands.key(), caller: hands.as(who), grant, works: true, note: 'Together on the call' })
    assert.deepEqual(
      [(await looked('maple')).outcome, (await looked('elder')).outcome, (await looked('citrine')).outcome],
      ['refused', 'refused', 'allowed'],
    )
    const charter = (await instance.charters.inForce(instance.journal.state)).charter
    const version = textHash(instance)(charter.statements.get('expectations')?.text ?? '')
    assert.deepEqual([(await stage.followedUp())?.works, (await stage.followedUp())?.terms], [true, version])

    // 2.E is lost: she builds experiments no longer. Both instances take the tier away; she stays a member, and LDAP keeps her group.
    data.builders.delete('maple')
    const before = stage.writesOf(main).length
    await quarter()
    await quarter()
    assert.deepEqual([stage.tierOn(next, 'maple'), stage.tierOn(main, 'maple')], ['', ''])
    assert.ok(stage.writesOf(main).length > before)
    assert.ok(stage.member(main, 'maple') !== undefined)
    assert.ok((await stage.inLdap('GrowthBook-CustomElevatedAccess')).includes(personDn('maple')), 'so that it can come back by itself')
    assert.deepEqual(await stage.told(/^requires\/builds-tests\/violated$/), ['maple'])

    // Ninety days without a login: she is no member of the main instance any more. On `growthbook-next` nobody works from day to day.
    const seats = async () => {
      const answer = await lookAtSeats(instance, 'growthbook')
      assert.ok(answer.ok, JSON.stringify(answer))
      return answer.value
    }
    assert.deepEqual(taken(seatsJson(await seats())), [5, 0])
    stage.pass(91 * DAY)
    for (const who of Object.keys(TIERS)) stage.logInEverywhere(who)
    await quarter()
    assert.deepEqual([stage.member(main, 'maple'), stage.member(next, 'maple') !== undefined], [undefined, true])
    const done = stage
      .writesOf(main)
      .filter(({ path }) => path.includes('/members/'))
      .at(-1)
    assert.equal(done?.method, 'DELETE')
    const [removed] = (await hands.entries('member.removed')) as readonly Extract<Entry, { type: 'member.removed' }>[]
    assert.match(
      `${removed?.fields.reason} ${removed?.fields.clause}`,
      /maple@wikimedia\.org` has not logged in since 2026-11-23 targets\.growthbook\.members\.inactive/,
    )

    // The seats, as data and as a drawing.
    const { report } = await seats()
    assert.deepEqual(taken(seatsJson(await seats())), [4, 0])
    assert.deepEqual(
      [report.full, report.readOnly, report.invited, report.limit, report.percent, report.level, report.contractEnd],
      [3, 1, 'unknown', 5, 80, 80, '2027-06-30'],
    )
    const svg = seatsSvg(report)
    assert.match(
      svg,
      /<desc id="what">seats taken: 4; of these, can change something: 3; of these, only look: 1; of these, to be removed: 0/,
    )
    assert.match(
      svg,
      /<rect class="full" x="24" y="56" width="355\.2"[^>]*\/>\s*<rect class="look" x="379\.2" y="56" width="118\.4"/,
      'three and one of five',
    )
    assert.deepEqual([next.broken, main.broken], [[], []], 'every call had the documented form')
    assert.deepEqual(await quarter(), [])
  })
})

const taken = (json: object) => {
  const { taken: count, pending } = json as { readonly taken: number; readonly pending: number }
  return [count, pending]
}
