import { nodeHashing, systemOutside } from '../src/config/outside.ts'
import { LEAF_PREFIX } from '../src/ledger/leaf.ts'
import { rootOf, Tree } from '../src/ledger/tree.ts'
import { openSqliteStore } from '../src/store/sqlite/open.ts'
import { openJournal } from '../src/workflow/journal.ts'
import { temporaryFolder } from '../test/support/temporary-folder.ts'
import { cpuSeconds, figure, isFull } from './support/measure.ts'
import type { BenchRow } from './support/row.ts'
import { dayDraft, grantDraft, origin } from './support/workload.ts'
import type { Draft } from '../src/ledger/entry.ts'

const BATCH = 100

/** 100 commands of one entry each go into one transaction, with commitments, tree, fold and kept answer; against hashing the same leaves alone. */
export async function bench(): Promise<BenchRow[]> {
  return [
    await compare('group commit of 100, whole path, a day’s mixture', (number) => dayDraft(number, Math.max(0, number - 63)), '>= 0.10'),
    await compare('group commit of 100, whole path, grants only', grantDraft, undefined),
  ]
}

async function compare(what: string, draftOf: (number: number) => Draft, goal: string | undefined): Promise<BenchRow> {
  using folder = temporaryFolder()
  const store = openSqliteStore(folder.file('ledger.db'))
  const journal = await openJournal({ store, outside: systemOutside() })
  const rounds = isFull() ? 15 : 7
  const batches = isFull() ? 50 : 20
  const [whole, bare]: [number[], number[]] = [[], []]
  let number = 0
  for (let round = 0; round <= rounds; round += 1) {
    const first = number
    const cpu = await cpuSeconds(async () => {
      for (let batch = 0; batch < batches; batch += 1) {
        const commands = []
        for (let index = 0; index < BATCH; index += 1, number += 1) {
          const draft = draftOf(number)
          commands.push(journal.command(`key ${number}`, origin, (_state, _now, next) => ({ drafts: [draft], answer: next })))
        }
        await Promise.all(commands)
      }
    })
    const bodies = (await store.read(first, number - first)).map(({ body }) => body)
    const tree = new Tree(nodeHashing)
    const bareCpu = await cpuSeconds(() => {
      for (const body of bodies) tree.append(nodeHashing.sha256(LEAF_PREFIX, body))
    })
    if (round === 0) continue
    whole.push((number - first) / cpu)
    bare.push((number - first) / bareCpu)
  }
  const leaves = (await store.read(0, number)).map(({ leaf }) => leaf)
  if (Buffer.from(rootOf(nodeHashing, leaves)).toString('hex') !== journal.root()) throw new Error('the two trees differ')
  await journal.close()
  await store.close()
  const [rate, limit] = [Math.max(...whole), Math.max(...bare)]
  return {
    what,
    measured: `${figure(rate)} of ${figure(limit)} entries a CPU second (${figure(number)} entries)`,
    goal,
    ratio: rate / limit,
  }
}
