/**
 * What survives when the power fails: the system calls of a writer are replayed on a disk that forgets whatever was not synced, and the ledger
 * is opened from what is left. SIGKILL cannot show this, for the page cache survives it.
 */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createReadStream, mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { describe, it } from 'node:test'
import { DatabaseSync } from 'node:sqlite'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { counts } from '../counts.ts'
import { skipUnless } from '../services/present.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { Disk, STRACE_OPTIONS } from './strace-replay.ts'

const writer = new URL('./power-loss-writer.ts', import.meta.url).pathname
const ACKS = counts({ floor: 300, ci: 600, deep: 1500 })
const IMAGES = counts({ floor: 30, ci: 60, deep: 150 })

interface Losses {
  readonly acks: number
  readonly images: number
  /** Images in which an acknowledged entry is missing or the ledger cannot be opened. */
  readonly missing: number
  readonly damaged: number
}

describe('a power cut', { skip: skipUnless(['strace'], 'full') }, () => {
  it('loses no acknowledged entry with synchronous=FULL, whichever unsynced writes reach the disk', async (context) => {
    const losses = await cutPower('full')
    context.diagnostic(JSON.stringify(losses))
    assert.equal(losses.acks, ACKS)
    assert.equal(losses.images, IMAGES * 2)
    assert.equal(losses.missing, 0)
    assert.equal(losses.damaged, 0)
  })

  it('loses acknowledged entries with synchronous=NORMAL: this test can see a loss', async (context) => {
    const losses = await cutPower('normal')
    context.diagnostic(JSON.stringify(losses))
    assert.equal(losses.acks, ACKS)
    assert.ok(losses.missing > IMAGES / 2, `only ${losses.missing} of ${losses.images} images lost something`)
  })
})

async function cutPower(synchronous: 'full' | 'normal'): Promise<Losses> {
  using folder = temporaryFolder()
  const path = `${realpathSync(folder.path)}/ledger.db`
  const trace = folder.file('trace')
  const run = spawnSync('strace', [...STRACE_OPTIONS, '-o', trace, process.execPath, writer, path, `${ACKS}`, synchronous], {
    encoding: 'utf8',
  })
  assert.equal(run.status, 0, run.stderr)

  const disk = new Disk([path, `${path}-wal`])
  const chance = coin(7)
  const every = ACKS / IMAGES
  const losses = { acks: 0, images: 0, missing: 0, damaged: 0 }
  for await (const line of createInterface({ input: createReadStream(trace) })) {
    const told = disk.call(line)
    if (told?.kind !== 'said') continue
    assert.equal(told.text, `ack ${losses.acks}\n`)
    losses.acks += 1
    if (losses.acks % every !== 0) continue
    for (const keeps of [() => false, chance]) {
      losses.images += 1
      const image = folder.file(`image-${losses.images}`)
      mkdirSync(image)
      for (const suffix of ['', '-wal']) {
        const bytes = disk.afterPowerCut(`${path}${suffix}`, keeps)
        if (bytes !== undefined) writeFileSync(`${image}/ledger.db${suffix}`, bytes)
      }
      const found = await inspect(`${image}/ledger.db`, losses.acks)
      if (found !== 'whole') losses[found] += 1
    }
  }
  return losses
}

/** Opens what the power cut left and looks for every acknowledged entry. */
async function inspect(path: string, acked: number): Promise<'whole' | 'missing' | 'damaged'> {
  try {
    const store = openSqliteStore(path)
    const entries = await store.read(0, acked + 10)
    const answers = await Promise.all(Array.from({ length: acked }, (_, seq) => store.answerOf(`key ${seq}`)))
    await store.close()
    const db = new DatabaseSync(path, { readOnly: true })
    const check = db.prepare('PRAGMA integrity_check').get()?.['integrity_check']
    db.close()
    if (check !== 'ok') return 'damaged'
    const bodies = entries.map(({ body }) => Buffer.from(body).toString('utf8').split(' ', 2).join(' '))
    for (let seq = 0; seq < acked; seq += 1) if (bodies[seq] !== `entry ${seq}` || answers[seq] === undefined) return 'missing'
    return 'whole'
  } catch {
    return 'damaged'
  }
}

/** A repeatable coin (mulberry32), so that a failure can be looked at again. */
function coin(seed: number): () => boolean {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % 2 === 0
  }
}
