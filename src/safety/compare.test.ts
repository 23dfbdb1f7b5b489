import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { dayOf } from '../kernel/day.ts'
import { instant } from '../kernel/instant.ts'
import { charterOf, holders, quorum, ranks, split, wiki } from '../../test/safety/small-charters.ts'
import { compareDesigns, sizeText, type Comparison } from './compare.ts'

const options = { actsPerHour: 600, absent: [] as readonly string[] }
const compared = (
  texts: readonly string[],
  more: Partial<typeof options> = {},
  roster = undefined as ReturnType<typeof holders> | undefined,
) => compareDesigns(texts.map(charterOf), roster, { ...options, ...more })

function rowOf({ designs }: Comparison, design: number, role: string, without?: string) {
  const scene = designs[design]?.scenes.find((one) => one.without === without)
  const row = scene?.rows.find((one) => one.role === role)
  assert.ok(row, `${role} without ${without}`)
  return row
}

describe('designs side by side', () => {
  const side = compared([ranks, quorum, split])

  it('say what one rogue of each role can do before anybody reacts, and how many could', () => {
    const major = rowOf(side, 0, 'major')
    assert.deepEqual([major.verdict, major.promotedPerHour, major.actsPerHour, major.firstReaction], ['restorable', 600, 600, 2])
    assert.deepEqual(rowOf(side, 0, 'captain').firstReaction, 4)
    const sysop = rowOf(side, 0, 'sysop')
    assert.deepEqual([sysop.verdict, sysop.promotedPerHour, sysop.actsPerHour, sysop.firstReaction], ['harmless', 0, 0, 0])
    assert.deepEqual([rowOf(side, 0, 'colonel').firstReaction, rowOf(side, 0, 'colonel').together], [0, undefined])
  })

  it('show what it comes to when the owners or the stewards are away', () => {
    assert.equal(rowOf(side, 0, 'major', 'colonel').verdict, 'entrenched')
    assert.equal(rowOf(side, 2, 'bureaucrat').verdict, 'restorable')
    assert.equal(rowOf(side, 2, 'bureaucrat', 'steward').verdict, 'entrenched')
    const away = compared([ranks], { absent: ['colonel'] })
    assert.equal(rowOf(away, 0, 'major').verdict, 'entrenched')
    assert.ok(!away.designs[0]?.scenes[0]?.rows.some(({ role }) => role === 'colonel'))
  })

  it('say how often each role must be filled: never enough, or three times where one more must agree', () => {
    assert.deepEqual(
      side.designs.map(({ holdersNeeded }) => holdersNeeded),
      [undefined, 3, undefined],
    )
    const [first, second] = side.designs
    assert.ok(first && second)
    assert.match(sizeText(first), /^no size: with 6 holders of each role one rogue `colonel`/)
    assert.match(sizeText(second), /^a community that fills each role 3 times/)
  })

  it('count the limits that a charter sets on a power', () => {
    const limited = wiki(
      '    boss: { rights: edit }\n    hand: { rights: edit }',
      `  boss: { title: Boss, purpose: Leads, gives: { wiki: boss }, may: [{ add: hand, limit: { count: 12, per: 1 day } }] }
  hand: { title: Hand, purpose: Helps, gives: { wiki: hand } }`,
    )
    const row = rowOf(compared([limited]), 0, 'boss')
    assert.deepEqual([row.promotedPerHour, row.actsPerHour], [0.5, 0.5])
  })

  it('judge the same people under each', () => {
    const roster = holders({ colonel: 1, major: 1, sysop: 3, steward: 2, bureaucrat: 1 })
    const same = compared([ranks, split], {}, roster)
    assert.equal(same.assumed, undefined)
    assert.equal(rowOf(same, 0, 'major').firstReaction, 1)
    assert.equal(rowOf(same, 1, 'bureaucrat').firstReaction, 2)
  })
  it('leave out roles that a design does not have, with their terms', () => {
    const roster = holders({ colonel: 2, steward: 2 })
    const termed = {
      people: roster.people.map((person) => ({ ...person, roles: person.roles.map((one) => ({ ...one, until: dayOf(instant(0)) })) })),
    }
    const same = compared([ranks, split], {}, termed)
    assert.deepEqual(
      same.designs.map(({ scenes }) => scenes[0]?.rows.map(({ role }) => role)),
      [['colonel'], ['steward']],
    )
  })
})
