import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { bitsOf } from './bits.ts'
import { closure, countFor, isPossible, type Party } from './fixpoint.ts'
import { compile, type Policy } from './policy.ts'
import type { Approval, SafetyRule } from './rule.ts'
import { indexOf } from './game.ts'

const items = ['a', 'b', 'c', 'd']

function rule(more: Partial<SafetyRule>): SafetyRule {
  return {
    side: 'attack',
    door: 'power',
    clause: 'roles.a.may[0]',
    effect: 'add',
    items: ['d'],
    actors: ['a'],
    scope: 'any',
    needs: [],
    approvals: [],
    mayApprove: 'neither',
    ...more,
  }
}

function stage(by: readonly string[], count = 1, reuses = false): Approval {
  return { by, count, reuses }
}

function party(policy: Policy, holds: readonly string[], count = 1): Party {
  return {
    holds: bitsOf(
      policy.items.length,
      holds.map((item) => indexOf(policy, item)),
    ),
    count,
  }
}

/** Whether the rule can be applied to an account that holds nothing and is no party. */
function possible(one: SafetyRule, accounts: readonly (readonly string[])[]): boolean {
  const policy = compile([one], items, new Map())
  const [compiled] = [...policy.attack, ...policy.defence]
  assert.ok(compiled !== undefined)
  const parties = accounts.map((holds) => party(policy, holds))
  const counts = countFor(
    compiled,
    parties,
    parties.map(({ holds }) => holds),
  )
  return isPossible(compiled, counts, bitsOf(policy.items.length, []))
}

describe('approvals by distinct accounts', () => {
  it('need somebody else than the one who acts', () => {
    const one = rule({ approvals: [stage(['a'])] })
    assert.equal(possible(one, [['a']]), false)
    assert.equal(possible(one, [['a'], ['a']]), true)
  })

  it('need so many different accounts as the stages say together', () => {
    const one = rule({ approvals: [stage(['b']), stage(['c'])] })
    assert.equal(possible(one, [['a'], ['b', 'c']]), false)
    assert.equal(possible(one, [['a'], ['b', 'c'], ['c']]), true)
    assert.equal(possible(one, [['a', 'b'], ['c']]), false)
    assert.equal(possible(one, [['a', 'b'], ['c'], ['a']]), true)
  })

  it('may come from one account twice where a stage counts earlier approvals', () => {
    const one = rule({ approvals: [stage(['b']), stage(['c'], 1, true)] })
    assert.equal(possible(one, [['a'], ['b', 'c']]), true)
    assert.equal(possible(one, [['a', 'c'], ['b']]), false)
  })

  it('look for one acting account that leaves enough for every stage', () => {
    // whichever of the two acts is missing in one of the stages, though each stage alone would find somebody
    const one = rule({ actors: ['a', 'b'], approvals: [stage(['a']), stage(['b'], 1, true)] })
    assert.equal(possible(one, [['a'], ['b']]), false)
    assert.equal(possible(one, [['a'], ['b'], ['a']]), true)
    assert.equal(possible({ ...one, side: 'defence' }, [['a'], ['b']]), false)
  })

  it('never come from the account concerned, unless it is an adversary that uses a power', () => {
    const policy = compile([rule({ scope: 'others', items: ['d'], approvals: [stage(['b'])], mayApprove: 'subject' })], items, new Map())
    const after = closure(policy.attack, [party(policy, ['a']), party(policy, ['b'])])
    assert.deepEqual(after[1], bitsOf(policy.items.length, [indexOf(policy, 'b'), indexOf(policy, 'd')]))
    const strict = compile([rule({ scope: 'others', approvals: [stage(['b'])], mayApprove: 'neither' })], items, new Map())
    assert.deepEqual(closure(strict.attack, [party(strict, ['a']), party(strict, ['b'])])[1], party(strict, ['b']).holds)
  })
})

describe('the most that accounts can come to hold', () => {
  it('grows along chains, whatever the order of the rules', () => {
    const chain = [
      rule({ actors: ['c'], items: ['d'] }),
      rule({ actors: ['b'], items: ['c'], scope: 'self' }),
      rule({ actors: ['a'], items: ['b'], needs: ['a'] }),
    ]
    for (const rules of [chain, chain.toReversed()]) {
      const policy = compile(rules, items, new Map())
      assert.deepEqual(closure(policy.attack, [party(policy, ['a'])])[0], party(policy, items).holds)
    }
  })

  it('lets new accounts approve once they were promoted', () => {
    const policy = compile([rule({ items: ['b'] }), rule({ items: ['c'], approvals: [stage(['b'], 3)] })], items, new Map())
    const [own] = closure(policy.attack, [party(policy, ['a']), party(policy, [], Infinity)])
    assert.deepEqual(own, party(policy, ['a', 'b', 'c']).holds)
    const [alone] = closure(policy.attack, [party(policy, ['a']), party(policy, [], 2)])
    assert.deepEqual(alone, party(policy, ['a', 'b']).holds)
  })

  it('does not stop at 32 or 64 roles', () => {
    const many = Array.from({ length: 200 }, (_, at) => `r${at}`)
    const rules = many.slice(1).map((item, at) => rule({ actors: [`r${at}`], items: [item], scope: 'self' }))
    const policy = compile(rules, many, new Map())
    assert.deepEqual(closure(policy.attack, [party(policy, ['r0'])])[0], party(policy, many).holds)
  })
})
