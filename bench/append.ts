import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import { systemOutside } from '../src/config/outside.ts'
import { encodeEntry } from '../src/ledger/encode.ts'
import { openSqliteStore } from '../src/store/sqlite/open.ts'
import type { NewCommand } from '../src/workflow/ports.ts'
import { temporaryFolder } from '../test/support/temporary-folder.ts'
import { figure, isFull, median } from './support/measure.ts'
import type { BenchRow } from './support/row.ts'
import { grantDraft, origin, start } from './support/workload.ts'

/** One page of a write-ahead log with its header: the least a durable database writes. */
const BLOCK = 4120
const ROUND = 50
/** Where the raw file starts over, as a write-ahead log does after its checkpoint. */
const RAW_FILE = 1000 * BLOCK

/** One grant in one durable transaction, against writing and syncing one block; in turns, so that both meet the same machine. */
export async function bench(): Promise<BenchRow[]> {
  using folder = temporaryFolder()
  const store = openSqliteStore(folder.file('ledger.db'))
  const raw = openSync(folder.file('raw'), 'w')
  const block = Buffer.alloc(BLOCK, 'x')
  for (let at = 0; at < RAW_FILE; at += BLOCK) writeSync(raw, block, 0, BLOCK, at)
  const commands = Array.from({ length: ROUND * (isFull() ? 60 : 20) }, (_, number) => command(number))
  const [appends, writes]: [number[], number[]] = [[], []]
  for (let first = 0; first < commands.length; first += ROUND) {
    for (let number = first; number < first + ROUND; number += 1) {
      const before = performance.now()
      writeSync(raw, block, 0, BLOCK, (number * BLOCK) % RAW_FILE)
      fdatasyncSync(raw)
      writes.push(performance.now() - before)
    }
    for (const one of commands.slice(first, first + ROUND)) {
      const before = performance.now()
      await store.append(appends.length, [one])
      appends.push(performance.now() - before)
    }
  }
  closeSync(raw)
  if ((await store.size()) !== commands.length) throw new Error('not every entry was written')
  await store.close()
  return [
    {
      what: 'durable append of one grant, p50',
      measured: `${figure(median(appends))} ms of ${figure(median(writes))} ms for write and fdatasync (${figure(appends.length)} each)`,
      goal: '<= 1.6',
      ratio: median(appends) / median(writes),
    },
  ]
}

function command(number: number): NewCommand {
  const encoded = encodeEntry(grantDraft(number), origin, start, systemOutside())
  if (!encoded.ok) throw new Error(encoded.error)
  return { idempotencyKey: `key ${number}`, entries: [encoded.value], documents: new Map(), answer: { grant: number } }
}
