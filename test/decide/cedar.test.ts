/** The engine against a policy engine of others: every random charter is written as Cedar policies, and Cedar is asked the same. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import * as cedar from '@cedar-policy/cedar-wasm/nodejs'
import fc from 'fast-check'
import { compilePolicy } from '../../src/decide/engine/compile.ts'
import { Engine } from '../../src/decide/engine/engine.ts'
import { counts } from '../counts.ts'
import { cedarEntities, cedarPolicies, isForCedar } from './cedar-policies.ts'
import { holdingsOfWorld, questionOf } from './holdings-of-world.ts'
import { anyWorld, type World, type WorldQuestion } from './world.ts'

const QUESTIONS = 25
const numRuns = counts({ floor: 25, ci: 80, deep: 2000 })

function askCedar(world: World, question: WorldQuestion): boolean {
  const context = Object.fromEntries([
    ...Object.entries(question.action).map(([name, value]) => [`action_${name}`, value]),
    ...Object.entries(question.context).map(([name, value]) => [`context_${name}`, value]),
  ]) as cedar.Context
  const answer = cedar.statefulIsAuthorized({
    principal: { type: 'User', id: 'asker' },
    action: { type: 'Action', id: `${question.target}/${question.right}` },
    resource: { type: 'Thing', id: 'asked' },
    context,
    preparsedPolicySetId: 'world',
    validateRequest: false,
    entities: cedarEntities(world, question),
  })
  if (answer.type === 'failure') throw new Error(answer.errors.map(({ message }) => message).join('\n'))
  assert.deepEqual(answer.response.diagnostics.errors, [], 'no policy failed')
  return answer.response.decision === 'allow'
}

describe('a charter as Cedar policies', () => {
  it('is answered alike by Cedar', (test) => {
    const seen = { allow: 0, deny: 0 }
    fc.assert(
      fc.property(anyWorld(QUESTIONS, { several: false, rolesInConditions: true, odd: false }), (world) => {
        const parsed = cedar.preparsePolicySet('world', { staticPolicies: cedarPolicies(world.charter) })
        assert.equal(parsed.type, 'success', JSON.stringify(parsed))
        const engine = new Engine(compilePolicy(world.charter), holdingsOfWorld(world))
        for (const question of world.questions) {
          if (!isForCedar(world, question)) continue
          const allowed = engine.check(questionOf(question))
          assert.equal(askCedar(world, question), allowed, JSON.stringify(question))
          seen[allowed ? 'allow' : 'deny'] += 1
        }
      }),
      { numRuns },
    )
    test.diagnostic(`${numRuns} charters: Cedar allowed ${seen.allow} and denied ${seen.deny}`)
    assert.ok(seen.allow > numRuns && seen.deny > numRuns, JSON.stringify(seen))
  })
})
