import { DatabaseSync } from 'node:sqlite'
import { nodeHashing, systemOutside } from '../src/config/outside.ts'
import { encodeEntry } from '../src/ledger/encode.ts'
import { openSqliteReader, openSqliteStore } from '../src/store/sqlite/open.ts'
import { replay } from '../src/workflow/journal-head.ts'
import { temporaryFolder } from '../test/support/temporary-folder.ts'
import { cpuSeconds, figure, isFull } from './support/measure.ts'
import type { BenchRow } from './support/row.ts'
import { dayDraft, origin, start } from './support/workload.ts'

const PAGE = 5000

/** A ledger without a snapshot is read, decoded and folded, and its tree built; against reading the rows alone. */
export async function bench(): Promise<BenchRow[]> {
  using folder = temporaryFolder()
  const path = folder.file('ledger.db')
  const size = isFull() ? 500_000 : 100_000
  await fill(path, size)
  const [scans, replays]: [number[], number[]] = [[], []]
  for (let round = 0; round < 8; round += 1) {
    let [rows, folded] = [0, 0]
    scans.push(await cpuSeconds(() => (rows = scan(path))))
    replays.push(
      await cpuSeconds(async () => {
        const reader = openSqliteReader(path)
        const { head } = await replay(reader, nodeHashing)
        folded = head.state.size
        await reader.close()
      }),
    )
    if (rows !== size || folded !== size) throw new Error(`${rows} rows and ${folded} folded entries of ${size}`)
  }
  const [scanned, replayed] = [size / Math.min(...scans), size / Math.min(...replays)]
  return [
    {
      what: 'cold replay: decode, fold, tree',
      measured: `${figure(replayed)} of ${figure(scanned)} entries a CPU second (${figure(size)} entries)`,
      goal: '>= 0.20',
      ratio: replayed / scanned,
    },
  ]
}

/** Every byte a replay needs, fetched in pages and not looked at. */
function scan(path: string): number {
  const db = new DatabaseSync(path, { readOnly: true })
  const events = db.prepare('SELECT seq, body, leaf FROM event WHERE seq >= ? AND seq < ? ORDER BY seq')
  const openings = db.prepare('SELECT seq, data FROM opening WHERE seq >= ? AND seq < ? ORDER BY seq')
  for (const statement of [events, openings]) statement.setReturnArrays(true)
  let rows = 0
  for (let from = 0; ; from += PAGE) {
    openings.all(from, from + PAGE)
    const found = events.all(from, from + PAGE).length
    rows += found
    if (found < PAGE) break
  }
  db.close()
  return rows
}

async function fill(path: string, size: number): Promise<void> {
  const store = openSqliteStore(path)
  const outside = systemOutside()
  for (let first = 0; first < size; first += 1000) {
    const entries = Array.from({ length: Math.min(1000, size - first) }, (_, index) => {
      const number = first + index
      const encoded = encodeEntry(dayDraft(number, Math.max(0, number - 63)), origin, start, outside)
      if (!encoded.ok) throw new Error(encoded.error)
      return encoded.value
    })
    await store.append(first, [{ idempotencyKey: `fill ${first}`, entries, documents: new Map(), answer: null }])
  }
  await store.close()
}
