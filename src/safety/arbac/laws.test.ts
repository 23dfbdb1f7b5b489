import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { counts } from '../../../test/counts.ts'
import { questions, type Question } from '../../../test/safety/arbac-random.ts'
import type { ArbacPolicy, ArbacRule } from './policy.ts'
import { solveArbac } from './solve.ts'

const runs = counts({ floor: 300, ci: 1500, deep: 10000 })
const small = questions({ roles: 5, accounts: 3, newAccounts: false })

const isReachable = ({ policy, goal }: Question): boolean => {
  const { verdict } = solveArbac(policy, goal)
  assert.notEqual(verdict, 'unknown')
  return verdict === 'reachable'
}

/** An order of so many places, drawn by fast-check. */
const orderOf = (size: number) =>
  fc.shuffledSubarray(
    Array.from({ length: size }, (_, at) => at),
    { minLength: size },
  )

describe('what must not change an answer', () => {
  it('other names and another order of roles, accounts, rules and conditions', (context) => {
    let reachable = 0
    const shuffled = small.chain((question) =>
      fc.tuple(
        fc.constant(question),
        orderOf(question.policy.roles.length),
        orderOf(question.policy.accounts.length),
        orderOf(question.policy.rules.length),
      ),
    )
    fc.assert(
      fc.property(shuffled, ([question, roleOrder, accountOrder, ruleOrder]) => {
        const other = renamed(question, roleOrder, accountOrder, ruleOrder)
        const answer = isReachable(question)
        assert.equal(isReachable(other), answer)
        if (answer) reachable += 1
      }),
      { numRuns: runs },
    )
    context.diagnostic(`${runs} policies, ${reachable} reachable`)
    assert.ok(reachable > runs / 10 && reachable < runs)
  })
})

describe('what can only help', () => {
  const helpful: readonly (readonly [string, (policy: ArbacPolicy, at: number) => ArbacPolicy])[] = [
    [
      'one more account',
      (policy, at) => ({ ...policy, accounts: [...policy.accounts, { name: 'more', roles: policy.roles.slice(at % 3, 3) }] }),
    ],
    ['new accounts without limit', (policy) => ({ ...policy, newAccounts: true })],
    ['one exclusion less', (policy, at) => withRule(policy, at, (rule) => ({ ...rule, excludes: rule.excludes.slice(1) }))],
    ['one need less', (policy, at) => withRule(policy, at, (rule) => ({ ...rule, needs: rule.needs.slice(1) }))],
    ['one approval less', (policy, at) => withRule(policy, at, (rule) => ({ ...rule, approvals: rule.approvals.slice(1) }))],
    [
      'one rule more',
      (policy, at) => ({ ...policy, rules: [...policy.rules, { ...(policy.rules[at % policy.rules.length] ?? free), excludes: [] }] }),
    ],
    ['anybody as the one who acts', (policy, at) => withRule(policy, at, (rule) => ({ ...rule, by: undefined }))],
  ]
  for (const [what, help] of helpful)
    it(what, (context) => {
      let gained = 0
      fc.assert(
        fc.property(small, fc.nat({ max: 50 }), ({ policy, goal }, at) => {
          const before = isReachable({ policy, goal })
          const after = isReachable({ policy: help(policy, at), goal })
          assert.ok(after || !before)
          if (after !== before) gained += 1
        }),
        { numRuns: runs },
      )
      context.diagnostic(`${runs} policies, ${gained} became reachable`)
    })
})

const free: ArbacRule = { effect: 'assign', role: 'r0', by: undefined, scope: 'any', needs: [], excludes: [], approvals: [] }

function withRule(policy: ArbacPolicy, at: number, change: (rule: ArbacRule) => ArbacRule): ArbacPolicy {
  return { ...policy, rules: policy.rules.map((rule, place) => (place === at % policy.rules.length ? change(rule) : rule)) }
}

function renamed(
  { policy, goal }: Question,
  roleOrder: readonly number[],
  accountOrder: readonly number[],
  ruleOrder: readonly number[],
): Question {
  const role = (name: string) => `office ${roleOrder[policy.roles.indexOf(name)]}`
  const account = (name: string) => `person ${accountOrder[policy.accounts.findIndex((one) => one.name === name)]}`
  const list = (names: readonly string[]) => names.map(role).toReversed()
  const inOrder = <T>(items: readonly T[], order: readonly number[]) => order.flatMap((at) => items[at] ?? [])
  return {
    policy: {
      roles: list(policy.roles),
      accounts: inOrder(
        policy.accounts.map(({ name, roles }) => ({ name: account(name), roles: list(roles) })),
        accountOrder,
      ),
      newAccounts: policy.newAccounts,
      rules: inOrder(policy.rules, ruleOrder).map((rule) => ({
        ...rule,
        role: role(rule.role),
        by: rule.by === undefined ? undefined : list(rule.by),
        needs: list(rule.needs),
        excludes: list(rule.excludes),
        approvals: rule.approvals.map(({ by, count }) => ({ by: list(by), count })).toReversed(),
      })),
    },
    goal: { roles: list(goal.roles), ...(goal.account === undefined ? {} : { account: account(goal.account) }) },
  }
}
