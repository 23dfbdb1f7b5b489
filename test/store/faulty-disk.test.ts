/** A disk that is full or fails for a while, played by strace: some calls of the writer return an error. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { skipUnless } from '../services/present.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const writer = new URL('./faulty-disk-writer.ts', import.meta.url).pathname
const ENTRIES = 60

describe('a disk that fails for a while', { skip: skipUnless(['strace'], 'full') }, () => {
  for (const [name, fault] of [
    ['is full', 'pwrite64:error=ENOSPC:when=120..140'],
    ['is full now and then', 'pwrite64:error=ENOSPC:when=120+61'],
    ['cannot write', 'pwrite64:error=EIO:when=150..151'],
    ['cannot sync', 'fsync:error=EIO:when=20..25'],
    ['cannot sync every seventh time', 'fsync:error=EIO:when=20+7'],
    ['became read-only', 'pwrite64:error=EROFS:when=120..130'],
  ] as const) {
    it(`leaves nothing half written when it ${name}`, async (context) => {
      using folder = temporaryFolder()
      const path = folder.file('ledger.db')
      const words = ['-o', '/dev/null', '-e', `inject=${fault}`, process.execPath, writer, path, `${ENTRIES}`]
      const run = spawnSync('strace', words, { encoding: 'utf8', timeout: 60_000 })
      const said = run.stdout.trim().split('\n')
      const refused = said.filter((line) => line.startsWith('refused'))
      context.diagnostic(`${refused.length} refusals`)
      assert.equal(run.status, 0, run.stderr)
      assert.ok(refused.length > 0, 'the fault was never met')
      for (const line of refused) assert.match(line, /^refused \d+ StoreFailedError$/)
      assert.equal(said.filter((line) => line.startsWith('ack')).length, ENTRIES)

      const store = openSqliteStore(path)
      const entries = await store.read(0, ENTRIES + 10)
      assert.deepEqual(
        entries.map(({ seq, body }) => `${seq} ${Buffer.from(body).toString().split(' ', 2).join(' ')}`),
        Array.from({ length: ENTRIES }, (_, seq) => `${seq} entry ${seq}`),
      )
      await store.close()
      const db = new DatabaseSync(path, { readOnly: true })
      assert.equal(db.prepare('PRAGMA integrity_check').get()?.['integrity_check'], 'ok')
      db.close()
    })
  }
})
