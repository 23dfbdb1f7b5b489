/** A writer is killed at random moments; whatever it acknowledged must be there when the ledger is opened again. */
import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { systemOutside } from '../../src/config/outside.ts'
import { draft } from '../../src/ledger/entry.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { openJournal } from '../../src/workflow/journal.ts'
import { counts } from '../counts.ts'
import { saidBeforeKilled } from '../support/killed.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const writer = new URL('./kill-writer.ts', import.meta.url).pathname
const KILLS = counts({ floor: 5, ci: 25, deep: 200 })
/** A new ledger after so many kills, so that opening, migrating and the first commit are hit as well. */
const KILLS_A_LEDGER = 10

interface Ack {
  readonly key: string
  readonly seq: number
}

describe('a killed writer', () => {
  it(`loses nothing it acknowledged in ${KILLS} kills`, { timeout: 20_000 + KILLS * 5000 }, async (context) => {
    const total = { kills: 0, acked: 0, lost: 0, beforeFirstAck: 0, committedNotAcked: 0 }
    for (let ledger = 0; total.kills < KILLS; ledger += 1) {
      using folder = temporaryFolder()
      const path = folder.file('ledger.db')
      const acked: Ack[] = []
      let sizeBefore = 0
      for (let round = 0; round < KILLS_A_LEDGER && total.kills < KILLS; round += 1) {
        const early = total.kills % 5 === 0
        const acks = await killWriter(path, `${ledger}-${round}`, early ? 'open' : 'ack', Math.random() * (early ? 8 : 120))
        acked.push(...acks)
        const found = await inspect(path, acked, `${ledger}-${round}`)
        total.kills += 1
        total.acked += acks.length
        total.lost += found.lost
        total.beforeFirstAck += acks.length === 0 ? 1 : 0
        total.committedNotAcked += found.size - sizeBefore - acks.length
        sizeBefore = found.sizeAfter
      }
    }
    context.diagnostic(JSON.stringify(total))
    assert.equal(total.kills, KILLS)
    assert.equal(total.lost, 0)
    assert.ok(
      total.acked >= total.kills - Math.ceil(total.kills / 5),
      `only ${total.acked} entries were acknowledged: the kills came too early to show anything`,
    )
  })
})

/** Starts a writer, kills it so many milliseconds after it first says a word, and returns what it had acknowledged. */
async function killWriter(path: string, round: string, word: 'open' | 'ack', afterMs: number): Promise<readonly Ack[]> {
  const said = await saidBeforeKilled(writer, [path, round], word, afterMs)
  return [...said.matchAll(/^ack (\S+) (\d+)\n/gm)].map(([, key = '', seq]) => ({ key, seq: Number(seq) }))
}

/** Opens the ledger as the next process would, and looks for everything that was ever acknowledged. */
async function inspect(path: string, acked: readonly Ack[], round: string): Promise<{ size: number; sizeAfter: number; lost: number }> {
  const store = openSqliteStore(path)
  const journal = await openJournal({ store, outside: systemOutside() })
  const { size } = journal
  const { problems } = await journal.verify()
  assert.deepEqual(problems, [])
  const entries = await journal.entries(0, size)
  assert.deepEqual(
    entries.map((entry) => entry.seq),
    entries.map((_, index) => index),
  )
  const handles = entries.map((entry) => (entry.type === 'person.registered' ? entry.fields.handle : undefined))
  let lost = 0
  for (const { key, seq } of acked) if (handles[seq] !== key || (await store.answerOf(key)) !== seq) lost += 1

  // Whoever was not answered asks again with the same key: done once, whether the commit had made it or not.
  const again = draft('person.registered', { subject: 's-askedagain000000', handle: `${round}-0` })
  const seq = await journal.command(`${round}-0`, { channel: 'cli', identity: 'operator:warden' }, (_state, _now, next) => ({
    drafts: [again],
    answer: next,
  }))
  assert.equal(handles.includes(`${round}-0`) ? handles.indexOf(`${round}-0`) : size, seq)
  const sizeAfter = journal.size
  await journal.close()
  await store.close()
  const db = new DatabaseSync(path, { readOnly: true })
  assert.equal(db.prepare('PRAGMA integrity_check').get()?.['integrity_check'], 'ok')
  db.close()
  return { size, sizeAfter, lost }
}
