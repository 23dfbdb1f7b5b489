/** What ends with somebody else's office, and who hears of a dormant role in use. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { addDuration } from '../../src/kernel/duration.ts'
import { formatInstant } from '../../src/kernel/instant.ts'
import { draft } from '../../src/ledger/entry.ts'
import { openBook, type Book } from '../support/book.ts'
import { charterOf } from '../support/charter.ts'
import { carryOut } from '../support/due.ts'

const charter = charterOf(`
writ: 1
title: Offices
targets: { wiki: { connector: simulated } }
accounts: { personal: { text: A person }, bot: { text: Program, operated_by: required } }
groups: { writ: { admins: { rights: apply } }, wiki: { editor: {}, deputy: {}, reserve: {} } }
roles:
  chief: { title: Chief, purpose: Runs Writ, gives: { writ: admins }, may: [{ change: all }] }
  editor: { title: Editor, purpose: Edits, gives: { wiki: editor } }
  deputy: { title: Deputy, purpose: Stands in for the chief, gives: { wiki: deputy }, deputies_of: chief }
  reserve:
    title: Reserve
    purpose: Steps in
    gives: { wiki: reserve }
    activation: { longest: 6 hours, tells: editor, review: { by: chief, within: 7 days } }
amendments: { by: chief }
`)

const settle = (book: Book) => carryOut(charter, book).map(({ text }) => text)
const runs = (book: Book, grant: number) => book.state.grant(grant)?.ended === undefined

describe('what ends with somebody else', () => {
  it('a deputy ends with the principal who chose them, and not with another', () => {
    const book = openBook()
    for (const [index, name] of ['ash', 'birch', 'elm', 'fir'].entries()) book.person(`s-${name}`, { wiki: String(index) })
    const [ash] = [book.grant('s-ash', 'chief'), book.grant('s-birch', 'chief')]
    const ofAsh = book.grant('s-elm', 'deputy', { decidedBy: ['subject:s-ash'] })
    const ofBirch = book.grant('s-fir', 'deputy', { decidedBy: ['subject:s-birch'] })
    const ofOffice = book.grant('s-elm', 'deputy', { decidedBy: ['operator:root'] })
    assert.deepEqual(settle(book), [])
    book.end(ash, 'removed')
    settle(book)
    assert.deepEqual(
      [ofAsh, ofBirch, ofOffice].map((grant) => runs(book, grant)),
      [false, true, true],
    )
    assert.equal(book.state.grant(ofAsh)?.ended?.cause, 'not-needed')
    for (const grant of book.state.grantsOf('s-birch')) book.end(grant.id, 'resigned')
    settle(book)
    assert.deepEqual(
      [ofBirch, ofOffice].map((grant) => runs(book, grant)),
      [false, false],
      'nobody holds the office',
    )
  })

  it('a bot ends with whoever answers for it, and is locked', () => {
    const book = openBook()
    book.person('s-ash', { wiki: '1' })
    book.add(draft('person.registered', { subject: 's-bot', handle: 'Sorting bot' }))
    const account = { account: 'wiki:9', name: 'Sorting bot', target: 'wiki', kind: 'bot', proof: 'operator' } as const
    book.add(draft('account.linked', { subject: 's-bot', ...account, operated_by: 's-ash' }))
    const bot = book.grant('s-bot', 'editor')
    assert.deepEqual(settle(book), [])
    book.add(draft('person.departed', { subject: 's-ash', from: formatInstant(book.now) }))
    settle(book)
    assert.deepEqual([runs(book, bot), book.state.account('wiki:9')?.locked], [false, true])
  })
})

describe('a dormant role in use', () => {
  it('is told to those the charter names, reviewed when it is over, and again when that was not done in time', () => {
    const book = openBook()
    for (const [index, name] of ['ash', 'elm', 'fir'].entries()) book.person(`s-${name}`, { wiki: String(index) })
    book.grant('s-ash', 'chief')
    book.grant('s-fir', 'editor')
    const grant = book.grant('s-elm', 'reserve')
    const until = addDuration(book.now, { count: 6, unit: 'hour' })
    const why = { reason: 'Vandals', clause: 'roles.reserve.activation', decided_by: ['subject:s-elm'] }
    const seq = book.add(draft('grant.activated', { subject: 's-elm', grant, until: formatInstant(until), ...why }))
    const told = () =>
      ['s-ash', 's-fir', 's-elm'].map((person) =>
        ['activated', 'activation-review', 'activation-review/late'].filter(
          (template) => book.state.noticeOf(seq, template, person) !== undefined,
        ),
      )
    settle(book)
    assert.deepEqual(told(), [[], ['activated'], []])
    book.now = until
    settle(book)
    assert.deepEqual(told(), [['activation-review'], ['activated'], []])
    book.now = addDuration(until, { count: 7, unit: 'day' })
    settle(book)
    assert.deepEqual(told(), [['activation-review', 'activation-review/late'], ['activated', 'activation-review/late'], []])
  })

  it('asks nobody once somebody reviewed it', () => {
    const book = openBook()
    for (const [index, name] of ['ash', 'elm'].entries()) book.person(`s-${name}`, { wiki: String(index) })
    book.grant('s-ash', 'chief')
    const grant = book.grant('s-elm', 'reserve')
    const until = formatInstant(addDuration(book.now, { count: 6, unit: 'hour' }))
    const by = { clause: 'c', decided_by: ['subject:s-ash'] }
    const seq = book.add(draft('grant.activated', { subject: 's-elm', grant, until, reason: 'Vandals', ...by }))
    book.now = addDuration(book.now, { count: 7, unit: 'hour' })
    book.add(draft('grant.reviewed', { subject: 's-elm', grant, ...by }))
    settle(book)
    assert.equal(book.state.noticeOf(seq, 'activation-review', 's-ash'), undefined)
  })
})
