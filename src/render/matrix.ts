import type { Cell, Matrix } from '../charter/matrix.ts'
import { csv } from './csv.ts'
import { terminalText } from './terminal.ts'
import { wikitext } from './wikitext.ts'

export type MatrixFormat = 'text' | 'csv' | 'wikitext'

const MARKS: Readonly<Record<Cell, string>> = { direct: 'x', inherited: 'i', revoked: '-' }
const WORDS: Readonly<Record<Cell, string>> = { direct: 'yes', inherited: 'inherited', revoked: 'revoked' }
const NOTHING = '.'

/**
 * Who has which right, for people: `text` for a terminal of `width` columns, `csv` for a spreadsheet, `wikitext` for a wiki page.
 * The machine's form is `matrixToJson`.
 */
export function renderMatrix(matrix: Matrix, format: MatrixFormat, width = 100): string {
  if (format === 'csv') return csv(wordRows(matrix))
  return format === 'wikitext' ? wikitextMatrix(matrix) : textMatrix(matrix, width)
}

function wordRows(matrix: Matrix): string[][] {
  const head = ['right', ...matrix.groups]
  const rows = matrix.rights.map((right) => [right, ...cellsOf(matrix, right).map((cell) => (cell === undefined ? '' : WORDS[cell]))])
  return [head, ...rows]
}

function cellsOf(matrix: Matrix, right: string): readonly (Cell | undefined)[] {
  return matrix.groups.map((group) => matrix.cells.get(right)?.get(group))
}

function wikitextMatrix(matrix: Matrix): string {
  const lines = ['{| class="wikitable"', '! right', ...matrix.groups.map((group) => `! ${wikitext(group)}`)]
  for (const right of matrix.rights) {
    lines.push('|-', `! scope="row" | ${wikitext(right)}`)
    for (const cell of cellsOf(matrix, right)) lines.push(cell === undefined ? '|' : `| ${WORDS[cell]}`)
  }
  return `${[...lines, '|}'].join('\n')}\n`
}

/** Columns carry the groups' names where they fit; else letters, explained below. A table still too wide is cut into several. */
function textMatrix(matrix: Matrix, width: number): string {
  if (matrix.groups.length === 0) return 'no groups\n'
  const first = Math.max('right'.length, ...matrix.rights.map((right) => terminalText(right, 40).length))
  const names = matrix.groups.map((group) => terminalText(group, 40))
  const named = first + names.reduce((sum, name) => sum + name.length + 1, 0) <= width
  const heads = named ? names : names.map((_, index) => letters(index))
  const parts = slices(heads, width - first)
  const tables = parts.map(({ from, to }) => {
    const head = line('right', first, heads.slice(from, to), heads.slice(from, to))
    const rows = matrix.rights.map((right) => {
      const marks = cellsOf(matrix, right).slice(from, to)
      return line(
        terminalText(right, 40),
        first,
        marks.map((cell) => (cell === undefined ? NOTHING : MARKS[cell])),
        heads.slice(from, to),
      )
    })
    return [head, ...rows].join('\n')
  })
  const legend = named ? [] : names.map((name, index) => `${heads[index]} = ${name}`)
  const used = new Set([...matrix.cells.values()].flatMap((row) => [...row.values()]))
  const marks = (['direct', 'inherited', 'revoked'] as const).filter((cell) => used.has(cell)).map((cell) => `${MARKS[cell]} = ${cell}`)
  return `${[tables.join('\n\n'), '', ...legend, [...marks, `${NOTHING} = no`].join(', ')].join('\n')}\n`
}

function line(title: string, first: number, cells: readonly string[], heads: readonly string[]): string {
  return [title.padEnd(first), ...cells.map((cell, index) => cell.padEnd(heads[index]?.length ?? 0))].join(' ').trimEnd()
}

/** Runs of columns that fit into `room`; at least one column each. */
function slices(heads: readonly string[], room: number): readonly { readonly from: number; readonly to: number }[] {
  const parts: { from: number; to: number }[] = []
  let from = 0
  while (from < heads.length) {
    let to = from
    for (let used = 0; to < heads.length; to++) {
      used += (heads[to]?.length ?? 0) + 1
      if (used > room && to > from) break
    }
    parts.push({ from, to })
    from = to
  }
  return parts
}

/** A, B, ... Z, AA, AB, ... */
function letters(index: number): string {
  const rest = Math.floor(index / 26)
  return (rest === 0 ? '' : letters(rest - 1)) + String.fromCharCode(65 + (index % 26))
}
