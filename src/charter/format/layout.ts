import { isCollection, isMap, isPair, isScalar, visit, type Document, type LineCounter, type Node, type Pair, type Scalar } from 'yaml'

/** The longest line, in columns. */
export const WIDEST = 140
/** Keys whose value is prose: in braces it is always quoted, for a comma would cut it. */
const PROSE: readonly unknown[] = ['text', 'title', 'purpose', 'why', 'provided_by', 'contact']
/** What needs no quotes in braces whatever the key. */
const WORD = /^[\w./:@+-]+$/
const DURATION = /^\d+ (?:minute|hour|day|week|month|year)s?$/

/** Puts the sections in the grammar's order with a blank line before each block; keys it does not know go last, in their own order. */
export function orderSections(document: Document.Parsed, order: readonly string[]): void {
  const { contents } = document
  if (!isMap(contents)) return
  contents.flow = false
  const rank = (pair: Pair) => {
    const index = isScalar(pair.key) ? order.indexOf(String(pair.key.value)) : -1
    return index < 0 ? order.length : index
  }
  const pairs = contents.items as Pair[]
  pairs.sort((left, right) => rank(left) - rank(right))
  for (const [index, pair] of pairs.entries()) {
    const key = pair.key as Node | null
    if (key === null) continue
    if (index < pairs.length - 1) endTight(pair.value)
    if (index === 0) delete key.spaceBefore
    else if (isCollection(pair.value)) key.spaceBefore = true
  }
}

/** A comment that ends a section brings its blank lines with it; the one before the next section is enough. */
function endTight(value: unknown): void {
  for (let last = value; isCollection(last); last = lastOf(last)) {
    if (typeof last.comment === 'string') last.comment = last.comment.replace(/\n+$/, '')
  }
}

function lastOf(collection: { readonly items: readonly unknown[] }): unknown {
  const last = collection.items.at(-1)
  return isPair(last) ? last.value : last
}

/** Opens the outermost brackets on every line that is too long, and those within that are too long by themselves. */
export function breakLongLines(document: Document.Parsed, lines: LineCounter): void {
  visit(document, {
    Collection: (_, node) => {
      if (node.flow !== true || node.items.length === 0 || node.range === null || node.range === undefined) return undefined
      const [from, to] = node.range
      const [start, end] = [lines.linePos(from), lines.linePos(to)]
      if (end.line === start.line && end.col - 1 <= WIDEST) return visit.SKIP
      openWide(node, WIDEST)
      return visit.SKIP
    },
  })
}

/** Opens a collection and what in it cannot fit on any line. */
function openWide(node: unknown, widest: number): void {
  if (!isCollection(node)) return
  node.flow = false
  for (const item of node.items) {
    const inner = isPair(item) ? item.value : item
    if (
      isCollection(inner) &&
      inner.range !== null &&
      inner.range !== undefined &&
      inner.items.length > 0 &&
      inner.range[1] - inner.range[0] > widest
    )
      openWide(inner, widest)
  }
}

/** The package pads brackets like braces; lists stand without: `[a, b]`. */
export function tightLists(text: string, document: Document.Parsed): string {
  const spaces = new Set<number>()
  visit(document, {
    Seq: (_, node) => {
      if (node.flow !== true || node.range === null || node.range === undefined || node.items.length === 0) return
      const [start, end] = node.range
      if (text.startsWith('[ ', start) && text.startsWith(' ]', end - 2)) {
        spaces.add(start + 1)
        spaces.add(end - 2)
      }
    },
  })
  let tight = ''
  let from = 0
  for (const offset of [...spaces].toSorted((left, right) => left - right)) {
    tight += text.slice(from, offset)
    from = offset + 1
  }
  return tight + text.slice(from)
}

/** Takes quotes away where nothing needs them, and quotes prose in braces. */
export function plainScalars(document: Document.Parsed): void {
  visit(document, {
    Scalar: (place, node, path) => {
      if (typeof node.value !== 'string' || node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED') return
      const pair = path.findLast(isPair)
      const key = isScalar(pair?.key) ? pair.key.value : undefined
      const inFlow = path.some((step) => isCollection(step) && step.flow === true)
      const prose = PROSE.includes(key) || (!WORD.test(node.value) && !DURATION.test(node.value))
      setType(node, inFlow && place !== 'key' && prose)
    },
  })
}

function setType(node: Scalar, quoted: boolean): void {
  if (quoted) node.type = 'QUOTE_DOUBLE'
  else delete node.type
}
