/**
 * Writes COUNT entries to the ledger at PATH and tries each again until it is acknowledged. Says `ack N` and, for each refusal, `refused N` with
 * its error's name.
 */
import { writeSync } from 'node:fs'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { command } from '../contract/store.ts'

const [path = '', count = '0'] = process.argv.slice(2)
const store = openSqliteStore(path)
writeSync(1, 'open\n')
for (let seq = 0; seq < Number(count);) {
  try {
    await store.append(seq, [command(`key ${seq}`, [`entry ${seq} ${'x'.repeat((seq * 137) % 5000)}`])])
    writeSync(1, `ack ${seq}\n`)
    seq += 1
  } catch (error) {
    writeSync(1, `refused ${seq} ${error instanceof Error ? error.name : 'nothing'}\n`)
  }
}
await store.close()
