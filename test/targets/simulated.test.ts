import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { instant } from '../../src/kernel/instant.ts'
import { fileShelf } from '../../src/targets/shelf.ts'
import { faultRuleSchema, type FaultRule } from '../../src/targets/simulated/faults.ts'
import { renamed, simulatedTarget, withAccounts, type SimulatedTarget } from '../../src/targets/simulated/simulated-target.ts'
import { failureOf, held, testTarget, valueOf, type TargetRig } from '../contract/target.ts'

const start = instant(Date.parse('2026-05-03T10:00:00Z'))
const groups = ['constable', 'editor', 'Management Committee'] as const

function openClock() {
  let now = start
  return {
    clock: { now: () => now },
    pass: (milliseconds: number) => {
      now = instant(now + milliseconds)
    },
  }
}

async function simulatedRig(): Promise<TargetRig> {
  const { clock, pass } = openClock()
  const changeable = [...groups, 'No such group']
  const target = simulatedTarget({ id: 'wiki', clock, state: { groups: [...groups, 'founder'], changeable } })
  let accounts = 0
  return {
    target,
    groups,
    barred: 'founder',
    now: clock.now,
    account: async (name) => {
      accounts += 1
      const account = { id: String(accounts), name }
      target.update((state) => withAccounts(state, [account]))
      return account
    },
    give: async ({ id }, group, until, logged) =>
      target.alter({ id, add: [until === undefined ? { group } : { group, until }], by: 'admin', logged }),
    rename: async ({ id }, name) => target.update((state) => renamed(state, id, name)),
    expire: async () => pass(2 * 86_400_000),
    dropGroup: async (group) => {
      target.update((state) => ({ ...state, groups: state.groups.filter((each) => each !== group) }))
      return async () => target.update((state) => ({ ...state, groups: [...state.groups, group] }))
    },
    stop: async () => undefined,
  }
}

describe('the simulated target as a target', () => testTarget(simulatedRig))

function faulty(...faults: readonly FaultRule[]): SimulatedTarget & { pass(milliseconds: number): void; readonly slept: number[] } {
  const { clock, pass } = openClock()
  const slept: number[] = []
  const accounts = ['Ada', 'Bo', 'Cy'].map((name, index) => ({
    id: String(index + 1),
    name,
    locked: false,
    memberships: [{ group: 'bot' }],
  }))
  const target = simulatedTarget({
    id: 'wiki',
    clock,
    faults: faults.map((rule) => faultRuleSchema.parse(rule)),
    state: { groups: ['editor', 'bot'], accounts },
    sleep: async (milliseconds) => void slept.push(milliseconds),
  })
  return { ...target, pass, slept }
}

describe('the faults of the simulated target', () => {
  const scope = { groups: ['editor'], accounts: [] }
  const note = { plan: 1, url: undefined }
  const add = { kind: 'add', group: 'editor', until: undefined } as const
  const ada = { id: '1', name: 'Ada' }

  const editors = async (target: SimulatedTarget) =>
    Object.keys(held(valueOf(await target.read({ ...scope, accounts: ['1'] })).accounts.get('1')))

  it('is down for the calls it was told to be down for', async () => {
    const target = faulty({ on: 'read', calls: [2, 3], fault: { kind: 'down' } })
    const outcomes = []
    for (let call = 1; call <= 4; call += 1) outcomes.push((await target.read(scope)).ok)
    assert.deepEqual(outcomes, [true, false, false, true])
    assert.deepEqual(target.calls(), { read: 4, lookUp: 0, apply: 0, history: 0 })
  })

  it('lies: success without effect', async () => {
    const target = faulty({ on: 'apply', fault: { kind: 'lying' } })
    valueOf(await target.apply(ada, [add], note))
    assert.deepEqual(await editors(target), [])
    assert.deepEqual(target.state().log, [])
  })

  it('applies half of a call and breaks off', async () => {
    const target = faulty({ on: 'apply', calls: [1, 1], fault: { kind: 'half-applied', changes: 1 } })
    const changes = [add, { kind: 'remove', group: 'bot' }] as const
    assert.equal(failureOf(await target.apply(ada, changes, note)).kind, 'unavailable')
    assert.deepEqual(target.state().accounts[0]?.memberships, [{ group: 'bot' }, { group: 'editor' }])
    valueOf(await target.apply(ada, changes, note))
    assert.deepEqual(target.state().accounts[0]?.memberships, [{ group: 'editor' }])
  })

  it('lists too few and calls it success', async () => {
    const target = faulty({ on: 'read', fault: { kind: 'short', accounts: 1 } })
    assert.equal(valueOf(await target.read({ groups: ['bot'], accounts: [] })).accounts.size, 1)
  })

  it('warns, and is not believed', async () => {
    assert.equal(failureOf(await faulty({ on: 'read', fault: { kind: 'warned' } }).read(scope)).kind, 'incomplete')
  })

  it('renames an account in the middle', async () => {
    const target = faulty({ on: 'apply', fault: { kind: 'rename', id: '1', name: 'Ada II' } })
    valueOf(await target.apply(ada, [add], note))
    const seen = valueOf(await target.read(scope)).accounts.get('1')
    assert.equal(seen?.name, 'Ada II')
    assert.deepEqual(held(seen), { editor: 'unlimited' })
  })

  it('shows what was written only after a while', async () => {
    const target = faulty({ on: 'apply', fault: { kind: 'delayed', milliseconds: 5000 } })
    valueOf(await target.apply(ada, [add], note))
    assert.deepEqual(await editors(target), [])
    target.pass(5000)
    assert.deepEqual(await editors(target), ['editor'])
  })

  it('asks to wait, answers slowly, fails with any code, for one account only', async () => {
    const target = faulty(
      { on: 'apply', account: '2', fault: { kind: 'rate-limit', retryAfter: 3000 } },
      { on: 'lookUp', fault: { kind: 'slow', milliseconds: 700 } },
      { on: 'history', fault: { kind: 'fails', failure: 'denied', code: 'blocked' } },
    )
    assert.deepEqual(failureOf(await target.apply({ id: '2', name: 'Bo' }, [add], note)).retryAfter, 3000)
    valueOf(await target.apply(ada, [add], note))
    valueOf(await target.lookUp(['Ada']))
    assert.deepEqual(target.slept, [700])
    assert.equal(failureOf((await target.history(undefined)) ?? assert.fail('it has a log')).code, 'blocked')
  })

  it('cannot end memberships when it was told so', async () => {
    const { clock, pass } = openClock()
    const state = withAccounts({ groups: ['editor'], accounts: [], log: [] }, [ada])
    const target = simulatedTarget({ id: 'forum', clock, state, capabilities: { expiry: false } })
    valueOf(await target.apply(ada, [{ ...add, until: instant(start + 5000) }], note))
    pass(9000)
    assert.deepEqual(await editors(target), ['editor'])
  })
})

it('the simulated target tells which account Writ works with, where it has one', async () => {
  const connector = { account: '9', groups: ['writ'] }
  const { clock } = openClock()
  const scope = { groups: [], accounts: [] }
  assert.deepEqual(valueOf(await simulatedTarget({ id: 'wiki', clock, state: { connector } }).read(scope)).connector, connector)
  assert.equal('connector' in valueOf(await simulatedTarget({ id: 'wiki', clock }).read(scope)), false)
})

describe('a simulated target kept in a file', () => {
  it('is the same system for every process that opens the file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'writ-simulated-'))
    try {
      const path = join(folder, 'wiki.json')
      const open = () => simulatedTarget({ id: 'wiki', clock: { now: () => start }, shelf: fileShelf(path), state: { groups: ['editor'] } })
      open().update((state) => withAccounts(state, [{ id: '7', name: 'Gil' }]))
      valueOf(
        await open().apply({ id: '7', name: 'Gil' }, [{ kind: 'add', group: 'editor', until: undefined }], { plan: 3, url: undefined }),
      )
      assert.deepEqual(held(valueOf(await open().lookUp(['Gil'])).get('Gil')), { editor: 'unlimited' })
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
