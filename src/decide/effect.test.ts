import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { later, openBook, type Book } from '../../test/support/book.ts'
import { smallCharter } from '../../test/support/small-charter.ts'
import type { Truth } from '../kernel/truth.ts'
import { draft } from '../ledger/entry.ts'
import { holdersOfWritRight } from './effect-writ.ts'
import { effectsNow, type Effects } from './effect.ts'

const charter = smallCharter()

function effects(book: Book, truth: Truth = true, of = charter): Effects {
  return effectsNow({ charter: of, state: book.state, now: book.now, test: () => truth })
}

/** `account group` of what ought to stand, `?` where it is only held. */
function wanted(effects: Effects, target = 'wiki'): readonly string[] {
  const memberships = effects.targets.get(target)?.memberships ?? []
  return memberships.map(({ account, group, hold }) => `${account} ${group}${hold ? '?' : ''}`).toSorted()
}

function causes(effects: Effects, target = 'wiki'): readonly string[] {
  return (effects.targets.get(target)?.withheld ?? []).map(({ cause }) => cause)
}

function bookWith(...people: readonly string[]): Book {
  const book = openBook()
  for (const [index, person] of people.entries()) book.person(person, { wiki: String(index + 1), forum: String(index + 1) })
  return book
}

describe('effect of grants now', () => {
  it('gives the groups of the role on every target, with the end and the grant behind it', () => {
    const book = bookWith('kit')
    const until = later(book.now, 30)
    const grant = book.grant('kit', 'guard', { until })
    const { targets } = effects(book)
    assert.deepEqual(targets.get('wiki')?.memberships, [
      { account: 'wiki:1', group: 'sysop', until, hold: false, because: { grant, role: 'guard', clause: 'roles.guard' } },
    ])
    assert.deepEqual(wanted(effects(book), 'forum'), ['forum:1 moderators'])
  })

  it('reaches only the targets named in the grant', () => {
    const book = bookWith('kit')
    book.grant('kit', 'guard', { targets: ['forum'] })
    assert.deepEqual(wanted(effects(book)), [])
    assert.deepEqual(wanted(effects(book), 'forum'), ['forum:1 moderators'])
  })

  it('begins at its start and ends at its end, whether or not anybody recorded it', () => {
    const book = bookWith('kit')
    const start = book.now
    book.grant('kit', 'guard', { from: later(start, 1), until: later(start, 2) })
    const at = (day: number, extra = 0) => {
      book.now = later(start, day)
      return wanted(effectsNow({ charter, state: book.state, now: (book.now + extra) as typeof book.now, test: () => true }))
    }
    assert.deepEqual([at(1, -1), at(1), at(2, -1), at(2)], [[], ['wiki:1 sysop'], ['wiki:1 sysop'], []])
    assert.deepEqual(causes(effects(book)), ['expired'])
  })

  it('is gone with the grant, the departure, the suspension or the lock', () => {
    const ended = bookWith('kit')
    ended.end(ended.grant('kit', 'guard'), 'removed')
    const departed = bookWith('kit')
    departed.grant('kit', 'guard')
    departed.add(draft('person.departed', { subject: 'kit', from: new Date(departed.now).toISOString() }))
    const suspended = bookWith('kit')
    suspended.grant('kit', 'guard')
    suspended.add(draft('suspension.started', { subject: 'kit', cause: 'compromised', reason: 'x', clause: 'suspension', decided_by: [] }))
    const locked = bookWith('kit')
    locked.grant('kit', 'guard')
    locked.add(draft('account.locked', { account: 'wiki:1', reason: 'x' }))
    for (const book of [ended, departed, suspended, locked]) assert.deepEqual(wanted(effects(book)), [])
    assert.deepEqual(
      [ended, departed, suspended, locked].map((book) => causes(effects(book))),
      [[], ['departed'], ['compromised'], ['locked']],
    )
    assert.deepEqual(wanted(effects(locked), 'forum'), ['forum:1 moderators'])
  })

  it('is gone while a condition is false, and held while it is unknown', () => {
    const book = bookWith('kit')
    book.grant('kit', 'patroller')
    assert.deepEqual(
      [wanted(effects(book, true)), wanted(effects(book, 'unknown')), wanted(effects(book, false))],
      [['wiki:1 patroller'], ['wiki:1 patroller?'], []],
    )
    assert.deepEqual(causes(effects(book, false)), ['condition'])
  })

  it('waits for the entry where a condition has a notice or only reports', () => {
    for (const role of ['reminded', 'reporter']) {
      const book = bookWith('kit')
      const grant = book.grant('kit', role)
      assert.deepEqual(wanted(effects(book, false)), ['wiki:1 patroller'], role)
      book.add(draft('grant.paused', { subject: 'kit', grant, condition: 'reminded', clause: 'x' }))
      assert.deepEqual(wanted(effects(book, true)), [], role)
      assert.deepEqual(causes(effects(book, true)), ['paused'])
    }
  })

  it('never takes a found grant for a false condition alone', () => {
    const book = bookWith('kit')
    book.grant('kit', 'patroller', { door: 'found' })
    assert.deepEqual(wanted(effects(book, false)), ['wiki:1 patroller'])
  })

  it('lets a waived condition pass until the waiver ends', () => {
    const book = bookWith('kit')
    book.grant('kit', 'patroller')
    const until = new Date(later(book.now, 1)).toISOString()
    book.add(draft('exception.made', { subject: 'kit', condition: 'trained', until, decided_by: [], reason: 'x' }))
    assert.deepEqual(wanted(effects(book, false)), ['wiki:1 patroller'])
    book.now = later(book.now, 1)
    assert.deepEqual(wanted(effects(book, false)), [])
  })

  it('lets a dormant role have effect only while activated, and then no longer', () => {
    const book = bookWith('kit')
    const grant = book.grant('kit', 'reserve', { until: later(book.now, 90) })
    assert.deepEqual(causes(effects(book)), ['dormant'])
    const until = later(book.now, 3)
    book.add(
      draft('grant.activated', { subject: 'kit', grant, until: new Date(until).toISOString(), reason: 'x', clause: 'x', decided_by: [] }),
    )
    assert.equal(effects(book).targets.get('wiki')?.memberships[0]?.until, until)
    book.now = until
    assert.deepEqual(wanted(effects(book)), [])
  })

  it('lets the highest eligible rung of a ladder have effect, and holds everything below an unknown one', () => {
    const book = bookWith('kit')
    book.grant('kit', 'reader')
    book.grant('kit', 'editor')
    assert.deepEqual(wanted(effects(book, true)), ['wiki:1 editor'])
    assert.deepEqual(wanted(effects(book, false)), ['wiki:1 reader'])
    assert.deepEqual(wanted(effects(book, 'unknown')), ['wiki:1 editor?', 'wiki:1 reader?'])
    assert.deepEqual(causes(effects(book, true)), ['outranked'])
  })

  it('shows every running grant on a target that mirrors what is held, but nothing of a suspended person', () => {
    const book = openBook()
    book.person('kit', { directory: '1' })
    for (const role of ['reader', 'editor', 'reserve']) book.grant('kit', role)
    assert.deepEqual(wanted(effects(book, false), 'directory'), ['directory:1 editors', 'directory:1 readers', 'directory:1 reserve'])
    book.add(draft('suspension.started', { subject: 'kit', cause: 'misuse', reason: 'x', clause: 'suspension', decided_by: [] }))
    assert.deepEqual(wanted(effects(book, false), 'directory'), [])
  })
})

describe('the account a grant has effect on', () => {
  it('is an issue, not a guess, where several fit; what stands is held', () => {
    const book = bookWith('kit')
    book.add(
      draft('account.linked', { subject: 'kit', account: 'wiki:9', name: 'Kit 2', target: 'wiki', kind: 'personal', proof: 'attested' }),
    )
    book.grant('kit', 'guard')
    const found = effects(book)
    assert.deepEqual(wanted(found), ['wiki:1 sysop?', 'wiki:9 sysop?'])
    assert.deepEqual(
      found.issues.map(({ kind, target }) => `${kind} ${target}`),
      ['several-accounts wiki'],
    )
    book.add(draft('account.locked', { account: 'wiki:1', reason: 'x' }))
    assert.deepEqual(wanted(effects(book)), ['wiki:9 sysop?'], 'locking one does not make the other the meant one')
  })

  it('is the named one on its own target', () => {
    const book = bookWith('kit')
    book.add(
      draft('account.linked', { subject: 'kit', account: 'wiki:9', name: 'Kit 2', target: 'wiki', kind: 'personal', proof: 'attested' }),
    )
    book.grant('kit', 'guard', { account: 'wiki:9' })
    assert.deepEqual(wanted(effects(book)), ['wiki:9 sysop'])
    assert.deepEqual(wanted(effects(book), 'forum'), ['forum:1 moderators'])
  })

  it('must be of the right kind, exist and be the person’s own', () => {
    const book = bookWith('kit', 'robin')
    book.person('sam', {})
    book.grant('kit', 'clerk')
    book.grant('sam', 'reader')
    book.grant('robin', 'guard', { account: 'wiki:1', targets: ['wiki'] })
    const found = effects(book)
    assert.deepEqual(wanted(found), [])
    assert.deepEqual(found.issues.map(({ kind, target }) => `${kind} ${target}`).toSorted(), [
      'account-kind wiki',
      'no-account directory',
      'no-account wiki',
      'not-theirs wiki',
    ])
  })

  it('has nothing taken from it while its holder has a role that the charter no longer knows', () => {
    const book = bookWith('kit')
    book.grant('kit', 'abolished')
    const found = effects(book)
    assert.deepEqual(
      found.issues.map(({ kind }) => kind),
      ['role-unknown'],
    )
    assert.deepEqual([...(found.targets.get('wiki')?.heldAccounts ?? [])], ['wiki:1'])
  })
})

describe('several grants of one membership', () => {
  it('count once, with the later end, a certain one before a held one', () => {
    const book = bookWith('kit')
    book.grant('kit', 'guard', { until: later(book.now, 5) })
    const longer = book.grant('kit', 'guard', { until: later(book.now, 9) })
    assert.deepEqual(
      effects(book)
        .targets.get('wiki')
        ?.memberships.map(({ because }) => because.grant),
      [longer],
    )
    book.grant('kit', 'patroller')
    const certain = book.grant('kit', 'reporter', { until: later(book.now, 1) })
    const patrol = effects(book, 'unknown')
      .targets.get('wiki')
      ?.memberships.find(({ group }) => group === 'patroller')
    assert.deepEqual([patrol?.hold, patrol?.because.grant], [false, certain])
  })
})

describe('rights of Writ itself', () => {
  it('belong to whoever has them in effect', () => {
    const book = bookWith('kit', 'robin')
    book.grant('kit', 'steward')
    book.grant('robin', 'steward')
    assert.deepEqual([...holdersOfWritRight(charter, effects(book), 'apply')], ['kit', 'robin'])
    book.add(draft('suspension.started', { subject: 'kit', cause: 'misuse', reason: 'x', clause: 'suspension', decided_by: [] }))
    assert.deepEqual([...holdersOfWritRight(charter, effects(book), 'apply')], ['robin'])
    assert.deepEqual([...holdersOfWritRight(charter, effects(book), 'make-token')], [])
  })
})
