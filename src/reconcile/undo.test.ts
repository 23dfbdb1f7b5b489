import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { later, openBook, type Book } from '../../test/support/book.ts'
import { inputOf, observedOf, type Holding } from '../../test/support/observed.ts'
import { smallCharter, wikiGroups } from '../../test/support/small-charter.ts'
import { draft } from '../ledger/entry.ts'
import type { PlanRecord } from '../ledger/state.ts'
import { planTarget } from './plan.ts'
import type { Plan } from './plan-value.ts'
import { undoPlan, type Undo } from './undo.ts'

const until = later(openBook().now, 30)

/** Kit was added, Robin removed, Sam’s end set; all of it confirmed. */
function done(): { readonly book: Book; readonly plan: Plan; readonly id: number } {
  const book = openBook()
  book.adopt('wiki', wikiGroups)
  for (const [index, name] of ['kit', 'robin', 'sam'].entries()) book.person(name, { wiki: String(index + 1), forum: String(index + 1) })
  book.grant('kit', 'guard')
  const robins = book.grant('robin', 'guard')
  book.confirm('wiki:2', 'sysop', true, until)
  book.end(robins, 'removed')
  book.grant('sam', 'guard', { until })
  book.confirm('wiki:3', 'sysop')
  const plan = planTarget(inputOf(smallCharter(), book, observedOf(book.now, { 1: [], 2: [['sysop', until]], 3: ['sysop'] })))
  const id = book.add(draft('plan.made', { target: 'wiki', plan: '0'.repeat(64), lines: 3, urgency: 'routine', state: 'ready' }))
  book.confirm('wiki:1', 'sysop')
  book.confirm('wiki:2', 'sysop', false)
  book.confirm('wiki:3', 'sysop', true, until)
  return { book, plan, id }
}

function undone({ book, plan, id }: ReturnType<typeof done>, accounts: Record<string, readonly Holding[]>): Undo {
  return undoPlan(inputOf(smallCharter(), book, observedOf(book.now, accounts)), plan, book.state.plan(id) as PlanRecord)
}

const asLeft = { 1: ['sysop'], 2: [], 3: [['sysop', until]] } satisfies Record<string, readonly Holding[]>

describe('undoing a plan', () => {
  it('is a plan with the inverse of every confirmed line', () => {
    const run = done()
    assert.deepEqual(
      run.plan.lines.map(({ change }) => change.kind),
      ['add', 'remove', 'set-end'],
    )
    const { plan } = undone(run, asLeft)
    assert.deepEqual(
      plan.lines.map(({ account, change, cause }) => [account.id, change, cause]),
      [
        ['1', { kind: 'remove', group: 'sysop' }, 'undo'],
        ['2', { kind: 'add', group: 'sysop', until }, 'undo'],
        ['3', { kind: 'set-end', group: 'sysop', until: undefined }, 'undo'],
      ],
    )
    assert.match(plan.lines[0]?.because.text ?? '', /^plan \d+ is undone/)
  })

  it('sets the target back to proposals first, and says that the ledger stands', () => {
    const run = done()
    assert.deepEqual(undone(run, asLeft).drafts, [], 'a target that is only observed stays so')
    run.book.add(draft('target.mode', { target: 'wiki', mode: 'enforce' }))
    assert.deepEqual(
      undone(run, asLeft).drafts.map(({ type, fields }) => [type, (fields as { mode?: string }).mode]),
      [['target.mode', 'propose']],
    )
    assert.match(undone(run, asLeft).remark, /stand in the ledger as before/)
  })

  it('leaves alone what changed since, what was never confirmed and who is gone', () => {
    const run = done()
    const changed = undone(run, { 1: [], 2: ['sysop'], 3: ['sysop'] })
    assert.deepEqual([changed.plan.lines, changed.plan.skipped.length], [[], 3])
    run.book.confirm('wiki:2', 'sysop', true)
    assert.deepEqual(
      undone(run, { ...asLeft, 1: ['sysop'] }).plan.lines.map(({ account }) => account.id),
      ['1', '3'],
    )
    assert.deepEqual(undone(run, { 2: [] }).plan.lines, [])
    const unconfirmed = done()
    assert.deepEqual(
      undone(
        {
          ...unconfirmed,
          id: unconfirmed.book.add(
            draft('plan.made', { target: 'wiki', plan: '1'.repeat(64), lines: 3, urgency: 'routine', state: 'ready' }),
          ),
        },
        asLeft,
      ).plan.lines,
      [],
    )
  })

  it('gives nothing back to those who lost it urgently, and nothing whose end has passed', () => {
    const run = done()
    const urgent = { ...run.plan, lines: run.plan.lines.map((line) => ({ ...line, cause: 'suspended' as const })) }
    assert.deepEqual(undone({ ...run, plan: urgent }, asLeft).plan.lines, [])
    run.book.now = until
    assert.deepEqual(
      undone(run, asLeft)
        .plan.lines.map(({ account }) => account.id)
        .includes('2'),
      false,
    )
  })

  it('is what the next plan would do again: nothing is hidden', () => {
    const run = done()
    run.book.confirm('wiki:1', 'sysop', false)
    run.book.confirm('wiki:2', 'sysop', true, until)
    run.book.confirm('wiki:3', 'sysop')
    const next = planTarget(inputOf(smallCharter(), run.book, observedOf(run.book.now, { 1: [], 2: [['sysop', until]], 3: ['sysop'] })))
    assert.deepEqual([next.drift, next.lines.map(({ change }) => change.kind)], [[], ['add', 'remove', 'set-end']])
  })
})
