/** Any SCIM server as a target against one of its own: the contract of all targets, and each fault that real ones show switched on. */
import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import fc from 'fast-check'
import { instant } from '../../src/kernel/instant.ts'
import type { Change, Target } from '../../src/reconcile/target.ts'
import { makeTarget } from '../../src/targets/make.ts'
import { scimTarget, type ScimProvision } from '../../src/targets/scim/scim-target.ts'
import { failureOf, held, testTarget, valueOf, type TargetRig } from '../contract/target.ts'
import { counts } from '../counts.ts'
import { FakeScim } from '../services/fake-scim.ts'

const start = Date.parse('2026-11-28T10:00:00Z')
const note = { plan: 42, url: undefined }
const groups = ['editors', 'patrollers', 'stewards'] as const

interface Bench {
  readonly fake: FakeScim
  readonly target: Target
  readonly now: () => number
  readonly stop: () => Promise<void>
}

async function open(managed: readonly string[] = groups, provision?: ScimProvision): Promise<Bench> {
  let now = start
  const fake = new FakeScim()
  for (const name of groups) fake.group(name)
  const api = new URL(await fake.start())
  const target = scimTarget({
    id: 'cloud',
    api,
    token: fake.token,
    groups: managed,
    provision,
    clock: { now: () => instant(now) },
    sleep: async (milliseconds) => {
      now += milliseconds
    },
  })
  return { fake, target, now: () => now, stop: () => fake.stop() }
}

async function bench(test: TestContext, managed?: readonly string[], provision?: ScimProvision): Promise<Bench> {
  const made = await open(managed, provision)
  test.after(made.stop)
  return made
}

async function rig(): Promise<TargetRig> {
  const { fake, target, now, stop } = await open()
  fake.group('founders', true)
  const named = (name: string) => fake.groups.find(({ displayName }) => displayName === name) ?? assert.fail(name)
  return {
    target,
    groups: ['editors', 'patrollers', 'stewards'],
    barred: 'founders',
    now: () => instant(now()),
    account: async (name) => ({ id: fake.user(name).id, name }),
    give: async ({ id }, group) => void named(group).members.push(id),
    rename: async ({ id }, name) => {
      const user = fake.users.find((one) => one.id === id)
      if (user !== undefined) user.userName = name
    },
    expire: async () => undefined,
    dropGroup: async (group) => {
      const gone = fake.groups.splice(fake.groups.indexOf(named(group)), 1)
      return async () => void fake.groups.push(...gone)
    },
    stop,
  }
}

describe('a SCIM server as a target', () => testTarget(rig))

const add = (group: string): Change => ({ kind: 'add', group, until: undefined })
const remove = (group: string): Change => ({ kind: 'remove', group })
const heldBy = async (target: Target, id: string) =>
  Object.keys(held(valueOf(await target.read({ groups, accounts: [id] })).accounts.get(id)))

describe('changes on a SCIM server', () => {
  it('a change that was answered and lost is sent again, and given up where it is lost four times', async (test) => {
    const { fake, target } = await bench(test)
    const account = { id: fake.user('ada').id, name: 'ada' }
    fake.faults.lostPatches = 2
    valueOf(await target.apply(account, [add('editors')], note))
    assert.deepEqual(await heldBy(target, account.id), ['editors'])
    assert.equal(fake.calls.filter(({ method }) => method === 'PATCH').length, 3)
    fake.faults.lostPatches = 4
    const failure = failureOf(await target.apply(account, [remove('editors')], note))
    assert.deepEqual([failure.kind, failure.code], ['unavailable', 'not-converged'])
  })

  it('what another writer did in between stays', async (test) => {
    const { fake, target } = await bench(test)
    const account = { id: fake.user('ada').id, name: 'ada' }
    fake.faults.overtaken = 2
    valueOf(await target.apply(account, [add('editors')], note))
    const [editors] = fake.groups
    assert.equal(editors?.members.length, 3, 'two others and ada')
    assert.deepEqual(
      fake.calls.filter(({ method }) => method === 'PATCH').map(({ status }) => status),
      [412, 412, 200],
    )
  })

  it('waits as long as it is told, and not for ever', async (test) => {
    const { fake, target, now } = await bench(test)
    const account = { id: fake.user('ada').id, name: 'ada' }
    Object.assign(fake.faults, { tooMany: 2, retryAfter: '7' })
    valueOf(await target.apply(account, [add('editors')], note))
    assert.equal(now() - start, 14_000)
    Object.assign(fake.faults, { tooMany: 1, retryAfter: '3600' })
    const failure = failureOf(await target.read({ groups, accounts: [] }))
    assert.deepEqual([failure.kind, failure.retryAfter], ['busy', 3_600_000])
    fake.faults.down = 4
    assert.equal(failureOf(await target.read({ groups, accounts: [] })).kind, 'unavailable')
    valueOf(await target.read({ groups, accounts: [] }))
  })

  it('a second time they send nothing', async (test) => {
    const { fake, target } = await bench(test)
    const account = { id: fake.user('ada').id, name: 'ada' }
    const changes = [add('editors'), remove('patrollers')]
    valueOf(await target.apply(account, changes, note))
    fake.calls.length = 0
    valueOf(await target.apply(account, changes, note))
    assert.deepEqual(
      fake.calls.filter(({ method }) => method !== 'GET'),
      [],
    )
  })

  it('end at a group of two: which is meant is unknown', async (test) => {
    const { fake, target } = await bench(test)
    fake.group('editors')
    const account = { id: fake.user('ada').id, name: 'ada' }
    assert.equal(failureOf(await target.apply(account, [add('editors')], note)).code, 'unknown-group')
    assert.ok(fake.groups.every(({ members }) => members.length === 0))
  })

  it('lock an account by deactivating it, once', async (test) => {
    const { fake, target } = await bench(test)
    const user = fake.user('ada')
    const account = { id: user.id, name: 'ada' }
    fake.faults.lostPatches = 1
    valueOf((await target.lock?.(account)) ?? assert.fail('it can lock'))
    assert.equal(user.active, false)
    assert.equal(valueOf(await target.read({ groups, accounts: [user.id] })).accounts.get(user.id)?.locked, true)
    fake.calls.length = 0
    valueOf((await target.lock?.(account)) ?? assert.fail('it can lock'))
    assert.equal(fake.calls.length, 1)
  })
})

describe('what Writ makes on a SCIM server', () => {
  const writes = ({ calls }: FakeScim) =>
    calls.filter(({ method }) => method !== 'GET').map(({ method, path, status }) => `${method} ${path.replace('/scim/v2', '')} ${status}`)
  const ada = { name: 'ada@example.org', mark: 'writ:s-ada', display: 'Ada', mail: 'ada@example.org' }
  const make = (target: Target, account = ada) => target.provisions?.make(account) ?? assert.fail('it makes no users')

  it('is nothing unless it is told to', async (test) => {
    const { fake, target } = await bench(test, [...groups, 'new'])
    const account = { id: fake.user('ada').id, name: 'ada' }
    assert.equal(target.provisions, undefined)
    assert.equal(failureOf(await target.apply(account, [add('new')], note)).code, 'unknown-group')
    assert.equal(valueOf(await target.read({ groups: ['new'], accounts: [] })).assignable.has('new'), false)
    assert.deepEqual(writes(fake), [])
    assert.ok((await target.inspect()).some(({ code, severity }) => code === 'scim/no-group' && severity === 'error'))
  })

  it('is a group when its first member comes, once; not to take somebody out, and not where two have the name', async (test) => {
    const { fake, target } = await bench(test, [...groups, 'new'], { groups: true })
    const [one, two] = [fake.user('ada').id, fake.user('bo').id]
    assert.equal(valueOf(await target.read({ groups: ['new'], accounts: [] })).assignable.has('new'), true)
    valueOf(await target.apply({ id: one, name: 'ada' }, [add('editors')], note))
    assert.equal(failureOf(await target.apply({ id: one, name: 'ada' }, [remove('new')], note)).code, 'unknown-group')
    valueOf(await target.apply({ id: one, name: 'ada' }, [add('new')], note))
    valueOf(await target.apply({ id: two, name: 'bo' }, [add('new')], note))
    const made = fake.groups.filter(({ displayName }) => displayName === 'new')
    assert.deepEqual(
      made.map(({ members }) => members),
      [[one, two]],
    )
    assert.equal(writes(fake).filter((call) => call.startsWith('POST')).length, 1)
    fake.group('new')
    valueOf(await target.read({ groups: ['new'], accounts: [] }))
    assert.equal(failureOf(await target.apply({ id: one, name: 'ada' }, [add('new')], note)).code, 'unknown-group')
    assert.equal(fake.groups.filter(({ displayName }) => displayName === 'new').length, 2, 'no third')
    assert.ok((await target.inspect()).some(({ code }) => code === 'scim/group-twice'))
  })

  it('is a user with its mark, once, whatever was lost on the way', async (test) => {
    const { fake, target } = await bench(test, groups, { users: 'handle', mail: 'mail' })
    fake.faults.lostCreations = 1
    const made = valueOf(await make(target))
    const [user] = fake.users
    assert.deepEqual(
      [user?.id, user?.userName, user?.externalId, user?.displayName, user?.mail, user?.active],
      [made.id, ada.name, ada.mark, 'Ada', ada.mail, true],
    )
    assert.deepEqual(valueOf(await make(target)), made, 'a run that was cut finds what it made')
    fake.faults.lostAnswers = 1
    const bo = valueOf(await make(target, { ...ada, name: 'bo@example.org', mark: 'writ:s-bo' }))
    assert.deepEqual(
      fake.users.map(({ id }) => id),
      [made.id, bo.id],
    )
    fake.faults.lostCreations = 4
    assert.equal(failureOf(await make(target, { ...ada, name: 'cy@example.org', mark: 'writ:s-cy' })).code, 'not-converged')
    assert.ok(
      writes(fake).every((call) => call.startsWith('POST /Users')),
      'nothing is changed or deleted',
    )
  })

  it('is never somebody else’s user of the same name', async (test) => {
    const { fake, target } = await bench(test, groups, { users: 'handle' })
    fake.user('ADA@example.org')
    assert.equal(failureOf(await make(target)).code, 'name-taken')
    assert.deepEqual(writes(fake), [])
  })
})

describe('a listing of a SCIM server', () => {
  it('of many pages is read whole, with as many calls as it has pages', async (test) => {
    const { fake, target } = await bench(test)
    for (let number = 0; number < 250; number += 1) fake.groups[0]?.members.push(fake.user(`person-${number}`).id)
    const observed = valueOf(await target.read({ groups, accounts: [] }))
    assert.equal(observed.accounts.size, 250)
    assert.equal(fake.calls.filter(({ path }) => path.includes('/Users?')).length, 3)
    assert.equal(fake.calls.length, 3 + 1 + groups.length)
  })

  it('is read by the pages that the server gives, however small', async (test) => {
    const { fake, target } = await bench(test)
    fake.largestPage = 7
    for (let number = 0; number < 30; number += 1) fake.groups[0]?.members.push(fake.user(`person-${number}`).id)
    assert.equal(valueOf(await target.read({ groups, accounts: [] })).accounts.size, 30)
  })

  it('with a page that lacks somebody is read on or again, never believed short', async (test) => {
    const { fake, target } = await bench(test)
    for (let number = 0; number < 150; number += 1) fake.groups[0]?.members.push(fake.user(`person-${number}`).id)
    fake.faults.shortPages = 3
    assert.equal(valueOf(await target.read({ groups, accounts: [] })).accounts.size, 150)
  })

  it('into which somebody comes is read again, and not used where that never ends', async (test) => {
    const { fake, target } = await bench(test)
    for (let number = 0; number < 150; number += 1) fake.user(`person-${number}`)
    fake.faults.moves = 1
    valueOf(await target.read({ groups, accounts: [] }))
    fake.largestPage = 10
    fake.faults.moves = 1000
    const failure = failureOf(await target.read({ groups, accounts: [] }))
    assert.deepEqual([failure.kind, failure.code], ['incomplete', 'listing-moves'])
  })

  it('that is a page for people is none', async (test) => {
    const { fake, target } = await bench(test)
    fake.faults.html = true
    assert.equal(failureOf(await target.read({ groups, accounts: [] })).kind, 'incomplete')
  })

  it('shows a member that is no user', async (test) => {
    const { fake, target } = await bench(test)
    fake.groups[0]?.members.push('g-nested')
    assert.deepEqual(await heldBy(target, 'g-nested'), ['editors'])
    const observed = valueOf(await target.read({ groups, accounts: ['g-nested'], accountsOnly: true }))
    assert.ok(observed.accounts.has('g-nested'))
  })
})

describe('the connection to a SCIM server', () => {
  it('tells of groups that are missing or twice, of versions that are not kept, and of a token that is none', async (test) => {
    const { fake, target } = await bench(test, [...groups, 'absent'])
    fake.group('editors')
    fake.faults.noVersions = true
    const codes = (await target.inspect()).map(({ code }) => code)
    assert.deepEqual(codes, ['scim/group-twice', 'scim/no-group', 'scim/no-etag', 'scim/token'])
    const made = makeTarget(
      'scim',
      { id: 'cloud', api: 'http://127.0.0.1:1/scim/v2', credentials: 'wrong-token\n', groups: [] },
      { clock: { now: () => instant(start) }, sleep: async () => undefined },
    )
    assert.ok(made.ok)
    assert.deepEqual(
      (await made.value.inspect()).map(({ code, severity }) => [severity, code]),
      [['error', 'scim/connection']],
    )
  })

  it('is encrypted, and its token is one', () => {
    const deps = { clock: { now: () => instant(start) }, sleep: async () => undefined }
    const made = (api: string, credentials: string) => makeTarget('scim', { id: 'cloud', api, credentials }, deps)
    assert.match(JSON.stringify(made('http://scim.example.org/v2', 'a-good-token')), /must begin with https/)
    assert.match(JSON.stringify(made('https://scim.example.org/v2', 'two words here')), /nothing else/)
    assert.ok(made('https://scim.example.org/v2', 'a-good-token').ok)
  })

  it('through random faults ends where it should or says why not, and nobody else’s membership is lost', async () => {
    const step = fc.record({ group: fc.constantFrom(...groups), adds: fc.boolean() })
    const faults = fc.record({ lostPatches: fc.nat(2), overtaken: fc.nat(2), tooMany: fc.nat(2), down: fc.nat(2), shortPages: fc.nat(2) })
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(step, faults), { minLength: 1, maxLength: 6 }), async (steps) => {
        const { fake, target, stop } = await open()
        try {
          const other = fake.user('other').id
          for (const { members } of fake.groups) members.push(other)
          const account = { id: fake.user('ada').id, name: 'ada' }
          const wanted = new Set<string>()
          for (const [{ group, adds }, given] of steps) {
            Object.assign(fake.faults, given)
            if (adds) wanted.add(group)
            else wanted.delete(group)
            const done = await target.apply(account, [adds ? add(group) : remove(group)], note)
            Object.assign(fake.faults, { lostPatches: 0, overtaken: 0, tooMany: 0, down: 0, shortPages: 0 })
            if (!done.ok) valueOf(await target.apply(account, [adds ? add(group) : remove(group)], note))
          }
          assert.deepEqual((await heldBy(target, account.id)).toSorted(), [...wanted].toSorted())
          assert.deepEqual((await heldBy(target, other)).toSorted(), [...groups].toSorted())
        } finally {
          await stop()
        }
      }),
      { numRuns: counts({ floor: 30, ci: 100, deep: 500 }) },
    )
  })
})
