import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { later, openBook } from '../../test/support/book.ts'
import { failure, modelTarget, NO_FAULT, type ModelOptions, type ModelTarget } from '../../test/support/model-target.ts'
import { wikiGroups } from '../../test/support/small-charter.ts'
import type { Instant } from '../kernel/instant.ts'
import type { Draft } from '../ledger/entry.ts'
import { applyPlan, type ApplyDeps, type ApplyOutcome } from './apply.ts'
import type { PlannedLines } from './plan-document.ts'
import type { PlanLine } from './plan-value.ts'
import { confirmedSince, readBackFrom } from './read-back.ts'
import type { Change } from './target.ts'

const NOW = openBook().now
const END = later(NOW, 30)

function line(id: string, change: Change): PlanLine {
  return {
    key: `wiki:${id}`,
    account: { id, name: `Name ${id}` },
    change,
    before: undefined,
    cause: 'granted',
    because: { grant: 7, role: 'guard', clause: 'roles.guard', text: 'grant 7 of role `guard` gives it' },
  }
}

function adding(...ids: readonly string[]): readonly PlanLine[] {
  return ids.map((id) => line(id, { kind: 'add', group: 'sysop', until: undefined }))
}

interface Run {
  readonly outcome: ApplyOutcome
  readonly recorded: readonly (readonly Draft[])[]
  readonly waits: readonly number[]
  readonly target: ModelTarget
}

async function run(
  lines: readonly PlanLine[],
  options: Partial<ModelOptions> = {},
  deps: Partial<ApplyDeps> = {},
  accounts?: Record<string, readonly string[]>,
): Promise<Run> {
  const ids = Object.fromEntries(lines.map(({ account }) => [account.id, []]))
  const target = modelTarget(accounts ?? ids, { now: () => NOW, ...options })
  const recorded: (readonly Draft[])[] = []
  const waits: number[] = []
  const plan: PlannedLines = { target: 'wiki', urgency: 'routine', revision: 'r', lines }
  const outcome = await applyPlan(plan, target, {
    note: { plan: 42, url: undefined },
    read: readBackFrom(target, wikiGroups),
    record: async (drafts) => void recorded.push(drafts),
    sleep: async (milliseconds) => void waits.push(milliseconds),
    ...deps,
  })
  return { outcome, recorded, waits, target }
}

/** `confirmed 1 sysop` */
function told(recorded: readonly (readonly Draft[])[]): readonly string[] {
  return recorded.flat().map(({ type, fields }) => {
    const { account, group } = fields as { readonly account?: string; readonly group?: string }
    return `${type.slice(type.indexOf('.') + 1)} ${account?.slice(5) ?? ''} ${group ?? ''}`.trim()
  })
}

describe('applying a plan', () => {
  it('confirms what it read back, one account a call and a record, with plan, grant and end', async () => {
    const lines = [
      line('1', { kind: 'add', group: 'sysop', until: END }),
      line('1', { kind: 'remove', group: 'reader' }),
      line('2', { kind: 'set-end', group: 'editor', until: undefined }),
    ]
    const { outcome, recorded, target, waits } = await run(lines, {}, {}, { 1: ['reader'], 2: ['editor'] })
    assert.deepEqual(outcome, { confirmed: 3, failed: 0, skipped: 0, tasks: 0, left: 0, stopped: undefined })
    assert.deepEqual(
      recorded.map((drafts) => drafts.length),
      [2, 1],
    )
    assert.deepEqual(recorded[0]?.[0], {
      type: 'effect.confirmed',
      fields: {
        plan: 42,
        target: 'wiki',
        account: 'wiki:1',
        group: 'sysop',
        present: 'yes',
        until: new Date(END).toISOString(),
        grant: '7',
      },
    })
    assert.deepEqual(recorded[0]?.[1]?.fields, { plan: 42, target: 'wiki', account: 'wiki:1', group: 'reader', present: 'no', grant: '7' })
    assert.deepEqual([target.calls.length, target.reads.length, waits], [2, 1, []])
    assert.deepEqual(target.reads[0]?.accountsOnly, true)
  })

  it('never believes a success that cannot be read back: neither the set nor the end', async () => {
    const lied = await run(adding('1'), { applyFault: () => ({ kind: 'lie' }) })
    assert.deepEqual([told(lied.recorded), lied.outcome.failed], [['failed 1 sysop'], 1])
    const shortened = await run(
      [line('1', { kind: 'set-end', group: 'sysop', until: END })],
      { applyFault: () => ({ kind: 'lie' }) },
      {},
      { 1: ['sysop'] },
    )
    assert.match(JSON.stringify(shortened.recorded), /it ends never instead of 2026-06-02/)
    const kept = await run([line('1', { kind: 'remove', group: 'sysop' })], { applyFault: () => ({ kind: 'lie' }) }, {}, { 1: ['sysop'] })
    assert.match(JSON.stringify(kept.recorded), /still stands/)
  })

  it('believes a failure neither: what was done although the answer was lost is confirmed', async () => {
    const { outcome } = await run(adding('1'), { applyFault: () => ({ kind: 'lost', failure: failure('invalid') }) })
    assert.deepEqual([outcome.confirmed, outcome.failed], [1, 0])
  })

  it('waits longer each time for a busy target, as long as the target asks, and not for ever', async () => {
    const twice = await run(adding('1'), {
      applyFault: (_a, _c, call) => (call < 3 ? { kind: 'fail', failure: failure('unavailable') } : NO_FAULT),
    })
    assert.deepEqual([twice.waits, twice.outcome.confirmed], [[1000, 2000], 1])
    const asked = await run(adding('1'), {
      applyFault: (_a, _c, call) => (call < 2 ? { kind: 'fail', failure: failure('busy', 7000) } : NO_FAULT),
    })
    assert.deepEqual([asked.waits, asked.outcome.confirmed], [[7000], 1])
    const tooLong = await run(adding('1'), { applyFault: () => ({ kind: 'fail', failure: failure('busy', 3_600_000) }) })
    assert.deepEqual([tooLong.waits, tooLong.outcome.failed], [[], 1])
    assert.match(JSON.stringify(tooLong.recorded), /asks to wait 3600 s/)
    const never = await run(adding('1'), { applyFault: () => ({ kind: 'fail', failure: failure('unavailable') }) })
    assert.deepEqual([never.waits, never.target.calls.length], [[1000, 2000, 4000, 8000], 5])
  })

  it('lets a bad line block no other, not even of the same account', async () => {
    const bad = (changes: readonly Change[]) => changes.some(({ group }) => group === 'clerk')
    const lines = [
      ...adding('1'),
      line('1', { kind: 'add', group: 'clerk', until: undefined }),
      line('1', { kind: 'add', group: 'reader', until: undefined }),
      ...adding('2'),
    ]
    const { outcome, recorded } = await run(lines, {
      applyFault: (_a, changes) => (bad(changes) ? { kind: 'fail', failure: failure('refused') } : NO_FAULT),
    })
    assert.deepEqual(told(recorded), ['confirmed 1 sysop', 'failed 1 clerk', 'confirmed 1 reader', 'confirmed 2 sysop'])
    assert.deepEqual([outcome.confirmed, outcome.failed, outcome.stopped], [3, 1, undefined])
  })

  it('stops when the connection is denied, and not when one group is', async () => {
    const denied = failure('denied')
    const all = await run(adding('1', '2', '3', '4'), { applyFault: () => ({ kind: 'fail', failure: denied }) })
    assert.deepEqual([all.outcome.stopped, all.target.calls.length], [denied, 1], 'no second call for a group that was denied')
    const mixed = [...adding('1'), line('2', { kind: 'add', group: 'clerk', until: undefined }), ...adding('3', '4')]
    const two = await run(mixed, { applyFault: () => ({ kind: 'fail', failure: denied }) })
    assert.deepEqual(
      [two.outcome, two.target.calls.length],
      [{ confirmed: 0, failed: 2, skipped: 0, tasks: 0, left: 2, stopped: denied }, 2],
    )
    const one = await run(mixed, {
      applyFault: (_a, [change]) => (change?.group === 'clerk' ? { kind: 'fail', failure: denied } : NO_FAULT),
    })
    assert.deepEqual([one.outcome.confirmed, one.outcome.failed, one.outcome.stopped], [3, 1, undefined])
    const groups = ['clerk', 'sysop', 'reader', 'sysop'].map((group, index) =>
      line(String(index), { kind: 'add', group, until: undefined }),
    )
    const apart = await run(groups, {
      applyFault: (_a, [change]) => (change?.group === 'sysop' ? NO_FAULT : { kind: 'fail', failure: denied }),
    })
    assert.deepEqual(
      [apart.outcome.confirmed, apart.outcome.failed, apart.outcome.left],
      [2, 2, 0],
      'what was taken in between proves the connection',
    )
  })

  it('stops when nobody answers any more, leaving the rest untouched', async () => {
    const { outcome, target } = await run(adding('1', '2', '3', '4', '5'), {
      applyFault: () => ({ kind: 'fail', failure: failure('unavailable') }),
    })
    assert.deepEqual([outcome.failed, outcome.left, outcome.stopped?.kind, target.calls.length], [3, 2, 'unavailable', 15])
  })

  it('records as failed what cannot be read back, and stops', async () => {
    const { outcome, recorded } = await run(adding('1', '2'), { readFault: () => failure('incomplete') }, { batch: 1 })
    assert.deepEqual([told(recorded), outcome.left, outcome.stopped?.kind], [['failed 1 sysop'], 1, 'incomplete'])
    assert.match(JSON.stringify(recorded), /could not be read back/)
  })

  it('reads back in batches, and each at once if told so', async () => {
    const ids = Array.from({ length: 7 }, (_, index) => String(index))
    assert.equal((await run(adding(...ids), {}, { batch: 3 })).target.reads.length, 3)
    assert.equal((await run(adding(...ids), {}, { batch: 1 })).target.reads.length, 7)
    assert.equal((await run(adding(...ids))).target.reads.length, 1)
  })

  it('goes on where an interrupted run stopped', async () => {
    const book = openBook()
    book.confirm('wiki:1', 'sysop')
    const plan = book.confirm('wiki:9', 'reader')
    book.confirm('wiki:2', 'sysop')
    const { outcome, target } = await run(adding('1', '2', '3'), {}, { isDone: confirmedSince(book.state.targetState('wiki'), plan) })
    assert.deepEqual(
      target.calls.map(({ account }) => account),
      ['1', '3'],
      'what was confirmed before the plan is not done by it',
    )
    assert.deepEqual([outcome.confirmed, outcome.skipped], [2, 1])
  })

  it('lets an interrupted record go unrecorded, not unapplied: the run throws, and the next one settles it', async () => {
    const broken = run(adding('1', '2'), {}, { record: async () => Promise.reject(new Error('disk full')) })
    await assert.rejects(broken, /disk full/)
  })

  it('settles the drift that a line reverts', async () => {
    const { recorded } = await run(adding('1'), {}, { driftOf: () => 33 })
    assert.deepEqual(recorded[0]?.[1], { type: 'drift.settled', fields: { drift: 33, outcome: 'reverted' } })
  })

  it('raises tasks where nothing can be read back, and confirms nothing', async () => {
    const { outcome, recorded, target } = await run(adding('1'), { capabilities: { readBack: false, expiry: false } })
    assert.deepEqual([told(recorded), outcome.tasks, outcome.confirmed, target.reads.length], [['raised 1'], 1, 0, 0])
  })

  it('compares ends in whole seconds', async () => {
    const until = (END + 999) as Instant
    const { outcome, target } = await run([line('1', { kind: 'add', group: 'sysop', until })])
    assert.deepEqual([outcome.confirmed, target.table.get('1')?.get('sysop')], [1, END])
  })
})
