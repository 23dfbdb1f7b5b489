import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openBook } from '../../test/support/book.ts'
import { attribute, describeDrift, driftDraft } from './drift.ts'
import type { DriftFinding } from './plan-value.ts'
import type { History, HistoryChange } from './target.ts'

const AT = openBook().now

function finding(change: DriftFinding['change'], id = '1'): DriftFinding {
  return { key: `wiki:${id}`, account: { id, name: `Name ${id}` }, group: 'sysop', change, until: undefined, policy: 'ask', alarm: false }
}

function logged(added: readonly string[], removed: readonly string[], more: Partial<HistoryChange> = {}): HistoryChange {
  return { account: { id: '1', name: 'Name 1' }, added, removed, by: 'Robin', at: AT, ours: false, comment: 'because', ...more }
}

function history(...changes: readonly HistoryChange[]): History {
  return { changes, cursor: 'c' }
}

describe('attributing drift', () => {
  it('says who and when by the newest log line about the membership', () => {
    const { drift } = attribute(
      [finding('added')],
      history(logged(['sysop'], [], { by: 'Kit' }), logged(['reader'], []), logged(['sysop'], [])),
    )
    assert.deepEqual([drift[0]?.by, drift[0]?.at, drift[0]?.comment], ['Robin', AT, 'because'])
    assert.deepEqual(
      describeDrift('wiki', drift[0] as (typeof drift)[0]),
      '`Name 1` was given `sysop` on `wiki`: by `Robin` at 2026-05-03T10:00:00.000Z',
    )
  })

  it('is unlogged without a log, without a line, and where the newest line says the opposite', () => {
    for (const lines of [
      undefined,
      history(),
      history(logged(['reader'], [])),
      history(logged(['sysop'], []), logged([], ['sysop'])),
      history(logged(['sysop'], [], { account: { id: '2', name: 'Name 2' } })),
    ]) {
      const { drift, ours } = attribute([finding('added')], lines)
      assert.deepEqual([drift.map(({ by }) => by), ours], [[undefined], []])
    }
    const [one] = attribute([finding('removed')], undefined).drift
    assert.equal(describeDrift('wiki', one as NonNullable<typeof one>), '`Name 1` lost `sysop` on `wiki`: unlogged')
  })

  it('finds the line by the name where the log knows no id', () => {
    const { drift } = attribute([finding('removed')], history(logged([], ['sysop'], { account: { id: '', name: 'Name 1' } })))
    assert.equal(drift[0]?.by, 'Robin')
  })

  it('does not take what Writ did itself for drift, except an end, which Writ would know', () => {
    const added = attribute([finding('added')], history(logged(['sysop'], [], { ours: true })))
    assert.deepEqual([added.drift, added.ours.map(({ key, present }) => [key, present])], [[], [['wiki:1', true]]])
    const removed = attribute([finding('removed')], history(logged([], ['sysop'], { ours: true })))
    assert.deepEqual([removed.drift, removed.ours.map(({ present }) => present)], [[], [false]])
    const ended = attribute([finding('end-changed')], history(logged(['sysop'], [], { ours: true })))
    assert.deepEqual([ended.drift.map(({ by }) => by), ended.ours], [[undefined], []])
  })

  it('goes on record with the accused and the moment only where the log names them', () => {
    const [known] = attribute([finding('added')], history(logged(['sysop'], []))).drift
    const [unlogged] = attribute([finding('added')], undefined).drift
    assert.deepEqual(driftDraft('wiki', known as NonNullable<typeof known>).fields, {
      target: 'wiki',
      account: 'wiki:1',
      group: 'sysop',
      change: 'added',
      by: 'Robin',
      at_target: '2026-05-03T10:00:00.000Z',
    })
    assert.deepEqual(driftDraft('wiki', unlogged as NonNullable<typeof unlogged>).fields, {
      target: 'wiki',
      account: 'wiki:1',
      group: 'sysop',
      change: 'added',
    })
  })
})
