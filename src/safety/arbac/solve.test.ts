import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { counts } from '../../../test/counts.ts'
import { questions, type Question } from '../../../test/safety/arbac-random.ts'
import { searchEveryState } from '../../../test/safety/arbac-search.ts'
import { arbacRule, type ArbacPolicy } from './policy.ts'
import { replayArbac } from './replay.ts'
import { solveArbac, type ArbacAnswer } from './solve.ts'

/** Fails unless the plan of an answer, carried out by the rules as written, ends with the goal. */
function assertReplays({ policy, goal }: Question, answer: ArbacAnswer): void {
  if (answer.verdict !== 'reachable') return
  const replayed = replayArbac(policy, answer.plan)
  assert.ok(replayed.ok, replayed.ok ? '' : replayed.error)
  for (const role of goal.roles) assert.ok(replayed.value.get(answer.account)?.has(role), `${answer.account} does not hold ${role}`)
  if (goal.account !== undefined) assert.equal(answer.account, goal.account)
}

describe('exact answers about administrative policies', () => {
  it('agree with a search of every state of random tiny policies', (context) => {
    const runs = counts({ floor: 1000, ci: 5000, deep: 40000 })
    const seen = new Map<string, number>()
    let states = 0
    fc.assert(
      fc.property(questions({ roles: 5, accounts: 3, newAccounts: false }), (question) => {
        const truth = searchEveryState(question.policy, question.goal)
        assert.ok(truth)
        const answer = solveArbac(question.policy, question.goal)
        assert.equal(answer.verdict, truth.reachable ? 'reachable' : 'unreachable')
        assertReplays(question, answer)
        const how = answer.verdict === 'unreachable' ? `unreachable ${answer.proof}` : answer.verdict
        seen.set(how, (seen.get(how) ?? 0) + 1)
        states += truth.states
      }),
      { numRuns: runs },
    )
    context.diagnostic(
      `${runs} policies, ${states} states, 0 disagreements: ${[...seen].map(([how, count]) => `${how} ${count}`).join(', ')}`,
    )
    for (const how of ['reachable', 'unreachable relaxed', 'unreachable accounts', 'unreachable joint']) assert.ok(seen.has(how), how)
  })

  it('count new accounts without limit as two of them tried one by one', (context) => {
    const runs = counts({ floor: 400, ci: 2000, deep: 20000 })
    const seen = { reachable: 0, unreachable: 0, needsMore: 0, tooLarge: 0 }
    fc.assert(
      fc.property(questions({ roles: 4, accounts: 2, newAccounts: true }), (question) => {
        const few = searchEveryState(question.policy, question.goal, 2, 3000)
        const answer = solveArbac(question.policy, question.goal)
        assertReplays(question, answer)
        assert.notEqual(answer.verdict, 'unknown')
        if (few === undefined) seen.tooLarge += 1
        else if (few.reachable) assert.equal(answer.verdict, 'reachable')
        if (answer.verdict === 'unreachable') seen.unreachable += 1
        else if (few?.reachable === false) seen.needsMore += 1
        else seen.reachable += 1
      }),
      { numRuns: runs },
    )
    context.diagnostic(`${runs} policies: ${JSON.stringify(seen)}`)
    assert.ok(seen.reachable > 0 && seen.unreachable > 0 && seen.tooLarge < runs / 4)
  })

  it('come to an end where accounts would fetch each other in turn', () => {
    const policy: ArbacPolicy = {
      roles: ['r0', 'r1', 'r2', 'r3', 'r4'],
      accounts: [
        { name: 'a0', roles: ['r2', 'r4', 'r1'] },
        { name: 'a1', roles: ['r3', 'r2', 'r1'] },
        { name: 'a2', roles: [] },
      ],
      newAccounts: true,
      rules: [
        arbacRule({ effect: 'revoke', role: 'r4', by: ['r1'], scope: 'others', approvals: [{ by: ['r4'], count: 1 }] }),
        arbacRule({ effect: 'assign', role: 'r0', by: ['r1', 'r4'], scope: 'self', excludes: ['r1', 'r3'] }),
        arbacRule({ effect: 'assign', role: 'r1', by: ['r1', 'r3'], scope: 'self' }),
        arbacRule({ effect: 'assign', role: 'r2', by: ['r1'], scope: 'others' }),
        arbacRule({ effect: 'assign', role: 'r0', by: ['r0'], needs: ['r2', 'r1'], excludes: ['r1'] }),
        arbacRule({
          effect: 'assign',
          role: 'r3',
          by: ['r2'],
          excludes: ['r3'],
          approvals: [
            { by: ['r1', 'r4'], count: 2 },
            { by: ['r1'], count: 2 },
          ],
        }),
        arbacRule({ effect: 'assign', role: 'r1', by: ['r1', 'r2'], needs: ['r0'] }),
        arbacRule({ effect: 'assign', role: 'r2', by: ['r4', 'r1'] }),
        arbacRule({ effect: 'revoke', role: 'r0', by: ['r3', 'r0'], needs: ['r2'], excludes: ['r3'] }),
        arbacRule({ effect: 'assign', role: 'r2', by: ['r3'], scope: 'self', needs: ['r3'], excludes: ['r0', 'r4'] }),
      ],
    }
    assert.deepEqual(solveArbac(policy, { roles: ['r3'], account: 'a0' }), { verdict: 'unreachable', proof: 'joint' })
  })
})
