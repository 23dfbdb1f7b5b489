import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { openBook, type Book } from '../../test/support/book.ts'
import { knownOf, officesCharter, operatorFor, person } from '../../test/support/offices.ts'
import { counts } from '../../test/counts.ts'
import { addDuration } from '../kernel/duration.ts'
import { formatInstant } from '../kernel/instant.ts'
import { draft } from '../ledger/entry.ts'
import { decideGrant } from './grant.ts'
import { decideRemoval, decideResignation } from './removal.ts'
import { decideRenewal } from './renewal.ts'
import type { Actor, Known } from './question.ts'

const charter = officesCharter()

/** Two chairs, two clerks, an editor and two people without any role. */
function town(): Book {
  const book = openBook()
  for (const [index, name] of ['chair-one', 'chair-two', 'clerk-one', 'clerk-two', 'writer', 'newcomer', 'stranger'].entries())
    book.person(`s-${name}`, { wiki: String(index) }, name.startsWith('c') ? 'staff' : 'personal')
  book.grant('s-chair-one', 'chair')
  book.grant('s-chair-two', 'chair')
  book.grant('s-clerk-one', 'clerk')
  book.grant('s-clerk-two', 'clerk')
  return book
}

function ask(
  book: Book,
  actor: Actor,
  role: string,
  subject: string,
  more: { readonly known?: Known; readonly account?: string; readonly end?: Parameters<typeof decideGrant>[1]['end'] } = {},
) {
  return decideGrant(more.known ?? knownOf(charter, book), {
    actor,
    subject,
    role,
    account: more.account,
    end: more.end ?? { kind: 'usual' },
  })
}

function running(book: Book, subject: string, role: string) {
  const grant = book.state.grantsOf(subject).find((one) => one.role === role)
  assert.ok(grant)
  return grant
}

describe('giving a role by a power', () => {
  it('lets whoever has the power give it, and names the clause', () => {
    const ruling = ask(town(), person('s-chair-one'), 'judge', 's-writer')
    assert.equal(ruling.outcome, 'allowed')
    assert.equal(ruling.clause, 'roles.chair.may[0]')
    assert.deepEqual(ruling.rights, ['wiki.delete'])
  })

  it('refuses whoever has no power, and says who could do it instead', () => {
    const ruling = ask(town(), person('s-stranger'), 'judge', 's-writer')
    assert.equal(ruling.outcome, 'refused')
    assert.deepEqual(
      ruling.whoCanHelp.map(({ role, holders }) => [role, holders]),
      [['chair', ['s-chair-one', 's-chair-two']]],
    )
  })

  it('counts no power of a suspended or departed person, of an ended or future grant', () => {
    for (const spoil of [
      (book: Book) =>
        book.add(
          draft('suspension.started', { subject: 's-chair-one', cause: 'misuse', reason: 'x', clause: 'suspension', decided_by: [] }),
        ),
      (book: Book) => book.add(draft('person.departed', { subject: 's-chair-one', from: formatInstant(book.now) })),
      (book: Book) => book.end(running(book, 's-chair-one', 'chair').id, 'removed'),
    ]) {
      const book = town()
      spoil(book)
      assert.equal(ask(book, person('s-chair-one'), 'judge', 's-writer').outcome, 'refused')
    }
    const book = town()
    book.grant('s-stranger', 'chair', { from: addDuration(book.now, { count: 1, unit: 'day' }) })
    assert.equal(ask(book, person('s-stranger'), 'judge', 's-writer').outcome, 'refused')
  })

  it('lets nobody give a role to themselves where the scope is others', () => {
    assert.equal(ask(town(), person('s-chair-one'), 'judge', 's-chair-one').outcome, 'refused')
  })

  it('gives a role with stages never through a power that lacks them', () => {
    const ruling = ask(town(), person('s-chair-one', 'passkey'), 'checker', 's-writer', {
      known: knownOf(charter, town(), {}, { 's-writer': ['s-clerk-one'] }),
    })
    assert.equal(ruling.outcome, 'pending')
    assert.equal(ruling.allowed, false)
    assert.deepEqual(
      ruling.stages.map(({ clause }) => clause),
      ['classes.sensitive.stages[0]', 'roles.checker.request.stages[0]'],
    )
  })

  it('counts the act of an officer who alone decides requests for the role', () => {
    assert.equal(ask(town(), person('s-clerk-one'), 'editor', 's-newcomer').outcome, 'allowed')
  })

  it('makes a power with stages of its own wait for another person', () => {
    const ruling = ask(town(), person('s-chair-one'), 'chair', 's-writer')
    assert.equal(ruling.outcome, 'pending')
    assert.match(ruling.missing[0]?.text ?? '', /second chair/)
  })

  it('holds where a condition is unknown and refuses where it is false', () => {
    const book = town()
    const at = (truth: true | false | 'unknown') =>
      ask(book, person('s-clerk-one'), 'reader', 's-writer', { known: knownOf(charter, book, { 'is-employed': truth }) }).outcome
    assert.deepEqual([at(true), at(false), at('unknown')], ['allowed', 'refused', 'unknown'])
  })

  it('starts after the delay', () => {
    const book = town()
    book.person('s-helper', { wiki: '90' }, 'staff')
    const ruling = ask(book, person('s-chair-one'), 'clerk', 's-helper')
    assert.equal(ruling.outcome, 'allowed')
    assert.equal(ruling.from, addDuration(book.now, { count: 2, unit: 'day' }))
  })

  it('refuses an account of the wrong kind, no account, and an unclear one', () => {
    const book = town()
    assert.match(ask(book, person('s-chair-one'), 'clerk', 's-writer').because[0]?.text ?? '', /no staff account/)
    book.person('s-double', { wiki: '91' }, 'staff')
    book.add(
      draft('account.linked', { subject: 's-double', account: 'wiki:92', name: 'Other', target: 'wiki', kind: 'staff', proof: 'attested' }),
    )
    assert.match(ask(book, person('s-chair-one'), 'clerk', 's-double').because[0]?.text ?? '', /several accounts/)
    assert.equal(ask(book, person('s-chair-one'), 'clerk', 's-double', { account: 'wiki:92' }).outcome, 'allowed')
    assert.equal(ask(book, person('s-chair-one'), 'clerk', 's-double', { account: 'wiki:0' }).outcome, 'refused')
  })

  it('fills no more seats than there are, and keeps duties apart', () => {
    const book = town()
    book.grant('s-writer', 'judge')
    assert.match(ask(book, person('s-chair-one'), 'judge', 's-newcomer').because[0]?.text ?? '', /seats/)
    const apart = town()
    assert.match(ask(apart, person('s-chair-one'), 'judge', 's-clerk-one').because[0]?.text ?? '', /no clerk/)
  })

  it('gives no more than the limit of the power in its time', () => {
    const book = town()
    for (const subject of ['s-writer', 's-newcomer']) {
      assert.equal(ask(book, person('s-clerk-one'), 'editor', subject).outcome, 'allowed')
      book.add(
        draft('grant.made', {
          subject,
          role: 'editor',
          from: formatInstant(book.now),
          clause: 'roles.clerk.may[0]',
          decided_by: ['subject:s-clerk-one'],
          door: 'power',
        }),
      )
    }
    assert.match(ask(book, person('s-clerk-one'), 'editor', 's-stranger').because[0]?.text ?? '', /at most 2/)
    assert.equal(ask(book, person('s-clerk-two'), 'editor', 's-stranger').outcome, 'allowed')
  })

  it('refuses what is held already and says to renew it', () => {
    const book = town()
    assert.match(ask(book, person('s-chair-two'), 'clerk', 's-clerk-one').because[0]?.text ?? '', /renew/)
  })

  it('shows the operator as operator, never where stages or a second factor are due', () => {
    const book = town()
    assert.equal(ask(book, operatorFor('s-chair-one'), 'judge', 's-writer').outcome, 'allowed')
    assert.equal(ask(book, operatorFor(undefined), 'judge', 's-writer').outcome, 'refused')
    assert.equal(ask(book, operatorFor('s-clerk-one'), 'editor', 's-newcomer').outcome, 'refused')
    assert.equal(ask(book, operatorFor('s-chair-one'), 'checker', 's-writer').missing[0]?.kind, 'step-up')
    assert.equal(ask(book, person('s-chair-one'), 'checker', 's-writer').missing[0]?.kind, 'step-up')
  })
})

describe('terms', () => {
  it('takes the usual length, cuts at the common end day and refuses longer ones', () => {
    const book = town()
    assert.equal(ask(book, person('s-clerk-one'), 'editor', 's-newcomer').until, addDuration(book.now, { count: 1, unit: 'year' }))
    const until = (years: number) =>
      ask(book, person('s-clerk-one'), 'editor', 's-newcomer', {
        end: { kind: 'until', until: addDuration(book.now, { count: years, unit: 'year' }) },
      })
    assert.equal(until(2).outcome, 'allowed')
    assert.match(until(3).because[0]?.text ?? '', /longest term/)
    assert.match(
      ask(book, person('s-clerk-one'), 'editor', 's-newcomer', { end: { kind: 'ongoing' } }).because[0]?.text ?? '',
      /until a date/,
    )
    assert.equal(formatInstant(ask(book, person('s-chair-one'), 'chair', 's-writer').until ?? book.now), '2026-10-02T00:00:00.000Z')
  })

  it('renews within the term and not beyond', () => {
    const book = town()
    const id = book.grant('s-newcomer', 'editor', { until: addDuration(book.now, { count: 1, unit: 'month' }) })
    const grant = book.state.grant(id)
    assert.ok(grant)
    const renewed = decideRenewal(knownOf(charter, book), person('s-clerk-one'), grant, { kind: 'usual' })
    assert.equal(renewed.outcome, 'allowed')
    assert.equal(renewed.until, addDuration(book.now, { count: 1, unit: 'year' }))
    assert.equal(decideRenewal(knownOf(charter, book), person('s-stranger'), grant, { kind: 'usual' }).outcome, 'refused')
  })
})

describe('taking a role', () => {
  it('needs a power to remove: adding never implies it', () => {
    const book = town()
    const id = book.grant('s-newcomer', 'editor')
    const grant = book.state.grant(id)
    assert.ok(grant)
    assert.equal(decideRemoval(knownOf(charter, book), person('s-clerk-one'), grant).outcome, 'refused')
    const ruling = decideRemoval(knownOf(charter, book), person('s-chair-one'), grant)
    assert.equal(ruling.outcome, 'allowed')
    assert.equal(ruling.from, addDuration(book.now, { count: 7, unit: 'day' }))
  })

  it('lets everybody resign at once, and tells if nobody is left', () => {
    const book = town()
    const grant = running(book, 's-chair-one', 'chair')
    assert.deepEqual(decideResignation(knownOf(charter, book), person('s-chair-one'), grant).alarms, [])
    book.end(running(book, 's-chair-two', 'chair').id, 'resigned')
    const last = decideResignation(knownOf(charter, book), person('s-chair-one'), grant)
    assert.equal(last.outcome, 'allowed')
    assert.match(last.alarms[0] ?? '', /nobody holds/)
    assert.equal(decideResignation(knownOf(charter, book), person('s-clerk-one'), grant).outcome, 'refused')
  })
})

describe('people without power', () => {
  it('reach no protected group by any sequence of moves', () => {
    const crowd = ['s-writer', 's-newcomer', 's-stranger']
    const move = fc.record({
      actor: fc.constantFrom(...crowd),
      role: fc.constantFrom(...charter.roles.keys()),
      subject: fc.constantFrom(...crowd, 's-clerk-one', 's-chair-one'),
      verb: fc.constantFrom('add', 'remove', 'renew', 'resign'),
    })
    fc.assert(
      fc.property(fc.array(move, { maxLength: 25 }), (moves) => {
        const book = town()
        const before = JSON.stringify([...book.state.runningGrants()].map(({ id, until }) => [id, until]))
        for (const { actor, role, subject, verb } of moves) {
          const known = knownOf(charter, book, { 'is-employed': true })
          const grant = book.state.grantsOf(subject).find((one) => one.role === role && one.ended === undefined)
          const who = person(actor, 'passkey')
          if (
            verb === 'add' &&
            decideGrant(known, { actor: who, subject, role, account: undefined, end: { kind: 'usual' } }).outcome !== 'refused'
          )
            book.grant(subject, role, { decidedBy: [`subject:${actor}`] })
          if (grant === undefined) continue
          if (verb === 'remove' && decideRemoval(known, who, grant).outcome !== 'refused') book.end(grant.id, 'removed')
          if (verb === 'resign' && decideResignation(known, who, grant).outcome !== 'refused') book.end(grant.id, 'resigned')
          if (verb === 'renew' && decideRenewal(known, who, grant, { kind: 'usual' }).outcome !== 'refused') book.end(grant.id, 'renewed')
        }
        assert.equal(JSON.stringify([...book.state.runningGrants()].map(({ id, until }) => [id, until])), before)
      }),
      { numRuns: counts({ floor: 200, ci: 1000, deep: 10_000 }) },
    )
  })
})

describe('what a charter keeps apart', () => {
  it('stays apart where a role was given that has not begun', () => {
    const book = town()
    assert.equal(ask(book, person('s-chair-one'), 'judge', 's-newcomer').outcome, 'allowed')
    book.grant('s-newcomer', 'clerk', { from: addDuration(book.now, { count: 2, unit: 'day' }) })
    const ruling = ask(book, person('s-chair-one'), 'judge', 's-newcomer')
    assert.equal(ruling.outcome, 'refused')
    assert.equal(ruling.because[0]?.clause, 'separation[0]')
  })
})

describe('adding never implies removing', () => {
  const soon = (book: Book) => ({ kind: 'until', until: addDuration(book.now, { count: 1, unit: 'day' }) }) as const

  it('so who may only add cannot renew to an earlier end, who may remove can', () => {
    const book = town()
    book.grant('s-writer', 'editor', { until: addDuration(book.now, { count: 200, unit: 'day' }) })
    const renewed = decideRenewal(knownOf(charter, book), person('s-clerk-one'), running(book, 's-writer', 'editor'), soon(book))
    assert.equal(renewed.outcome, 'refused')
    book.grant('s-newcomer', 'judge')
    const shortened = decideRenewal(knownOf(charter, book), person('s-chair-one'), running(book, 's-newcomer', 'judge'), soon(book))
    assert.equal(shortened.outcome, 'allowed')
  })
})

describe('a notice', () => {
  it('is nothing to give to a grant that ends before it is over', () => {
    const book = town()
    book.grant('s-writer', 'editor', { until: addDuration(book.now, { count: 2, unit: 'day' }) })
    const ruling = decideRemoval(knownOf(charter, book), person('s-chair-one'), running(book, 's-writer', 'editor'))
    assert.equal(ruling.outcome, 'refused')
    assert.match(ruling.because[0]?.text ?? '', /ends before/)
  })

  it('is not due to a grant that has not begun', () => {
    const book = town()
    book.grant('s-writer', 'editor', { from: addDuration(book.now, { count: 2, unit: 'day' }) })
    const ruling = decideRemoval(knownOf(charter, book), person('s-chair-one'), running(book, 's-writer', 'editor'))
    assert.equal(ruling.from, book.now)
  })
})
