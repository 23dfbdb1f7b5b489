import { readdirSync } from 'node:fs'
import { parse } from 'yaml'
import { parseCharter } from '../src/charter/parse.ts'
import { readCharterFiles } from '../src/cli/charter-files.ts'
import { cpuSeconds, figure, median } from './support/measure.ts'
import type { BenchRow } from './support/row.ts'

const ROUNDS = 15

/** Each scheme's charter from its text to its normal form, against what the YAML package alone needs for the same text. */
export async function bench(): Promise<BenchRow[]> {
  const rows: BenchRow[] = []
  for (const name of readdirSync('charters').toSorted()) rows.push(await compare(name))
  return rows
}

async function compare(name: string): Promise<BenchRow> {
  const files = await readCharterFiles(`charters/${name}`)
  const [whole, bare]: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(
      await cpuSeconds(() => {
        for (const { text } of files) parse(text)
      }),
    )
    whole.push(
      await cpuSeconds(() => {
        const result = parseCharter(files)
        if (!result.ok) throw new Error(`charters/${name} does not parse: ${result.error[0]?.message ?? ''}`)
      }),
    )
  }
  const lines = files.reduce((sum, { text }) => sum + text.split('\n').length, 0)
  return {
    what: `parse charters/${name}`,
    measured: `${figure(median(whole) * 1000)} ms of ${figure(median(bare) * 1000)} ms for YAML alone (${figure(lines)} lines)`,
    goal: undefined,
    ratio: median(whole) / median(bare),
  }
}
