import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { later, openBook, type Book } from '../../test/support/book.ts'
import { contextOf, inputOf, observedOf, type Holding } from '../../test/support/observed.ts'
import { smallCharter, wikiGroups, type SmallCharterOptions } from '../../test/support/small-charter.ts'
import { formatInstant, instant } from '../kernel/instant.ts'
import { draft } from '../ledger/entry.ts'
import { allowedOf, type GuardContext, type GuardName, type GuardVerdict } from './guard.ts'
import { isObservationTrusted, judge } from './guards.ts'
import type { Plan, PlanLine } from './plan-value.ts'
import { planTarget } from './plan.ts'

type Accounts = Readonly<Record<string, readonly Holding[]>>

/** A wiki with a steward of Writ and so many guards, all confirmed. */
function bookOf(guards: number, role = 'guard', group = 'sysop'): { readonly book: Book; readonly grants: readonly number[] } {
  const book = openBook()
  book.person('chair', {})
  book.grant('chair', 'steward')
  book.adopt('wiki', wikiGroups)
  const grants = Array.from({ length: guards }, (_, index) => {
    book.person(`p${index}`, { wiki: String(index), forum: String(index) })
    const grant = book.grant(`p${index}`, role)
    book.confirm(`wiki:${index}`, group)
    return grant
  })
  return { book, grants }
}

function holders(count: number, group = 'sysop'): Record<string, readonly Holding[]> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [String(index), [group]]))
}

function judged(
  book: Book,
  accounts: Accounts,
  options: SmallCharterOptions = {},
  more: Partial<GuardContext> = {},
): { readonly plan: Plan; readonly verdicts: readonly GuardVerdict[] } {
  const input = inputOf(smallCharter(options), book, observedOf(book.now, accounts))
  const plan = planTarget(input)
  return { plan, verdicts: judge(plan, { ...contextOf(input), ...more }) }
}

function names(verdicts: readonly GuardVerdict[]): readonly GuardName[] {
  return [...new Set(verdicts.map(({ guard }) => guard))].toSorted()
}

const generous = { wiki: 'guards: { people: 1000, share: 100 }' }

describe('guards', () => {
  it('let the ordinary changes of a small wiki pass: one or two at a time, whatever their share', () => {
    const { book, grants } = bookOf(3)
    book.end(grants[0] ?? -1, 'removed')
    assert.deepEqual(names(judged(book, holders(3)).verdicts), [])
    book.end(grants[1] ?? -1, 'removed')
    assert.deepEqual(names(judged(book, holders(3)).verdicts), [])
    book.end(grants[2] ?? -1, 'removed')
    assert.deepEqual(names(judged(book, holders(3)).verdicts), ['empties-group', 'group-share', 'removal-share'])
  })

  it('stop a run that changes too many people, adding or removing, and count persons, not accounts', () => {
    const { book } = bookOf(0)
    for (let index = 0; index < 6; index += 1) {
      book.person(`n${index}`, { wiki: String(index) })
      book.grant(`n${index}`, 'guard')
    }
    const nobody = Object.fromEntries(Array.from({ length: 6 }, (_, index) => [String(index), []]))
    const others = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`m${index}`, ['sysop']]))
    const { verdicts } = judged(book, nobody)
    assert.deepEqual(names(verdicts), ['group-share', 'people', 'target-share'])
    assert.deepEqual(verdicts.find(({ guard }) => guard === 'people')?.found, 6)
    assert.deepEqual(names(judged(book, nobody, { wiki: 'guards: { people: 6 }' }).verdicts), ['group-share', 'target-share'])
    assert.deepEqual(names(judged(book, { ...nobody, ...others }, { wiki: 'guards: { people: 6 }' }).verdicts), [])
  })

  it('stop a run with many lines for few people', () => {
    const { book } = bookOf(0)
    for (let index = 0; index < 2; index += 1) {
      book.person(`n${index}`, { wiki: String(index) })
      for (const role of ['guard', 'reader', 'reporter', 'robot']) book.grant(`n${index}`, role)
    }
    assert.deepEqual(names(judged(book, { 0: [], 1: [] }, { wiki: 'guards: { people: 1, share: 100 }' }).verdicts), ['lines', 'people'])
    assert.deepEqual(names(judged(book, { 0: [], 1: [] }, { wiki: 'guards: { people: 2, share: 100 }' }).verdicts), [])
  })

  it('stop a run that takes more than its share of all memberships or of one group', () => {
    const { book, grants } = bookOf(40)
    for (const grant of grants.slice(0, 5)) book.end(grant, 'removed')
    assert.deepEqual(names(judged(book, holders(40)).verdicts), ['group-share', 'removal-share'])
    const wide = { ...holders(40), ...Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`x${index}`, ['loose-not-managed']])) }
    assert.deepEqual(names(judged(book, wide).verdicts), ['group-share'], 'the share of the whole is kept, that of the group is not')
    assert.deepEqual(names(judged(book, holders(40), { wiki: 'guards: { share: 20 }' }).verdicts), [])
  })

  it('count an end that comes earlier as taking away', () => {
    const { book, grants } = bookOf(10)
    const soon = new Date(later(book.now, 1)).toISOString()
    for (const [index, grant] of grants.slice(0, 3).entries())
      book.add(draft('grant.renewed', { subject: `p${index}`, grant, until: soon, clause: 'x', decided_by: [] }))
    assert.deepEqual(names(judged(book, holders(10)).verdicts), ['group-share', 'removal-share'])
  })

  it('stop a run that takes everything from one person', () => {
    const { book, grants } = bookOf(1, 'robot', 'bot-flag')
    book.confirm('wiki:0', 'patroller')
    const third = book.grant('p0', 'reader')
    book.confirm('wiki:0', 'reader')
    const held = ['bot-flag', 'patroller', 'reader']
    for (const grant of [grants[0] ?? -1, third]) book.end(grant, 'removed')
    assert.deepEqual(names(judged(book, { 0: held, 9: held }, generous).verdicts), ['person'])
    assert.deepEqual(names(judged(book, { 0: [...held, 'loose-not-managed'], 9: held }, generous).verdicts), [])
  })

  it('stop a run that empties a group of three, or three groups at once', () => {
    const one = bookOf(3)
    for (const grant of one.grants) one.book.end(grant, 'removed')
    assert.deepEqual(names(judged(one.book, holders(3), generous).verdicts), ['empties-group'])
    const { book } = bookOf(0)
    const accounts: Record<string, readonly Holding[]> = {}
    for (const [index, [role, group]] of [
      ['guard', 'sysop'],
      ['reader', 'reader'],
      ['reporter', 'patroller'],
    ].entries()) {
      book.person(`q${index}`, { wiki: `q${index}` })
      const grant = book.grant(`q${index}`, role ?? '')
      book.confirm(`wiki:q${index}`, group ?? '')
      book.end(grant, 'removed')
      accounts[`q${index}`] = [group ?? '']
    }
    assert.deepEqual(names(judged(book, accounts, generous).verdicts), ['empties-group'])
  })

  it('stop a plan made otherwise that takes the last holder of a role to keep, and nobody may override that', () => {
    const { book } = bookOf(1)
    const options = { wiki: 'guards: { keep_last: guard }' }
    const { plan } = judged(book, holders(1), options)
    const input = inputOf(smallCharter(options), book, observedOf(book.now, holders(1)))
    const verdicts = judge({ ...plan, lines: [removal('0', 'sysop')] }, contextOf(input))
    assert.deepEqual(
      verdicts.map(({ guard, overridable }) => [guard, overridable]),
      [['keep-last', false]],
    )
  })

  it('stop a run that takes rights while nobody could repair it', () => {
    const { book, grants } = bookOf(3)
    book.end(grants[0] ?? -1, 'removed')
    const [steward] = book.state.grantsOf('chair')
    book.end(steward?.id ?? -1, 'removed')
    const { verdicts } = judged(book, holders(3))
    assert.deepEqual(
      verdicts.map(({ guard, overridable }) => [guard, overridable]),
      [['repair', false]],
    )
  })

  it('stop a run that changes the account or the group Writ works with', () => {
    const { book } = bookOf(1)
    book.person('new', { wiki: '8' })
    book.grant('new', 'guard')
    const accounts = { ...holders(1), 8: [] }
    assert.deepEqual(names(judged(book, accounts, {}, { connector: { account: '8', groups: [] } }).verdicts), ['self-lock-out'])
    assert.deepEqual(names(judged(book, accounts, {}, { connector: { account: '9', groups: ['sysop'] } }).verdicts), ['self-lock-out'])
    assert.deepEqual(names(judged(book, accounts, {}, { connector: { account: '9', groups: ['bot-flag'] } }).verdicts), [])
  })

  it('stop a run that seats more than there are seats, on the target or in a role', () => {
    const { book } = bookOf(2)
    book.person('new', { wiki: '8' })
    book.grant('new', 'guard')
    const accounts = { ...holders(2), 8: [] }
    assert.deepEqual(names(judged(book, accounts, { wiki: 'members: { seats: { limit: 2 } }' }).verdicts), ['seats'])
    assert.deepEqual(names(judged(book, accounts, { wiki: 'members: { seats: { limit: 3 } }' }).verdicts), [])
    assert.deepEqual(names(judged(book, accounts, { guard: 'seats: { limit: 2 }' }).verdicts), ['seats'])
    assert.deepEqual(names(judged(book, accounts, { guard: 'seats: { limit: 3 }' }).verdicts), [])
  })

  it('do not believe a listing that came back short, however successful', () => {
    const { book } = bookOf(40)
    const short = judged(book, holders(30), { wiki: 'drift: revert, guards: { people: 1000, share: 10 }' })
    assert.equal(names(short.verdicts).includes('source-shrank'), true)
    assert.equal(isObservationTrusted(short.verdicts), false)
    const believed = judged(book, holders(36), { wiki: 'drift: revert' })
    assert.deepEqual([names(believed.verdicts), isObservationTrusted(believed.verdicts)], [[], true])
  })

  it('compare totals with the last reading, less what Writ itself took since', () => {
    const { book, grants } = bookOf(40)
    const observed = (accounts: number) =>
      draft('target.observed', { target: 'wiki', revision: '0'.repeat(64), accounts, memberships: accounts })
    book.add(observed(80))
    book.end(grants[0] ?? -1, 'removed')
    assert.deepEqual(names(judged(book, holders(40)).verdicts), ['source-shrank'])
    for (let index = 1; index < 40; index += 1) book.confirm(`wiki:x${index}`, 'sysop', false)
    assert.deepEqual(names(judged(book, holders(40)).verdicts), [])
  })

  it('stop on an old reading, and on a target whose holders nobody took in; neither can be overridden', () => {
    const { book } = bookOf(1)
    const late = judged(book, holders(1), {}, { now: later(book.now, 1) })
    assert.deepEqual(
      late.verdicts.map(({ guard, overridable }) => [guard, overridable]),
      [['source-stale', false]],
    )
    const fresh = openBook()
    assert.deepEqual(
      judged(fresh, holders(200)).verdicts.map(({ guard, overridable }) => [guard, overridable]),
      [['not-adopted', false]],
    )
  })

  it('hold a target back that comes after another one, until that one ran clean and a person confirmed it', () => {
    const { book } = bookOf(1)
    book.person('new', { wiki: '8' })
    book.grant('new', 'guard')
    const options = { wiki: 'after: { target: forum, clean_runs: 2, confirmed_by: steward }' }
    const found = () => names(judged(book, { ...holders(1), 8: [] }, options).verdicts)
    book.add(draft('target.mode', { target: 'forum', mode: 'enforce' }))
    assert.deepEqual(found(), ['staging'])
    const run = () => {
      book.now = instant(book.now + 15 * 60_000)
      book.add(draft('target.observed', { target: 'forum', revision: 'a'.repeat(64), accounts: 1, memberships: 1 }))
    }
    run()
    book.add(draft('target.confirmed', { target: 'forum', by: 'chair', runs: 1 }))
    assert.deepEqual(found(), ['staging'], 'one run is none too few')
    run()
    assert.deepEqual(found(), [])
    book.add(draft('charter.adopted', { charter: 'b'.repeat(64), from: formatInstant(book.now), clause: 'x', decided_by: [] }))
    assert.deepEqual(found(), ['staging'], 'another charter is tried out anew')
    run()
    run()
    assert.deepEqual(found(), ['staging'], 'and confirmed anew')
  })

  it('hold an urgent plan by nothing', () => {
    const { book } = bookOf(60)
    for (let index = 0; index < 60; index += 1)
      book.add(
        draft('suspension.started', { subject: `p${index}`, cause: 'compromised', reason: 'x', clause: 'suspension', decided_by: [] }),
      )
    const input = inputOf(smallCharter(), book, observedOf(book.now, holders(60)))
    const plan = planTarget({ ...input, urgent: true })
    assert.deepEqual([plan.lines.length, judge(plan, contextOf(input))], [60, []])
    assert.deepEqual(planTarget(input).lines, [], 'and a routine plan does not repeat it')
  })

  it('allow a share rounded down, never less than the floor', () => {
    assert.deepEqual(
      [allowedOf(3, 10, 2), allowedOf(29, 10, 2), allowedOf(30, 10, 2), allowedOf(1000, 10, 2), allowedOf(50, 0, 2)],
      [2, 2, 3, 100, 2],
    )
  })
})

function removal(id: string, group: string): PlanLine {
  return {
    key: `wiki:${id}`,
    account: { id, name: id },
    change: { kind: 'remove', group },
    before: { until: undefined },
    cause: 'undo',
    because: { grant: undefined, role: undefined, clause: 'x', text: 'x' },
  }
}
