import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { LedgerLockedError, NewerDataError, StoreFailedError } from '../../src/store/errors.ts'
import { init } from '../../src/store/sqlite/migrations/001-init.ts'
import { migrate } from '../../src/store/sqlite/migrations/migrate.ts'
import { openSqliteReader, openSqliteStore } from '../../src/store/sqlite/open.ts'
import { command, entry, testStore } from '../contract/store.ts'
import { counts } from '../counts.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

testStore('in SQLite', () => {
  const folder = temporaryFolder()
  const path = folder.file('ledger.db')
  return { store: openSqliteStore(path), reopen: async () => openSqliteStore(path), cleanUp: () => folder[Symbol.dispose]() }
})

const holder = new URL('./lock-holder.ts', import.meta.url).pathname

describe('the file of the SQLite store', () => {
  it('is append-only whatever SQL says', async () => {
    using folder = temporaryFolder()
    const path = folder.file('ledger.db')
    const store = openSqliteStore(path)
    await store.append(0, [command('key', ['a', 'b'])])
    await store.close()
    const db = new DatabaseSync(path)
    const leaf = 'zeroblob(32)'
    for (const sql of [
      `UPDATE event SET body = x'00' WHERE seq = 0`,
      `UPDATE event SET seq = 9 WHERE seq = 0`,
      'DELETE FROM event WHERE seq = 1',
      'DELETE FROM event',
      `INSERT OR REPLACE INTO event (seq, body, leaf) VALUES (1, x'00', ${leaf})`,
      `REPLACE INTO event (seq, body, leaf) VALUES (0, x'00', ${leaf})`,
      `INSERT INTO event (seq, body, leaf) VALUES (1, x'00', ${leaf}) ON CONFLICT (seq) DO UPDATE SET body = excluded.body`,
      `INSERT INTO event (seq, body, leaf) VALUES (3, x'00', ${leaf})`,
      `INSERT INTO event (seq, body, leaf) VALUES (-1, x'00', ${leaf})`,
      `INSERT INTO event (body, leaf) VALUES (x'00', ${leaf})`,
      `UPDATE OR REPLACE event SET seq = 1 WHERE seq = 0`,
    ]) {
      assert.throws(() => db.exec(sql), /ledger is append-only/, sql)
    }
    db.close()
    const again = openSqliteStore(path)
    assert.deepEqual(
      (await again.read(0, 9)).map(({ body }) => Buffer.from(body).toString()),
      ['a', 'b'],
    )
    await again.close()
  })

  it('of the first version is read as it is, and brought to the present one by whoever writes', async () => {
    using folder = temporaryFolder()
    const path = folder.file('ledger.db')
    const db = new DatabaseSync(path)
    migrate(db, 0, [init])
    db.exec(`INSERT INTO event (seq, body, leaf) VALUES (0, CAST('a' AS BLOB), zeroblob(32))`)
    db.exec(`INSERT INTO snapshot (one, size, root, version, state) VALUES (1, 1, 'ff', '1', x'00')`)
    db.close()
    const reader = openSqliteReader(path)
    assert.deepEqual([await reader.size(), (await reader.loadSnapshot())?.root], [1, 'ff'])
    const store = openSqliteStore(path)
    assert.equal(await store.loadSnapshot(), undefined)
    assert.deepEqual(
      (await store.read(0, 9)).map(({ body }) => Buffer.from(body).toString()),
      ['a'],
    )
    await store.saveSnapshot({ size: 1, root: 'ee', version: '2', state: new Uint8Array([1]) })
    assert.equal((await reader.loadSnapshot())?.root, 'ee', 'whoever was reading goes on')
    await reader.close()
    await store.close()
  })

  it('tells the type of an entry in no column', () => {
    using folder = temporaryFolder()
    const store = openSqliteStore(folder.file('ledger.db'))
    const db = new DatabaseSync(folder.file('ledger.db'), { readOnly: true })
    const columns = db.prepare(`SELECT name FROM pragma_table_info('event')`).all()
    assert.deepEqual(
      columns.map(({ name }) => name),
      ['seq', 'body', 'leaf'],
    )
    db.close()
    return store.close()
  })

  it('is for its owner alone, and so is a folder made for it', async () => {
    using folder = temporaryFolder()
    const path = folder.file('new/deep/ledger.db')
    const store = openSqliteStore(path)
    await store.append(0, [command('key', ['a'])])
    assert.equal(statSync(folder.file('new')).mode & 0o777, 0o700)
    assert.equal(statSync(folder.file('new/deep')).mode & 0o777, 0o700)
    const files = readdirSync(folder.file('new/deep'))
    assert.ok(files.includes('ledger.db-wal'))
    for (const name of files) assert.equal(statSync(folder.file(`new/deep/${name}`)).mode & 0o777, 0o600, name)
    await store.close()
    assert.deepEqual(readdirSync(folder.file('new/deep')).toSorted(), ['ledger.db', 'ledger.db.lock'])
  })

  it('is refused when a newer writ wrote it, and left as it was', async () => {
    using folder = temporaryFolder()
    const path = folder.file('ledger.db')
    await openSqliteStore(path).close()
    const db = new DatabaseSync(path)
    db.exec('PRAGMA user_version = 99')
    db.close()
    const before = readFileSync(path)
    assert.throws(() => openSqliteStore(path), NewerDataError)
    assert.throws(() => openSqliteReader(path), NewerDataError)
    assert.deepEqual(readFileSync(path), before)
    assert.throws(() => openSqliteStore(path), /version 99.*install the newer writ/)
  })

  it('is refused when it belongs to another program or is no database', () => {
    using folder = temporaryFolder()
    const other = folder.file('other.db')
    const db = new DatabaseSync(other)
    db.exec('CREATE TABLE theirs (x)')
    db.close()
    assert.throws(() => openSqliteStore(other), /another program/)
    assert.throws(() => openSqliteReader(other), /another program/)
    writeFileSync(folder.file('text.db'), 'x'.repeat(5000))
    assert.throws(() => openSqliteStore(folder.file('text.db')), /not a database/)
    mkdirSync(folder.file('folder.db'))
    assert.throws(() => openSqliteStore(folder.file('folder.db')), StoreFailedError)
    assert.throws(() => openSqliteStore(folder.file('text.db/ledger.db')), StoreFailedError)
  })

  it('writes nothing of a batch that the disk has no room for, and goes on when there is room again', async () => {
    using folder = temporaryFolder()
    const path = folder.file('ledger.db')
    const small = openSqliteStore(path, { maxPages: 60 })
    let size = 0
    const grow = async () => {
      for (; size < 1000; size += 2) await small.append(size, [command(`key ${size}`, [`${size} ${'x'.repeat(3000)}`, 'y'])])
    }
    await assert.rejects(grow(), (refusal: Error) => refusal instanceof StoreFailedError && /disk is full/.test(refusal.message))
    assert.ok(size > 10)
    assert.equal(await small.size(), size)
    assert.equal(await small.answerOf(`key ${size}`), undefined)
    await small.close()
    const roomy = openSqliteStore(path)
    assert.equal(await roomy.size(), size)
    await roomy.append(size, [command(`key ${size}`, ['z'])])
    await roomy.close()
    assert.equal(integrity(path), 'ok')
  })
})

describe('the one writer', () => {
  it('is alone: a second one is told who holds the ledger', async () => {
    using folder = temporaryFolder()
    const path = folder.file('ledger.db')
    const store = openSqliteStore(path)
    assert.throws(
      () => openSqliteStore(path),
      (refusal: Error) =>
        refusal instanceof LedgerLockedError && refusal.pid === process.pid && refusal.message.includes(`process ${process.pid}`),
    )
    symlinkSync(path, folder.file('alias.db'))
    assert.throws(() => openSqliteStore(folder.file('alias.db')), LedgerLockedError)
    await store.append(0, [command('still mine', ['a'])])
    assert.throws(() => openSqliteStore(path), LedgerLockedError)
    await store.close()
    const next = openSqliteStore(path)
    await store.close()
    assert.throws(() => openSqliteStore(path), LedgerLockedError)
    await next.close()
  })

  it('is alone among processes, and a dead one stands in nobody’s way', async () => {
    using folder = temporaryFolder()
    const path = folder.file('ledger.db')
    const child = spawn(process.execPath, [holder, path], { stdio: ['ignore', 'pipe', 'inherit'] })
    await new Promise((resolve) => child.stdout.once('data', resolve))
    assert.throws(
      () => openSqliteStore(path),
      (refusal: Error) => refusal instanceof LedgerLockedError && refusal.pid === child.pid,
    )
    const exited = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await exited
    assert.ok(existsSync(`${path}.pid`), 'the killed holder left its note behind')
    const store = openSqliteStore(path)
    assert.equal(await store.size(), 1)
    await store.close()
  })

  it('waits for the other to finish when asked to', async () => {
    using folder = temporaryFolder()
    const path = folder.file('ledger.db')
    const child = spawn(process.execPath, [holder, path, '400'], { stdio: ['ignore', 'pipe', 'inherit'] })
    await new Promise((resolve) => child.stdout.once('data', resolve))
    const store = openSqliteStore(path, { waitMs: 20_000 })
    assert.equal(await store.size(), 1)
    await store.close()
  })

  it('lets readers read while it writes', async () => {
    using folder = temporaryFolder()
    const path = folder.file('ledger.db')
    assert.throws(() => openSqliteReader(path), /there is no ledger/)
    const store = openSqliteStore(path)
    const reader = openSqliteReader(path)
    assert.equal(await reader.size(), 0)
    await store.append(0, [command('key', ['a'])])
    assert.equal(await reader.size(), 1)
    await store.setNote('job', 1)
    assert.equal(await reader.note('job'), 1)
    await store.close()
    assert.equal((await reader.read(0, 5)).length, 1)
    await reader.close()
    const later = openSqliteReader(path)
    assert.equal(await later.size(), 1)
    await later.close()
    await openSqliteStore(path).close()
  })
})

describe('erasing', () => {
  it('leaves no byte of the values in any file, whatever was written around them', async () => {
    const text = fc.integer({ min: 0, max: 6000 }).map((length) => 'v'.repeat(length))
    const plan = fc.array(fc.record({ filling: text, erase: fc.boolean(), partly: fc.boolean() }), { minLength: 20, maxLength: 60 })
    let erased = 0
    await fc.assert(
      fc.asyncProperty(plan, async (steps) => {
        using folder = temporaryFolder()
        const path = folder.file('ledger.db')
        const store = openSqliteStore(path)
        for (const [seq, step] of steps.entries()) {
          const mark = step.erase ? 'Rosalind-of-the-erased' : 'Tamsin-of-the-kept'
          const openings = { use_case: { salt: 's', value: `${mark} ${step.filling}` }, role: { salt: 's', value: 'stays' } }
          await store.append(seq, [{ ...command(`key ${seq}`, [], { answer: mark }), entries: [{ ...entry(`${seq}`), openings }] }])
        }
        await store.saveSnapshot({ size: 1, root: 'ab', version: '1', state: Buffer.from('Rosalind-of-the-erased') })
        const erasures = steps.flatMap((step, seq) =>
          step.erase ? [{ seq, fields: step.partly ? (['use_case'] as const) : ('all' as const) }] : [],
        )
        erased += await store.erase(erasures)
        const names = readdirSync(folder.path)
        assert.ok(names.includes('ledger.db-wal'), 'looked at while it is open')
        if (erasures.length > 0) assert.deepEqual(filesWith(folder.path, 'Rosalind-of-the-erased'), [])
        if (erasures.length < steps.length) assert.deepEqual(filesWith(folder.path, 'Tamsin-of-the-kept'), ['ledger.db'])
        await store.close()
      }),
      { numRuns: counts({ floor: 5, ci: 15, deep: 200 }) },
    )
    assert.ok(erased > 20, `only ${erased} entries were erased`)
  })

  it('ends even when a reader stood in the way: the next opening clears the file', async () => {
    using folder = temporaryFolder()
    const path = folder.file('ledger.db')
    const store = openSqliteStore(path, { readerWaitMs: 50 })
    await store.append(0, [command('key', ['Rosalind-of-the-erased'])])
    const reader = new DatabaseSync(path, { readOnly: true })
    reader.exec('BEGIN')
    reader.prepare('SELECT count(*) FROM event').get()
    const name = 'Rosalind-of-the-erased'
    assert.equal(await store.erase([{ seq: 0, fields: 'all' }]), 1)
    assert.equal((await store.read(0, 1))[0]?.openings, undefined)
    assert.ok(bytesOf(folder.path).split(name).length > 2, 'the reader keeps the old bytes alive')
    reader.exec('COMMIT')
    reader.close()
    await store.close()
    const again = openSqliteStore(path)
    // Once in the body of this test's own entry, which is public, and nowhere else.
    assert.equal(bytesOf(folder.path).split(name).length, 2)
    await again.close()
  })
})

/** Names of the files that contain a text; read by another process, because closing a file of SQLite here would drop its locks. */
function filesWith(folder: string, text: string): string[] {
  const { stdout, status } = spawnSync('grep', ['-rlaF', '--', text, folder], { encoding: 'utf8' })
  assert.ok(status === 0 || status === 1, 'grep runs')
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.slice(folder.length + 1))
    .toSorted()
}

function bytesOf(folder: string): string {
  return readdirSync(folder)
    .map((name) => spawnSync('cat', [join(folder, name)], { encoding: 'latin1', maxBuffer: 1 << 28 }).stdout)
    .join('\n')
}

function integrity(path: string): unknown {
  const db = new DatabaseSync(path, { readOnly: true })
  const result = db.prepare('PRAGMA integrity_check').get()?.['integrity_check']
  db.close()
  return result
}
