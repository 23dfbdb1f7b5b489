import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { compress } from 'hono/compress'
import type { Browser } from 'playwright-core'
import { startBrowser } from '../test/services/browser.ts'
import { openSite, siteHost } from '../test/support/site.ts'
import { figure, median } from './support/measure.ts'
import type { BenchRow } from './support/row.ts'

const ROUNDS = 9
/** A slow line and a slow machine: 1.6 Mb/s, 150 ms there and back, a quarter of the speed. */
const SLOW = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 }
const CPU_SLOWER = 4

/**
 * When the matrix page is first painted for somebody who comes for the first time, against the same data drawn by a single-page application: Vue as it is
 * published, the design system's own style sheet, the data as JSON. It has neither a router nor a component library, so it is lighter than such applications are
 * and the ratio errs against us; like them it asks for the data once its script runs. Rounds alternate, medians are compared; the range is that of the rounds.
 */
export async function bench(): Promise<BenchRow[]> {
  let host = siteHost
  const site = await openSite({ serving: { hosts: () => new Set([host]) } })
  const matrix = await site.json('/matrix.json')
  const [own, single] = [await listen(site.app.fetch), await listen((await singlePage(matrix)).fetch)]
  host = own.host
  const browser = await startBrowser()
  try {
    const [ours, theirs]: [Seen[], Seen[]] = [[], []]
    for (let round = 0; round < ROUNDS; round += 1) {
      ours.push(await firstPaint(browser, `http://${own.host}/matrix`))
      theirs.push(await firstPaint(browser, `http://${single.host}/`))
    }
    const paint = (seen: readonly Seen[]) => median(seen.map(({ paint }) => paint))
    const rounds = ours.map(({ paint }, round) => paint / (theirs[round]?.paint ?? Number.NaN))
    const kilobytes = (seen: readonly Seen[]) => figure((seen[0]?.bytes ?? 0) / 1000)
    return [
      {
        what: 'first paint of the matrix, slow line and machine / the same as a single-page application',
        measured: `${figure(paint(ours))} ms with ${kilobytes(ours)} kB / ${figure(paint(theirs))} ms with ${kilobytes(theirs)} kB; rounds ${figure(Math.min(...rounds))} to ${figure(Math.max(...rounds))}`,
        goal: '<= 0.6',
        ratio: paint(ours) / paint(theirs),
      },
    ]
  } finally {
    await browser.close()
    own.close()
    single.close()
  }
}

interface Seen {
  readonly paint: number
  /** On the wire, everything. */
  readonly bytes: number
}

async function firstPaint(browser: Browser, url: string): Promise<Seen> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', SLOW)
  await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWER })
  let bytes = 0
  session.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength))
  await page.goto(url)
  await page.waitForSelector('table.matrix tbody tr')
  const paint = await page.evaluate<number>(`new Promise((resolve) => {
    new PerformanceObserver((list) => {
      const [entry] = list.getEntriesByName('first-contentful-paint')
      if (entry !== undefined) resolve(entry.startTime)
    }).observe({ type: 'paint', buffered: true })
  })`)
  await context.close()
  return { paint, bytes }
}

async function singlePage(matrix: unknown): Promise<Hono> {
  const require = createRequire(import.meta.url)
  const file = (name: string) => readFile(require.resolve(name), 'utf8')
  const vue = await file('vue/dist/vue.runtime.global.prod.js')
  const style = `${await file('@wikimedia/codex/dist/codex.style.css')}\n${await readFile(new URL('../src/web/site.css', import.meta.url), 'utf8')}`
  const script = await readFile(new URL('support/single-page.js', import.meta.url), 'utf8')
  const app = new Hono()
  app.use(compress())
  app.get('/', (context) =>
    context.html(
      '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Matrix</title><link rel="stylesheet" href="/style.css"><link rel="icon" href="data:,"><script src="/vue.js" defer></script><script src="/app.js" type="module"></script></head><body><div id="app"></div></body></html>',
    ),
  )
  const send = (path: string, type: string, body: string) => app.get(path, (context) => context.body(body, 200, { 'content-type': type }))
  send('/vue.js', 'text/javascript', vue)
  send('/app.js', 'text/javascript', script)
  send('/style.css', 'text/css', style)
  app.get('/matrix.json', (context) => context.json(matrix as object))
  return app
}

async function listen(fetch: (request: Request) => Response | Promise<Response>): Promise<{ readonly host: string; close(): void }> {
  const { promise, resolve } = Promise.withResolvers<number>()
  const server = serve({ fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => resolve(port))
  return { host: `127.0.0.1:${await promise}`, close: () => void server.close() }
}
