/** The engine against an oracle that works everything out the slow way, over random charters, people, times and questions. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { packBundle, unpackBundle } from '../../src/decide/engine/bundle.ts'
import { compilePolicy } from '../../src/decide/engine/compile.ts'
import { Engine } from '../../src/decide/engine/engine.ts'
import { counts } from '../counts.ts'
import { holdingOfPerson, holdingsOfWorld, questionOf } from './holdings-of-world.ts'
import { oracle, oracleWhoCan } from './oracle.ts'
import { anyWorld, type World, type WorldQuestion } from './world.ts'

const QUESTIONS = 40
const numRuns = counts({ floor: 40, ci: 150, deep: 4000 })
const outcomes = { allowed: 'yes', refused: 'no', unknown: 'unknown' } as const

function engineOf(world: World): Engine {
  return new Engine(compilePolicy(world.charter), holdingsOfWorld(world))
}

function shown(question: WorldQuestion): string {
  return JSON.stringify(question)
}

describe('the engine', () => {
  it('answers as the oracle does, with a clause each time', (test) => {
    const seen = { yes: 0, no: 0, unknown: 0 }
    fc.assert(
      fc.property(anyWorld(QUESTIONS), (world) => {
        const engine = engineOf(world)
        for (const [index, question] of world.questions.entries()) {
          const expected = oracle(world, question)
          engine.advance(index >> 1)
          const verdict = engine.decide(questionOf(question))
          assert.equal(verdict.revision.ledger, index >> 1, 'an answer kept from before tells the revision of now')
          assert.equal(outcomes[verdict.outcome], expected, shown(question))
          assert.equal(verdict.allowed, expected === 'yes')
          assert.equal(engine.check(questionOf(question)), expected === 'yes', 'a bare check says the same')
          assert.ok(verdict.because.length > 0 && verdict.because.every(({ clause }) => clause !== ''), shown(question))
          assert.equal(
            verdict.because.some(({ code }) => code === 'given'),
            verdict.allowed,
            shown(question),
          )
          seen[expected] += 1
        }
      }),
      { numRuns },
    )
    test.diagnostic(`${numRuns} charters: ${seen.yes} yes, ${seen.no} no, ${seen.unknown} unknown`)
    const asked = numRuns * QUESTIONS
    assert.ok(seen.yes > asked * 0.05 && seen.unknown > asked * 0.01 && seen.no > asked * 0.2, JSON.stringify(seen))
  })

  it('lists of each asker the rights that the oracle allows', () => {
    let listed = 0
    fc.assert(
      fc.property(anyWorld(6), (world) => {
        const engine = engineOf(world)
        for (const question of world.questions) {
          const rights = [...(world.charter.rights.get(question.target)?.keys() ?? [])]
          const expected = rights.filter((right) => oracle(world, { ...question, right }) === 'yes')
          assert.deepEqual(engine.whatCan(questionOf(question)), expected, shown(question))
          listed += expected.length
        }
      }),
      { numRuns },
    )
    assert.ok(listed > numRuns, `only ${listed} rights were listed`)
  })

  it('lists exactly those who may, by pages of any size, and counts them', () => {
    let listed = 0
    fc.assert(
      fc.property(anyWorld(12), fc.integer({ min: 1, max: 3 }), (world, limit) => {
        const engine = engineOf(world)
        for (const { asker: _asker, ...deed } of world.questions) {
          const expected = oracleWhoCan(world, deed)
          const found: string[] = []
          for (let after: string | undefined, page = 0; page < 9; page += 1) {
            const answer = engine.whoCan({ ...deed, now: questionOf({ ...deed, asker: { kind: 'anonymous' } }).now }, { limit, after })
            assert.equal(answer.count, expected.length, JSON.stringify(deed))
            found.push(...answer.people)
            if (answer.next === null) break
            after = answer.next
          }
          assert.deepEqual(found, expected, JSON.stringify(deed))
          listed += found.length
        }
      }),
      { numRuns },
    )
    assert.ok(listed > numRuns, `only ${listed} people were listed`)
  })

  it('is after any changes what it would be if made anew, whatever was asked in between', () => {
    let changes = 0
    fc.assert(
      fc.property(anyWorld(15), anyWorld(15), fc.array(fc.nat(3), { minLength: 1, maxLength: 6 }), (world, other, turns) => {
        const engine = engineOf(world)
        const people = new Map(world.people.map((person) => [person.id, person]))
        for (const [step, turn] of turns.entries()) {
          for (const question of world.questions.slice(0, 5)) engine.check(questionOf(question))
          const person = other.people[turn]
          if (person === undefined) continue
          changes += 1
          if (step % 3 === 2) {
            people.delete(person.id)
            engine.drop(person.id)
          } else {
            people.set(person.id, person)
            engine.put(holdingOfPerson(person))
          }
        }
        const after: World = { ...world, people: [...people.values()] }
        const anew = engineOf(after)
        assert.equal(engine.size, anew.size)
        for (const question of world.questions) {
          const asked = questionOf(question)
          assert.deepEqual(engine.decide(asked), anew.decide(asked), shown(question))
          const { asker: _asker, ...deed } = asked
          assert.deepEqual(engine.whoCan(deed, { limit: 9 }), anew.whoCan(deed, { limit: 9 }))
        }
      }),
      { numRuns },
    )
    assert.ok(changes > numRuns)
  })

  it('is the same engine when it was sent to another process', () => {
    fc.assert(
      fc.property(anyWorld(20), (world) => {
        const [policy, holdings] = [compilePolicy(world.charter, 'abc'), holdingsOfWorld(world)]
        const sent: unknown = JSON.parse(JSON.stringify(packBundle(policy, holdings)))
        const received = unpackBundle(sent)
        assert.ok(received.ok)
        assert.deepEqual(received.value.policy, policy)
        const [here, there] = [new Engine(policy, holdings), new Engine(received.value.policy, received.value.holdings)]
        for (const question of world.questions) {
          const asked = questionOf(question)
          assert.deepEqual(there.explain(asked), here.explain(asked), shown(question))
          const { asker: _asker, ...deed } = asked
          assert.deepEqual(there.whoCan(deed, { limit: 9 }), here.whoCan(deed, { limit: 9 }))
        }
      }),
      { numRuns: Math.ceil(numRuns / 3) },
    )
  })

  it('refuses a bundle of another version', () => {
    for (const wrong of [null, 7, {}, { bundle: 2 }, { bundle: 1, policy: { form: 2 }, alike: [], others: [], ledger: 0 }])
      assert.equal(unpackBundle(wrong).ok, false)
  })
})

describe('the smallest sets of roles', () => {
  it('turn the answer to yes, and nothing smaller does', () => {
    let advised = 0
    fc.assert(
      fc.property(anyWorld(15), (world) => {
        const engine = engineOf(world)
        for (const question of world.questions) {
          if (question.asker.kind !== 'roles' && question.asker.kind !== 'anonymous') continue
          const { missing, allowed } = engine.explain(questionOf(question), { holders: 0 })
          if (allowed) continue
          const held = question.asker.kind === 'roles' ? question.asker.roles : []
          const suffices = (roles: readonly string[]) =>
            oracle(world, { ...question, asker: { kind: 'roles', roles: [...held, ...roles] } }) === 'yes'
          assert.ok(missing.complete)
          const all = subsets(['alpha', 'beta', 'gamma', 'mixed'].filter((role) => !held.includes(role)))
          const enough = all.filter(suffices)
          const least = Math.min(...enough.map((roles) => roles.length))
          const expected = enough.filter((roles) => roles.length === least)
          assert.deepEqual(sorted(missing.roles), sorted(expected), shown(question))
          advised += expected.length
        }
      }),
      { numRuns },
    )
    assert.ok(advised > numRuns / 4, `only ${advised} sets were advised`)
  })
})

function subsets(list: readonly string[]): readonly (readonly string[])[] {
  const [first, ...rest] = list
  if (first === undefined) return [[]]
  const without = subsets(rest)
  return [...without, ...without.map((some) => [first, ...some])]
}

function sorted(sets: readonly (readonly string[])[]): readonly string[] {
  return sets.map((roles) => roles.toSorted().join(' ')).toSorted()
}
