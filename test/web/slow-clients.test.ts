/** Clients that send slowly, never read, stay silent or send too much, over real connections: they are cut off, and others are answered meanwhile. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { after, afterEach, before, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { shareInstance } from '../../src/cli/share-instance.ts'
import { shapeSettings } from '../../src/config/settings.ts'
import { LIMITS, type Limits } from '../../src/server/limits.ts'
import { startServer, type RunningServer } from '../../src/server/listen.ts'
import { openSiteOnDisk, setUpOnDisk } from '../support/site-on-disk.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** As in life, in less time. */
const QUICK: Limits = {
  headersTimeout: 3000,
  requestTimeout: 4000,
  connectionsCheckingInterval: 100,
  unreadTimeout: 1500,
  keepAliveTimeout: 300,
}
/** What a busy machine may add. */
const SLACK_MS = 10_000

/** More than the system takes in for somebody who reads nothing, after some dozens. */
const LARGE = '/api/v1/openapi.json'

interface Client {
  readonly socket: Socket
  /** What came back so far. */
  text(): string
  bytes(): number
  /** Milliseconds until the connection was over. */
  readonly over: Promise<number>
}

describe('a slow client', () => {
  const folder = temporaryFolder()
  const stop = new AbortController()
  const warnings: string[] = []
  const sockets = new Set<Socket>()
  let server: RunningServer
  let port = 0
  before(async () => {
    {
      await using site = await openSiteOnDisk(folder.path)
      await setUpOnDisk(site.instance)
    }
    const settings = shapeSettings(
      { data: folder.path, port: '0' },
      { data: undefined, port: undefined, host: undefined, store: undefined, config: undefined },
      undefined,
    )
    assert.ok(settings.ok)
    const { write } = shareInstance(settings.value, stop.signal)
    const warn = (text: string) => void warnings.push(text)
    server = await startServer({ settings: settings.value, write, warn, signals: false, limits: QUICK })
    port = Number(new URL(server.url).port)
  })
  afterEach(() => {
    for (const socket of sockets) socket.destroy()
    sockets.clear()
    assert.deepEqual(warnings, [], 'none of it is a failure of the server')
  })
  after(async () => {
    stop.abort()
    await server.stop()
    folder[Symbol.dispose]()
  })

  async function client(): Promise<Client> {
    const socket = connect(port, '127.0.0.1')
    sockets.add(socket)
    let [text, bytes] = ['', 0]
    socket.on('data', (part) => {
      bytes += part.length
      if (text.length < 10_000) text += part.toString()
    })
    socket.on('error', () => undefined) // a cut connection is what is looked for
    const began = performance.now()
    const over = new Promise<number>((resolve) => void socket.once('close', () => resolve(performance.now() - began)))
    await once(socket, 'connect')
    return { socket, text: () => text, bytes: () => bytes, over }
  }

  /** One letter after the other, until the other side has had enough. */
  async function dribble({ socket }: Client, text: string): Promise<void> {
    for (const letter of text) {
      if (socket.destroyed || socket.writableEnded) return
      socket.write(letter)
      await setTimeout(50)
    }
  }

  /** Others are answered while something goes on; how often. */
  async function servedMeanwhile(going: Promise<unknown>): Promise<number> {
    const state = { ended: false }
    void going.finally(() => Object.assign(state, { ended: true }))
    let served = 0
    do {
      const response = await fetch(`${server.url}/roles`, { signal: AbortSignal.timeout(SLACK_MS) })
      assert.deepEqual([response.status, (await response.text()).length > 1000], [200, true])
      served += 1
      await setTimeout(50)
    } while (!state.ended)
    return served
  }

  const within = (limit: number) => limit + QUICK.connectionsCheckingInterval * 2 + SLACK_MS

  it('that dribbles the head of a request hears 408 and is gone', async () => {
    const slow = await client()
    void dribble(slow, `GET /roles HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-Slow: ${'x'.repeat(1000)}`)
    assert.ok((await servedMeanwhile(slow.over)) > 0)
    const took = await slow.over
    assert.ok(took > QUICK.headersTimeout / 2 && took < within(QUICK.headersTimeout), String(took))
    assert.match(slow.text(), /^HTTP\/1\.1 408 /)
  })

  it('that dribbles a body hears 408 and is gone, and nothing is done', async () => {
    const head = async () => (await fetch(`${server.url}/log/head.json`)).text()
    const before = await head()
    const slow = await client()
    slow.socket.write(
      `POST /api/v1/reports HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\nIdempotency-Key: slow\r\nContent-Length: 5000\r\n\r\n{"text":"`,
    )
    void dribble(slow, 'x'.repeat(5000))
    assert.ok((await servedMeanwhile(slow.over)) > 0)
    const took = await slow.over
    assert.ok(took > QUICK.requestTimeout / 2 && took < within(QUICK.requestTimeout), String(took))
    assert.match(slow.text(), /^HTTP\/1\.1 408 /)
    assert.equal(await head(), before)
  })

  it('that never reads the answers it asked for is cut off before all are made', async () => {
    const one = (await (await fetch(`${server.url}${LARGE}`)).text()).length
    const greedy = await client()
    greedy.socket.pause()
    const asked = 40
    greedy.socket.write(`GET ${LARGE} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`.repeat(asked))
    assert.ok((await servedMeanwhile(setTimeout(QUICK.unreadTimeout + 2500))) > 0)
    greedy.socket.resume()
    await Promise.race([greedy.over, setTimeout(SLACK_MS, undefined, { ref: false }).then(() => assert.fail('the connection was kept'))])
    assert.ok(greedy.bytes() < (asked * one) / 2, `${greedy.bytes()} bytes of ${asked} answers of ${one}`)
  })

  it('that reads slowly, but reads, gets the whole answer', async () => {
    const one = (await (await fetch(`${server.url}${LARGE}`)).text()).length
    const slow = await client()
    const asked = 40
    slow.socket.write(`GET ${LARGE} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`.repeat(asked - 1))
    slow.socket.write(`GET ${LARGE} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`)
    while (!slow.socket.closed) {
      slow.socket.pause()
      await setTimeout(450)
      slow.socket.resume()
      await setTimeout(5)
    }
    assert.ok(slow.bytes() > asked * one, `${slow.bytes()} bytes of ${asked} answers of ${one}`)
    assert.ok((await slow.over) > QUICK.unreadTimeout, 'longer than an answer may lie unread')
  })

  it('that says nothing is gone, with four hundred others like it', async () => {
    const idle = await Promise.all(Array.from({ length: 400 }, client))
    const all = Promise.all(idle.map(({ over }) => over))
    assert.ok((await servedMeanwhile(all)) > 0)
    const longest = Math.max(...(await all))
    assert.ok(longest < within(QUICK.headersTimeout), String(longest))
  })

  it('that has its answer is not kept for long', async () => {
    const idle = await client()
    idle.socket.write(`GET /roles HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`)
    const took = await Promise.race([idle.over, setTimeout(20_000, Number.POSITIVE_INFINITY, { ref: false })])
    assert.match(idle.text(), /^HTTP\/1\.1 200 /)
    assert.ok(took < QUICK.keepAliveTimeout + 3000 + SLACK_MS, String(took))
  })

  for (const [how, head] of [
    ['says that it has ten megabytes', 'Content-Length: 10000000'],
    ['has ten megabytes without saying so', 'Transfer-Encoding: chunked'],
  ] as const)
    it(`that ${how} is told that this is too much`, async () => {
      const large = await client()
      large.socket.write(
        `POST /api/v1/reports HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\nIdempotency-Key: large-${how.length}\r\n${head}\r\n\r\n`,
      )
      const chunked = head.startsWith('Transfer')
      const part = 'x'.repeat(100_000)
      const sending = (async () => {
        for (let count = 0; count < 100 && !large.socket.destroyed; count += 1) {
          const more = large.socket.write(chunked ? `${part.length.toString(16)}\r\n${part}\r\n` : part)
          if (!more) await Promise.race([once(large.socket, 'drain').catch(() => undefined), large.over])
        }
      })()
      assert.ok((await servedMeanwhile(sending)) > 0)
      await Promise.race([large.over, setTimeout(SLACK_MS)])
      assert.match(large.text(), /^HTTP\/1\.1 413 /)
    })

  it('is given seconds in life', () => {
    for (const [name, limit] of Object.entries(LIMITS)) assert.ok(limit >= 2000 && limit <= 60_000, name)
  })
})
