/** The seats of a target: words for the terminal, rows for a table, one bar for the eye. The drawing says nothing that the rows do not. */
import { csv } from '../render/csv.ts'
import { htmlText } from '../render/html.ts'
import type { SeatsReport } from '../reconcile/members/seats.ts'

/** What is counted and how many, in the order of the report. */
export function seatsRows(report: SeatsReport): readonly (readonly [string, string])[] {
  const { limit, percent, level, fullInDays, contractEnd } = report
  return [
    ['seats taken', String(report.taken)],
    ['of these, can change something', String(report.full)],
    ['of these, only look', String(report.readOnly)],
    ['of these, to be removed', String(report.pending)],
    ['invitations', 'not told by the target'],
    ['agreed limit', limit === undefined ? 'none in the charter' : String(limit)],
    ['taken of the limit', percent === undefined ? '-' : `${percent} %`],
    ['warning level reached', level === undefined ? 'none' : `${level} %`],
    ['joined within 30 days', String(report.joined)],
    ['all taken at this pace', fullInDays === undefined ? 'not foreseen' : fullInDays === 0 ? 'now' : `in ${fullInDays} days`],
    ['contract ends', contractEnd ?? 'not in the charter'],
  ]
}

export function seatsCsv(report: SeatsReport): string {
  return csv([['what', 'value'], ...seatsRows(report)])
}

const WIDTH = 640
const BAR = { x: 24, y: 56, width: 592, height: 36 }
const LINE = 24
const STYLE = `text{font:14px system-ui,sans-serif;fill:#202122}.head{font-size:18px;font-weight:bold}.small{font-size:12px;fill:#54595d}.ground{fill:#fff}.free{fill:#eaecf0}.full{fill:#36c}.look{fill:#88a3e8}.over .full{fill:#b32424}.over .look{fill:#e08878}.level{stroke:#202122;stroke-width:1.5;stroke-dasharray:3 3}
@media (prefers-color-scheme:dark){text{fill:#eaecf0}.small{fill:#a2a9b1}.ground{fill:#101418}.free{fill:#27292d}.full{fill:#6485d1}.look{fill:#36476e}.over .full{fill:#fd7865}.over .look{fill:#8a3a2e}.level{stroke:#eaecf0}}`

/** One SVG document: a bar of the seats with the warning levels, and its table below. No script, dark where the reader wants it. */
export function seatsSvg(report: SeatsReport): string {
  const rows = seatsRows(report)
  const whole = Math.max(report.limit ?? 0, report.taken, 1)
  const scale = (seats: number) => Math.round((seats * BAR.width * 10) / whole) / 10
  const heading = `Seats of ${report.target}`
  const height = BAR.y + BAR.height + 64 + rows.length * LINE
  const levels =
    report.limit === undefined ? [] : report.levels.map((level) => ({ level, x: BAR.x + scale((report.limit ?? 0) * (level / 100)) }))
  const legend = BAR.y + BAR.height + 40
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title what" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}">`,
    `<title id="title">${htmlText(heading)}</title>`,
    `<desc id="what">${htmlText(rows.map(([what, value]) => `${what}: ${value}`).join('; '))}</desc>`,
    `<style>${STYLE}</style>`,
    '<rect class="ground" width="100%" height="100%"/>',
    `<text class="head" x="${BAR.x}" y="32">${htmlText(heading)}</text>`,
    `<g${report.level === undefined ? '' : ' class="over"'}>`,
    `<rect class="free" x="${BAR.x}" y="${BAR.y}" width="${BAR.width}" height="${BAR.height}"/>`,
    `<rect class="full" x="${BAR.x}" y="${BAR.y}" width="${scale(report.full)}" height="${BAR.height}"/>`,
    `<rect class="look" x="${BAR.x + scale(report.full)}" y="${BAR.y}" width="${scale(report.readOnly)}" height="${BAR.height}"/>`,
    ...levels.map(({ level, x }, at) => levelSvg(level, x, at, levels.length)),
    ...[
      ['full', 'can change something'],
      ['look', 'only look'],
      ['free', 'free'],
    ].map(
      ([mark = '', text = ''], at) =>
        `<rect class="${mark}" x="${BAR.x + at * 190}" y="${legend - 11}" width="14" height="14"/><text class="small" x="${BAR.x + at * 190 + 20}" y="${legend}">${text}</text>`,
    ),
    '</g>',
    ...rows.map(([what, value], at) => {
      const y = legend + 32 + at * LINE
      return `<text x="${BAR.x}" y="${y}">${htmlText(what)}</text><text x="${BAR.x + 320}" y="${y}">${htmlText(value)}</text>`
    }),
    '</svg>',
    '',
  ].join('\n')
}

/** A dashed line at a warning level; the last label stands left of its line so that it stays inside. */
function levelSvg(level: number, x: number, at: number, count: number): string {
  const anchor = at === count - 1 ? 'end' : 'middle'
  return `<line class="level" x1="${x}" x2="${x}" y1="${BAR.y - 6}" y2="${BAR.y + BAR.height + 6}"/><text class="small" text-anchor="${anchor}" x="${x}" y="${BAR.y + BAR.height + 20}">${level} %</text>`
}
