import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openBook } from '../../test/support/book.ts'
import { knownOf } from '../../test/support/offices.ts'
import { charterOf, quorum } from '../../test/safety/small-charters.ts'
import { lossOfRepair, mayOverride, seizureByGrant } from './repair.ts'

/** Colonels change each other by two; whoever is a kingmaker changes colonels alone, and two colonels make one. */
const charter = charterOf(
  quorum
    .replace('stages: [{ by: colonel }] }', 'stages: [{ by: colonel }] }, { change: kingmaker, scope: any, stages: [{ by: colonel }] }')
    .replace(/^ {2}major:/m, '  kingmaker: { title: K, purpose: K, may: [{ change: colonel }] }\n  major:')
    .replace('amendments: { by: none }', 'amendments: { by: colonel, stages: [{ by: colonel }] }'),
)

function garrison(colonels: number) {
  const book = openBook()
  const grants = Array.from({ length: colonels }, (_, at) => {
    book.person(`s-colonel-${at}`, { wiki: String(at) })
    return book.grant(`s-colonel-${at}`, 'colonel')
  })
  book.person('s-major', { wiki: '90' })
  book.grant('s-major', 'major')
  return { book, grants, known: knownOf(charter, book) }
}

describe('a grant after which nobody could repair what its holder does', () => {
  it('is told where anybody could be undone before', () => {
    const { known } = garrison(3)
    assert.match(seizureByGrant(known, 's-major', 'kingmaker') ?? '', /nobody could undo what s-major does/)
    assert.equal(seizureByGrant(known, 's-major', 'captain'), undefined)
  })

  it('is nothing new where somebody could not be undone anyway', () => {
    assert.equal(seizureByGrant(garrison(2).known, 's-major', 'kingmaker'), undefined)
  })
})

describe('an end of grants after which nobody could repair something', () => {
  it('names what could be given, taken, changed before and not after', () => {
    const { known, book, grants } = garrison(2)
    const last = book.state.grant(grants[0] ?? -1)
    assert.ok(last)
    const { lost } = lossOfRepair(known, [last])
    assert.match(lost.join('; '), /nobody could give `colonel`, `kingmaker` any more/)
    assert.match(lost.join('; '), /nobody could take `colonel`/)
    assert.ok(lost.includes('nobody could change the charter any more'))
  })

  it('takes nothing away where enough are left, and says what one rogue could do then', () => {
    const { known, book, grants } = garrison(3)
    const one = book.state.grant(grants[0] ?? -1)
    assert.ok(one)
    const { lost, alarms } = lossOfRepair(known, [one])
    assert.deepEqual(lost, [])
    assert.match(alarms[0] ?? '', /nobody could undo what one rogue `colonel`/)
    assert.deepEqual(lossOfRepair(garrison(5).known, [one]).alarms, [])
  })

  it('may be overridden by those who may change the charter alone', () => {
    const { known } = garrison(3)
    assert.deepEqual([mayOverride(known, 's-colonel-1'), mayOverride(known, 's-major')], [true, false])
  })
})
