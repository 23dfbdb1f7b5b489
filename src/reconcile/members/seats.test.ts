import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { instant } from '../../kernel/instant.ts'
import type { SeenMember } from '../target.ts'
import { seatsOf } from './seats.ts'

const now = Date.parse('2026-11-28T10:00:00Z')
const DAY = 86_400_000
const rule = { limit: 200, warn: [80, 90, 100] }

function people(count: number, joinedDaysAgo: number, reads = false): readonly SeenMember[] {
  const joined = instant(now - joinedDaysAgo * DAY)
  return Array.from({ length: count }, (_, at) => ({
    account: { id: `${joinedDaysAgo}-${at}`, name: `p${at}` },
    reads,
    lastLogin: joined,
    joined,
    elsewhereManaged: false,
  }))
}

const report = (members: readonly SeenMember[], of = rule) => seatsOf('growthbook', of, members, [], now, '2027-06-30')

describe('the seats of a target', () => {
  it('are counted apart: who can change something, who only looks', () => {
    const { taken, full, readOnly, invited } = report([...people(30, 100), ...people(90, 100, true)])
    assert.deepEqual({ taken, full, readOnly, invited }, { taken: 120, full: 30, readOnly: 90, invited: 'unknown' })
  })

  it('reach a warning level exactly at its share', () => {
    const levelAt = (count: number) => report(people(count, 100)).level
    assert.deepEqual([159, 160, 179, 180, 199, 200, 250].map(levelAt), [undefined, 80, 80, 90, 90, 100, 100])
  })

  it('are foreseen to be full at the pace of the last thirty days', () => {
    assert.equal(report([...people(100, 100), ...people(20, 10)]).fullInDays, 120)
    assert.equal(report(people(100, 100)).fullInDays, undefined)
    assert.equal(report(people(200, 100)).fullInDays, 0)
  })
})
