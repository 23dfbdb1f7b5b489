/** The pages of those who act, in a real browser: nothing axe complains of, no error in the console, nothing wider than the screen; light, dark, from the right, small, without scripts. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import { serve } from '@hono/node-server'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { loadAssets } from '../../src/server/assets.ts'
import { openSessions } from '../../src/store/sqlite/sessions.ts'
import { startBrowser } from '../services/browser.ts'
import { skipUnless } from '../services/present.ts'
import { apiClient } from '../support/api-client.ts'
import { apiCharterText, apiStage } from '../support/api-stage.ts'
import { handsOf } from '../support/hands.ts'

const VARIANTS: Readonly<Record<string, { readonly options: BrowserContextOptions; readonly language?: string }>> = {
  light: { options: { colorScheme: 'light' } },
  dark: { options: { colorScheme: 'dark' } },
  'from the right': { options: {}, language: 'en-x-rtl' },
  'at 390 px': { options: { viewport: { width: 390, height: 844 } } },
  'without JavaScript': { options: { javaScriptEnabled: false } },
}
/** Where screenshots are kept to be looked at; none if not said. */
const SHOTS = process.env['WRIT_TEST_SCREENSHOTS']

let browser: Browser | undefined
let stop: (() => void) | undefined
after(async () => {
  await browser?.close()
  stop?.()
})

/** An installation with drift, a stopped plan, a job, a review, a question and a proposed charter; the pages of it by who looks. */
async function stage(): Promise<{ readonly url: string; readonly pages: readonly (readonly [who: string, path: string])[] }> {
  const built = spawnSync(process.execPath, [join(import.meta.dirname, '../../scripts/build-assets.mjs')], { encoding: 'utf8' })
  assert.equal(built.status, 0, built.stderr)
  const played = await apiStage(apiCharterText.replace('people: 5', 'people: 1'))
  await handsOf(played.instance).adopt()
  let host = '127.0.0.1'
  const serving = { sessions: openSessions(':memory:'), loopback: true, assets: await loadAssets(), base: () => `http://${host}` }
  const client = await apiClient(played.instance, { ...serving, hosts: () => new Set([host, 'rights.example']) })
  const give = (person: string) => client.ok('makeGrant', { as: 'ash', body: { role: 'helper', person, reason: 'Helps with the archive' } })
  const params = { target: 'wiki' }
  const { grant } = await give('cedar')
  await client.ok('setMode', { as: 'ash', params, body: { mode: 'enforce' } })
  const { job } = await client.ok('runTarget', { as: 'ash', params }, 202)
  while ((await client.ok('getJob', { as: 'ash', params: { job } })).state === 'running')
    await new Promise((resolve) => void setTimeout(resolve, 10))
  for (const person of ['elm', 'fir']) await give(person)
  const wiki = played.targets.get('wiki') ?? assert.fail()
  for (const name of ['Fir', 'Ash']) {
    const id = wiki.state().accounts.find((one) => one.name === name)?.id ?? ''
    wiki.alter({ id, add: [{ group: 'judge' }], by: 'somebody', logged: true })
  }
  const { plans } = await client.ok('planTarget', { as: 'ash', params, body: {} })
  const { entry: review } = await client.ok('openReview', { as: 'ash', body: { role: 'helper' } })
  await client.ok('answerReview', { as: 'ash', params: { review }, body: { grant, answer: 'ask' } })
  const text = apiCharterText.replace('purpose: Helps', 'purpose: Helps everywhere')
  const body = { files: [{ name: 'charter.yaml', text }], reason: 'A better purpose' }
  const { proposal } = await client.ok('proposeCharter', { as: 'elm', body })
  await client.ok('commentOnCharter', { as: 'fir', params: { proposal }, body: { form: 'question', text: 'Why?' } })
  const { promise, resolve } = Promise.withResolvers<number>()
  const server = serve({ fetch: (request) => client.app.fetch(request), hostname: '127.0.0.1', port: 0 }, ({ port }) => resolve(port))
  stop = () => void server.close()
  host = `127.0.0.1:${await promise}`
  const plan = plans.find((one: { readonly stopped: boolean }) => one.stopped)?.entry ?? assert.fail('no plan is stopped')
  const ofAsh = ['/admin', '/admin/targets', '/admin/targets/wiki', `/admin/plans/${plan}`, '/admin/jobs', `/admin/jobs/${job}`]
  const ofBirch = [`/admin/plans/${plan}`, '/admin/people', '/admin/people?person=elm', '/admin/offboarding?person=cedar']
  return {
    url: `http://${host}`,
    pages: [
      ...ofAsh.map((path) => ['ash', path] as const),
      ...[...ofBirch, `/reviews/${review}`, '/notices', `/charter/proposals/${proposal}`].map((path) => ['birch', path] as const),
      ...['/notices', '/charter/proposals', '/admin', '/me'].map((path) => ['cedar', path] as const),
      ['elm', `/charter/proposals/${proposal}`],
    ],
  }
}

describe('the pages of those who act, in a browser', () => {
  it('have nothing to complain of in any way of looking', { skip: skipUnless(['chromium'], 'full') }, async (context) => {
    const { url, pages } = await stage()
    browser = await startBrowser()
    const problems: string[] = []
    let looked = 0
    for (const [variant, { options, language }] of Object.entries(VARIANTS))
      for (const who of new Set(pages.map(([one]) => one))) {
        const own = await browser.newContext(options)
        const page = await own.newPage()
        page.on('console', (message) => {
          if (message.type() === 'error' && !message.text().includes('403')) problems.push(`${page.url()} console: ${message.text()}`)
        })
        page.on('pageerror', (error) => void problems.push(`${page.url()} error: ${error.message}`))
        await page.goto(`${url}/login`)
        await page.click(`button:has-text("Become ${who}")`)
        for (const [, path] of pages.filter(([one]) => one === who)) {
          const place = `${path} for ${who} ${variant}`
          await page.goto(`${url}${path}${language === undefined ? '' : `${path.includes('?') ? '&' : '?'}uselang=${language}`}`)
          if (variant !== 'without JavaScript') {
            const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
            problems.push(...violations.map(({ id, nodes }) => `${place} ${id}: ${nodes[0]?.html ?? ''}`))
          }
          const [wide = 0, screen = 0] = await page.evaluate<readonly number[]>('[document.documentElement.scrollWidth, innerWidth]')
          if (wide > screen) problems.push(`${place}: ${wide} wide on ${screen}`)
          if (SHOTS !== undefined && language === undefined) {
            await mkdir(SHOTS, { recursive: true })
            await page.screenshot({ path: join(SHOTS, `${place.replaceAll(/[^\w-]+/g, '_')}.png`), fullPage: true })
          }
          looked += 1
        }
        await own.close()
      }
    assert.deepEqual(problems, [])
    context.diagnostic(`${looked} pages x ways, 0 violations`)
  })
})
