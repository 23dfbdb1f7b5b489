/** Whom a session still lets in. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openBook } from '../../../test/support/book.ts'
import { addDuration } from '../../kernel/duration.ts'
import { formatInstant } from '../../kernel/instant.ts'
import { draft } from '../../ledger/entry.ts'
import { isAdmitted } from './sessions.ts'

const anna = 's-Qannaaaaaaaaaaaa'
const hour = { count: 1, unit: 'hour' } as const

describe('a session that began before', () => {
  for (const cause of ['compromised', 'misuse'] as const)
    it(`a suspension (${cause}) is over during it${cause === 'compromised' ? ', and stays so once the person is back' : ' alone'}`, () => {
      const book = openBook()
      book.add(draft('person.registered', { subject: anna, handle: 'anna' }))
      const session = { subject: anna, started: book.now }
      assert.equal(isAdmitted(book.state, session), true)
      book.now = addDuration(book.now, hour)
      const at = book.add(draft('suspension.started', { subject: anna, cause, reason: 'r', clause: 'c', decided_by: [] }))
      assert.equal(isAdmitted(book.state, session), false)
      book.now = addDuration(book.now, hour)
      book.add(draft('suspension.ended', { suspension: at, outcome: 'reinstated', reason: 'r', decided_by: [] }))
      assert.equal(isAdmitted(book.state, session), cause === 'misuse')
      assert.equal(isAdmitted(book.state, { subject: anna, started: book.now }), true, 'whoever logs in anew')
    })

  it('a departure is over, and stays so once the person is back', () => {
    const book = openBook()
    book.add(draft('person.registered', { subject: anna, handle: 'anna' }))
    const session = { subject: anna, started: book.now }
    book.now = addDuration(book.now, hour)
    book.add(draft('person.departed', { subject: anna, from: formatInstant(book.now) }))
    book.now = addDuration(book.now, hour)
    book.add(draft('person.returned', { subject: anna }))
    assert.equal(isAdmitted(book.state, session), false)
    assert.equal(isAdmitted(book.state, { subject: anna, started: book.now }), true)
  })
})
