/** What falls due by time and by what sources say: time passes as data. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { DutyKind } from '../../src/decide/due/duty.ts'
import { due } from '../../src/decide/due/due.ts'
import { decideFollowUp } from '../../src/decide/follow-up.ts'
import { addDuration, parseDuration } from '../../src/kernel/duration.ts'
import { formatInstant } from '../../src/kernel/instant.ts'
import { draft } from '../../src/ledger/entry.ts'
import { counts } from '../counts.ts'
import { openBook, later, type Book } from '../support/book.ts'
import { charterOf } from '../support/charter.ts'
import { carryOut, knownForDue, type FactsByHand } from '../support/due.ts'
import { textHash } from '../support/observed.ts'
import { momentOf } from '../support/outside.ts'

const text = `
writ: 1
title: Offices with terms
targets:
  wiki: { connector: simulated, guards: { people: 5, share: 10, keep_last: [keeper] } }
facts:
  employed: { text: Works here, source: personnel, type: yes-no, set_by: others }
  trained: { text: Was trained, source: personnel, type: yes-no, set_by: others }
  last-use: { text: Last use, source: wiki, type: date, set_by: self }
  fit: { text: May moderate by itself, source: personnel, type: yes-no, set_by: others }
conditions:
  is-employed: { text: Works here, fact: employed, is: true }
  is-trained: { text: Was trained, fact: trained, is: true }
  is-fit: { text: Is fit, fact: fit, is: true }
  uses-it: { text: Has used it, fact: last-use, within: 30 days }
dates:
  contract-end: { text: The contract ends, day: 2027-02-28, repeats: 1 year }
accounts:
  staff: { text: Work account, requires: { condition: is-employed, then: end, notice: 1 day } }
  personal: { text: A person }
rights:
  wiki: { delete: { text: Delete pages }, moderate: { text: Moderate } }
groups:
  writ: { keepers: { rights: [apply, override-guard] } }
  wiki: { Keeper: { rights: delete }, Writer: { rights: delete }, Helper: { rights: moderate }, Guest: { rights: moderate } }
roles:
  keeper:
    title: Keeper
    purpose: Keeps
    gives: { wiki: Keeper, writ: keepers }
    requires: { condition: is-trained, then: pause }
    may: [{ change: all, scope: any }, { remove: writer, causes: "no longer needed", notice: 1 week }]
  writer:
    title: Writer
    purpose: Writes
    gives: { wiki: Writer }
    account: staff
    term: { lasts: 1 year, ongoing: true }
    requires: [{ condition: is-trained, then: pause, notice: 3 days }]
    inactive: { after: 6 months, by: last-use, notice: 1 week, then: end, grace: 1 month }
    review: { before: contract-end, opens: 4 months, closes: 3 months, by: keeper, unanswered: end }
    request: { stages: [{ text: A keeper decides, by: keeper, escalate: { after: 2 days, to: helper } }], lapses: 20 days }
    follow_up: { after: 120 minutes, by: keeper, text: Look whether it works, done_when: uses-it, escalate: { after: 1 day, to: helper } }
  helper:
    title: Helper
    purpose: Helps
    gives: { wiki: Helper }
    automatic: always
    requires: { condition: is-fit, then: end }
    review: { every: 1 year, by: keeper, unanswered: keep }
  guest: { title: Guest, purpose: Looks in, gives: { wiki: Guest }, inactive: { after: 3 months, by: last-use, then: report } }
amendments: { by: keeper, stages: [{ by: keeper }] }
`
const charter = charterOf(text)

/** Two keepers, a writer, somebody else; all of them known to be employed and trained. */
function office(at = '2026-05-03T10:00:00Z'): Book {
  const book = openBook(at)
  for (const [index, name] of ['keeper-one', 'keeper-two', 'writer', 'stranger'].entries())
    book.person(`s-${name}`, { wiki: String(index) }, name === 'writer' ? 'staff' : 'personal')
  book.grant('s-keeper-one', 'keeper')
  book.grant('s-keeper-two', 'keeper')
  return book
}

const fine = { employed: true, trained: true, 'last-use': '2026-05-01', fit: false }
const allFine: FactsByHand = Object.fromEntries(['s-keeper-one', 's-keeper-two', 's-writer', 's-stranger'].map((name) => [name, fine]))
const ofPerson = (account: string, name: string) => ({ account, name, target: 'wiki', kind: 'personal', proof: 'operator' }) as const

const knowing = (subject: string, change: FactsByHand[string]): FactsByHand => ({ ...allFine, [subject]: { ...fine, ...change } })

function wait(book: Book, text: string): void {
  const duration = parseDuration(text)
  assert.ok(duration.ok)
  book.now = addDuration(book.now, duration.value)
}

/** What happens now, by kind; nothing is due afterwards. */
function passes(book: Book, facts: FactsByHand = allFine): readonly DutyKind[] {
  return carryOut(charter, book, facts).map(({ kind }) => kind)
}

const grantOf = (book: Book, subject: string, role: string) => book.state.grantsOf(subject).findLast((one) => one.role === role)
const used = (book: Book) => knowing('s-writer', { 'last-use': formatInstant(book.now) })

describe('an end', () => {
  it('is announced 30, 7 and 1 days before, and comes', () => {
    const book = office()
    book.grant('s-writer', 'writer', { until: later(book.now, 100) })
    assert.deepEqual(passes(book), [])
    for (const [days, expected] of [
      [70, ['notice']],
      [10, []],
      [13, ['notice']],
      [6, ['notice']],
    ] as const) {
      wait(book, `${days} days`)
      assert.deepEqual(passes(book, used(book)), expected, `${days} days later`)
    }
    wait(book, '1 day')
    assert.deepEqual(passes(book, used(book)), ['expiry'])
    assert.equal(grantOf(book, 's-writer', 'writer')?.ended?.cause, 'expired')
  })

  it('is not announced earlier than the grant is long, and a missed run tells only what is nearest', () => {
    const book = office()
    book.grant('s-writer', 'writer', { until: later(book.now, 20) })
    assert.deepEqual(passes(book), [], 'thirty days before would be before it began')
    wait(book, '19 days')
    assert.deepEqual(passes(book), ['notice'], 'a week before was missed')
    assert.ok(book.state.noticeOf(grantOf(book, 's-writer', 'writer')?.id ?? 0, 'ends/1', 's-writer'))
  })

  it('is announced again when it was put off', () => {
    const book = office()
    const grant = book.grant('s-writer', 'writer', { until: later(book.now, 40) })
    wait(book, '39 days')
    assert.deepEqual(passes(book, used(book)), ['notice'])
    const until = formatInstant(later(book.now, 31))
    book.add(
      draft('grant.renewed', { subject: 's-writer', grant, until, clause: 'roles.keeper.may[0]', decided_by: ['subject:s-keeper-one'] }),
    )
    assert.deepEqual(passes(book, used(book)), [])
    wait(book, '2 days')
    assert.deepEqual(passes(book, used(book)), ['notice'])
  })

  it('needs no fact', () => {
    const book = office()
    book.grant('s-writer', 'writer', { until: later(book.now, 2) })
    wait(book, '3 days')
    assert.deepEqual(passes(book, {}), ['expiry'])
  })

  it('of the last holder of an office is told to those who can fill it, once', () => {
    const book = office()
    for (const name of ['s-keeper-one', 's-keeper-two']) book.end(grantOf(book, name, 'keeper')?.id ?? 0, 'resigned')
    book.grant('s-writer', 'keeper', { until: later(book.now, 1) })
    wait(book, '1 day')
    assert.deepEqual(passes(book), ['expiry'], 'nobody is left who could fill it')
    const other = office()
    other.end(other.grant('s-stranger', 'helper'), 'resigned')
    assert.deepEqual(passes(other), ['vacancy'])
    assert.deepEqual(passes(other), [])
  })
})

describe('a condition that is no longer met', () => {
  it('pauses at once where it has no notice, and what was paused comes back by itself', () => {
    const book = office()
    assert.deepEqual(passes(book, knowing('s-keeper-one', { trained: false })), ['condition'])
    assert.equal(grantOf(book, 's-keeper-one', 'keeper')?.paused, true)
    assert.deepEqual(passes(book, knowing('s-keeper-one', { trained: false })), [])
    assert.deepEqual(passes(book, {}), [], 'unknown brings nothing back')
    assert.deepEqual(passes(book), ['condition'])
    assert.equal(grantOf(book, 's-keeper-one', 'keeper')?.paused, false)
  })

  it('waits for its notice, and a cure within it leaves everything as it was', () => {
    const book = office()
    book.grant('s-writer', 'writer')
    const untrained = knowing('s-writer', { trained: false })
    assert.deepEqual(passes(book, untrained), ['condition'])
    wait(book, '2 days')
    assert.deepEqual(passes(book, untrained), [])
    assert.deepEqual(passes(book), ['condition'], 'cured')
    assert.deepEqual(passes(book, untrained), ['condition'], 'the notice begins anew')
    wait(book, '2 days')
    assert.equal(grantOf(book, 's-writer', 'writer')?.paused, false)
    wait(book, '1 day')
    assert.deepEqual(passes(book, untrained), ['condition'])
    assert.equal(grantOf(book, 's-writer', 'writer')?.paused, true)
  })

  it('changes nothing while it is unknown', () => {
    const book = office()
    book.grant('s-writer', 'writer')
    wait(book, '1 year')
    assert.deepEqual(
      passes(book, {}).filter((kind) => kind === 'condition' || kind === 'account' || kind === 'inactivity'),
      [],
    )
  })

  it('is only reported for a found grant, and for the last holder of a role that a target keeps', () => {
    const book = office()
    book.grant('s-stranger', 'keeper', { door: 'found' })
    passes(book, knowing('s-stranger', { trained: false }))
    assert.equal(grantOf(book, 's-stranger', 'keeper')?.paused, false)
    book.end(grantOf(book, 's-stranger', 'keeper')?.id ?? 0, 'removed')
    book.end(grantOf(book, 's-keeper-two', 'keeper')?.id ?? 0, 'removed')
    passes(book, knowing('s-keeper-one', { trained: false }))
    assert.equal(grantOf(book, 's-keeper-one', 'keeper')?.paused, false)
  })

  it('is waived by an exception, until that runs out', () => {
    const book = office()
    const until = formatInstant(later(book.now, 10))
    book.add(
      draft('exception.made', {
        subject: 's-keeper-one',
        condition: 'is-trained',
        until,
        decided_by: ['subject:s-keeper-two'],
        reason: 'Course next week',
      }),
    )
    const untrained = knowing('s-keeper-one', { trained: false })
    assert.deepEqual(passes(book, untrained), [])
    wait(book, '11 days')
    assert.deepEqual(passes(book, untrained), ['condition'])
  })

  it('of a kind of account locks the account and ends what only it could hold, after its notice', () => {
    const book = office()
    book.add(draft('account.linked', { subject: 's-writer', ...ofPerson('wiki:22', 'writer-at-home') }))
    book.grant('s-writer', 'writer')
    book.grant('s-writer', 'guest')
    const gone = knowing('s-writer', { employed: false })
    assert.deepEqual(passes(book, gone), ['account'])
    wait(book, '1 day')
    assert.deepEqual(passes(book, gone), ['account'])
    assert.deepEqual(
      ['wiki:2', 'wiki:22'].map((key) => book.state.account(key)?.locked),
      [true, false],
    )
    assert.equal(grantOf(book, 's-writer', 'writer')?.ended?.cause, 'departed')
    assert.equal(grantOf(book, 's-writer', 'guest')?.ended, undefined, 'a guest may use any account')
    assert.equal(book.state.person('s-writer')?.departed, undefined, 'who works here no longer may go on as a volunteer')
    assert.deepEqual(passes(book, gone), [], 'once')
  })

  it('of the only kind of account somebody has means that they left: all they held ends, bots and open matters with it', () => {
    const book = office()
    for (const role of ['writer', 'guest']) book.grant('s-writer', role)
    book.add(draft('account.linked', { subject: 's-writer', ...ofPerson('wiki:33', 'writer-bot'), kind: 'bot', operated_by: 's-writer' }))
    const token = { token: 't-1', owner: 's-writer', secret: 'aa', scopes: ['read'], until: '2027-01-01T00:00:00.000Z' }
    book.add(draft('token.made', token))
    const gone = knowing('s-writer', { employed: false })
    passes(book, gone)
    assert.equal(book.state.person('s-writer')?.departed, undefined, 'not before the notice is over')
    wait(book, '1 day')
    assert.deepEqual(passes(book, gone), ['account'])
    assert.equal(book.state.person('s-writer')?.departed, book.now)
    assert.deepEqual(
      ['writer', 'guest'].map((role) => grantOf(book, 's-writer', role)?.ended?.cause),
      ['departed', 'departed'],
    )
    assert.deepEqual(
      ['wiki:2', 'wiki:33'].map((key) => book.state.account(key)?.locked),
      [true, true],
    )
    assert.equal(book.state.token('t-1')?.revoked, true)
    assert.deepEqual(passes(book, gone), [], 'once')
  })

  it('of a kind of account takes nobody away of whom nothing is known, and those who are many are held back', () => {
    const book = office()
    book.grant('s-writer', 'writer')
    const { employed: _, ...unsaid } = fine
    const unknown = { ...allFine, 's-writer': unsaid }
    assert.deepEqual(passes(book, unknown), [])
    wait(book, '1 month')
    assert.deepEqual(passes(book, unknown), [])
    assert.equal(book.state.person('s-writer')?.departed, undefined)
    wait(book, '1 day')
    const gone = knowing('s-writer', { employed: false })
    passes(book, gone)
    wait(book, '1 day')
    const duties = due(knownForDue(charter, book, gone)).filter(({ kind }) => kind === 'account')
    assert.deepEqual(
      duties.map(({ takes }) => takes),
      [true],
      'the limit of a run counts it',
    )
  })
})

describe('a role that lies unused', () => {
  // well after one review and well before the next
  const spring = '2027-03-05T10:00:00Z'
  const idle = knowing('s-writer', { 'last-use': '2027-03-06' })

  it('is asked about, and ends a week later without an answer', () => {
    const book = office(spring)
    book.grant('s-writer', 'writer')
    wait(book, '6 months')
    assert.deepEqual(passes(book, idle), [], 'it was used on the day after it began')
    wait(book, '1 day')
    assert.deepEqual(
      passes(book, idle).filter((kind) => kind === 'inactivity'),
      ['inactivity'],
    )
    wait(book, '6 days')
    assert.deepEqual(
      passes(book, idle).filter((kind) => kind === 'inactivity'),
      [],
    )
    wait(book, '1 day')
    assert.deepEqual(
      passes(book, idle).filter((kind) => kind === 'inactivity'),
      ['inactivity'],
    )
    assert.equal(grantOf(book, 's-writer', 'writer')?.ended?.cause, 'inactive')
  })

  it('stays when the holder says that it is needed, and goes at once when it is not', () => {
    for (const keep of [true, false]) {
      const book = office(spring)
      const grant = book.grant('s-writer', 'writer')
      wait(book, '7 months')
      passes(book, idle)
      const notice = book.state.inactivityOf(grant)
      assert.ok(notice)
      book.add(draft('inactivity.answered', { notice: notice.id, text: 'My answer', keep }))
      passes(book, idle)
      wait(book, '1 month')
      passes(book, idle)
      assert.equal(grantOf(book, 's-writer', 'writer')?.ended?.cause, keep ? undefined : 'inactive')
    }
  })

  it('is in use again before the week is over: nothing happens', () => {
    const book = office(spring)
    book.grant('s-writer', 'writer')
    wait(book, '7 months')
    passes(book, idle)
    wait(book, '3 days')
    const back = used(book)
    wait(book, '1 month')
    passes(book, back)
    assert.equal(grantOf(book, 's-writer', 'writer')?.ended, undefined)
  })

  it('is not asked about before the holder has had it for a while, nor where nothing is known', () => {
    const book = office(spring)
    book.grant('s-writer', 'writer')
    const never = knowing('s-writer', { 'last-use': '2020-01-01' })
    wait(book, '3 weeks')
    assert.deepEqual(passes(book, never), [])
    wait(book, '2 years')
    assert.deepEqual(
      passes(book, knowing('s-writer', { trained: true, 'last-use': [] })).filter((kind) => kind === 'inactivity'),
      ['inactivity'],
    )
  })
})

describe('a removal with notice', () => {
  /** A keeper asks whether it is still needed: `may[1]`; or simply takes it with a week to go: the same words under another clause. */
  function ending(book: Book, clause: string): number {
    const grant = book.grant('s-writer', 'writer')
    const until = formatInstant(later(book.now, 7))
    book.add(draft('grant.ending', { subject: 's-writer', grant, until, clause, decided_by: ['subject:s-keeper-one'], cause: 'removed' }))
    return grant
  }
  const answer = (book: Book, grant: number, keep: boolean) =>
    book.add(draft('inactivity.answered', { notice: book.state.endingOf(grant)?.id ?? 0, text: 'My answer', keep }))

  it('ends when nobody answers, by whoever asked', () => {
    const book = office()
    ending(book, 'roles.keeper.may[1]')
    wait(book, '6 days')
    passes(book, used(book))
    assert.equal(grantOf(book, 's-writer', 'writer')?.ended, undefined)
    wait(book, '1 day')
    passes(book, used(book))
    const { ended } = grantOf(book, 's-writer', 'writer') ?? {}
    assert.deepEqual([ended?.cause, ended?.decidedBy], ['removed', ['subject:s-keeper-one']])
  })

  it('ends at once when the holder agrees', () => {
    const book = office()
    answer(book, ending(book, 'roles.keeper.may[1]'), false)
    passes(book)
    assert.equal(grantOf(book, 's-writer', 'writer')?.ended?.cause, 'not-needed')
  })

  it('is taken back when it was a question and the holder needs the role; a plain notice is not', () => {
    for (const [clause, stays] of [
      ['roles.keeper.may[1]', true],
      ['roles.keeper.may[0]', false],
    ] as const) {
      const book = office()
      answer(book, ending(book, clause), true)
      passes(book, used(book))
      wait(book, '8 days')
      passes(book, used(book))
      assert.equal(grantOf(book, 's-writer', 'writer')?.ended === undefined, stays, clause)
    }
  })
})

describe('a review', () => {
  it('opens by the date of the charter, asks its reviewers once, and ends what nobody answered for', () => {
    const book = office('2026-10-20T10:00:00Z')
    const [kept, taken, forgotten] = ['s-writer', 's-stranger', 's-keeper-two'].map((one) => book.grant(one, 'writer'))
    const recent = Object.fromEntries(Object.keys(allFine).map((one) => [one, { ...fine, 'last-use': '2026-12-01' }]))
    assert.deepEqual(passes(book, recent), [])
    wait(book, '12 days')
    assert.deepEqual(passes(book, recent), ['review', 'review'], 'it opens four months before the contract ends, and reviewers are asked')
    const review = book.state.lastReviewOf('writer')
    assert.ok(review)
    assert.equal(formatInstant(review.until), '2026-12-01T00:00:00.000Z')
    const say = (grant: number | undefined, answer: 'keep' | 'remove') =>
      book.add(draft('review.answered', { review: review.id, grant: grant ?? 0, by: 's-keeper-one', answer }))
    say(kept, 'keep')
    say(taken, 'remove')
    assert.deepEqual(passes(book, recent), ['review'])
    assert.equal(book.state.grant(taken ?? 0)?.ended?.cause, 'review')
    book.now = review.until
    assert.deepEqual(
      passes(book, recent).filter((kind) => kind === 'review'),
      ['review'],
    )
    assert.deepEqual(
      [kept, forgotten].map((grant) => book.state.grant(grant ?? 0)?.ended?.cause),
      [undefined, 'review'],
    )
    assert.notEqual(book.state.review(review.id)?.closedAt, undefined)
    wait(book, '2 months')
    assert.equal(passes(book, recent).includes('review'), false, 'once a year')
  })

  it('closes as soon as everybody is kept, and comes again after its time', () => {
    const book = office()
    const grant = book.grant('s-stranger', 'helper', { from: later(book.now, -400) })
    const fit = knowing('s-stranger', { fit: true })
    assert.deepEqual(passes(book, fit), ['review', 'review'])
    const review = book.state.lastReviewOf('helper')
    book.add(draft('review.answered', { review: review?.id ?? 0, grant, by: 's-keeper-one', answer: 'keep' }))
    assert.deepEqual(passes(book, fit), ['review'])
    wait(book, '11 months')
    assert.deepEqual(passes(book, fit), [])
    wait(book, '1 month')
    assert.deepEqual(passes(book, fit), ['review', 'review'])
  })

  it('asks the holder where a reviewer wants to know', () => {
    const book = office()
    const grant = book.grant('s-stranger', 'helper', { from: later(book.now, -400) })
    const fit = knowing('s-stranger', { fit: true })
    passes(book, fit)
    book.add(draft('review.answered', { review: book.state.lastReviewOf('helper')?.id ?? 0, grant, by: 's-keeper-one', answer: 'ask' }))
    passes(book, fit)
    assert.equal(book.state.inactivityOf(grant)?.clause, 'roles.helper.review')
  })
})

describe('a follow-up', () => {
  it('begins when the access was read back, is asked for after its time, then of others, and is over when it works', () => {
    const book = office()
    const grant = book.grant('s-writer', 'writer', { door: 'request' })
    const quiet = knowing('s-writer', { 'last-use': '2026-01-01' })
    book.grant('s-stranger', 'helper', { door: 'power' })
    assert.deepEqual(passes(book, { ...quiet, 's-stranger': { ...fine, fit: true } }), [])
    book.confirm('wiki:2', 'Writer')
    const now = () => passes(book, { ...quiet, 's-stranger': { ...fine, fit: true } })
    assert.deepEqual(now(), ['follow-up'])
    wait(book, '119 minutes')
    assert.deepEqual(now(), [])
    wait(book, '1 minute')
    assert.deepEqual(now(), ['follow-up'])
    wait(book, '1 day')
    assert.deepEqual(now(), ['follow-up'])
    assert.ok(book.state.noticeOf(grant, 'follow-up/escalated', 's-stranger'))
    assert.deepEqual(passes(book, { ...used(book), 's-stranger': { ...fine, fit: true } }), ['follow-up'])
    assert.equal(book.state.followUpOf(grant)?.works, true)
  })

  const withTerms = (words: string) =>
    charterOf(
      text
        .replace('done_when: uses-it,', 'done_when: uses-it, terms: manners,')
        .replace('conditions:\n', `statements:\n  manners: { text: ${words} }\nconditions:\n`),
    )
  const accept = (book: Book, words: string, by = 's-writer') =>
    book.add(draft('statement.made', { by, subject: 's-writer', statement: 'manners', words }))

  it('is not done before the holder accepted the terms, and says which version they accepted', () => {
    const book = office()
    const grant = book.grant('s-writer', 'writer', { door: 'request' })
    book.confirm('wiki:2', 'Writer')
    const now = () =>
      carryOut(withTerms('Be kind'), book, used(book)).map(({ drafts }) =>
        drafts.map(({ fields }) => ('template' in fields ? fields.template : 'done')),
      )
    const version = textHash('Be kind')
    assert.deepEqual(now(), [['effective'], [`terms/${version}`]])
    wait(book, '120 minutes')
    assert.deepEqual(now(), [['follow-up', 'follow-up']], 'it works, and that is not enough')
    accept(book, 'Be kind', 's-keeper-one')
    accept(book, 'Be nice')
    assert.deepEqual(now(), [], 'neither the word of somebody else counts nor other words')
    assert.equal(book.state.followUpOf(grant), undefined)
    accept(book, 'Be kind')
    assert.deepEqual(now(), [['done']])
    assert.deepEqual([book.state.followUpOf(grant)?.works, book.state.followUpOf(grant)?.terms], [true, version])
  })

  it('asks the holder anew when the terms change, and others after its time', () => {
    const book = office()
    const grant = book.grant('s-writer', 'writer', { door: 'request' })
    book.confirm('wiki:2', 'Writer')
    accept(book, 'Be kind')
    passes(book)
    assert.deepEqual(carryOut(withTerms('Be kind'), book, used(book)).length > 0, true)
    assert.equal(book.state.followUpOf(grant)?.terms, textHash('Be kind'))
    const changed = withTerms('Be kind and brief')
    const told = () =>
      carryOut(changed, book, used(book)).flatMap(({ drafts }) =>
        drafts.map(({ fields }) => ('template' in fields ? fields.template : 'done')),
      )
    const version = textHash('Be kind and brief')
    assert.deepEqual(told(), [`terms/${version}`])
    wait(book, '119 minutes')
    assert.deepEqual(told(), [])
    wait(book, '1 minute')
    assert.deepEqual(told(), [`follow-up/${version}`, `follow-up/${version}`])
    accept(book, 'Be kind and brief')
    assert.deepEqual(told(), ['done'])
    assert.deepEqual(carryOut(changed, book, used(book)), [])
    assert.equal(book.state.followUpOf(grant)?.terms, version)
  })

  it('is said by whom the charter names, by others once they are called in, never by the holder or an operator', () => {
    const book = office()
    const grant = book.grant('s-writer', 'writer', { door: 'request' })
    book.grant('s-stranger', 'helper', { door: 'power' })
    const facts = { ...knowing('s-writer', { 'last-use': '2026-01-01' }), 's-stranger': { ...fine, fit: true } }
    const said = (who: string | undefined, works = true) =>
      decideFollowUp(
        knownForDue(charter, book, facts),
        who === undefined ? { kind: 'operator', name: 'op', for: undefined } : { kind: 'person', subject: who, stepUp: undefined },
        grant,
        works,
      )
    assert.match(said('s-keeper-one').because[0]?.text ?? '', /no effect on its targets yet/)
    book.confirm('wiki:2', 'Writer')
    passes(book, facts)
    assert.deepEqual(
      [undefined, 's-writer', 's-stranger', 's-keeper-one'].map((one) => said(one).allowed),
      [false, false, false, true],
    )
    wait(book, '120 minutes')
    passes(book, facts)
    wait(book, '1 day')
    passes(book, facts)
    assert.equal(said('s-stranger').allowed, true)
    assert.match(said('s-stranger', false).because[0]?.text ?? '', /stays open/)
    book.add(draft('grant.followed-up', { subject: 's-writer', grant, works: false }))
    assert.equal(said('s-stranger').allowed, true, 'what does not work stays open')
    book.add(draft('grant.followed-up', { subject: 's-writer', grant, works: true }))
    assert.match(said('s-keeper-one').because[0]?.text ?? '', /is done/)
  })
})

describe('a request that waits', () => {
  function asked(book: Book): number {
    return book.add(
      draft('request.filed', { subject: 's-writer', by: 's-writer', role: 'writer', use_case: 'To write', content: 'c'.repeat(64) }),
    )
  }

  it('calls further people in, reminds, and lapses in the end', () => {
    const book = office()
    const request = asked(book)
    assert.deepEqual(passes(book), [])
    wait(book, '2 days')
    assert.deepEqual(passes(book), ['escalation'])
    wait(book, '1 day')
    assert.deepEqual(passes(book), ['reminder'])
    wait(book, '4 days')
    assert.deepEqual(passes(book), ['reminder'])
    wait(book, '13 days')
    assert.deepEqual(passes(book), ['lapse'])
    assert.equal(book.state.request(request)?.closed?.outcome, 'lapsed')
  })
})

describe('a role that the charter gives by itself', () => {
  it('is given once all conditions are proven, ends with them, and comes back; but not to whom a person took it from', () => {
    const book = office()
    const fit = knowing('s-stranger', { fit: true })
    assert.deepEqual(passes(book, {}), [], 'unknown gives nothing')
    assert.deepEqual(passes(book, fit), ['automatic'])
    assert.deepEqual(passes(book, fit), [])
    assert.deepEqual(passes(book), ['condition', 'vacancy'])
    assert.equal(grantOf(book, 's-stranger', 'helper')?.ended?.cause, 'condition')
    assert.deepEqual(passes(book, fit), ['automatic'])
    book.end(grantOf(book, 's-stranger', 'helper')?.id ?? 0, 'misuse')
    assert.equal(passes(book, fit).includes('automatic'), false)
  })
})

describe('the calendar', () => {
  it('knows leap days and the ends of months', () => {
    const book = office('2028-01-31T10:00:00Z')
    book.grant('s-writer', 'writer', { until: momentOf('2028-02-29T24:00:00Z') })
    wait(book, '1 month')
    assert.equal(formatInstant(book.now), '2028-02-29T10:00:00.000Z')
    passes(book, used(book))
    assert.equal(grantOf(book, 's-writer', 'writer')?.ended, undefined)
    wait(book, '14 hours')
    passes(book, used(book))
    assert.equal(grantOf(book, 's-writer', 'writer')?.ended?.cause, 'expired')
  })
})

describe('daylight saving', () => {
  /** What falls due in the days around a change of the clocks, on a machine in some time zone. */
  function around(zone: string, begins: string): readonly string[] {
    const before = process.env['TZ']
    process.env['TZ'] = zone
    try {
      const book = office(begins)
      const seen = [String(new Date(book.now).getTimezoneOffset())]
      const end = addDuration(book.now, { count: 4, unit: 'day' })
      book.grant('s-writer', 'writer', { until: end })
      for (let hours = 0; hours < 100; hours += 1) {
        const found = passes(book, used(book))
        if (found.length > 0) seen.push(`${formatInstant(book.now)} ${found.join()}`)
        wait(book, '1 hour')
      }
      return [...seen, String(new Date(book.now).getTimezoneOffset()), String(grantOf(book, 's-writer', 'writer')?.ended?.at === end)]
    } finally {
      if (before === undefined) delete process.env['TZ']
      else process.env['TZ'] = before
    }
  }

  for (const begins of ['2026-03-06T22:30:00Z', '2026-03-27T22:30:00Z', '2026-10-23T22:30:00Z', '2026-10-30T22:30:00Z'])
    it(`moves nothing that is due, from ${begins.slice(0, 10)} on`, () => {
      const [, ...plain] = around('UTC', begins)
      assert.deepEqual(plain.slice(-1), ['true'])
      const zones = ['Europe/Berlin', 'America/New_York'].map((zone) => around(zone, begins))
      assert.ok(
        zones.some((seen) => seen[0] !== seen.at(-2)),
        'a clock was changed in these days',
      )
      for (const seen of zones) assert.deepEqual([...seen.slice(1, -2), seen.at(-1)], [...plain.slice(0, -2), plain.at(-1)])
    })
})

describe('whatever happens', () => {
  it('carrying out leaves nothing due, whether a run came at every moment or only at the last', () => {
    const day = fc.record({
      days: fc.integer({ min: 0, max: 90 }),
      facts: fc.record({
        employed: fc.constantFrom(true, false, null),
        trained: fc.constantFrom(true, false, null),
        fit: fc.constantFrom(true, false, null),
        'last-use': fc.constantFrom('2026-05-01', '2027-01-01', null),
      }),
      does: fc.constantFrom('nothing', 'grant', 'keep', 'let-go', 'ask'),
      misses: fc.boolean(),
    })
    let recorded = 0
    fc.assert(
      fc.property(fc.array(day, { maxLength: 12 }), (days) => {
        const book = office()
        for (const { days: count, facts, does, misses } of days) {
          book.now = later(book.now, count)
          const running = book.state.grantsOf('s-writer').find((one) => one.ended === undefined)
          if (does === 'grant' && running === undefined) book.grant('s-writer', 'writer', { until: later(book.now, 45) })
          const asked = running === undefined ? undefined : (book.state.inactivityOf(running.id) ?? book.state.endingOf(running.id))
          if (asked !== undefined && (does === 'keep' || does === 'let-go'))
            book.add(draft('inactivity.answered', { notice: asked.id, text: does, keep: does === 'keep' }))
          if (misses) continue
          const said: FactsByHand = { ...allFine, 's-writer': facts }
          recorded += carryOut(charter, book, said).length
          assert.deepEqual(due(knownForDue(charter, book, said)), [])
          for (const grant of book.state.runningGrants()) assert.ok(grant.until === undefined || grant.until > book.now)
        }
      }),
      { numRuns: counts({ floor: 100, ci: 500, deep: 10_000 }) },
    )
    assert.ok(recorded > 100, `only ${recorded} things were ever due`)
  })
})
