/** A founding that is cut off, wherever: either there is no ledger, and the next attempt founds it, or there is one, and its administrator can log in. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { found } from '../../src/cli/found.ts'
import { withInstance } from '../../src/cli/open-instance.ts'
import { hasLedger, openSqliteStore } from '../../src/store/sqlite/open.ts'
import { checkToken } from '../../src/workflow/check-token.ts'
import { skipUnless } from '../services/present.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { enter, foundingOf, PLAN, settingsFor, startUnfounded } from '../support/unfounded.ts'

const PROGRAM = new URL('./found-once.ts', import.meta.url).pathname
/** What the founding writes by; loading the program uses none of them. */
const CALLS = 'pwrite64,fsync,fdatasync,unlink,rename,ftruncate'

/** The ledger is whole, and the secrets in their files are those it knows. */
async function judgeFounded(data: string): Promise<void> {
  await withInstance(settingsFor(data), {}, async ({ journal, outside }) => {
    assert.deepEqual((await journal.verify()).problems, [])
    assert.deepEqual(
      // the key of the log comes after: without it the ledger stands, and `writ log key make` makes one
      (await journal.entries(0, 10)).flatMap(({ type }) => (type === 'key.added' ? [] : [type])),
      ['genesis', 'person.registered', 'grant.made', 'token.made', 'token.made'],
    )
    for (const name of ['administrator.token', 'administrator.code']) {
      const file = `${data}/${name}`
      assert.equal(statSync(file).mode & 0o777, 0o600)
      assert.equal(checkToken(journal.state, outside.hashing, readFileSync(file, 'utf8'), outside.clock.now()).kind, 'valid', name)
    }
  })
}

describe('a founding that was cut off', () => {
  it('before anything stood is begun again in the browser, whatever it left behind', async () => {
    for (const left of ['an empty file', 'a store without entries', 'secrets of nobody'] as const) {
      using folder = temporaryFolder()
      const data = folder.file('data')
      mkdirSync(data)
      if (left === 'an empty file') writeFileSync(`${data}/writ.sqlite`, '')
      if (left === 'a store without entries') await openSqliteStore(`${data}/writ.sqlite`).close()
      if (left === 'secrets of nobody')
        for (const name of ['administrator.token', 'administrator.code', 'setup.token'])
          writeFileSync(`${data}/${name}`, 'old', { mode: 0o644 })
      const place = await startUnfounded(settingsFor(data))
      const browser = await enter(place)
      assert.equal((await browser.post('/setup/found', { ...PLAN })).location, '/setup/done', left)
      await place.stop()
      await judgeFounded(data)
    }
  })

  it('by what could not be written leaves no secrets behind, and may be tried again', async () => {
    using folder = temporaryFolder()
    const data = folder.file('data')
    const unwritable = { ...foundingOf('heron'), administrator: { handle: 'he\u0000ron', role: 'keeper' } }
    await assert.rejects(found(settingsFor(data), unwritable))
    for (const name of ['administrator.token', 'administrator.code']) assert.throws(() => statSync(`${data}/${name}`), /ENOENT/)
    assert.equal(await hasLedger(`${data}/writ.sqlite`), false)
    await found(settingsFor(data), foundingOf('heron'))
    await judgeFounded(data)
    await assert.rejects(found(settingsFor(data), foundingOf('egret')), /a ledger is set up once/)
    await judgeFounded(data)
  })

  it('by a kill at any of its writes is not done at all, or done', { skip: skipUnless(['strace'], 'full') }, async (context) => {
    const run = (data: string, ...words: readonly string[]) =>
      spawnSync('strace', ['-f', '-e', `trace=${CALLS}`, ...words, process.execPath, PROGRAM, data], {
        encoding: 'utf8',
        timeout: 120_000,
        // one thread besides the main one, so that each counts its own writes
        env: { ...process.env, UV_THREADPOOL_SIZE: '1' },
      })
    using first = temporaryFolder()
    const whole = run(first.file('data'), '-o', first.file('calls'))
    assert.equal(whole.stdout, 'founded\n', whole.stderr)
    const calls = new Map<string, number>()
    for (const line of readFileSync(first.file('calls'), 'utf8').split('\n')) {
      const thread = /^(\d+) +\w+\(/.exec(line)?.[1]
      if (thread !== undefined) calls.set(thread, (calls.get(thread) ?? 0) + 1)
    }
    const most = Math.max(...calls.values())
    assert.ok(most > 10, `only ${most} writes`)
    let [founded, unfounded] = [0, 0]
    const step = Math.max(1, Math.floor(most / 6))
    for (let at = 1; at <= most; at += step) {
      using folder = temporaryFolder()
      const data = folder.file('data')
      const killed = run(data, '-o', '/dev/null', '-e', `inject=${CALLS}:signal=KILL:when=${at}`)
      assert.ok(killed.signal === 'SIGKILL' || killed.status !== 0 || killed.stdout === 'founded\n', killed.stderr)
      if (await hasLedger(`${data}/writ.sqlite`)) {
        founded += 1
      } else {
        assert.equal(killed.stdout, '', 'it was acknowledged and is not there')
        unfounded += 1
        await found(settingsFor(data), foundingOf('heron'))
      }
      await judgeFounded(data)
    }
    assert.ok(unfounded > 0 && founded > 0, `${unfounded} not founded, ${founded} founded`)
    context.diagnostic(`${most} writes; killed at ${unfounded + founded} of them: ${unfounded} not founded, ${founded} founded`)
  })
})
