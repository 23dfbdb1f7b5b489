/** When digests are due: at six in the morning, UTC, the weekly one on Mondays. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { formatInstant, instant, parseInstant } from '../../kernel/instant.ts'
import { digestAfter, digestBefore, type DigestPace } from './pace.ts'

const at = (text: string) => {
  const moment = parseInstant(text)
  return moment.ok ? moment.value : assert.fail(moment.error)
}
const after = (pace: DigestPace, text: string) => formatInstant(digestAfter(pace, at(text)))

describe('a digest', () => {
  it('of the day is due at the next six in the morning', () => {
    assert.equal(after('daily', '2028-02-28T05:59:59Z'), '2028-02-28T06:00:00.000Z')
    assert.equal(after('daily', '2028-02-28T06:00:00Z'), '2028-02-29T06:00:00.000Z')
    assert.equal(after('daily', '2026-12-31T23:00:00Z'), '2027-01-01T06:00:00.000Z')
  })

  it('of the week is due on the next Monday', () => {
    assert.equal(after('weekly', '2026-10-04T12:00:00Z'), '2026-10-05T06:00:00.000Z')
    assert.equal(after('weekly', '2026-10-05T06:00:00Z'), '2026-10-12T06:00:00.000Z')
  })

  it('tells what came in before the period ended: every moment lies in exactly one period', () => {
    fc.assert(
      fc.property(fc.constantFrom<DigestPace>('daily', 'weekly'), fc.integer({ min: 0, max: 4e12 }), (pace, milliseconds) => {
        const now = instant(milliseconds)
        const [before, next] = [digestBefore(pace, now), digestAfter(pace, now)]
        assert.ok(before <= now && now < next)
        assert.equal(digestAfter(pace, before), next)
      }),
    )
  })
})
