/** Edits of random hierarchies of which it is known beforehand whether they do harm. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { counts } from '../../test/counts.ts'
import { charterOf, holders, wiki } from '../../test/safety/small-charters.ts'
import { analyseRoles } from './analyse.ts'

interface Ladder {
  readonly ranks: number
  /** Others who must agree about the top rank. */
  readonly further: number
  readonly top: number
  readonly others: number
  readonly scope: 'any' | 'others'
}

/** Each rank changes all below it; the top rank changes itself with others agreeing, and there are enough of them without one. */
const ladders: fc.Arbitrary<Ladder> = fc
  .record({
    ranks: fc.integer({ min: 3, max: 6 }),
    further: fc.integer({ min: 1, max: 3 }),
    spare: fc.integer({ min: 0, max: 2 }),
    others: fc.integer({ min: 1, max: 3 }),
    scope: fc.constantFrom('any' as const, 'others' as const),
  })
  .map(({ spare, ...rest }) => ({ ...rest, top: rest.further + 2 + spare }))

const idOf = (rank: number) => `rank-${rank}`
const below = (ladder: Ladder, rank: number) => Array.from({ length: ladder.ranks - rank - 1 }, (_, at) => idOf(rank + 1 + at))

interface Edit {
  /** Further powers of a rank. */
  readonly powers?: (ladder: Ladder, rank: number) => readonly string[]
  readonly topStages?: string
  readonly rights?: (ladder: Ladder, rank: number) => string
  readonly rest?: string
  readonly roles?: string
}

function textOf(ladder: Ladder, edit: Edit = {}): string {
  const ids = Array.from({ length: ladder.ranks }, (_, rank) => idOf(rank))
  const groups = ids.map((id, rank) => `    ${id}: { rights: [edit${edit.rights?.(ladder, rank) ?? ''}] }`)
  const stages = edit.topStages ?? `, stages: [{ by: rank-0, count: ${ladder.further} }]`
  const roles = ids.map((id, rank) => {
    const lower = below(ladder, rank)
    const powers = [
      ...(lower.length === 0 ? [] : [`{ change: [${lower.join(', ')}], scope: ${ladder.scope} }`]),
      ...(rank === 0 ? [`{ change: rank-0, scope: any${stages} }`, '{ change: keeper }'] : []),
      ...(edit.powers?.(ladder, rank) ?? []),
    ]
    return `  ${id}: { title: ${id}, purpose: ${id}, gives: { wiki: ${id} }, may: [${powers.join(', ')}] }`.replace(', may: []', '')
  })
  return wiki(groups.join('\n'), [...roles, ...(edit.roles === undefined ? [] : [edit.roles])].join('\n'), edit.rest ?? '')
}

function judged(ladder: Ladder, edit: Edit) {
  const people = Object.fromEntries(
    Array.from({ length: ladder.ranks }, (_, rank) => [idOf(rank), rank === 0 ? ladder.top : ladder.others]),
  )
  return analyseRoles(charterOf(textOf(ladder, edit)), holders({ ...people, keeper: 1 }))
}

const middle = (ladder: Ladder) => Math.floor(ladder.ranks / 2)

const HARMFUL: Readonly<Record<string, Edit>> = {
  'a middle rank removes the top one': {
    powers: (ladder, rank) => (rank === middle(ladder) ? ['{ remove: rank-0 }', '{ change: rank-1 }'] : []),
  },
  'a middle rank makes the top one': { powers: (ladder, rank) => (rank === middle(ladder) ? ['{ add: rank-0, scope: any }'] : []) },
  'the top rank needs nobody': { topStages: '' },
  'the approvers are those whom the top rank makes': { topStages: ', stages: [{ by: [rank-0, rank-1] }]' },
  'a middle rank holds the right to change every group': {
    rights: (ladder, rank) => (rank === middle(ladder) ? ', userrights' : ''),
  },
  'one of the top rank may rewrite the charter': { rest: 'amendments: { by: rank-0 }' },
}

const HARMLESS: Readonly<Record<string, Edit>> = {
  'a role without powers is added': { roles: '  herald: { title: Herald, purpose: Tells }' },
  'a lower rank is also removed by a middle one': {
    powers: (ladder, rank) => (rank === 1 ? [`{ remove: ${idOf(ladder.ranks - 1)} }`] : []),
  },
  'a power is written twice': { powers: (ladder, rank) => (rank === 0 ? [`{ add: ${idOf(ladder.ranks - 1)} }`] : []) },
  'the charter is amended by two, each of whom agrees': {
    rest: 'amendments: { by: rank-0, stages: [{ by: rank-0 }] }',
  },
}

describe('edits planted in random hierarchies', () => {
  const runs = counts({ floor: 10, ci: 40, deep: 400 })

  for (const [what, edit] of Object.entries(HARMFUL))
    it(`are found where ${what}`, () => {
      fc.assert(
        fc.property(ladders, (ladder) => {
          assert.equal(judged(ladder, {}).survivesOne, true, 'the hierarchy itself is sound')
          const { survivesOne, brokenBy } = judged(ladder, edit)
          assert.equal(survivesOne, false)
          assert.ok(brokenBy.length > 0)
        }),
        { numRuns: runs },
      )
    })

  for (const [what, edit] of Object.entries(HARMLESS))
    it(`are not accused where ${what}`, () => {
      fc.assert(
        fc.property(ladders, (ladder) => {
          const [before, after] = [judged(ladder, {}), judged(ladder, edit)]
          for (const { role, verdict } of before.roles) assert.equal(after.roles.find((one) => one.role === role)?.verdict, verdict, role)
          assert.equal(after.survivesOne, true)
        }),
        { numRuns: runs },
      )
    })

  it('say the same whatever the order of people', () => {
    fc.assert(
      fc.property(ladders, fc.integer({ min: 1, max: 7 }), (ladder, turn) => {
        const charter = charterOf(textOf(ladder))
        const roster = holders({ 'rank-0': ladder.top, 'rank-1': ladder.others, keeper: 1 })
        const turned = { people: [...roster.people.slice(turn), ...roster.people.slice(0, turn)] }
        const told = (people: typeof roster) =>
          analyseRoles(charter, people).roles.map(({ role, verdict, undoBy }) => ({ role, verdict, undoBy }))
        assert.deepEqual(told(turned), told(roster))
      }),
      { numRuns: runs },
    )
  })
})
