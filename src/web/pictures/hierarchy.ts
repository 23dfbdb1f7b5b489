import { html } from 'hono/html'
import { BOX, type LaidOut, type Point } from '../../render/hierarchy-svg.ts'
import type { MessageKey } from '../messages.ts'
import type { Html, Reader } from '../reader.ts'
import type { RoleMark } from '../view.ts'

/** What a mark means, for boxes and rows. */
export const MARKS: Readonly<Record<RoleMark, MessageKey | undefined>> = {
  plain: undefined,
  rogue: 'writ-public-mark-rogue',
  captured: 'writ-public-mark-captured',
  stripped: 'writ-public-mark-stripped',
  helper: 'writ-public-mark-helper',
}

const MARGIN = 8
/** A wider picture is not made to fit, or its letters would be too small: one scrolls. */
const READABLE = 1450
/** A smaller one is not blown up. */
const SMALL = 704

/** Boxes of roles and arrows to those whom they change, coloured by the style sheet. The table beside it says the same. */
export function hierarchyPicture(reader: Reader, title: string, { width, height, nodes, edges }: LaidOut): Html {
  const places = new Map(nodes.map((node) => [node.role, node]))
  const [wide, high] = [round(width + 2 * MARGIN), round(height + 2 * MARGIN)]
  return html`<svg
    class="${wide < SMALL || wide > READABLE ? 'picture natural' : 'picture'}"
    role="img"
    aria-labelledby="picture-title"
    viewBox="${-MARGIN} ${-MARGIN} ${wide} ${high}"
    width="${wide}"
    height="${high}"
  >
    <title id="picture-title">${title}</title>
    <defs>
      <marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse">
        <path class="tip" d="M0 0L8 4L0 8z" />
      </marker>
    </defs>
    ${edges.map((edge) => arrow(edge, places.get(edge.from)))} ${nodes.map((node) => box(reader, node))}
  </svg>`
}

function box(reader: Reader, { title, mark, x, y }: LaidOut['nodes'][number]): Html {
  const key = MARKS[mark]
  const [left, top] = [round(x - BOX.width / 2), round(y - BOX.height / 2)]
  const second = key === undefined ? '' : html`<text class="small" x="${round(x)}" y="${round(y + 18)}">${reader.say(key)}</text>`
  return html`<g class="${mark}">
    <rect class="box" x="${left}" y="${top}" width="${BOX.width}" height="${BOX.height}" rx="4" />
    <text x="${round(x)}" y="${round(key === undefined ? y + 5 : y - 4)}">${shortened(title)}</text>
    ${second}
  </g>`
}

function arrow({ from, to, can, staged, points }: LaidOut['edges'][number], at: Point | undefined): Html {
  const kind = staged ? 'arrow staged' : 'arrow'
  if (from === to) {
    if (at === undefined) return html``
    const [right, top] = [round(at.x + BOX.width / 2), round(at.y - 12)]
    return html`<path class="${kind}" d="M${right} ${top}h22v24h-20" marker-end="url(#tip)" />`
  }
  const path = points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('')
  const middle = points[Math.floor(points.length / 2)]
  const sign =
    can === 'give and take' || middle === undefined
      ? ''
      : html`<text class="small sign" x="${round(middle.x + 8)}" y="${round(middle.y - 6)}">${can === 'give' ? '+' : '−'}</text>`
  return html`<path class="${kind}" d="${path}" marker-end="url(#tip)" />${sign}`
}

const LONGEST = 28

function shortened(text: string): string {
  const letters = Array.from(text)
  return letters.length <= LONGEST ? text : `${letters.slice(0, LONGEST - 1).join('')}…`
}

function round(value: number): number {
  return Math.round(value)
}
