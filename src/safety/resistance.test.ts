import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { counts } from '../../test/counts.ts'
import { charterOf, holders, wiki } from '../../test/safety/small-charters.ts'
import { setUp, type Board } from './board.ts'
import { judgeTogether } from './judged.ts'
import { multisets } from './multisets.ts'
import { isBad, resistanceOf } from './resistance.ts'

/** Every coalition of people there are, one by one, and of somebody without any role: no kinds, nobody idle. */
function plainResistance(board: Board, largest: number): number {
  const rogues = [...board.holders, undefined]
  for (let size = 1; size <= largest; size += 1)
    for (const chosen of multisets(
      rogues.map((rogue) => (rogue === undefined ? size : 1)),
      size,
    ))
      if (
        isBad(
          judgeTogether(
            board,
            chosen.map((at) => rogues[at]),
          ).judgement.verdict,
        )
      )
        return size - 1
  return largest
}

const ROLES = ['a', 'b', 'c', 'd']
const some = fc.uniqueArray(fc.constantFrom(...ROLES), { minLength: 1, maxLength: 3 })
const power = fc
  .record({
    verb: fc.constantFrom('add', 'remove', 'change', 'change', 'change'),
    roles: some,
    by: fc.option(some, { freq: 2 }),
    count: fc.integer({ min: 1, max: 2 }),
  })
  .map(
    ({ verb, roles, by, count }) =>
      `{ ${verb}: [${roles.join(', ')}], scope: any${by === null ? '' : `, stages: [{ by: [${by.join(', ')}], count: ${count} }]`} }`,
  )
const charters = fc
  .array(fc.option(fc.array(power, { minLength: 1, maxLength: 2 }), { freq: 2 }), { minLength: ROLES.length, maxLength: ROLES.length })
  .map((all) =>
    wiki(
      '    user: { implicit: registered }',
      ROLES.map(
        (id, at) =>
          `  ${id}: { title: ${id}, purpose: ${id}${all[at] === null || all[at] === undefined ? '' : `, may: [${all[at].join(', ')}]`} }`,
      ).join('\n'),
    ),
  )
const rosters = fc.record(Object.fromEntries(ROLES.map((id) => [id, fc.integer({ min: 0, max: 4 })])))

describe('resistance by kinds of accounts', () => {
  it('is the same as with every coalition of people tried one by one', (context) => {
    const runs = counts({ floor: 60, ci: 300, deep: 3000 })
    const seen = new Map<number, number>()
    let saved = 0
    fc.assert(
      fc.property(charters, rosters, (text, people) => {
        const board = setUp(charterOf(text), holders(people), {})
        const { value, tried } = resistanceOf(board, { largest: 3, budget: Infinity })
        assert.equal(value, plainResistance(board, 3))
        seen.set(value, (seen.get(value) ?? 0) + 1)
        const kinds = board.types.length + 1
        if (value === 3 && tried < kinds + (kinds * (kinds + 1)) / 2) saved += 1
      }),
      { numRuns: runs },
    )
    context.diagnostic(`${runs} charters: ${[...seen].map(([value, count]) => `${value} in ${count}`).join(', ')}; fewer tried in ${saved}`)
    assert.ok((seen.get(0) ?? 0) > 0 && (seen.get(3) ?? 0) > 0)
  })
})
