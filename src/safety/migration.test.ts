import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { counts } from '../../test/counts.ts'
import { charterOf, ranks } from '../../test/safety/small-charters.ts'
import { capableOf } from './migration-crowd.ts'
import { inSafeOrder, migrationStepText, proveMigration, type Migration, type MigrationStep } from './migration.ts'
import { targetPowers, targetPowersOf, type PlainPowers } from './target-powers.ts'

/** Bureaucrats are to give way to ranks; the right to change every group is with both while it goes on. */
const groups: Record<string, PlainPowers> = {
  bureaucrat: { rights: ['userrights', 'edit'], adds: 'all', removes: 'all' },
  colonel: { rights: ['userrights', 'edit'], adds: 'all', removes: 'all' },
  major: { rights: ['edit'], adds: ['captain', 'lieutenant', 'sysop'], removes: ['captain', 'lieutenant', 'sysop'] },
  captain: { rights: ['edit'], adds: ['lieutenant', 'sysop'], removes: ['lieutenant', 'sysop'] },
  lieutenant: { rights: ['edit'], adds: ['sysop'], removes: ['sysop'] },
  sysop: { rights: ['edit'] },
  bot: { rights: ['edit'] },
  'interface-admin': { rights: ['edit'] },
  suppress: { rights: ['edit'] },
}

const add = (actor: string, subject: string, group: string): MigrationStep => ({ kind: 'add', actor, subject, group })
const remove = (actor: string, subject: string, group: string): MigrationStep => ({ kind: 'remove', actor, subject, group })
const unset = (group: string): MigrationStep => ({ kind: 'unset', group })

/** Ann is the only bureaucrat, Bob a sysop. */
function migrating(...steps: readonly MigrationStep[]): Migration {
  return {
    powers: targetPowers(groups),
    holders: new Map([
      ['ann', ['bureaucrat']],
      ['bob', ['sysop']],
    ]),
    steps,
  }
}

const problemsOf = (migration: Migration) => proveMigration(migration).problems.map(({ step, code }) => [step, code])

describe('abolishing the bureaucrats', () => {
  it('is safe if Ann first becomes a colonel', () => {
    const proof = proveMigration(migrating(add('ann', 'ann', 'colonel'), remove('ann', 'ann', 'bureaucrat'), unset('bureaucrat')))
    assert.deepEqual(proof.problems, [])
    assert.equal(proof.safe, true)
    assert.deepEqual(
      proof.steps.map(({ finishers, orphans }) => [finishers, orphans.length]),
      [
        [1, 0],
        [undefined, 0],
        [undefined, 0],
      ],
    )
  })

  it('locks everybody out at the first step if she first gives it up', () => {
    const proof = proveMigration(migrating(remove('ann', 'ann', 'bureaucrat'), unset('bureaucrat')))
    assert.deepEqual(proof.problems[0], {
      step: 0,
      code: 'locked-out',
      text: 'after this step nobody can ever change a group again',
    })
  })

  it('locks everybody out if the group is unset while nobody is a colonel, and says that it is still held', () => {
    assert.deepEqual(problemsOf(migrating(unset('bureaucrat'))), [
      [0, 'still-held'],
      [0, 'locked-out'],
    ])
  })

  it('is refused where only a part is locked: with a major and no colonel five groups are nobody’s any more', () => {
    const proof = proveMigration(migrating(add('ann', 'bob', 'major'), remove('ann', 'ann', 'bureaucrat'), unset('bureaucrat')))
    assert.deepEqual(
      proof.problems.map(({ step, code }) => [step, code]),
      [[1, 'partly-locked']],
    )
    assert.equal(proof.safe, false)
    const nobodys = proof.steps.at(-1)?.orphans.map(({ group }) => group)
    assert.deepEqual(nobodys, ['colonel', 'major', 'bot', 'interface-admin', 'suppress'])
    assert.match(proof.problems[0]?.text ?? '', /nobody can ever give or take `bureaucrat`, give or take `colonel`/)
  })

  it('ends with the first step that its actor may not take', () => {
    const proof = proveMigration(migrating(add('bob', 'bob', 'colonel'), remove('ann', 'ann', 'bureaucrat')))
    assert.equal(proof.steps.length, 0)
    assert.deepEqual(
      proof.problems.map(({ text }) => text),
      ['bob has no authority to give `colonel` at this step'],
    )
    const twice = proveMigration(migrating(add('ann', 'ann', 'colonel'), add('ann', 'ann', 'colonel')))
    assert.match(twice.problems[0]?.text ?? '', /already in `colonel`/)
  })

  it('wants a home for every right that only the abolished group has', () => {
    const migration = migrating(add('ann', 'ann', 'colonel'), remove('ann', 'ann', 'bureaucrat'), unset('bureaucrat'))
    const alone = targetPowers({ ...groups, bureaucrat: { ...groups['bureaucrat'], rights: ['userrights', 'renameuser', 'nuke'] } })
    const proof = proveMigration({ ...migration, powers: alone })
    assert.deepEqual(proof.homeless, [{ group: 'bureaucrat', rights: ['nuke', 'renameuser'] }])
    assert.deepEqual(
      proof.problems.map(({ code }) => code),
      ['homeless-rights'],
    )
    const moved = targetPowers({ ...groups, colonel: { ...groups['colonel'], rights: ['userrights', 'renameuser', 'nuke'] } })
    const steps = [{ kind: 'configure', text: 'the rights move to the colonels', powers: moved } as const, ...migration.steps]
    assert.equal(proveMigration({ ...migration, powers: alone, steps }).safe, true)
  })

  it('keeps as many people able to finish as asked for', () => {
    const steps = [add('ann', 'ann', 'colonel'), remove('ann', 'ann', 'bureaucrat'), unset('bureaucrat')]
    const proof = proveMigration({ ...migrating(...steps), keep: 2 })
    assert.deepEqual(
      proof.problems.map(({ step, code, text }) => [step, code, text]),
      [[0, 'too-few-to-finish', 'after this step 1 person could finish alone; 2 needed']],
    )
    const both = migrating(add('ann', 'bob', 'colonel'), ...steps)
    assert.deepEqual(problemsOf({ ...both, keep: 2 }), [])
  })

  it('comes right when the steps are put in the safe order', () => {
    const steps = [unset('bureaucrat'), remove('ann', 'ann', 'bureaucrat'), add('ann', 'ann', 'colonel')]
    assert.equal(proveMigration(migrating(...steps)).safe, false)
    assert.equal(proveMigration(migrating(...inSafeOrder(steps))).safe, true)
    assert.deepEqual(inSafeOrder(steps).map(migrationStepText), [
      'ann puts themselves into `colonel`',
      'ann takes themselves out of `bureaucrat`',
      'unset the group `bureaucrat`',
    ])
  })
})

describe('the powers over groups that a charter gives', () => {
  it('are those of its rights and of its roles, without what one person cannot rely on', () => {
    const powers = targetPowersOf(charterOf(ranks), 'wiki')
    assert.equal(powers.get('colonel')?.adds, 'all')
    assert.deepEqual(powers.get('major')?.adds, new Set(['captain', 'lieutenant', 'sysop']))
    const staged = charterOf(ranks.replace('{ change: sysop, scope: any }', '{ change: sysop, scope: any, stages: [{ by: colonel }] }'))
    assert.deepEqual(targetPowersOf(staged, 'wiki').get('lieutenant')?.adds, new Set())
  })

  it('count an abolished group as long as it is there', () => {
    const text = ranks.replace(
      '    bot: { rights: edit }',
      '    bot: { rights: edit }\n    bureaucrat: { rights: [userrights], abolished: { holders: all, to: colonel } }',
    )
    assert.equal(targetPowersOf(charterOf(text), 'wiki').get('bureaucrat')?.removes, 'all')
  })
})

describe('a plan that is called safe', () => {
  const names = ['a', 'b', 'c']
  const people = ['p', 'q', 'r']
  const some = fc.subarray(names)
  const world = fc.record({
    powers: fc.record(
      Object.fromEntries(names.map((name) => [name, fc.record({ adds: some, removes: some, addsToSelf: some, removesFromSelf: some })])),
    ),
    holders: fc.tuple(some, some, some),
    steps: fc.array(
      fc.record({
        kind: fc.constantFrom('add' as const, 'remove' as const, 'unset' as const),
        actor: fc.constantFrom(...people),
        subject: fc.constantFrom(...people),
        group: fc.constantFrom(...names),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })

  it('leaves every group as changeable as it was, by an explicit search of all that people can do', (context) => {
    let [safe, refused] = [0, 0]
    fc.assert(
      fc.property(world, (drawn) => {
        const powers = targetPowers(drawn.powers)
        const holders = new Map(people.map((name, at) => [name, drawn.holders[at] ?? []]))
        const proof = proveMigration({ powers, holders, steps: drawn.steps })
        if (proof.problems.some(({ code }) => code === 'not-allowed')) return
        const before = search(drawn.powers, drawn.holders)
        let now = drawn.holders.map((groups) => [...groups])
        let defined = { ...drawn.powers }
        const lost = drawn.steps.some((step) => {
          const who = people.indexOf(step.subject)
          if (step.kind === 'unset') delete defined[step.group]
          else
            now = now.map((own, at) =>
              at !== who ? own : step.kind === 'add' ? [...own, step.group] : own.filter((one) => one !== step.group),
            )
          const after = search(defined, now)
          return Object.keys(defined).some((group) =>
            (['add', 'remove'] as const).some((verb) => before.has(`${verb} ${group}`) && !after.has(`${verb} ${group}`)),
          )
        })
        const said = proof.problems.some(({ code }) => code === 'locked-out' || code === 'partly-locked')
        assert.equal(said, lost)
        if (said) refused += 1
        else safe += 1
      }),
      { numRuns: counts({ floor: 1500, ci: 4000, deep: 40_000 }) },
    )
    context.diagnostic(`${safe} plans without a lock-out, ${refused} with one`)
    assert.ok(safe >= 20 && refused >= 20)
  })

  it('leaves a person who is called able to finish with every authority that is left to use', () => {
    const powers = targetPowers(groups)
    assert.equal(capableOf(powers, ['bureaucrat'], [{ verb: 'remove', group: 'colonel' }]), true)
    assert.equal(capableOf(powers, ['major'], [{ verb: 'add', group: 'colonel' }]), false)
  })
})

/** Every `add G` and `remove G` that somebody can do in some state that people can reach: breadth first, state by state. */
function search(powers: Readonly<Record<string, PlainPowers>>, start: readonly (readonly string[])[]): ReadonlySet<string> {
  const possible = new Set<string>()
  const keyOf = (state: readonly (readonly string[])[]) => state.map((own) => own.toSorted().join(',')).join(';')
  const seen = new Set([keyOf(start)])
  const open = [start]
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    for (const own of state) {
      for (const name of own) {
        const group = powers[name]
        const adds = Object.keys(powers).filter((one) => group?.adds?.includes(one) === true)
        const toSelf = Object.keys(powers).filter((one) => group?.addsToSelf?.includes(one) === true)
        for (const one of [...adds, ...toSelf]) possible.add(`add ${one}`)
        for (const one of Object.keys(powers)) if (group?.removes?.includes(one) === true) possible.add(`remove ${one}`)
        const moves = [
          ...adds.flatMap((one) => state.map((_, at) => ({ at, one }))),
          ...toSelf.map((one) => ({ at: state.indexOf(own), one })),
        ]
        for (const { at, one } of moves) {
          const next = state.map((groupsOf, place) => (place === at && !groupsOf.includes(one) ? [...groupsOf, one] : groupsOf))
          const key = keyOf(next)
          if (seen.has(key)) continue
          seen.add(key)
          open.push(next)
        }
      }
    }
  }
  return possible
}
