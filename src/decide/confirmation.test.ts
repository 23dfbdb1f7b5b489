import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openBook, type Book } from '../../test/support/book.ts'
import { knownOf, officesCharter, operatorFor, person } from '../../test/support/offices.ts'
import { addDuration } from '../kernel/duration.ts'
import { formatInstant } from '../kernel/instant.ts'
import { draft } from '../ledger/entry.ts'
import { decideConfirmation } from './confirmation.ts'

const charter = officesCharter()
const CONTENT = 'a'.repeat(64)

function proposed(): { readonly book: Book; readonly id: number } {
  const book = openBook()
  for (const [index, name] of ['chair-one', 'chair-two', 'chair-three', 'writer', 'stranger'].entries())
    book.person(`s-${name}`, { wiki: String(index) })
  for (const name of ['chair-one', 'chair-two', 'chair-three']) book.grant(`s-${name}`, 'chair')
  const id = book.add(
    draft('grant.proposed', {
      subject: 's-writer',
      verb: 'add',
      role: 'chair',
      clause: 'roles.chair.may[1]',
      by: 'subject:s-chair-one',
      content: CONTENT,
      lapses: formatInstant(addDuration(book.now, { count: 30, unit: 'day' })),
    }),
  )
  return { book, id }
}

function decide(book: Book, id: number, who: Parameters<typeof decideConfirmation>[1], decision: 'approved' | 'refused' = 'approved') {
  const proposal = book.state.proposal(id)
  assert.ok(proposal)
  return decideConfirmation(knownOf(charter, book), who, proposal, decision)
}

describe('confirming what was proposed', () => {
  it('takes another person of the stage', () => {
    const { book, id } = proposed()
    const ruling = decide(book, id, person('s-chair-two'))
    assert.equal(ruling.outcome, 'allowed')
    assert.equal(ruling.completes, true)
  })

  it('never counts the user of the power, the person concerned, an outsider or the operator', () => {
    const { book, id } = proposed()
    for (const who of [person('s-chair-one'), person('s-writer'), person('s-stranger'), operatorFor('s-chair-two')])
      assert.equal(decide(book, id, who).outcome, 'refused')
  })

  it('does not count somebody who lost the role meanwhile or whom the proposer made an approver lately', () => {
    const { book, id } = proposed()
    const grant = book.state.grantsOf('s-chair-two')[0]
    assert.ok(grant)
    book.end(grant.id, 'removed')
    assert.equal(decide(book, id, person('s-chair-two')).outcome, 'refused')
    book.grant('s-stranger', 'chair', { decidedBy: ['subject:s-chair-one'] })
    assert.equal(decide(book, id, person('s-stranger')).outcome, 'refused')
    book.person('s-crony', { wiki: '77' })
    book.grant('s-crony', 'chair', { decidedBy: ['operator:root for subject:s-chair-one'] })
    assert.equal(decide(book, id, person('s-crony')).outcome, 'refused', 'made an approver through the operator')
    assert.equal(decide(book, id, person('s-chair-three')).outcome, 'allowed')
  })

  it('needs a power that whoever used it still has, and that the charter still gives at that place', () => {
    const { book, id } = proposed()
    const grant = book.state.grantsOf('s-chair-one')[0]
    assert.ok(grant)
    book.end(grant.id, 'removed')
    assert.match(decide(book, id, person('s-chair-two')).because[0]?.text ?? '', /no longer has that power/)
    assert.equal(decide(book, id, person('s-chair-two'), 'refused').ends, true, 'a refusal needs no power')

    const other = proposed()
    const moved = other.book.add(
      draft('grant.proposed', {
        subject: 's-writer',
        verb: 'add',
        role: 'keeper',
        clause: 'roles.chair.may[1]',
        by: 'subject:s-chair-one',
        content: CONTENT,
        lapses: formatInstant(addDuration(other.book.now, { count: 30, unit: 'day' })),
      }),
    )
    assert.equal(decide(other.book, moved, person('s-chair-two')).outcome, 'refused', 'no power over keepers stands there')
  })

  it('ends with a refusal and lapses undecided', () => {
    const { book, id } = proposed()
    assert.equal(decide(book, id, person('s-chair-two'), 'refused').ends, true)
    book.now = addDuration(book.now, { count: 31, unit: 'day' })
    assert.match(decide(book, id, person('s-chair-two')).because[0]?.text ?? '', /lapsed/)
  })

  it('voids a vote on another content', () => {
    const { book, id } = proposed()
    book.add(
      draft('grant.confirmed', {
        proposal: id,
        stage: 0,
        by: 's-chair-two',
        decision: 'approved',
        content: 'b'.repeat(64),
        clause: 'roles.chair.may[1].stages[0]',
      }),
    )
    const proposal = book.state.proposal(id)
    assert.ok(proposal)
    assert.equal(decide(book, id, person('s-chair-two')).outcome, 'allowed')
  })
})
