/** Writes COUNT entries to the ledger at PATH, one transaction each, and says `ack N` only after the store acknowledged it. */
import { writeSync } from 'node:fs'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { command } from '../contract/store.ts'

const [path = '', count = '0', synchronous = 'full'] = process.argv.slice(2)
const store = openSqliteStore(path, { synchronous: synchronous === 'normal' ? 'normal' : 'full' })
for (let seq = 0; seq < Number(count); seq += 1) {
  await store.append(seq, [command(`key ${seq}`, [`entry ${seq} ${'x'.repeat((seq * 37) % 900)}`])])
  writeSync(1, `ack ${seq}\n`)
}
