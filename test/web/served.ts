/** An installation served to a real browser under the address where it listens. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import type { Hono } from 'hono'
import type { Browser } from 'playwright-core'
import { loadAssets } from '../../src/server/assets.ts'
import type { Serving } from '../../src/server/serving.ts'
import { startBrowser } from '../services/browser.ts'

export interface Served<T> {
  readonly url: string
  readonly browser: Browser
  readonly made: T
  close(): Promise<void>
}

/** Builds the style sheets, makes the installation with them, and opens a browser. */
export async function served<T extends { readonly client: { readonly app: Hono } }>(
  make: (serving: Partial<Serving>) => Promise<T>,
): Promise<Served<T>> {
  const built = spawnSync(process.execPath, [join(import.meta.dirname, '../../scripts/build-assets.mjs')], { encoding: 'utf8' })
  assert.equal(built.status, 0, built.stderr)
  let host = '127.0.0.1'
  const made = await make({
    assets: await loadAssets(),
    base: () => `http://${host}`,
    hosts: () => new Set([host, 'rights.example']),
  })
  const { promise, resolve } = Promise.withResolvers<number>()
  const { app } = made.client
  const server = serve({ fetch: (request) => app.fetch(request), hostname: '127.0.0.1', port: 0 }, ({ port }) => resolve(port))
  host = `127.0.0.1:${await promise}`
  const browser = await startBrowser()
  return { url: `http://${host}`, browser, made, close: () => browser.close().finally(() => void server.close()) }
}
