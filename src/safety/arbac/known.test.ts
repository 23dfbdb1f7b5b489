import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { counts } from '../../../test/counts.ts'
import { clinic } from '../../../test/safety/arbac-clinic.ts'
import { counter, deepPolicy, dutyPairs, type Known } from '../../../test/safety/arbac-hard.ts'
import { largePolicy } from '../../../test/safety/arbac-large.ts'
import { compileArbac } from './compile.ts'
import type { ArbacPolicy } from './policy.ts'
import { readArbac } from './read.ts'
import { relax } from './relax.ts'
import { replayArbac } from './replay.ts'
import { solveArbac } from './solve.ts'

/** The same policy, as if nothing excluded anything. */
function withoutExclusions(policy: ArbacPolicy): ArbacPolicy {
  return { ...policy, rules: policy.rules.map((rule) => ({ ...rule, excludes: [] })) }
}

/** Solves a question and compares it with what is known; returns how it was proved, or the steps. */
function assertKnown({ policy, goal, reachable, leastSteps }: Known): string {
  const answer = solveArbac(policy, goal)
  assert.equal(answer.verdict, reachable ? 'reachable' : 'unreachable')
  if (answer.verdict === 'unreachable') {
    assert.equal(solveArbac(withoutExclusions(policy), goal).verdict, 'reachable', 'only exclusions stand in the way')
    return answer.proof
  }
  assert.ok(answer.verdict === 'reachable')
  const replayed = replayArbac(policy, answer.plan)
  assert.ok(replayed.ok, replayed.ok ? '' : replayed.error)
  assert.ok(goal.roles.every((role) => replayed.value.get(answer.account)?.has(role)))
  assert.ok(answer.plan.length >= leastSteps, `${answer.plan.length} steps, though ${leastSteps} are needed`)
  return `${answer.plan.length} steps`
}

describe('questions of a clinic', () => {
  for (const { name, reachable, onlyApart, because, text } of clinic) {
    it(`${name}: ${reachable ? 'can be' : 'cannot be'}, because ${because}`, (context) => {
      const read = readArbac(text)
      assert.ok(read.ok, JSON.stringify(read))
      const how = assertKnown({ policy: read.value.policy, goal: { roles: [read.value.goal] }, reachable, leastSteps: 0 })
      context.diagnostic(how)
      assert.equal(!reachable, onlyApart)
    })
  }
})

describe('hard questions with answers known by construction', () => {
  const most = counts({ floor: 1, ci: 2, deep: 6 })

  it('find the shortest of plans that double with every digit', (context) => {
    for (const digits of [2, 5, 8, 9 + most]) context.diagnostic(`${digits} digits: ${assertKnown(counter(digits))}`)
  })

  for (const kind of ['deep plan', 'kept apart', 'only one account'] as const)
    it(`among 1,000 rules and more: ${kind}`, (context) => {
      for (let seed = 1; seed <= most; seed += 1)
        for (const rules of [60, 1200, 3000]) context.diagnostic(`${rules} rules: ${assertKnown(deepPolicy({ rules, kind, seed }))}`)
    })

  it('of pairs of duties that exclude each other', (context) => {
    for (let pairs = 1; pairs <= 5 + most / 2; pairs += 1)
      for (const reachable of [false, true])
        context.diagnostic(`${pairs} pairs: ${assertKnown(dutyPairs({ pairs, reachable, seed: pairs }))}`)
  })

  it('are unknown, and never guessed, when the budget ends', () => {
    const { policy, goal } = dutyPairs({ pairs: 8, reachable: false, seed: 1 })
    assert.deepEqual(solveArbac(policy, goal, { states: 500, trials: 10_000 }), { verdict: 'unknown' })
    const deep = counter(10)
    assert.deepEqual(solveArbac(deep.policy, deep.goal, { states: 100, trials: 10_000 }), { verdict: 'unknown' })
  })
})

describe('large policies', () => {
  it('are answered by plan or proof in nearly every case', (context) => {
    const policies = counts({ floor: 6, ci: 30, deep: 200 })
    const seen = { reachable: 0, unreachable: 0, unknown: 0 }
    for (let seed = 1; seed <= policies; seed += 1) {
      const compiled = compileArbac(largePolicy({ roles: 300, rules: 1500, negativeOfTen: seed % 5, seed }))
      const held = relax(compiled)?.held
      const within = compiled.policy.roles.filter((_, role) => held?.[role] === 1)
      for (const part of [0.5, 0.9]) {
        const goal = within[Math.floor(part * within.length)]
        if (goal === undefined) continue
        // half a second for each: a plan is replayed before it is an answer
        seen[solveArbac(compiled, { roles: [goal] }, { states: 60_000, trials: 10_000_000 }).verdict] += 1
      }
    }
    context.diagnostic(JSON.stringify(seen))
    assert.ok(seen.unknown <= 0.1 * (seen.reachable + seen.unreachable), JSON.stringify(seen))
  })
})
