import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { later, openBook, type Book } from '../../test/support/book.ts'
import { contextOf, inputOf, observedOf, type Holding } from '../../test/support/observed.ts'
import { smallCharter, wikiGroups, type SmallCharterOptions } from '../../test/support/small-charter.ts'
import { draft } from '../ledger/entry.ts'
import { adoptTarget, type Adoption, type AdoptInput } from './adopt.ts'
import { judge } from './guards.ts'
import { planTarget } from './plan.ts'

type Accounts = Readonly<Record<string, readonly Holding[]>>

function adoption(book: Book, accounts: Accounts, options: SmallCharterOptions = {}, more: Partial<AdoptInput> = {}): Adoption {
  const input = inputOf(smallCharter(options), book, observedOf(book.now, accounts, [...wikiGroups, 'loose']))
  return adoptTarget({ ...input, decidedBy: ['operator:root'], next: book.state.size, newSubject: ({ id }) => `new-${id}`, ...more })
}

/** Adopts, records it, and answers what a plan would do then. */
function adopted(book: Book, accounts: Accounts, options: SmallCharterOptions = {}, more: Partial<AdoptInput> = {}) {
  const result = adoption(book, accounts, options, more)
  book.add(...result.drafts)
  const input = inputOf(smallCharter(options), book, observedOf(book.now, accounts, [...wikiGroups, 'loose']))
  return { ...result, plan: planTarget(input), urgent: planTarget({ ...input, urgent: true }), input }
}

function found({ found: holders }: Pick<Adoption, 'found'>): readonly string[] {
  return holders.map(({ account, role }) => `${account.id} ${role}`)
}

function issues({ issues: left }: Pick<Adoption, 'issues'>): readonly string[] {
  return left.map(({ account, group, kind }) => `${account.id} ${group} ${kind}`)
}

describe('adopting a target', () => {
  it('takes present holders in as found grants, and the plan after it is empty', () => {
    const book = openBook()
    const until = later(book.now, 9)
    const accounts = { 1: ['sysop'], 2: ['clerk'], 3: [['editor', until], 'sysop'], 4: [] } satisfies Accounts
    const { plan, ...rest } = adopted(book, accounts, {}, { kindOf: () => 'staff' })
    assert.deepEqual(found(rest), ['1 guard', '2 clerk', '3 editor', '3 guard'])
    assert.deepEqual([plan.lines, plan.drift, plan.settled, plan.skipped], [[], [], [], []])
    assert.deepEqual(rest.memberships, { found: 4, left: 0 })
    const [grant] = book.state.grantsOf('new-1')
    assert.deepEqual(
      [grant?.door, grant?.useCase, grant?.account, grant?.targets, grant?.decidedBy],
      ['found', undefined, 'wiki:1', ['wiki'], ['operator:root']],
    )
    assert.equal(book.state.grantsOf('new-3').find(({ role }) => role === 'editor')?.until, until)
    assert.equal(book.state.targetState('wiki').known('wiki:1', 'sysop')?.present, true)
    assert.equal(book.state.account('wiki:1')?.kind, 'staff')
  })

  it('names in every baseline the grant that stands behind it', () => {
    const book = openBook()
    const { drafts } = adoption(book, { 1: ['sysop'], 2: ['sysop'] })
    const grants = drafts.flatMap((one, index) => (one.type === 'grant.made' ? [String(index)] : []))
    assert.deepEqual(
      drafts.flatMap((one) => (one.type === 'effect.confirmed' ? [one.fields.grant] : [])),
      grants,
    )
  })

  it('changes nothing the second time, and does not swallow what came since', () => {
    const book = openBook()
    adopted(book, { 1: ['sysop'] })
    assert.deepEqual(adoption(book, { 1: ['sysop'] }).drafts, [])
    assert.deepEqual(adoption(book, { 1: ['sysop'], 7: ['sysop'] }).drafts, [])
    assert.deepEqual(
      adopted(book, { 1: ['sysop'], 7: ['sysop'] }).plan.drift.map(({ key }) => key),
      ['wiki:7'],
    )
  })

  it('takes a group in that joined the charter later', () => {
    const book = openBook()
    adopted(book, { 1: ['sysop'], 2: ['clerk'] }, { clerkGives: 'reader' }, { kindOf: () => 'staff' })
    assert.deepEqual(found(adopted(book, { 1: ['sysop'], 2: ['clerk'] }, {}, { kindOf: () => 'staff' })), ['2 clerk'])
  })

  it('may be done on a target without any holder', () => {
    const book = openBook()
    assert.deepEqual(
      adopted(book, {}).drafts.map(({ type }) => type),
      ['target.adopted'],
    )
    assert.deepEqual(adoption(book, {}).drafts, [])
  })

  it('leaves for decision what no single role explains, and no policy removes it', () => {
    const cases: readonly (readonly [Accounts, SmallCharterOptions, readonly string[]])[] = [
      [{ 1: ['patroller'] }, {}, ['1 patroller several-roles']],
      [{ 1: ['bot-flag'] }, {}, ['1 bot-flag partial']],
      [{ 1: ['bot-flag', ['patroller', later(openBook().now, 5)]] }, {}, ['1 bot-flag ends-differ', '1 patroller ends-differ']],
      [{ 1: ['editor', 'reader'] }, {}, ['1 reader outranked']],
      [{ 1: ['clerk'] }, {}, ['1 clerk account-kind']],
      [{ 1: ['sysop'] }, { guardGives: '[sysop, clerk]' }, ['1 sysop partial']],
      [{ 1: ['sysop'] }, { guardGives: 'clerk' }, ['1 sysop dormant']],
    ]
    for (const [accounts, charter, expected] of cases) {
      const book = openBook()
      const options = { ...charter, wiki: 'drift: revert' }
      const { plan, ...rest } = adopted(book, accounts, options)
      assert.deepEqual(issues(rest), expected)
      assert.deepEqual([plan.lines, plan.drift], [[], []])
      assert.equal([...book.state.openDrift('wiki')].length, expected.length)
      assert.deepEqual(adoption(book, accounts, options).drafts, [])
    }
  })

  it('reads several groups as one role where they can come from nowhere else', () => {
    const book = openBook()
    assert.deepEqual(found(adopted(book, { 1: ['bot-flag', 'patroller'] })), ['1 robot'])
  })

  it('never joins an account with a person of the same name', () => {
    const book = openBook()
    book.add(draft('person.registered', { subject: 'old', handle: 'Name 1' }))
    book.add(draft('person.registered', { subject: 'older', handle: 'Name 1 (wiki)' }))
    adopted(book, { 1: ['sysop'] })
    assert.deepEqual(book.state.accountsOf('old'), [])
    assert.equal(book.state.person('new-1')?.handle, 'Name 1 (wiki 2)')
  })

  it('gives a grant to the person an account is linked to, and a baseline to what a grant gives already', () => {
    const book = openBook()
    book.person('kit', { wiki: '1' })
    const grant = book.grant('kit', 'guard')
    const { plan, ...rest } = adopted(book, { 1: ['sysop', 'reader'] })
    assert.deepEqual(found(rest), ['1 reader'])
    assert.deepEqual(
      book.state.grantsOf('kit').map(({ role }) => role),
      ['guard', 'reader'],
    )
    assert.deepEqual([plan.lines, book.state.grant(grant)?.door], [[], 'power'])
  })

  it('makes no grant for those who have no rights at present', () => {
    const book = openBook()
    book.person('kit', { wiki: '1' })
    book.add(draft('suspension.started', { subject: 'kit', cause: 'misuse', reason: 'x', clause: 'suspension', decided_by: [] }))
    const { plan, urgent, ...rest } = adopted(book, { 1: ['sysop'] })
    assert.deepEqual([found(rest), issues(rest), plan.lines, urgent.lines], [[], ['1 sysop holder'], [], []])
  })

  it('leaves alone what is not managed, what no role gives, and accounts of other kinds', () => {
    const book = openBook()
    book.person('kit', { wiki: '1' }, 'staff')
    const { memberships, ...rest } = adopted(book, { 1: ['sysop'], 2: ['sysop'], 3: ['loose', 'unheard-of'] }, { sysop: 'managed: staff' })
    assert.deepEqual([found(rest), issues(rest), memberships], [['1 guard'], [], { found: 1, left: 3 }])
  })

  it('takes in again and again what others gave in a shared group, except what was left by decision', () => {
    const book = openBook()
    const shared = { sysop: 'authority: shared' }
    adopted(book, {}, shared)
    assert.deepEqual(found(adopted(book, { 1: ['sysop'] }, shared)), ['1 guard'])
    const left = book.add(draft('drift.found', { target: 'wiki', account: 'wiki:2', group: 'sysop', change: 'added' }))
    book.add(draft('drift.settled', { drift: left, outcome: 'left' }))
    assert.deepEqual(adoption(book, { 1: ['sysop'], 2: ['sysop'] }, shared).drafts, [])
  })
})

it('an adoption puts what it leaves for decision on record once', () => {
  const book = openBook()
  const options = { sysop: 'authority: shared', guardGives: 'patroller' }
  const staff = { kindOf: () => 'staff' as const }
  adopted(book, { 1: ['sysop'], 2: ['clerk'] }, { ...options, clerkGives: 'reader' })
  const again = adoption(book, { 1: ['sysop'], 2: ['clerk'], 3: ['sysop'] }, options, staff)
  assert.deepEqual(issues(again), ['1 sysop dormant', '3 sysop dormant'])
  assert.deepEqual(
    again.drafts.flatMap(({ type, fields }) => (type === 'drift.found' ? [fields.account] : [])),
    ['wiki:3'],
  )
})

describe('the first plan on a living wiki', () => {
  it('removes nobody of 200 holders: neither before the adoption nor after, whatever the policy', () => {
    const accounts = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [
        String(index),
        [index % 3 === 0 ? 'sysop' : 'editor', ...(index % 5 === 0 ? ['patroller'] : [])],
      ]),
    )
    for (const wiki of ['drift: ask', 'drift: revert', 'drift: adopt']) {
      const book = openBook()
      const before = inputOf(smallCharter({ wiki }), book, observedOf(book.now, accounts))
      assert.deepEqual([planTarget(before).lines, planTarget({ ...before, urgent: true }).lines], [[], []])
      assert.deepEqual(
        judge(planTarget(before), contextOf(before)).map(({ guard }) => guard),
        ['not-adopted'],
      )
      const { plan, urgent, input, ...rest } = adopted(book, accounts, { wiki })
      assert.deepEqual([plan.lines, plan.drift, urgent.lines, judge(plan, contextOf(input))], [[], [], [], []])
      assert.deepEqual(rest.memberships, { found: 200, left: 40 })
    }
  })
})
