/** `writ serve` as a process: ready, asked, written beside, stopped. */
import assert from 'node:assert/strict'
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { CannotListenError, startServer } from '../../src/server/listen.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const RUN = join(import.meta.dirname, '../../src/cli/run.ts')
const CHARTER = `writ: 1
title: A reading room
targets: { wiki: { connector: simulated } }
groups: { writ: { keepers: { rights: apply } } }
roles:
  keeper: { title: Keeper, purpose: Keeps the room, gives: { writ: keepers }, may: [{ change: reader }] }
  reader: { title: Reader, purpose: May read in it }
amendments: { by: keeper }
`

function writ(data: string, ...words: string[]): { readonly code: number | null; readonly said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [RUN, ...words, '--data', data], { encoding: 'utf8' })
  return { code: status, said: `${stdout}${stderr}` }
}

function setUp(data: string): void {
  const [charter, roster] = [`${data}/charter.yaml`, `${data}/roster.yaml`]
  writeFileSync(charter, CHARTER)
  writeFileSync(roster, 'people: [{ handle: wren }]\n')
  const { code, said } = writ(data, 'setup', charter, '--administrator', 'heron', '--role', 'keeper', '--roster', roster, '--demo')
  assert.equal(code, 0, said)
}

interface Served {
  readonly child: ChildProcess
  readonly url: string
  out(): string
  err(): string
  /** Exit code once it is gone. */
  readonly gone: Promise<number | null>
  [Symbol.dispose](): void
}

async function serve(data: string, ...words: string[]): Promise<Served> {
  const child = spawn(process.execPath, [RUN, 'serve', '--data', data, '--port', '0', ...words], { stdio: ['ignore', 'pipe', 'pipe'] })
  let [out, err] = ['', '']
  child.stdout.on('data', (bytes: Buffer) => (out += bytes.toString()))
  child.stderr.on('data', (bytes: Buffer) => (err += bytes.toString()))
  const gone = once(child, 'exit').then(([code]) => code as number | null)
  const url = await Promise.race([
    (async () => {
      for (;;) {
        const found = /^listening on (http:\/\/\S+)\n$/.exec(out)?.[1]
        if (found !== undefined) return found
        await setTimeout(20)
      }
    })(),
    gone.then((code) => assert.fail(`it ended with ${code}: ${err}`)),
  ])
  return { child, url, out: () => out, err: () => err, gone, [Symbol.dispose]: () => void child.kill('SIGKILL') }
}

describe('a server that is started by a program', () => {
  it('listens on a free port, follows the folder, and is gone when it was stopped', async () => {
    using folder = temporaryFolder()
    setUp(folder.path)
    const settings = { data: folder.path, host: '127.0.0.1', port: 0, url: undefined, resources: undefined, targets: {}, sources: {} }
    const [one, other] = [await startServer({ settings, signals: false }), await startServer({ settings, signals: false })]
    assert.notEqual(one.url, other.url)
    assert.equal((await fetch(`${one.url}/healthz`)).status, 200)
    await assert.rejects(startServer({ settings: { ...settings, port: Number(new URL(one.url).port) }, signals: false }), CannotListenError)
    await assert.rejects(startServer({ settings: { ...settings, host: '203.0.113.7' }, signals: false }), /is no address of this machine/)
    await Promise.all([one.stop(), one.stop(), one.stopped])
    await assert.rejects(fetch(`${one.url}/healthz`))
    assert.equal((await fetch(`${other.url}/healthz`)).status, 200)
    await other.stop()
  })
})

describe('writ serve', () => {
  it('says one line when it is ready, shows at once what other commands write, and stops when it is asked', async () => {
    using folder = temporaryFolder()
    setUp(folder.path)
    using served = await serve(folder.path)
    assert.match(served.url, /^http:\/\/127\.0\.0\.1:\d+$/)
    const page = async (path: string) => (await fetch(`${served.url}${path}`)).text()
    assert.match(await page('/'), /A reading room/)
    assert.ok(!(await page('/roles/reader')).includes('wren'))
    const granted = writ(folder.path, 'grant', '--role', 'reader', '--person', 'wren', '--as', 'heron', '--reason', 'Reads much')
    assert.equal(granted.code, 0, granted.said)
    assert.match(await page('/roles/reader'), /wren[^]*Reads much/)
    assert.match(await page('/log'), /wren is Reader/)
    const removed = writ(folder.path, 'remove', '--role', 'reader', '--person', 'wren', '--as', 'heron')
    assert.equal(removed.code, 0, removed.said)
    assert.match(await page('/people/wren'), /No role now[^]*Held before/)
    served.child.kill('SIGTERM')
    assert.equal(await served.gone, 0)
    assert.equal(served.out(), `listening on ${served.url}\n`)
    assert.equal(served.err(), '')
  })

  it('stops gracefully though the signal comes twice, and finishes the answers under way', async () => {
    using folder = temporaryFolder()
    setUp(folder.path)
    using served = await serve(folder.path)
    const pending = Array.from({ length: 10 }, () =>
      fetch(`${served.url}/charter`).then(async (response) => (await response.text()).length),
    )
    await Promise.race(pending)
    served.child.kill('SIGINT')
    await setTimeout(10)
    served.child.kill('SIGINT')
    assert.equal(await served.gone, 0)
    const ends = await Promise.allSettled(pending)
    for (const end of ends) if (end.status === 'fulfilled') assert.ok(end.value > 1000)
    assert.ok(ends.some(({ status }) => status === 'fulfilled'))
  })

  it('answers by the names of where it listens, and refuses others', async () => {
    using folder = temporaryFolder()
    setUp(folder.path)
    using served = await serve(folder.path)
    const { port } = new URL(served.url)
    const { request } = await import('node:http')
    const status = (host: string, path = '/healthz') =>
      new Promise<number | undefined>((resolve, reject) => {
        request({ host: '127.0.0.1', port, path, headers: { host } }, (response) => {
          response.resume()
          resolve(response.statusCode)
        })
          .on('error', reject)
          .end()
      })
    assert.equal(await status(`127.0.0.1:${port}`), 200)
    assert.equal(await status(`localhost:${port}`), 200)
    assert.equal(await status('rights.example'), 421)
    assert.equal(await status(`127.0.0.1:${port}`, '/people/%zz'), 400)
    assert.equal(await status(`127.0.0.1:${port}`, '/assets/../../package.json'), 404)
    served.child.kill('SIGTERM')
    assert.equal(await served.gone, 0)
  })

  it('warns when others can reach it', async () => {
    using folder = temporaryFolder()
    setUp(folder.path)
    using served = await serve(folder.path, '--host', '0.0.0.0')
    assert.match(served.err(), /warning: others can reach 0\.0\.0\.0/)
    served.child.kill('SIGTERM')
    assert.equal(await served.gone, 0)
  })

  it('ends with 3 where the port is taken', async () => {
    using folder = temporaryFolder()
    setUp(folder.path)
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    try {
      const { port } = taken.address() as { port: number }
      const { code, said } = writ(folder.path, 'serve', '--port', String(port))
      assert.equal(code, 3)
      assert.match(said, new RegExp(`port ${port} of 127\\.0\\.0\\.1 is in use; take another with --port`))
      assert.doesNotMatch(said, /listening|Error:| at /)
    } finally {
      taken.close()
    }
  })
})
