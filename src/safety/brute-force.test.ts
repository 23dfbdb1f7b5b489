import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { counts } from '../../test/counts.ts'
import { mostReachable, searchAll } from '../../test/safety/explicit-search.ts'
import { gameOf, maskOf, tinyPolicies } from '../../test/safety/random-policy.ts'
import { common, isEmpty } from './bits.ts'
import { closure } from './fixpoint.ts'
import { planFor } from './plan.ts'
import { replay } from './replay.ts'
import { adversaryOf } from './adversary.ts'
import { namesOf } from './game.ts'
import { judge, verdicts, type Verdict } from './undo.ts'

describe('reach, strip and undo by fixpoints', () => {
  it('agree with an explicit search of every state of random tiny policies', (context) => {
    const seen = new Map<Verdict, number>()
    let states = 0
    const runs = counts({ floor: 300, ci: 2000, deep: 20000 })
    fc.assert(
      fc.property(tinyPolicies, (tiny) => {
        const truth = searchAll(tiny)
        const game = gameOf(tiny)
        const judgement = judge(game)
        const reach = closure(game.policy.attack, adversaryOf(game)).map((own) => maskOf(tiny, game, own))
        assert.deepEqual(reach, [...truth.reach], 'reach')
        const stripped = game.honest.map(({ holds }) => maskOf(tiny, game, common(holds, judgement.strips)))
        assert.deepEqual(stripped, [...truth.stripped], 'strip')
        assert.equal(judgement.verdict, truth.verdict)
        seen.set(judgement.verdict, (seen.get(judgement.verdict) ?? 0) + 1)
        states += truth.states
      }),
      { numRuns: runs },
    )
    context.diagnostic(
      `${runs} policies, ${states} states, 0 disagreements: ${verdicts.map((verdict) => `${verdict} ${seen.get(verdict) ?? 0}`).join(', ')}`,
    )
    for (const verdict of verdicts) assert.ok((seen.get(verdict) ?? 0) > 0, `no policy was ${verdict}`)
  })

  it('count unlimited new accounts as eight of them tried one by one', (context) => {
    const runs = counts({ floor: 200, ci: 1000, deep: 10000 })
    let grew = 0
    fc.assert(
      fc.property(tinyPolicies, (tiny) => {
        const rogues = tiny.accounts.slice(0, tiny.rogues)
        const crowd = { ...tiny, accounts: [...rogues, ...Array.from({ length: 8 }, () => 0)], rogues: tiny.rogues + 8 }
        const game = gameOf(tiny, true)
        const reach = closure(game.policy.attack, adversaryOf(game)).map((own) => maskOf(tiny, game, own))
        assert.deepEqual(reach, [...mostReachable(crowd)].slice(0, tiny.rogues + 1))
        if (reach.at(-1) !== 0) grew += 1
      }),
      { numRuns: runs },
    )
    context.diagnostic(`${runs} policies, new accounts gained something in ${grew}`)
    assert.ok(grew > 0)
  })

  it('are backed by plans that replay, rule by rule', (context) => {
    const runs = counts({ floor: 200, ci: 1000, deep: 10000 })
    let steps = 0
    fc.assert(
      fc.property(tinyPolicies, fc.boolean(), (tiny, newAccounts) => {
        const game = gameOf(tiny, newAccounts)
        const judgement = judge(game)
        const rogues = game.rogues.map((_, at) => `rogue ${at + 1}`)
        const honest = game.honest.map((_, at) => `honest ${at + 1}`)
        const start = [...game.rogues, ...game.honest.map(({ holds }) => holds)]
        const holders = [...rogues, ...honest].map((name, at) => ({
          name,
          roles: namesOf(game.policy, start[at] ?? []),
          standsFor: undefined,
        }))
        const goals = { captures: judgement.gained, strips: judgement.strips }
        const plan = planFor(game, { rogues, honest: honest.map((name) => [name]) }, goals)
        const replayed = replay(tiny.rules, holders, plan)
        assert.ok(replayed.ok, replayed.ok ? '' : replayed.error)
        for (const item of namesOf(game.policy, judgement.gained)) {
          const gaining = [...replayed.value].some(
            ([name, items]) =>
              !honest.includes(name) && items.has(item) && !holders.some((one) => one.name === name && one.roles.includes(item)),
          )
          assert.ok(gaining, `nobody gained ${item}`)
        }
        for (const name of honest)
          for (const item of namesOf(game.policy, judgement.strips))
            assert.ok(replayed.value.get(name)?.has(item) !== true, `${name} kept ${item}`)
        assert.equal(
          plan.length === 0,
          isEmpty(judgement.gained) && game.honest.every(({ holds }) => isEmpty(common(holds, judgement.strips))),
        )
        steps += plan.length
      }),
      { numRuns: runs },
    )
    context.diagnostic(`${runs} plans, ${steps} steps replayed`)
    assert.ok(steps > 0)
  })
})
