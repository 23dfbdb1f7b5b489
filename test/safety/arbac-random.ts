import fc from 'fast-check'
import type { ArbacGoal, ArbacPolicy, ArbacRule } from '../../src/safety/arbac/policy.ts'

export interface Question {
  readonly policy: ArbacPolicy
  readonly goal: ArbacGoal
}

export interface Sizes {
  readonly roles: number
  readonly accounts: number
  readonly newAccounts: boolean
}

/** Tiny policies with everything a rule can have: scopes, approvals, positive and negative conditions, takings. */
export function questions(sizes: Sizes): fc.Arbitrary<Question> {
  const names = Array.from({ length: sizes.roles }, (_, at) => `r${at}`)
  const role = fc.constantFrom(...names)
  const roles = (least: number, most: number) => fc.uniqueArray(role, { minLength: least, maxLength: most })
  const approval = fc.record({ by: roles(1, 2), count: fc.constantFrom(1, 1, 2) })
  const rule: fc.Arbitrary<ArbacRule> = fc.record({
    effect: fc.constantFrom<'assign' | 'revoke'>('assign', 'assign', 'revoke'),
    role,
    by: fc.oneof({ weight: 10, arbitrary: roles(1, 2) }, { weight: 1, arbitrary: fc.constant(undefined) }),
    scope: fc.constantFrom<'any' | 'self' | 'others'>('any', 'any', 'any', 'self', 'others'),
    needs: fc.oneof(fc.constant([]), roles(0, 2)),
    excludes: roles(0, 2),
    approvals: fc.oneof(
      { weight: 6, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(approval, { minLength: 1, maxLength: 2 }) },
    ),
  })
  return fc
    .record({
      rules: fc.array(rule, { minLength: 6, maxLength: 14 }),
      accounts: fc.array(roles(0, 3), { minLength: 1, maxLength: sizes.accounts }),
      goals: fc.oneof({ weight: 3, arbitrary: roles(1, 1) }, { weight: 2, arbitrary: roles(2, 3) }),
      named: fc.integer({ min: -5, max: sizes.accounts - 1 }),
    })
    .map(({ rules, accounts, goals, named }) => ({
      policy: {
        roles: names,
        accounts: accounts.map((held, at) => ({ name: `a${at}`, roles: held })),
        newAccounts: sizes.newAccounts,
        rules,
      },
      goal: { roles: goals, ...(named >= 0 && named < accounts.length ? { account: `a${named}` } : {}) },
    }))
}
