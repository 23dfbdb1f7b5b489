/**
 * `npm run bench [-- word...] [--full]`: runs the benches whose name contains a word. Figures are ratios to a limit taken in the same run, so that they
 * mean the same on another machine.
 */
import { glob } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { isMet, type BenchRow } from './support/row.ts'

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const files: string[] = []
for await (const file of glob('bench/*.ts')) if (basename(file) !== 'run.ts') files.push(file)
const chosen = files.toSorted().filter((file) => words.length === 0 || words.some((word) => basename(file).includes(word)))

const rows: BenchRow[] = []
for (const file of chosen) {
  process.stderr.write(`${basename(file, '.ts')} …\n`)
  const { bench } = (await import(resolve(file))) as { bench: () => Promise<BenchRow[]> }
  const found = await bench()
  if (found.length === 0) throw new Error(`${file} measured nothing`)
  rows.push(...found)
}
if (rows.length === 0)
  throw new Error(`no bench is called ${words.join(' or ')}; there are ${files.map((file) => basename(file, '.ts')).join(', ')}`)

const table = rows.map((row) => {
  const met = isMet(row)
  return [row.what, row.measured, row.goal ?? '-', row.ratio.toPrecision(3), met === undefined ? '' : met ? 'kept' : 'MISSED']
})
const lines = [['what', 'measured', 'goal', 'ratio', ''], ...table]
const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
for (const line of lines)
  process.stdout.write(
    `${line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()}\n`,
  )
