import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { seatsCsv, seatsRows, seatsSvg } from './seats.ts'

const report = {
  target: 'growthbook <b>',
  full: 42,
  readOnly: 128,
  pending: 3,
  invited: 'unknown',
  taken: 170,
  limit: 200,
  percent: 85,
  level: 80,
  levels: [80, 90, 100],
  joined: 12,
  fullInDays: 75,
  contractEnd: '2027-06-30',
} as const

describe('the drawing of seats', () => {
  it('has every row of the table in it, the same in CSV', () => {
    const [svg, table] = [seatsSvg(report), seatsCsv(report)]
    for (const [what, value] of seatsRows(report)) {
      assert.ok(svg.includes(`>${what}</text>`) && svg.includes(`>${value}</text>`), what)
      assert.ok(table.includes(`"${what}","${value}"`), what)
    }
  })

  it('quotes names and keeps every bar inside', () => {
    const svg = seatsSvg({ ...report, taken: 250, full: 120, readOnly: 130 })
    assert.ok(!svg.includes('<b>'))
    for (const [, x = '', width = ''] of svg.matchAll(/<rect class="\w+" x="([\d.]+)" y="56" width="([\d.]+)"/g))
      assert.ok(Number(x) + Number(width) <= 616.1, `${x} ${width}`)
  })
})
