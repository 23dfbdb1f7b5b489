/** A process that holds a ledger: `lock-holder.ts PATH [MILLISECONDS]`; without a time until it is killed. Writes one entry, then `held`. */
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { command } from '../contract/store.ts'

const [path = '', milliseconds] = process.argv.slice(2)
const store = openSqliteStore(path)
await store.append(0, [command('held', ['a'])])
process.stdout.write('held\n')
setTimeout(() => void store.close(), milliseconds === undefined ? 2 ** 30 : Number(milliseconds))
