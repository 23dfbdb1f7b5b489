import type { Hierarchy, HierarchyEdge, HierarchyNode, Mark } from '../safety/hierarchy.ts'
import { htmlText } from './html.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

/** A hierarchy with places: centres of boxes, bends of lines. */
export interface LaidOut {
  readonly width: number
  readonly height: number
  readonly nodes: readonly (HierarchyNode & Point)[]
  readonly edges: readonly (HierarchyEdge & { readonly points: readonly Point[] })[]
}

export const BOX = { width: 220, height: 68 } as const

const STYLE = `text{font:14px system-ui,sans-serif;fill:#202122}.id{font-size:12px;fill:#54595d}.box{fill:#fff;stroke:#72777d}.line{fill:none;stroke:#54595d;stroke-width:1.5}.tip{fill:#54595d}.staged{stroke-dasharray:6 4}.ground{fill:#fff}
.rogue .box{fill:#ffe9e5;stroke:#b32424;stroke-width:3}.captured .box{fill:#fdf2d5;stroke:#886425;stroke-width:2}.stripped .box{fill:#eaecf0;stroke:#54595d;stroke-width:2;stroke-dasharray:4 3}.helper .box{fill:#dff2eb;stroke:#096450;stroke-width:2}
@media (prefers-color-scheme:dark){text{fill:#eaecf0}.id{fill:#a2a9b1}.box{fill:#202122;stroke:#72777d}.line{stroke:#a2a9b1}.tip{fill:#a2a9b1}.ground{fill:#101418}.rogue .box{fill:#3c1a13;stroke:#fd7865}.captured .box{fill:#2d2212;stroke:#edb537}.stripped .box{fill:#27292d;stroke:#a2a9b1}.helper .box{fill:#132821;stroke:#2cb491}}`

const MARKS: Readonly<Record<Mark, string>> = {
  plain: '',
  rogue: 'the rogue',
  captured: 'comes to hold it',
  stripped: 'loses it',
  helper: 'can undo it',
}

const MARGIN = 24
const HEAD = 56
const LINE = 22

/** The drawing as one SVG document: no script, nothing from elsewhere, dark where the reader wants it. Equal input gives equal bytes. */
export function hierarchySvg(hierarchy: Hierarchy, laidOut: LaidOut): string {
  const legend = legendOf(hierarchy)
  const width = Math.max(laidOut.width, 560) + 2 * MARGIN
  const height = laidOut.height + HEAD + MARGIN + (legend.length + 1) * LINE
  const heading = headingOf(hierarchy)
  const places = new Map(laidOut.nodes.map((node) => [node.role, node]))
  const shift = `translate(${MARGIN} ${HEAD})`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title what" viewBox="0 0 ${round(width)} ${round(height)}" width="${round(width)}" height="${round(height)}">`,
    `<title id="title">${htmlText(heading)}</title>`,
    `<desc id="what">${htmlText(wordsOf(hierarchy))}</desc>`,
    `<style>${STYLE}</style>`,
    `<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path class="tip" d="M0 0L8 4L0 8z"/></marker></defs>`,
    `<rect class="ground" width="100%" height="100%"/>`,
    `<text x="${MARGIN}" y="32" style="font-size:18px;font-weight:bold">${htmlText(heading)}</text>`,
    `<g transform="${shift}">`,
    ...laidOut.edges.map((edge) => (edge.from === edge.to ? loopSvg(edge, places.get(edge.from)) : edgeSvg(edge))),
    ...laidOut.nodes.map(nodeSvg),
    '</g>',
    ...legend.map(
      (text, at) => `<text class="id" x="${MARGIN}" y="${round(HEAD + laidOut.height + (at + 1.5) * LINE)}">${htmlText(text)}</text>`,
    ),
    '</svg>',
    '',
  ].join('\n')
}

function headingOf({ title, rogue }: Hierarchy): string {
  return rogue === undefined ? `${title}: who changes whom` : `${title}: one rogue ${rogue.role}, ${rogue.verdict}`
}

function legendOf({ rogue, edges }: Hierarchy): readonly string[] {
  const lines = ['An arrow leads to whom one can give a role or from whom one can take it.']
  if (edges.some(({ staged }) => staged)) lines.push('A broken arrow: only if somebody else agrees.')
  if (edges.some(({ can }) => can !== 'give and take')) lines.push('+ gives only, - takes only.')
  if (rogue !== undefined)
    lines.push(
      rogue.undoBy.length > 0
        ? `One ${rogue.undoBy.join(' or one ')} can undo it all.`
        : rogue.verdict === 'harmless'
          ? 'Nothing to undo.'
          : 'No single other role can undo it.',
    )
  return lines
}

/** The same for people who hear it. */
function wordsOf({ nodes, edges }: Hierarchy): string {
  return nodes
    .map(({ role, mark }) => {
      const reached = edges.filter(({ from }) => from === role).map(({ to }) => to)
      const marked = MARKS[mark] === '' ? '' : ` (${MARKS[mark]})`
      return `${role}${marked}: ${reached.length === 0 ? 'changes nobody' : `changes ${reached.join(', ')}`}`
    })
    .join('; ')
}

function nodeSvg({ role, title, mark, x, y }: HierarchyNode & Point): string {
  const [left, top] = [round(x - BOX.width / 2), round(y - BOX.height / 2)]
  const told = MARKS[mark]
  const first = y - (told === '' ? 4 : 13)
  return (
    `<g class="${mark}"><rect class="box" x="${left}" y="${top}" width="${BOX.width}" height="${BOX.height}" rx="4"/>` +
    `<text x="${round(x)}" y="${round(first)}" text-anchor="middle">${htmlText(shortened(title, 28))}</text>` +
    `<text class="id" x="${round(x)}" y="${round(first + 18)}" text-anchor="middle">${htmlText(shortened(role, 34))}</text>` +
    `${told === '' ? '' : `<text class="id" x="${round(x)}" y="${round(first + 36)}" text-anchor="middle">${told}</text>`}</g>`
  )
}

/** A role that changes its own holders. */
function loopSvg({ staged }: HierarchyEdge, at: Point | undefined): string {
  if (at === undefined) return ''
  const [right, top, bottom] = [round(at.x + BOX.width / 2), round(at.y - 12), round(at.y + 12)]
  return `<path class="line${staged ? ' staged' : ''}" d="M${right} ${top}h22V${bottom}h-20" marker-end="url(#tip)"/>`
}

function edgeSvg({ can, staged, points }: LaidOut['edges'][number]): string {
  const [first, ...rest] = points
  if (first === undefined) return ''
  const path = `M${round(first.x)} ${round(first.y)}${rest.map(({ x, y }) => `L${round(x)} ${round(y)}`).join('')}`
  const middle = points[Math.floor(points.length / 2)] ?? first
  const sign =
    can === 'give and take' ? '' : `<text class="id" x="${round(middle.x + 5)}" y="${round(middle.y)}">${can === 'give' ? '+' : '-'}</text>`
  return `<path class="line${staged ? ' staged' : ''}" d="${path}" marker-end="url(#tip)"/>${sign}`
}

function shortened(text: string, most: number): string {
  const letters = Array.from(text)
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
