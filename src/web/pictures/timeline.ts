import { html } from 'hono/html'
import type { Html, Reader } from '../reader.ts'
import type { GrantView } from '../view.ts'

interface Bar {
  readonly name: string
  readonly from: number
  readonly until: number
  readonly open: boolean
}

const [WIDTH, NAMES, ROW, HEAD] = [720, 220, 26, 22]
/** Days from which on a mark says the day alone. */
const LONG = 5 * 86_400_000

/** What somebody held and holds, over time: the tables above it say the same. Grants without a public beginning have no bar. */
export function grantTimeline(reader: Reader, grants: readonly GrantView[]): Html {
  const now = Date.parse(reader.now)
  const bars = grants.flatMap((grant): readonly Bar[] => {
    if (grant.from === undefined || grant.until === undefined) return []
    const end = grant.ended ?? grant.until
    const name = grant.role?.title ?? grant.rights?.join(', ') ?? ''
    return [{ name, from: Date.parse(grant.from), until: end === null ? now : Date.parse(end), open: end === null }]
  })
  if (bars.length === 0) return html``
  const first = Math.min(...bars.map(({ from }) => from))
  const last = Math.max(now, ...bars.map(({ until }) => until), first + 1)
  const place = (moment: number) => Math.round(NAMES + ((moment - first) / (last - first)) * (WIDTH - NAMES))
  const height = HEAD + bars.length * ROW + 8
  const title = reader.say('writ-public-timeline')
  return html`<h2>${title}</h2>
    <div class="scroll drawing" tabindex="0" role="region" aria-label="${title}">
      <svg class="picture" role="img" aria-labelledby="timeline-title" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}">
        <title id="timeline-title">${reader.say('writ-public-timeline-words', bars.length)}</title>
        ${marks(first, last).map((mark) => tick(mark, place(mark.at), height))}
        ${bars.map(({ name, from, until, open }, at) => {
          const top = HEAD + at * ROW
          return html`<text class="start" x="0" y="${top + 16}">${shortened(name)}</text>
            <rect
              class="${open || until > now ? 'held' : 'past'}"
              x="${place(from)}"
              y="${top + 4}"
              width="${Math.max(3, place(until) - place(from))}"
              height="${ROW - 10}"
              rx="2"
            />`
        })}
        <path class="now" d="M${place(now)} ${HEAD - 4}V${height}" />
      </svg>
    </div>
    <p class="quiet">${reader.say('writ-public-timeline-legend')}</p>`
}

interface Mark {
  readonly at: number
  readonly text: string
  readonly anchor: 'start' | 'middle' | 'end'
}

/** Five days for a long time, the two ends to the minute for a short one. */
function marks(first: number, last: number): readonly Mark[] {
  const [count, letters] = last - first < LONG ? [2, 16] : [5, 10]
  return Array.from({ length: count }, (_, index) => {
    const at = first + ((last - first) * index) / (count - 1)
    const anchor = index === 0 ? 'start' : index === count - 1 ? 'end' : 'middle'
    return { at, text: new Date(at).toISOString().slice(0, letters).replace('T', ' '), anchor }
  })
}

function tick({ text, anchor }: Mark, x: number, height: number): Html {
  return html`<path class="grid" d="M${x} ${HEAD - 4}V${height}" /><text class="small ${anchor}" x="${x}" y="12">${text}</text>`
}

const LONGEST = 30

function shortened(text: string): string {
  const letters = Array.from(text)
  return letters.length <= LONGEST ? text : `${letters.slice(0, LONGEST - 1).join('')}…`
}
