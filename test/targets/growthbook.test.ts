/** GrowthBook as a target against a GrowthBook of its own: the contract of all targets, and each documented fault switched on. */
import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import fc from 'fast-check'
import { instant } from '../../src/kernel/instant.ts'
import { growthBookTarget } from '../../src/targets/growthbook/growthbook-target.ts'
import { levelsOf } from '../../src/targets/growthbook/levels.ts'
import type { Change, Target } from '../../src/reconcile/target.ts'
import { failureOf, held, testTarget, valueOf, type TargetRig } from '../contract/target.ts'
import { counts } from '../counts.ts'
import { FakeGrowthBook } from '../services/fake-growthbook/server.ts'

const start = Date.parse('2026-11-28T10:00:00Z')
const note = { plan: 42, url: undefined }
const groups = ['read-only', 'elevated', 'admin'] as const
const project = 'designated'

interface Bench {
  readonly fake: FakeGrowthBook
  readonly target: Target
  readonly now: () => number
  readonly pass: (milliseconds: number) => void
  readonly stop: () => Promise<void>
}

async function open(definitions: Readonly<Record<string, Readonly<Record<string, string>>>> = tiers): Promise<Bench> {
  let now = start
  const fake = new FakeGrowthBook(() => now)
  fake.projects.push({ id: 'prj_one', name: 'Experiments' }, { id: 'prj_two', name: 'Two' }, { id: 'prj_three', name: 'Three' })
  fake.roles.add('CustomElevatedAccess')
  const api = await fake.start()
  const target = growthBookTarget({
    id: 'growthbook',
    api: new URL(api),
    key: fake.key,
    clock: { now: () => instant(now) },
    sleep: async (milliseconds) => {
      now += milliseconds
    },
    levels: valueOrThrow(levelsOf(definitions, { [project]: 'Experiments' })),
  })
  const pass = (milliseconds: number) => {
    now += milliseconds
  }
  return { fake, target, now: () => now, pass, stop: () => fake.stop() }
}

const tiers = {
  'read-only': { role: 'readonly', project },
  elevated: { role: 'CustomElevatedAccess', project },
  admin: { role: 'admin' },
}

function valueOrThrow<T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: string }): T {
  if (!result.ok) throw new Error(result.error)
  return result.value
}

async function bench(test: TestContext): Promise<Bench> {
  const made = await open()
  test.after(made.stop)
  return made
}

/** Three roles in three projects: unlike the tiers of one project, an account can hold them all. */
async function rig(): Promise<TargetRig> {
  const three = {
    one: { role: 'readonly', project },
    two: { role: 'readonly', project: 'Two' },
    three: { role: 'analyst', project: 'prj_three' },
  }
  const { fake, target, now, stop } = await open(three)
  const ids = { one: 'prj_one', two: 'prj_two', three: 'prj_three' }
  return {
    target,
    groups: ['one', 'two', 'three'],
    barred: undefined,
    now: () => instant(now()),
    account: async (name) => ({ id: fake.join(name).id, name }),
    give: async ({ id }, group) => {
      const member = fake.members.find((one) => one.id === id)
      const level = three[group as keyof typeof three]
      if (member !== undefined)
        member.projectRoles = [...member.projectRoles, { project: ids[group as keyof typeof ids], role: level.role, environments: [] }]
    },
    rename: async ({ id }, name) => {
      const member = fake.members.find((one) => one.id === id)
      if (member !== undefined) member.email = name
    },
    expire: async () => undefined,
    dropGroup: async (group) => {
      const at = fake.projects.findIndex(({ id }) => id === ids[group as keyof typeof ids])
      const gone = fake.projects.splice(at, 1)
      return async () => void fake.projects.push(...gone)
    },
    stop: async () => {
      await stop()
      assert.deepEqual(fake.broken, [], 'an answer of the fake broke the documented form')
    },
  }
}

describe('GrowthBook as a target', () => testTarget(rig))

const add = (group: string): Change => ({ kind: 'add', group, until: undefined })
const remove = (group: string): Change => ({ kind: 'remove', group })
const heldBy = async (target: Target, id: string) =>
  Object.keys(held(valueOf(await target.read({ groups, accounts: [id] })).accounts.get(id)))

describe('roles in GrowthBook', () => {
  it('of other projects stay when ours changes, and only what differs is sent', async (test) => {
    const { fake, target } = await bench(test)
    const other = { project: 'prj_two', role: 'analyst', environments: ['production'], limitAccessByEnvironment: true }
    const member = fake.join('ada@example.org', { projectRoles: [other] })
    const account = { id: member.id, name: member.email }
    valueOf(await target.apply(account, [add('read-only')], note))
    valueOf(await target.apply(account, [remove('read-only'), add('elevated')], note))
    assert.deepEqual(member.projectRoles, [other, { project: 'prj_one', role: 'CustomElevatedAccess', environments: [] }])
    const writes = fake.calls.filter(({ method }) => method === 'POST')
    assert.equal(writes.length, 2)
    assert.ok(writes.every(({ body }) => !('role' in (body as { member: object }).member)))
    valueOf(await target.apply(account, [remove('elevated')], note))
    assert.deepEqual(member.projectRoles, [other])
  })

  it('Admin counts everywhere, and taking it leaves no access', async (test) => {
    const { fake, target } = await bench(test)
    fake.join('first@example.org', { role: 'admin' })
    const member = fake.join('ada@example.org')
    const account = { id: member.id, name: member.email }
    valueOf(await target.apply(account, [add('admin')], note))
    assert.equal(member.role, 'admin')
    assert.deepEqual(await heldBy(target, member.id), ['admin'])
    valueOf(await target.apply(account, [remove('admin')], note))
    assert.equal(member.role, 'noaccess')
  })

  it('the last administrator keeps the role', async (test) => {
    const { fake, target } = await bench(test)
    const member = fake.join('ada@example.org', { role: 'admin' })
    const failure = failureOf(await target.apply({ id: member.id, name: member.email }, [remove('admin')], note))
    assert.deepEqual([failure.kind, failure.code, member.role], ['refused', 'last-admin', 'admin'])
  })

  it('written while others write are written again until they stand', async (test) => {
    const { fake, target } = await bench(test)
    const member = fake.join('ada@example.org')
    fake.faults.lostUpdates = 2
    valueOf(await target.apply({ id: member.id, name: member.email }, [add('elevated')], note))
    assert.deepEqual(await heldBy(target, member.id), ['elevated'])
    assert.equal(fake.calls.filter(({ method }) => method === 'POST').length, 3)
    fake.faults.lostUpdates = 99
    const failure = failureOf(await target.apply({ id: member.id, name: member.email }, [remove('elevated')], note))
    assert.equal(failure.code, 'not-converged', 'the 200 alone is not believed')
  })

  it('that the licence does not have, and members that SCIM keeps, are said as such', async (test) => {
    const { fake, target } = await bench(test)
    const [plain, kept] = [fake.join('ada@example.org'), fake.join('bo@example.org', { managedByIdp: true })]
    fake.faults.plan = true
    assert.equal(failureOf(await target.apply({ id: plain.id, name: plain.email }, [add('read-only')], note)).code, 'plan')
    fake.faults.plan = false
    assert.equal(failureOf(await target.apply({ id: kept.id, name: kept.email }, [add('read-only')], note)).code, 'managed-by-idp')
    assert.equal(fake.calls.filter(({ method }) => method === 'POST').length, 1)
  })

  it('wait for the first login, which makes the member', async (test) => {
    const { fake, target } = await bench(test)
    assert.equal(valueOf(await target.lookUp(['ada@example.org'])).size, 0)
    const { id } = fake.logIn('ada@example.org')
    assert.equal(valueOf(await target.lookUp(['Ada@Example.org'])).get('Ada@Example.org')?.id, id)
  })
})

describe('reading GrowthBook', () => {
  it('takes one call for the projects and one for each hundred members', async (test) => {
    const { fake, target } = await bench(test)
    for (let each = 0; each < 250; each += 1) fake.join(`p${each}@example.org`, { role: 'admin' })
    assert.equal(valueOf(await target.read({ groups, accounts: [] })).accounts.size, 250)
    assert.equal(fake.calls.length, 4)
  })

  it('begins anew if somebody leaves between two pages, and gives up if that goes on', async (test) => {
    const { fake, target } = await bench(test)
    for (let each = 0; each < 250; each += 1) fake.join(`p${each}@example.org`, { role: 'admin' })
    fake.faults.moves = 1
    assert.equal(valueOf(await target.read({ groups, accounts: [] })).accounts.size, 249)
    fake.faults.moves = 99
    const failure = failureOf(await target.read({ groups, accounts: [] }))
    assert.deepEqual([failure.kind, failure.code], ['incomplete', 'listing-moves'])
  })

  it('keeps to sixty calls a minute by itself, and waits as long as it is told', async (test) => {
    const { fake, target, now } = await bench(test)
    fake.faults.perMinute = 60
    const member = fake.join('ada@example.org')
    const account = { id: member.id, name: member.email }
    for (let round = 0; round < 25; round += 1) {
      valueOf(await target.apply(account, [add('read-only')], note))
      valueOf(await target.apply(account, [remove('read-only')], note))
    }
    assert.ok(fake.calls.length > 120)
    assert.deepEqual(
      fake.calls.filter(({ status }) => status === 429),
      [],
    )
    fake.faults.perMinute = 10
    const before = now()
    valueOf(await target.read({ groups, accounts: [] }))
    assert.ok(fake.calls.some(({ status }) => status === 429))
    assert.ok(now() - before >= 60_000)
  })

  it('fails closed while GrowthBook is down, and tries again', async (test) => {
    const { fake, target } = await bench(test)
    fake.faults.down = 2
    valueOf(await target.read({ groups, accounts: [] }))
    fake.faults.down = 99
    assert.equal(failureOf(await target.read({ groups, accounts: [] })).kind, 'unavailable')
  })

  it('shows the key to nobody', async (test) => {
    const { fake, target } = await bench(test)
    fake.faults.down = 99
    const failure = failureOf(await target.read({ groups, accounts: [] }))
    assert.doesNotMatch(JSON.stringify([failure, await target.inspect()]), /secret_/)
  })
})

describe('removing a member of GrowthBook', () => {
  const removing = (target: Target, account: { readonly id: string; readonly email: string }) => {
    assert.ok(target.members !== undefined)
    return target.members.remove({ id: account.id, name: account.email })
  }

  it('takes the roles first, so that a removal that fails leaves no access', async (test) => {
    const { fake, target } = await bench(test)
    const roles = [{ project: 'prj_one', role: 'readonly', environments: [] }]
    const member = fake.join('ada@example.org', { role: 'collaborator', projectRoles: roles })
    fake.faults.failedDeletes = 99
    assert.equal(failureOf(await removing(target, member)).kind, 'unavailable')
    assert.deepEqual([member.role, member.projectRoles], ['noaccess', []])
    fake.faults.failedDeletes = 0
    valueOf(await removing(target, member))
    const changes = fake.calls.filter(({ method }) => method !== 'GET').map(({ method, status }) => `${method} ${status}`)
    assert.deepEqual(changes, ['POST 200', 'DELETE 500', 'DELETE 500', 'DELETE 500', 'DELETE 500', 'DELETE 200'])
    assert.deepEqual(fake.members, [])
    valueOf(await removing(target, member))
  })

  it('is believed when the listing shows it, and refused for the last administrator', async (test) => {
    const { fake, target } = await bench(test)
    const [chief, member] = [fake.join('chief@example.org', { role: 'admin' }), fake.join('ada@example.org')]
    fake.faults.lostUpdates = 2
    valueOf(await removing(target, member))
    assert.equal(fake.calls.filter(({ method }) => method === 'DELETE').length, 3)
    assert.equal(failureOf(await removing(target, chief)).code, 'last-admin')
    assert.deepEqual(fake.members, [chief])
  })

  it('is forgotten with everything at the next login, which begins with the role of newcomers', async (test) => {
    const { fake, target, pass } = await bench(test)
    const first = fake.logIn('ada@example.org')
    valueOf(await target.apply({ id: first.id, name: first.email }, [add('elevated')], note))
    valueOf(await removing(target, first))
    pass(3_600_000)
    const again = fake.logIn('ada@example.org')
    assert.deepEqual(await heldBy(target, again.id), [])
    valueOf(await target.apply({ id: again.id, name: again.email }, [add('elevated')], note))
    assert.deepEqual(await heldBy(target, again.id), ['elevated'])
  })
})

describe('the inspection of GrowthBook', () => {
  it('alarms when newcomers reach every project, and when the project is not there', async (test) => {
    const { fake, target } = await bench(test)
    fake.defaultRole = 'collaborator'
    fake.logIn('ada@example.org')
    fake.projects.length = 0
    const codes = (await target.inspect()).map(({ severity, code }) => `${severity} ${code}`)
    assert.deepEqual(codes, [
      'error growthbook/project',
      'error growthbook/project',
      'error growthbook/default-role',
      'note growthbook/key',
    ])
  })
})

describe('GrowthBook while anything may fail', () => {
  it('converges on what is wanted, removes nothing else and takes a bounded number of calls', async () => {
    const fault = fc.record({
      lostUpdates: fc.nat({ max: 2 }),
      down: fc.nat({ max: 2 }),
      perMinute: fc.constantFrom(5, 20, 60, Number.POSITIVE_INFINITY),
    })
    const step = fc.record({ member: fc.nat({ max: 4 }), group: fc.constantFrom(...groups), kind: fc.constantFrom('add', 'remove'), fault })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const { fake, target, stop } = await open()
        try {
          const chief = fake.join('chief@example.org', { role: 'admin' })
          const others = { project: 'prj_two', role: 'analyst', environments: [] }
          const members = [0, 1, 2, 3, 4].map((each) => fake.join(`p${each}@example.org`, { projectRoles: [others] }))
          for (const { member: at, group, kind, fault: faults } of steps) {
            Object.assign(fake.faults, faults)
            const member = members[at] as (typeof members)[number]
            const before = fake.calls.length
            const change = kind === 'add' ? add(group) : remove(group)
            const applied = await target.apply({ id: member.id, name: member.email }, [change], note)
            assert.ok(fake.calls.length - before <= 24, `${fake.calls.length - before} calls`)
            Object.assign(fake.faults, { lostUpdates: 0, down: 0 })
            if (!applied.ok) continue
            assert.equal((await heldBy(target, member.id)).includes(group), kind === 'add', 'what was acknowledged stands')
          }
          assert.deepEqual(fake.broken, [])
          assert.equal(chief.role, 'admin')
          assert.ok(members.every(({ projectRoles }) => projectRoles.some(({ project: of }) => of === 'prj_two')))
        } finally {
          await stop()
        }
      }),
      { numRuns: counts({ floor: 10, ci: 100, deep: 500 }) },
    )
  })
})
