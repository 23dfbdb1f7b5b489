/** Everything is taken along from a page or by a program: by whom, with what proof, on whose record; and what arrives is whole, or shows that it is not. */
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import { before, describe, it } from 'node:test'
import { Hono } from 'hono'
import { Tree } from '../../src/ledger/tree.ts'
import { createArchives } from '../../src/server/archives.ts'
import { archiveOf } from '../../src/workflow/export/archive.ts'
import { exportFiles } from '../../src/workflow/export/files.ts'
import { hexOf } from '../../src/workflow/ids.ts'
import type { LedgerMoment } from '../../src/workflow/ledger-follower.ts'
import type { ApiClient } from '../support/api-client.ts'
import { busyStage, SECRET } from '../support/busy-stage.ts'
import { momentOf, nodeHashing } from '../support/outside.ts'
import type { Played } from '../support/played.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { Visitor } from '../support/visitor.ts'

const PLACE = '/admin/export'
const MINUTE_MS = 60_000

describe('everything taken along', () => {
  let played: Played
  let client: ApiClient
  before(async () => {
    ;({ played, client } = await busyStage())
  })
  const size = () => played.instance.journal.size
  const as = async (handle: string) => {
    const visitor = new Visitor(client.app)
    assert.equal((await visitor.post('/login/demo', { person: handle })).status, 303)
    return visitor
  }
  const later = (minutes: number) => {
    played.now = (played.now + minutes * MINUTE_MS) as typeof played.now
  }
  /** The bytes of a file, as the browser of a visitor gets them. */
  const download = async (visitor: Visitor, path: string) => {
    const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    return client.app.request(`https://rights.example${path}`, { headers: { host: 'rights.example', cookie } })
  }
  /** Begins one on the page and confirms it: the path of its file. */
  const begin = async (visitor: Visitor, reason = 'We move on') => {
    const asked = await visitor.submit(PLACE, PLACE, { reason })
    assert.match(asked.location ?? '', /^\/confirm\?of=/)
    const done = await visitor.send(await visitor.follow(asked), '/confirm')
    assert.deepEqual([done.status, done.location], [303, `${PLACE}#export`], done.text)
    return /href="(\/admin\/export\/\d+\.tar\.gz)"/.exec((await visitor.get(PLACE)).text)?.[1] ?? assert.fail('no link to the file')
  }

  it('says what an export holds and how to stop, and to whoever lacks a right that they do', async () => {
    const ash = await as('ash')
    const page = (await ash.get(PLACE)).text
    for (const words of ['ledger.jsonl', 'SHA256SUMS', 'sha256sum -c', 'How to stop using Writ', 'Nothing to do.'])
      assert.ok(page.includes(words), words)
    const view = JSON.parse((await ash.get(`${PLACE}.json`)).text)
    assert.deepEqual([view.mayExport, view.begun, view.size], [true, null, size()])
    assert.ok(view.targets.some((one: any) => one.target.id === 'wiki' && one.connector === 'simulated' && one.mode === 'enforce'))
    assert.equal((await (await as('cedar')).get(PLACE)).status, 403)
    assert.equal((await (await as('cedar')).post(PLACE, { once: 'x'.repeat(20) })).status, 422)
    await client.ok('exportEverything', { as: 'cedar', body: {} }, 403)
    const entries = await played.instance.journal.entries(0, size())
    assert.deepEqual(
      entries.filter(({ type }) => type === 'data.exported'),
      [],
    )
  })

  it('takes a second factor, is put on record, and arrives as files that check themselves', async () => {
    const [ash, before] = [await as('ash'), size()]
    const waiting = await ash.submit(PLACE, PLACE, { reason: 'We move on' })
    assert.match(waiting.location ?? '', /^\/confirm/)
    assert.equal(size(), before, 'nothing is recorded before it is confirmed')
    const path = await begin(ash)
    assert.equal(size(), before + 1)
    const answer = await download(ash, path)
    assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, 'application/gzip'])
    assert.equal(answer.headers.get('content-disposition'), `attachment; filename="writ-record-${size()}.tar.gz"`)
    assert.match(answer.headers.get('cache-control') ?? '', /no-store/)
    using folder = temporaryFolder()
    writeFileSync(`${folder.path}/all.tar.gz`, Buffer.from(await answer.arrayBuffer()))
    execFileSync('tar', ['-xzf', 'all.tar.gz'], { cwd: folder.path })
    const record = `${folder.path}/writ-record`
    execFileSync('sha256sum', ['--strict', '--quiet', '-c', 'SHA256SUMS'], { cwd: record })
    const entries = readFileSync(`${record}/ledger.jsonl`, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    assert.equal(entries.length, size())
    assert.match(entries.at(-1).body, /"type":"data.exported"/)
    assert.ok(JSON.stringify(entries).includes(SECRET), 'private fields are in it')
    const tree = new Tree(nodeHashing)
    for (const { body } of entries) tree.append(createHash('sha256').update(Uint8Array.of(0)).update(body).digest())
    const root = hexOf(tree.root())
    assert.deepEqual(JSON.parse(readFileSync(`${record}/head.json`, 'utf8')), { size: size(), root })
    assert.ok(readFileSync(`${record}/README.txt`, 'utf8').includes(root))
  })

  it('is known to everybody whose data it was, told to the others who run Writ, and its reason is not public', async () => {
    const elm = JSON.parse((await (await as('elm')).get('/me/data.json')).text)
    assert.match(elm.readings[0].what[0], /^Everything that is recorded/)
    assert.deepEqual([elm.readings[0].by, elm.readings[0].reason], ['ash', 'We move on'])
    const told = await client.ok('listNotices', { as: 'birch' })
    assert.ok(told.notices.some(({ template }: any) => template === 'data-exported'))
    const own = await client.ok('listNotices', { as: 'ash' })
    assert.ok(!own.notices.some(({ template }: any) => template === 'data-exported'))
    const log = (await new Visitor(client.app).get('/log')).text
    assert.match(log, /ash took everything that is recorded along, private fields too/)
    assert.ok(!log.includes('We move on'))
  })

  it('opens for whoever began it, for a quarter of an hour, and no longer than they may', async () => {
    const [ash, birch] = [await as('ash'), await as('birch')]
    const path = await begin(ash)
    assert.equal((await download(birch, path)).status, 404, 'another one who may begin one')
    assert.equal((await download(await as('cedar'), path)).status, 404)
    assert.equal((await new Visitor(client.app).get(path)).status, 303)
    const head = await client.app.request(`https://rights.example${path}`, {
      method: 'HEAD',
      headers: { host: 'rights.example', cookie: [...ash.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    })
    assert.equal(head.status, 200)
    later(14)
    assert.equal((await (await download(ash, path)).arrayBuffer()).byteLength > 1000, true)
    later(2)
    assert.equal((await download(ash, path)).status, 404)
    assert.ok(!(await ash.get(PLACE)).text.includes(path))
  })

  it('is sent to one at a time, and to the next when the first is done, gone or asleep', async () => {
    const ash = await as('ash')
    const path = await begin(ash)
    const first = (await download(ash, path)).body?.getReader() ?? assert.fail()
    await first.read()
    const waits = await download(ash, path)
    assert.deepEqual([waits.status, waits.headers.get('retry-after')], [429, '60'])
    await first.cancel()
    const second = (await download(ash, path)).body?.getReader() ?? assert.fail()
    await second.read()
    later(2)
    const third = await download(ash, path)
    assert.equal(third.status, 200, 'nothing of the second was taken for two minutes')
    await third.arrayBuffer()
    await second.cancel()
    assert.equal((await (await download(ash, path)).arrayBuffer()).byteLength > 1000, true)
  })

  it('is let go by one who was passed over, and not taken from who is on the way', async () => {
    const ash = await as('ash')
    const path = await begin(ash)
    const asleep = (await download(ash, path)).body?.getReader() ?? assert.fail()
    await asleep.read()
    later(2)
    const next = (await download(ash, path)).body?.getReader() ?? assert.fail()
    await next.read()
    await asleep.cancel()
    assert.equal((await download(ash, path)).status, 429, 'the next one is still on its way')
    await next.cancel()
    const last = await download(ash, path)
    assert.equal(last.status, 200)
    await last.body?.cancel()
  })

  it('keeps nobody out for longer than an hour, however slowly it is taken', async () => {
    const { state } = played.instance.journal
    const reader = {
      document: () => Promise.resolve(undefined),
      read: (from: number, limit: number) =>
        Promise.resolve(
          Array.from({ length: limit }, (_, at) => ({
            seq: from + at,
            body: new TextEncoder().encode(randomText(4000, from + at)),
            openings: undefined,
            leaf: new Uint8Array(32),
          })),
        ),
    }
    let now = played.now
    const archives = createArchives({ clock: { now: () => now }, warn() {}, requestId: () => 'one' })
    const app = new Hono().get('/', async (context) => {
      const sent = await archives.send(context, { state, size: 2000, root: '', reader } as unknown as LedgerMoment)
      return typeof sent === 'number' ? context.text(String(sent), 429) : sent
    })
    const slow = (await app.request('/')).body?.getReader() ?? assert.fail()
    for (let half = 1; half < 120; half += 1) {
      now = (now + MINUTE_MS / 2) as typeof now
      assert.equal((await app.request('/')).status, 429, `${half / 2} minutes`)
      assert.equal((await slow.read()).done, false)
    }
    now = (now + MINUTE_MS / 2) as typeof now
    const next = await app.request('/')
    assert.equal(next.status, 200)
    await next.body?.cancel()
    await slow.cancel()
  })

  it('is begun by a program too, whose person confirms it in a browser', async () => {
    const key = 'one-export'
    const asked = { as: 'ash', key, body: { reason: 'Each month' } }
    const { stepUp } = await client.ok('exportEverything', asked, 403)
    const ash = await as('ash')
    const sent = await ash.get(new URL(stepUp.url).pathname)
    assert.equal((await ash.send(await ash.follow(sent), '/confirm')).status, 303)
    const begun = await client.ok('exportEverything', asked)
    assert.equal(begun.export, size() - 1)
    const [entry] = (await played.instance.journal.entries(begun.export, 1)) as any[]
    assert.match(JSON.parse(entry.fields.evidence).over, /Each month/, 'what was confirmed stands in the entry')
    const token = await client.tokenOf('ash')
    const fetched = (bearer: string) =>
      client.app.request(`https://rights.example/api/v1/exports/${begun.export}`, {
        headers: { host: 'rights.example', authorization: `Bearer ${bearer}` },
      })
    const answer = await fetched(token)
    assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, 'application/gzip'])
    assert.deepEqual([...new Uint8Array(await answer.arrayBuffer())].slice(0, 2), [0x1f, 0x8b])
    assert.equal((await fetched(await client.tokenOf('birch'))).status, 404)
    assert.equal((await fetched(await client.tokenOf('ash', ['read']))).status, 403)
  })
})

describe('the archive', () => {
  const at = momentOf('2026-05-03T10:00:00.000Z')

  it('is unpacked by tar, whatever is long or strange about its paths, and is the same each time', async () => {
    using folder = temporaryFolder()
    const path = `charters/revision-1/${'deep_'.repeat(50)}.yaml`
    const files = [
      { path, parts: () => ['writ: 1\n', 'title: Größe 日本\n'] },
      { path: 'empty.csv', parts: () => [] },
    ]
    const bytes = await buffer(archiveOf(files, at))
    assert.deepEqual(await buffer(archiveOf(files, at)), bytes)
    writeFileSync(`${folder.path}/a.tar.gz`, bytes)
    execFileSync('tar', ['-xzf', 'a.tar.gz'], { cwd: folder.path })
    assert.equal(readFileSync(`${folder.path}/writ-record/${path}`, 'utf8'), 'writ: 1\ntitle: Größe 日本\n')
    execFileSync('sha256sum', ['--strict', '--quiet', '-c', 'SHA256SUMS'], { cwd: `${folder.path}/writ-record` })
  })

  it('is never taken for whole where it was cut off', async () => {
    using folder = temporaryFolder()
    const files = Array.from({ length: 20 }, (_, at) => ({ path: `${at}.txt`, parts: () => [randomText(20_000)] }))
    const fixed = files
      .map(({ path, parts }) => ({ path, text: parts()[0] ?? '' }))
      .map(({ path, text }) => ({ path, parts: () => [text] }))
    const bytes = await buffer(archiveOf(fixed, at))
    for (const share of [0.1, 0.5, 0.9, 0.999]) {
      const place = `${folder.path}/${share}`
      mkdirSync(place)
      writeFileSync(`${place}/a.tar.gz`, bytes.subarray(0, Math.floor(bytes.length * share)))
      assert.notEqual(spawnSync('tar', ['-xzf', 'a.tar.gz'], { cwd: place }).status, 0, String(share))
      assert.notEqual(spawnSync('sha256sum', ['--strict', '-c', 'SHA256SUMS'], { cwd: `${place}/writ-record` }).status, 0, String(share))
    }
  })

  it('lets other work have its turn after each page of the ledger', async () => {
    let turns = 0
    let counting = true
    const count = () => {
      turns += 1
      if (counting) setImmediate(count)
    }
    setImmediate(count)
    const { played } = await busyStage()
    const seen: number[] = []
    // as a long ledger is read: each page is there at once
    const reader = {
      document: () => Promise.resolve(undefined),
      async read() {
        seen.push(turns)
        return []
      },
    }
    const view = { state: played.instance.journal.state, size: 20_000, root: '' }
    const ledger = (await exportFiles(view, reader)).find(({ path }) => path === 'ledger.jsonl') ?? assert.fail()
    assert.equal(await text(Readable.from(ledger.parts())), '')
    counting = false
    assert.ok(seen.length > 10)
    assert.equal(new Set(seen).size, seen.length)
  })

  it('fails where a file says something else when it is sent, as after an erasure', async () => {
    let read = 0
    const files = [{ path: 'ledger.jsonl', parts: () => [(read += 1) === 1 ? '{"openings":"Anna"}\n' : '{"openings":null}\n'] }]
    await assert.rejects(buffer(archiveOf(files, at)), /ledger\.jsonl changed while it was exported; begin again/)
  })

  it('reads no further ahead than its reader takes', async () => {
    let [round, made] = [0, 0]
    const parts = function* () {
      round += 1
      for (let at = 0; at < 100; at += 1) {
        if (round === 2) made += 1
        yield randomText(65_536, at)
      }
    }
    const archive = archiveOf([{ path: 'ledger.jsonl', parts }], at)
    const reader = archive[Symbol.asyncIterator]()
    await reader.next()
    await new Promise((resolve) => void setImmediate(resolve))
    assert.ok(made < 30, `${made} of 100 parts were read for the first bytes`)
    let bytes = 0
    for (let next = await reader.next(); next.done !== true; next = await reader.next()) bytes += (next.value as Uint8Array).length
    assert.equal(made, 100)
    assert.ok(bytes > 1_000_000)
  })
})

/** Text that does not get smaller; with a seed the same each time. */
function randomText(length: number, seed?: number): string {
  if (seed === undefined) return randomBytes(length / 2).toString('hex')
  let text = ''
  for (let block = 0; text.length < length; block += 1) text += createHash('sha512').update(`${seed} ${block}`).digest('base64')
  return text.slice(0, length)
}
