import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { instant } from '../../src/kernel/instant.ts'
import { manualTarget } from '../../src/targets/manual/manual-target.ts'
import { failureOf, held, testTarget, valueOf, type TargetRig } from '../contract/target.ts'

const start = instant(Date.parse('2026-05-03T10:00:00Z'))
const groups = ['board', 'Keyholders', 'cellar'] as const
const clock = { now: () => start }

async function manualRig(): Promise<TargetRig> {
  const target = manualTarget({ id: 'building', clock, groups })
  const settle = async () => {
    for (const task of target.tasks()) assert.ok(target.confirm(task.id, 'Caretaker').ok)
  }
  return {
    target,
    groups,
    barred: undefined,
    now: clock.now,
    account: async (name) => ({ id: name, name }),
    give: async ({ id, name }, group) => {
      const known = valueOf(await target.lookUp([name])).get(name)
      assert.ok(target.recordHolders([{ name: id, groups: [...(known?.memberships.keys() ?? []), group] }], 'Caretaker').ok)
    },
    rename: async () => assert.fail('accounts are known by name'),
    expire: async () => assert.fail('nothing ends by itself'),
    dropGroup: async () => assert.fail('nobody can be asked'),
    settle,
    stop: async () => undefined,
  }
}

describe('the manual target as a target', () => testTarget(manualRig))

const holds = async (target: ReturnType<typeof manualTarget>) =>
  Object.keys(held(valueOf(await target.read({ groups, accounts: ['Ada'] })).accounts.get('Ada')))

describe('tasks of the manual target', () => {
  const ada = { id: 'Ada', name: 'Ada' }
  const note = { plan: 9, url: undefined }
  const add = { kind: 'add', group: 'board', until: undefined } as const
  const remove = { kind: 'remove', group: 'board' } as const
  it('believes nothing before a named person confirmed it', async () => {
    const target = manualTarget({ id: 'building', clock, where: 'the key cabinet' })
    valueOf(await target.apply(ada, [add], note))
    assert.deepEqual(await holds(target), [])
    const [task] = target.tasks()
    assert.match(task?.steps.join('\n') ?? '', /open the key cabinet[^]*add `Ada` to the group `board`[^]*confirm task 1/)
    assert.ok(!target.confirm('1', '  ').ok, 'nobody is no name')
    assert.ok(!target.confirm('2', 'Caretaker').ok)
    assert.ok(target.confirm('1', 'Caretaker').ok)
    assert.deepEqual(await holds(target), ['board'])
    assert.ok(!target.confirm('1', 'Caretaker').ok, 'a task is done once')
  })

  it('raises the same task once, drops it when it is no longer wanted, and none for what holds already', async () => {
    const target = manualTarget({ id: 'building', clock })
    valueOf(await target.apply(ada, [add], note))
    valueOf(await target.apply(ada, [add], note))
    assert.equal(target.tasks().length, 1)
    valueOf(await target.apply(ada, [remove], note))
    assert.deepEqual(target.tasks(), [])
    assert.ok(target.recordHolders([{ name: 'Ada', groups: ['board'] }], 'Caretaker').ok)
    valueOf(await target.apply(ada, [add], note))
    assert.deepEqual(target.tasks(), [])
    valueOf(await target.apply(ada, [remove], note))
    assert.deepEqual(
      target.tasks().map((task) => task.change),
      [{ kind: 'remove', group: 'board' }],
    )
  })

  it('shows what a name hides in the steps', async () => {
    const target = manualTarget({ id: 'building', clock })
    const hostile = 'Ada\u202Exnimda\u0007\nremove Bo'
    valueOf(await target.apply({ id: hostile, name: hostile }, [add], note))
    const steps = target.tasks()[0]?.steps.join('¶') ?? ''
    assert.doesNotMatch(steps, /[\p{Cc}\p{Cf}]/u)
    assert.match(steps, /Ada\[U\+202E\]xnimda\[U\+0007\]\[U\+000A\]remove Bo/)
  })

  it('warns of tasks nobody does', async () => {
    let now = start
    const target = manualTarget({ id: 'building', clock: { now: () => now } })
    valueOf(await target.apply(ada, [add], note))
    now = instant(start + 8 * 86_400_000)
    assert.deepEqual(
      (await target.inspect()).map(({ code }) => code),
      ['tasks-forgotten', 'by-hand'],
    )
  })

  it('has only the groups it was given', async () => {
    const target = manualTarget({ id: 'building', clock, groups: ['board'] })
    assert.equal(failureOf(await target.apply(ada, [{ ...add, group: 'attic' }], note)).code, 'unknown-group')
    assert.deepEqual(target.tasks(), [])
  })
})
