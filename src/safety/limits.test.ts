import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { counts } from '../../test/counts.ts'
import { searchAll, type TinyGame } from '../../test/safety/explicit-search.ts'
import { gameOf, maskOf, tinyPolicies } from '../../test/safety/random-policy.ts'
import { adversaryOf } from './adversary.ts'
import { common } from './bits.ts'
import { closure } from './fixpoint.ts'
import { proofOf } from './proof.ts'
import type { SafetyRule } from './rule.ts'
import { judge, verdicts, type Verdict } from './undo.ts'

const rank = (verdict: Verdict) => verdicts.indexOf(verdict)

/** What the analysis says of a tiny game against the truth, as counts of equal, darker and brighter answers. */
class Tally {
  readonly #seen = new Map<Verdict, number>()
  equal = 0
  darker = 0

  /** Fails if the analysis calls it safer than it is; with `exactly` if it differs at all. */
  compare(tiny: TinyGame, said: Verdict, exactly: boolean, { verdict } = searchAll(tiny)): void {
    assert.ok(rank(said) >= rank(verdict), `said ${said}, is ${verdict}`)
    if (exactly) assert.equal(said, verdict)
    if (said === verdict) this.equal += 1
    else this.darker += 1
    this.#seen.set(verdict, (this.#seen.get(verdict) ?? 0) + 1)
  }

  text(): string {
    const kinds = verdicts.map((verdict) => `${verdict} ${this.#seen.get(verdict) ?? 0}`).join(', ')
    return `${this.equal + this.darker} policies, ${this.equal} equal, ${this.darker} darker than the truth, 0 brighter: ${kinds}`
  }

  /** The games were not all alike: the best verdict, the worst and one between them occurred. */
  assertVaried(): void {
    const seen = verdicts.filter((verdict) => (this.#seen.get(verdict) ?? 0) > 0)
    assert.ok(seen.includes('harmless') && seen.includes('takeover') && seen.length > 2, this.text())
  }
}

const maskWithin = (tiny: TinyGame) => fc.integer({ min: 1, max: 2 ** tiny.groups.length - 1 })

describe('verdicts against a search of every state', () => {
  it('are right where honest memberships may lapse at any time', (context) => {
    const tally = new Tally()
    const games = tinyPolicies.chain((tiny) => maskWithin(tiny).map((lapsing) => ({ ...tiny, lapsing })))
    fc.assert(
      fc.property(games, (tiny) => tally.compare(tiny, judge(gameOf(tiny)).verdict, true)),
      { numRuns: counts({ floor: 100, ci: 500, deep: 6000 }) },
    )
    context.diagnostic(tally.text())
    tally.assertVaried()
  })

  it('are right where whoever holds a key acts with the accounts of everybody', (context) => {
    const tally = new Tally()
    const games = tinyPolicies.chain((tiny) => maskWithin(tiny).map((keys) => ({ ...tiny, keys })))
    fc.assert(
      fc.property(games, (tiny) => tally.compare(tiny, judge(gameOf(tiny)).verdict, true)),
      { numRuns: counts({ floor: 100, ci: 500, deep: 6000 }) },
    )
    context.diagnostic(tally.text())
  })

  it('are never too bright where groups have seats, and mostly exact', (context) => {
    const tally = new Tally()
    const games = tinyPolicies.chain((tiny) =>
      fc.constantFrom(...tiny.groups).map((group): TinyGame => {
        const bit = 1 << tiny.groups.indexOf(group)
        return { ...tiny, seats: new Map([[group, Math.max(1, tiny.accounts.filter((mask) => (mask & bit) !== 0).length)]]) }
      }),
    )
    fc.assert(
      fc.property(games, (tiny) => tally.compare(tiny, judge(gameOf(tiny)).verdict, false)),
      { numRuns: counts({ floor: 100, ci: 500, deep: 6000 }) },
    )
    context.diagnostic(tally.text())
    assert.ok(tally.equal > 5 * tally.darker, tally.text())
    tally.assertVaried()
  })

  it('are never too bright where rules ask for something not to be held, and reach what they say where the proof is exact', (context) => {
    const tally = new Tally()
    const proofs = { exact: 0, 'over-approximated': 0 }
    let [hindered, less] = [0, 0]
    const games = tinyPolicies.chain((tiny) =>
      fc
        .array(fc.option(fc.constantFrom(...tiny.groups), { freq: 2 }), {
          minLength: tiny.rules.length / 2,
          maxLength: tiny.rules.length / 2,
        })
        .map((not): TinyGame => {
          // the two sides of a rule stand beside each other
          const unless = new Map(
            tiny.rules.flatMap((rule, at) => {
              const group = not[Math.floor(at / 2)]
              return rule.effect === 'add' && group !== null && group !== undefined ? [[rule, [group]] as const] : []
            }),
          )
          return { ...tiny, unless }
        }),
    )
    fc.assert(
      fc.property(games, (tiny) => {
        const game = gameOf(tiny)
        const judgement = judge(game)
        const truth = searchAll(tiny)
        tally.compare(tiny, judgement.verdict, false, truth)
        const proof = proofOf(game, judgement)
        proofs[proof] += 1
        if (game.policy.unhindered !== game.policy.attack) hindered += 1
        const reach = closure(game.policy.attack, adversaryOf(game)).map((own) => maskOf(tiny, game, own))
        const stripped = game.honest.map(({ holds }) => maskOf(tiny, game, common(holds, judgement.strips)))
        const all = reach.reduce((mask, own) => mask | own, 0)
        const isReached = all === truth.reach.reduce((mask, own) => mask | own, 0)
        const isTrue = isReached && stripped.every((mask, at) => mask === truth.stripped[at])
        if (!isTrue) less += 1
        assert.ok(isTrue || proof !== 'exact', 'called exact and is less')
      }),
      { numRuns: counts({ floor: 300, ci: 1000, deep: 8000 }) },
    )
    context.diagnostic(
      `${tally.text()}; ${hindered} with something in the way, ${proofs.exact} proofs exact, ${less} reach less than said, none of them called exact`,
    )
    tally.assertVaried()
    assert.ok(hindered > 0 && less > 0 && proofs['over-approximated'] > 0)
  })

  it('do not count what honest people could take from an adversary that may never come to hold it', () => {
    const rule = (effect: 'add' | 'remove', item: string, scope: 'self' | 'any', by: readonly string[] = []): SafetyRule[] => {
      const approvals = by.length === 0 ? [] : [{ by, count: 1, reuses: false }]
      const one = { door: 'power', clause: 'roles.g0.may[0]', effect, items: [item], actors: ['g0'], scope, needs: [], approvals } as const
      return [
        { ...one, side: 'attack', mayApprove: 'neither' },
        { ...one, side: 'defence', mayApprove: 'neither' },
      ]
    }
    const impossible = rule('add', 'g1', 'self')
    const rules = [...rule('remove', 'g1', 'any', ['g0']), ...impossible]
    const unless = new Map(impossible.map((one) => [one, ['g0']] as const))
    const tiny: TinyGame = { groups: ['g0', 'g1'], rules, accounts: [1, 1, 1, 3], rogues: 2, unless }
    assert.equal(searchAll(tiny).verdict, 'takeover')
    assert.equal(judge(gameOf(tiny)).verdict, 'takeover')
    assert.equal(judge(gameOf({ ...tiny, unless: new Map() })).verdict, 'entrenched')
  })

  it('are right with new accounts, three of them standing for any number', (context) => {
    const tally = new Tally()
    const games = tinyPolicies
      .filter(({ rogues, groups }) => rogues === 1 && groups.length === 2)
      .map((tiny): TinyGame => {
        const [rogue = 0, ...honest] = tiny.accounts
        return { ...tiny, accounts: [rogue, 0, 0, 0, ...honest.slice(0, 2)], rogues: 4, newcomer: true }
      })
    fc.assert(
      fc.property(games, (tiny) => {
        const alone = { ...tiny, accounts: [tiny.accounts[0] ?? 0, ...tiny.accounts.slice(4)], rogues: 1 }
        const few = tiny.rules.every(({ approvals }) => approvals.reduce((sum, { count }) => sum + count, 0) <= 1)
        tally.compare(tiny, judge(gameOf(alone, true)).verdict, few)
      }),
      { numRuns: counts({ floor: 60, ci: 300, deep: 3000 }) },
    )
    context.diagnostic(tally.text())
  })
})
