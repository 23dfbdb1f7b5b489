import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openBook } from '../../test/support/book.ts'
import { contextOf, inputOf, observedOf, textHash } from '../../test/support/observed.ts'
import { smallCharter, wikiGroups } from '../../test/support/small-charter.ts'
import type { Actor } from '../decide/question.ts'
import { instant } from '../kernel/instant.ts'
import { draft } from '../ledger/entry.ts'
import type { PlanRecord } from '../ledger/state.ts'
import { approveOnce, isApproved, type ApproveOnceInput } from './approve-once.ts'
import { judge } from './guards.ts'
import { planDocument } from './plan-document.ts'
import { planTarget } from './plan.ts'

/** Robin ended three grants of guards; the plan that follows is stopped. Stewards: chair, robin, and p0, whom the plan concerns. */
function stopped(endedBy = 'subject:robin') {
  const book = openBook()
  book.adopt('wiki', wikiGroups)
  for (const steward of ['chair', 'robin', 'p0']) {
    book.person(steward, steward === 'p0' ? { wiki: '0' } : {})
    book.grant(steward, 'steward')
  }
  for (const index of [1, 2]) book.person(`p${index}`, { wiki: String(index) })
  for (const index of [0, 1, 2]) {
    const grant = book.grant(`p${index}`, 'guard', { targets: ['wiki'] })
    book.confirm(`wiki:${index}`, 'sysop')
    book.end(grant, 'removed', [endedBy])
  }
  const charter = smallCharter()
  const observed = observedOf(book.now, { 0: ['sysop'], 1: ['sysop'], 2: ['sysop'] })
  const input = inputOf(charter, book, observed)
  const plan = planTarget(input)
  const verdicts = judge(plan, contextOf(input))
  const hash = textHash(planDocument(plan))
  const id = book.add(
    draft('plan.made', { target: 'wiki', plan: hash, lines: 3, urgency: 'routine', state: 'stopped', guards: ['group-share'] }),
  )
  const record = () => book.state.plan(id) as PlanRecord
  const ask = (actor: Actor, more: Partial<ApproveOnceInput> = {}) =>
    approveOnce({
      charter,
      state: book.state,
      effects: input.all,
      record: record(),
      plan,
      verdicts,
      actor,
      reason: 'checked with the committee',
      now: book.now,
      ...more,
    })
  return { book, plan, hash, record, ask, verdicts }
}

const person = (subject: string): Actor => ({ kind: 'person', subject, stepUp: undefined })

describe('approving a stopped plan once', () => {
  it('takes the right, a reason and a person who neither caused the plan nor is concerned by it', () => {
    const { ask } = stopped()
    assert.equal(ask(person('chair')).allowed, true)
    assert.equal(ask(person('robin')).allowed, false, 'decided what the plan carries out')
    assert.equal(ask(person('p0')).allowed, false, 'is concerned')
    assert.equal(ask(person('p1')).allowed, false, 'lacks the right')
    assert.equal(ask(person('chair'), { reason: ' ' }).allowed, false)
    assert.equal(ask({ kind: 'operator', name: 'root', for: 'chair' }).allowed, false, 'the operator never approves')
    assert.deepEqual(ask(person('p1')).whoCanHelp[0]?.holders, ['chair'])
  })

  it('takes somebody else also where the operator did it for them', () => {
    assert.equal(stopped('operator:root for subject:chair').ask(person('chair')).allowed, false)
    assert.equal(stopped('operator:root').ask(person('chair')).allowed, true)
  })

  it('is refused where no one may override the guard, and where nothing waits', () => {
    const { ask, verdicts, record } = stopped()
    const fixed = verdicts.map((verdict) => ({ ...verdict, overridable: false }))
    assert.deepEqual([ask(person('chair'), { verdicts: fixed }).allowed, ask(person('chair'), { verdicts: fixed }).drafts], [false, []])
    assert.equal(ask(person('chair'), { record: { ...record(), closed: 'dropped' } }).allowed, false)
    assert.equal(ask(person('chair'), { record: { ...record(), state: 'ready' } }).allowed, false)
  })

  it('binds to this plan and this observation, for an hour, until the plan is closed', () => {
    const { book, ask, record, hash, plan } = stopped()
    const holds = (planHash = hash, revision = plan.revision, now = book.now) => isApproved(record(), planHash, revision, now)
    assert.equal(holds(), false)
    book.add(...ask(person('chair')).drafts)
    assert.equal(holds(), true)
    assert.equal(holds('0'.repeat(64)), false, 'another plan')
    assert.equal(holds(hash, '0'.repeat(64)), false, 'the target changed meanwhile')
    assert.equal(holds(hash, plan.revision, instant(book.now + 3_599_999)), true)
    assert.equal(holds(hash, plan.revision, instant(book.now + 3_600_000)), false)
    book.add(draft('plan.closed', { plan: record().id, outcome: 'applied', confirmed: 3, failed: 0 }))
    assert.equal(holds(), false)
  })

  it('counts whoever adopted the charter as a cause of what it changes', () => {
    const { ask, plan } = stopped()
    const lines = plan.lines.map((line) => ({ ...line, cause: 'charter-changed' as const, because: { ...line.because, grant: undefined } }))
    const { book } = stopped()
    book.add(draft('charter.adopted', { charter: 'a'.repeat(64), from: new Date(book.now).toISOString(), decided_by: ['subject:chair'] }))
    assert.equal(ask(person('chair'), { plan: { ...plan, lines }, state: book.state }).allowed, false)
    assert.equal(ask(person('robin'), { plan: { ...plan, lines }, state: book.state }).allowed, true)
  })
})
