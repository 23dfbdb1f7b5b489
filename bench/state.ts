import { runInNewContext } from 'node:vm'
import { setFlagsFromString } from 'node:v8'
import { nodeHashing } from '../src/config/outside.ts'
import { instant } from '../src/kernel/instant.ts'
import type { Entry } from '../src/ledger/entry.ts'
import { emptyState, foldEntry, type FoldState } from '../src/ledger/fold.ts'
import type { StoredEntry } from '../src/ledger/leaf.ts'
import { Tree } from '../src/ledger/tree.ts'
import { openSqliteReader, openSqliteStore } from '../src/store/sqlite/open.ts'
import { replay } from '../src/workflow/journal-head.ts'
import { snapshotOf } from '../src/workflow/journal-snapshot.ts'
import type { StoreReader } from '../src/workflow/ports.ts'
import { temporaryFolder } from '../test/support/temporary-folder.ts'
import { cpuSeconds, figure, isFull, wallMs } from './support/measure.ts'
import type { BenchRow } from './support/row.ts'
import { origin, start, subjectOf } from './support/workload.ts'

const GRANTS_EACH = 3

/** What the state of many persons with three grants each weighs, and how long a process takes to its first answer from a snapshot. */
export async function bench(): Promise<BenchRow[]> {
  using folder = temporaryFolder()
  const persons = isFull() ? 1_000_000 : 100_000
  const grants = persons * GRANTS_EACH
  const before = memory()
  const head = { state: emptyState(), tree: new Tree(nodeHashing) }
  fill(head.state, persons)
  const bytes = (memory() - before) / grants
  const leaf = nodeHashing.sha256(Uint8Array.of(7))
  for (let seq = 0; seq < head.state.size; seq += 1) head.tree.append(leaf)

  const path = folder.file('ledger.db')
  const store = openSqliteStore(path)
  const saved = await cpuSeconds(() => store.saveSnapshot(snapshotOf(head, leaf)))
  await store.close()
  const times: { readonly cpu: number; readonly wall: number }[] = []
  for (let round = 0; round < 3; round += 1) {
    let found = 0
    let wall = 0
    const cpu = await cpuSeconds(async () => {
      wall = await wallMs(async () => {
        const reader = openSqliteReader(path)
        const started = await replay(asIfFilled(reader, head.state.size, leaf), nodeHashing)
        found = started.head.state.grantsOf(subjectOf(persons - 1)).length
        await reader.close()
      })
    })
    times.push({ cpu, wall })
    if (found !== GRANTS_EACH) throw new Error(`the snapshot answers ${found} grants instead of ${GRANTS_EACH}`)
  }
  const size = `${figure(persons)} persons x ${GRANTS_EACH} grants`
  const best = times.toSorted((left, right) => left.cpu - right.cpu)[0] ?? { cpu: Number.NaN, wall: Number.NaN }
  return [
    { what: 'state, bytes a grant', measured: `${figure(bytes)} B (${size}, with ids and handles)`, goal: '<= 50', ratio: bytes },
    {
      what: 'start from a snapshot to the first answer, CPU s',
      measured: `${figure(best.cpu)} s, ${figure(best.wall / 1000)} s by the wall (${size}; saving took ${figure(saved)} s)`,
      goal: '<= 1.0',
      ratio: best.cpu,
    },
  ]
}

function fill(state: FoldState, persons: number): void {
  let seq = 0
  for (let number = 0; number < persons; number += 1) {
    const subject = subjectOf(number)
    foldEntry(state, entry(seq, 'person.registered', { subject, handle: `Member ${number}` }))
    seq += 1
    for (let grant = 0; grant < GRANTS_EACH; grant += 1, seq += 1)
      foldEntry(state, entry(seq, 'grant.made', { subject, role: `role-${(number + grant * 7) % 15}`, ...GRANT }))
  }
}

const GRANT = {
  from: '2026-05-03T10:00:00.000Z',
  until: '2027-05-03T10:00:00.000Z',
  clause: 'roles.editor.may.0',
  decided_by: [`subject:${subjectOf(1)}`],
  door: 'power',
}

function entry(seq: number, type: string, fields: object): Entry {
  return { seq, at: instant(start + seq), type, sealed: false, fields, origin } as Entry
}

/** The store of a ledger whose entries were not written down for this bench: starting from a snapshot reads none but the last. */
function asIfFilled(reader: StoreReader, size: number, leaf: Uint8Array): StoreReader {
  const last: StoredEntry = { seq: size - 1, body: Uint8Array.of(0), leaf, openings: undefined }
  return { size: async () => size, read: async () => [last], loadSnapshot: () => reader.loadSnapshot() } as unknown as StoreReader
}

/** Bytes in use, on the heap and in arrays, after everything unused was collected. */
function memory(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
