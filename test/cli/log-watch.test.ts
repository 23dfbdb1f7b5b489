/** Somebody outside who remembers one signed checkpoint finds out whatever is done to the ledger behind it, with Writ and without. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import type { Io } from '../../src/cli/command.ts'
import { startJobs } from '../../src/cli/serve-jobs.ts'
import { shareInstance } from '../../src/cli/share-instance.ts'
import { formatNote, noteKey } from '../../src/ledger/signed-note.ts'
import { startServer } from '../../src/server/listen.ts'
import { nodeHashing } from '../support/outside.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { command, installation, type Installation } from './installation.ts'

const SCRIPT = join(import.meta.dirname, '../../docs/spec/watch-log.mjs')

function script(...words: readonly string[]): Promise<{ readonly code: number; readonly out: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [SCRIPT, ...words], (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out: out + err }),
    )
  })
}

const serve = (place: Installation) =>
  startServer({
    settings: { data: place.data, host: '127.0.0.1', port: 0, url: undefined, resources: undefined, targets: {}, sources: {} },
    signals: false,
  })

const vkeys = async (place: Installation): Promise<readonly string[]> =>
  (await place.json('log', 'key')).value.keys.map((one: any) => one.vkey)

/** What an administrator can do who knows how the database is made: the entry fits its hash. */
function rewrite(place: Installation, from: string, to: string): void {
  using database = new DatabaseSync(`${place.data}/writ.sqlite`)
  database.exec('DROP TRIGGER event_no_update')
  const { seq, body } = database.prepare('SELECT seq, body FROM event WHERE instr(CAST(body AS TEXT), ?) > 0 LIMIT 1').get(from) as {
    seq: number
    body: Uint8Array
  }
  const changed = Buffer.from(Buffer.from(body).toString().replace(from, to))
  const leaf = createHash('sha256').update(Buffer.of(0)).update(changed).digest()
  database.prepare('UPDATE event SET body = ?, leaf = ? WHERE seq = ?').run(changed, leaf, seq)
  database.exec('DELETE FROM snapshot')
}

describe('an outside watcher', () => {
  it('follows a log that grows, and through a change of its key', async () => {
    using place = installation()
    assert.equal((await place.setUp()).code, 0)
    const server = await serve(place)
    try {
      const [vkey = ''] = await vkeys(place)
      const [kept, other] = [place.file('kept'), place.file('kept-by-script')]
      const watch = (...keys: readonly string[]) =>
        command('log', 'verify', '--url', server.url, ...keys.flatMap((one) => ['--vkey', one]), '--since', kept)
      const first = await watch(vkey)
      assert.deepEqual([first.code, /there was nothing to compare it with/.test(first.out)], [0, true], first.err)
      assert.equal((await script(server.url, vkey, other)).code, 0)
      assert.equal(readFileSync(kept, 'utf8'), readFileSync(other, 'utf8'))
      assert.equal((await place.run('grant', '--role', 'editor', '--person', 'cedar', '--by', 'amber')).code, 0)
      assert.match((await place.run('log', 'sign')).out, /^signed: the log of \d+ entries$/m)
      const grown = await watch(vkey)
      assert.deepEqual([grown.code, /is signed and begins with that of \d+/.test(grown.out)], [0, true], grown.out)
      const also = await script(server.url, vkey, other)
      assert.deepEqual([also.code, /^YES: \d+ entries, .*the first \d+ are those of before/.test(also.out)], [0, true], also.out)
      const local = await place.run('log', 'verify', '--since', kept)
      assert.deepEqual([local.code, /are those that were signed last[^]*are those of /.test(local.out)], [0, true], local.out)

      assert.equal((await place.run('log', 'key', 'rotate', '--reason', 'a new machine')).code, 0)
      const [, newer = ''] = await vkeys(place)
      const unknown = await watch(vkey)
      assert.deepEqual([unknown.code, unknown.out.includes('it is not signed by')], [1, true], unknown.out)
      assert.equal((await watch(vkey, newer)).code, 0)
      assert.equal((await watch(newer)).code, 0, 'what is remembered is signed by the new key now')
      assert.equal((await script(server.url, vkey, other)).code, 1)
    } finally {
      await server.stop()
    }
  })

  it('finds an entry that an administrator rewrote, whether the log is signed again or not', async () => {
    using place = installation()
    await place.setUp()
    const [vkey = ''] = await vkeys(place)
    const [kept, other] = [place.file('kept'), place.file('kept-by-script')]
    const look = async () => {
      const server = await serve(place)
      try {
        return [
          await command('log', 'verify', '--url', server.url, '--vkey', vkey, '--since', kept),
          await script(server.url, vkey, other),
        ] as const
      } finally {
        await server.stop()
      }
    }
    assert.deepEqual(
      (await look()).map(({ code }) => code),
      [0, 0],
    )
    const note = readFileSync(kept, 'utf8')

    rewrite(place, '"door":"founding"', '"door":"power"')
    const refused = await place.run('log', 'sign')
    assert.deepEqual(
      [refused.code, /ALARM: .*the first \d+ entries are not those that were signed/.test(refused.err)],
      [1, true],
      refused.err,
    )
    const unsigned = await look()
    for (const { code, out } of unsigned) assert.deepEqual([code, /entries .*are not those that/.test(out)], [1, true], out)
    const doctor = await place.json('doctor')
    assert.ok(
      doctor.value.findings.some(({ code, severity }: any) => code === 'log/changed' && severity === 'error'),
      JSON.stringify(doctor.value),
    )

    // with the key in hand and everything forgotten that was signed, the administrator signs again
    rmSync(`${place.data}/log-signed.json`)
    {
      using database = new DatabaseSync(`${place.data}/writ.sqlite`)
      database.exec('DELETE FROM note')
    }
    assert.equal((await place.run('log', 'sign')).code, 0)
    assert.equal((await place.run('log', 'verify')).code, 0, 'inside, nothing shows it any more')
    for (const { code, out } of await look()) assert.deepEqual([code, /are not those|were changed/.test(out)], [1, true], out)
    for (const path of [kept, other]) {
      assert.equal(readFileSync(path, 'utf8'), note, 'what is remembered is not overwritten')
      assert.notEqual(readFileSync(`${path}.other`, 'utf8'), note)
    }
    const local = await place.run('log', 'verify', '--since', kept)
    assert.deepEqual([local.code, /not those that were signed when it was kept/.test(local.out)], [1, true], local.out)
  })

  it('keeps the proof of a server that hides, and never takes a lost answer for one', async () => {
    using place = temporaryFolder()
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    const { name, id, vkey } = noteKey(nodeHashing, 'rights.example/log', publicKey.export({ type: 'spki', format: 'der' }).subarray(-32))
    const note = (size: string, root: Buffer) => {
      const text = `${name}\n${size}\n${root.toString('base64')}\n`
      return formatNote(text, [{ name, id, signature: sign(null, Buffer.from(text), privateKey) }])
    }
    const [leaf, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
    const [honest, forked] = [note('1', leaf), note('1', other)]
    let shown: { readonly checkpoint: string | Buffer; readonly tile?: Buffer; readonly breaksOff?: true } = {
      checkpoint: honest,
      tile: leaf,
    }
    const server = createServer((request, response) => {
      const body = request.url === '/log/checkpoint' ? shown.checkpoint : shown.tile
      if (shown.breaksOff) response.writeHead(200, { 'content-length': 1000 }).write('x', () => response.destroy())
      else response.writeHead(body === undefined ? 404 : 200).end(body)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
      const [kept, byScript] = [place.file('kept'), place.file('kept-by-script')]
      const look = async (mine: string, theirs: string) => [
        (await command('log', 'verify', '--url', url, '--vkey', vkey, '--since', mine)).code,
        (await script(url, vkey, theirs)).code,
      ]
      const files = (end: string) => [kept, byScript].map((path) => readFileSync(`${path}${end}`, 'utf8'))
      assert.deepEqual(await look(kept, byScript), [0, 0])
      shown = { checkpoint: forked }
      assert.deepEqual(await look(kept, byScript), [1, 1], 'another root over the same size needs no tile')
      assert.deepEqual(files('.other'), [forked, forked])
      shown = { checkpoint: '<p>maintenance</p>' }
      assert.deepEqual(await look(kept, byScript), [1, 1])
      shown = { checkpoint: note('0', leaf) }
      assert.deepEqual(await look(kept, byScript), [1, 1])
      assert.deepEqual(files('.other'), [forked, forked], 'the proof is not overwritten')
      assert.deepEqual(files('.other.2'), [shown.checkpoint, shown.checkpoint])
      for (const lost of [
        { checkpoint: honest, breaksOff: true },
        { checkpoint: Buffer.alloc(300 * 1024) },
        { checkpoint: note('2', other) },
      ] as const) {
        shown = lost
        assert.deepEqual(await look(kept, byScript), [3, 3], JSON.stringify(lost).slice(0, 100))
      }
      assert.deepEqual(files(''), [honest, honest])
      shown = { checkpoint: note('1e0', leaf), tile: leaf }
      assert.deepEqual(await look(place.file('new'), place.file('new-by-script')), [1, 1], 'a size has one form')
      shown = { checkpoint: honest, tile: leaf }
      assert.deepEqual(await look(place.file('no/such'), place.file('no/such')), [3, 3], 'it could not be kept')
    } finally {
      server.close()
      server.closeAllConnections()
    }
  })

  it('finds that an older ledger was put back', async () => {
    using place = installation()
    await place.setUp()
    const [vkey = ''] = await vkeys(place)
    const [backup, signedThen] = [readFileSync(`${place.data}/writ.sqlite`), readFileSync(`${place.data}/log-signed.json`)]
    assert.equal((await place.run('grant', '--role', 'editor', '--person', 'cedar', '--by', 'amber')).code, 0)
    assert.equal((await place.run('log', 'sign')).code, 0)
    const kept = place.file('kept')
    writeFileSync(kept, (await place.run('log', 'checkpoint')).out)
    const signedNow = readFileSync(`${place.data}/log-signed.json`)
    writeFileSync(`${place.data}/log-signed.json`, signedThen)
    assert.equal((await place.run('log', 'verify', '--since', kept)).code, 0)
    writeFileSync(`${place.data}/log-signed.json`, signedNow)
    assert.equal(readFileSync(kept, 'utf8'), (await place.run('log', 'checkpoint')).out, 'what is remembered is the later one')
    for (const end of ['-wal', '-shm']) rmSync(`${place.data}/writ.sqlite${end}`, { force: true })
    writeFileSync(`${place.data}/writ.sqlite`, backup)
    const refused = await place.run('log', 'sign')
    assert.deepEqual(
      [refused.code, /fewer than the \d+ that were signed: an older one was put back/.test(refused.err)],
      [1, true],
      refused.err,
    )
    const local = await place.run('log', 'verify', '--since', kept)
    assert.deepEqual([local.code, /it has fewer entries than the \d+ that were signed/.test(local.out)], [1, true], local.out)
    const server = await serve(place)
    try {
      const seen = await command('log', 'verify', '--url', server.url, '--vkey', vkey, '--since', kept)
      assert.notEqual(seen.code, 0, seen.out)
    } finally {
      await server.stop()
    }
  })

  it('that is not there yet: an installation without a key goes on, is told once, and signs from then on', async () => {
    using place = installation()
    await place.setUp()
    // as an older Writ left it
    {
      using database = new DatabaseSync(`${place.data}/writ.sqlite`)
      database.exec(`DROP TRIGGER event_no_delete;
        DELETE FROM opening WHERE seq = (SELECT max(seq) FROM event); DELETE FROM event WHERE seq = (SELECT max(seq) FROM event); DELETE FROM note;
        DELETE FROM command WHERE id = (SELECT max(id) FROM command)`)
    }
    // or as one was put back that is older than the key
    const put = (await place.json('doctor')).value.findings.find(({ code }: any) => code === 'log/changed')
    assert.match(put?.message ?? '', /names no key, but something was signed/)
    const unsigned = await place.run('log', 'sign')
    assert.deepEqual([unsigned.code, /ALARM: .*names no key/.test(unsigned.err)], [1, true], unsigned.err)
    for (const name of readdirSync(place.data).filter((one) => one.startsWith('log-'))) rmSync(`${place.data}/${name}`)
    assert.deepEqual(await vkeys(place), [])
    assert.equal((await place.run('log', 'verify')).code, 0)
    assert.ok((await place.json('doctor')).value.findings.some(({ code, severity }: any) => code === 'log/unsigned' && severity === 'note'))
    const settings = { data: place.data, host: '127.0.0.1', port: 0, url: undefined, resources: undefined, targets: {}, sources: {} }
    const heard: string[] = []
    const rounds = Promise.withResolvers<void>()
    const io: Io = {
      out: () => undefined,
      document: () => undefined,
      err: (text) => {
        heard.push(text)
        if (text.includes('not signed')) rounds.resolve()
      },
      progress: undefined,
      columns: 80,
    }
    const { write, idle } = shareInstance(settings, new AbortController().signal)
    const jobs = startJobs(settings, io, write)
    await rounds.promise
    await jobs.stop()
    await idle()
    assert.match(heard.join(''), /^job log: the log is not signed: `writ log key make` makes a key/m)
    assert.equal((await place.run('log', 'key', 'make')).code, 0)
    assert.equal((await vkeys(place)).length, 1)
    assert.match((await place.run('log', 'checkpoint')).out, /^writ-log-[0-9a-f]{16}\n\d+\n/)
  })

  it('says what is wrong with what it was given, and writes nothing', async () => {
    using place = installation()
    await place.setUp()
    const [vkey = ''] = await vkeys(place)
    const kept = place.file('kept')
    const watch = (...words: readonly string[]) => command('log', 'verify', ...words)
    const nowhere = 'http://127.0.0.1:9'
    for (const [code, expected, words] of [
      [2, /--url needs --vkey/, ['--url', nowhere]],
      [2, /--vkey: its digits should be/, ['--url', nowhere, '--vkey', vkey.replace(/\+[0-9a-f]{8}\+/, '+00000000+')]],
      [2, /is no address/, ['--url', 'rights.example.org', '--vkey', vkey]],
      [3, /does not answer/, ['--url', nowhere, '--vkey', vkey, '--since', kept]],
    ] as const) {
      const answer = await watch(...words)
      assert.deepEqual([answer.code, expected.test(answer.err)], [code, true], answer.err)
    }
    assert.equal((await script(nowhere, vkey, kept)).code, 3)
    assert.ok(!existsSync(kept))
    writeFileSync(kept, 'something else\n')
    const wrong = await place.run('log', 'verify', '--since', kept)
    assert.deepEqual([wrong.code, /is no checkpoint to compare with/.test(wrong.err)], [2, true], wrong.err)
    assert.equal(readFileSync(kept, 'utf8'), 'something else\n')
    for (const words of [
      ['--since', 'x'],
      ['key', '--url', 'x'],
      ['key', 'shake'],
      ['sign', 'now'],
      ['--reason', 'x'],
    ])
      assert.equal((await place.run('log', ...words)).code, 2, words.join(' '))
    assert.equal((await place.run('log', 'key', 'make')).code, 1)
  })
})
