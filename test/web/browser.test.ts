/** A real browser on every page: nothing axe complains of, no error in the console, styles that arrive, nothing wider than the screen. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import { serve } from '@hono/node-server'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { draft } from '../../src/ledger/entry.ts'
import { startBrowser } from '../services/browser.ts'
import { skipUnless } from '../services/present.ts'
import { shippedFiles } from '../support/charter.ts'
import { openSite, siteHost, type Site } from '../support/site.ts'
import { publicPages, publicStates } from './public-pages.ts'

interface Variant {
  readonly options: BrowserContextOptions
  /** What the address says besides. */
  readonly language?: string
}

const VARIANTS: Readonly<Record<string, Variant>> = {
  light: { options: { colorScheme: 'light' } },
  dark: { options: { colorScheme: 'dark' } },
  'from the right': { options: { colorScheme: 'light' }, language: 'en-x-rtl' },
  'at 390 px': { options: { viewport: { width: 390, height: 844 } } },
  'without JavaScript': { options: { javaScriptEnabled: false } },
}
const PAGES = [...publicPages.map(({ path }) => path), ...publicStates]
const HOSTILE = '"><img src=x onerror=alert(1)><script>alert(1)</script>'

/** A site with something of everything: ended grants, a sealed entry, drift, a stale target, a hostile name. */
async function fullSite(hosts: () => ReadonlySet<string>): Promise<Site> {
  const site = await openSite({ serving: { hosts } })
  const subject = 's-0123456789abcdef'
  const made = {
    subject,
    role: 'constable',
    from: '2026-05-03T10:00:00.000Z',
    use_case: HOSTILE,
    clause: 'roles.constable',
    decided_by: [`operator:${HOSTILE}`],
    door: 'power',
  } as const
  const first = await site.record(draft('person.registered', { subject, handle: HOSTILE }), draft('grant.made', made))
  await site.record(
    draft('grant.ended', { subject, grant: first + 1, from: '2026-05-03T10:00:00.000Z', clause: 'x', decided_by: [], cause: 'removed' }),
    draft('grant.made', { ...made, until: '2026-12-01T00:00:00.000Z' }),
    draft('suspension.started', { subject, cause: 'misuse', reason: 'x', clause: 'suspension', decided_by: [] }),
    draft('target.mode', { target: 'wiki', mode: 'propose' }),
    draft('target.observed', { target: 'wiki', revision: '0'.repeat(64), accounts: 3, memberships: 4 }),
    draft('drift.found', { target: 'wiki', account: 'wiki:1', group: 'Constable', change: 'added' }),
  )
  site.clock.advance(40 * 86_400_000)
  await site.adopt(shippedFiles('citizendium').map((file) => ({ ...file, text: file.text.replace('[delete, bigdelete,', '[delete,') })))
  return site
}

interface Running {
  readonly url: string
  readonly browser: Browser
  close(): Promise<void>
}

async function start(): Promise<Running> {
  const built = spawnSync(process.execPath, [join(import.meta.dirname, '../../scripts/build-assets.mjs')], { encoding: 'utf8' })
  assert.equal(built.status, 0, built.stderr)
  const browser = await startBrowser()
  let host = siteHost
  const site = await fullSite(() => new Set([host]))
  const { promise, resolve } = Promise.withResolvers<number>()
  const server = serve({ fetch: (request) => site.app.fetch(request), hostname: '127.0.0.1', port: 0 }, ({ port }) => resolve(port))
  host = `127.0.0.1:${await promise}`
  return {
    url: `http://${host}`,
    browser,
    close: async () => {
      await browser.close()
      server.close()
    },
  }
}

async function look(page: Page, url: string, path: string): Promise<readonly string[]> {
  const problems: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('404')) problems.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`))
  page.on('dialog', () => problems.push('a dialog opened'))
  page.on('response', (response) => {
    if (response.status() >= 400 && response.url() !== `${url}${path}`) problems.push(`${response.status()} ${response.url()}`)
  })
  await page.goto(`${url}${path}`)
  return problems
}

let running: Running | undefined
const open = async () => (running ??= await start())
after(() => running?.close())

/** Looks at pages in one way; what is wrong with them, each with page and way. */
async function visit(
  variant: string,
  paths: readonly string[],
): Promise<{ readonly looked: number; readonly problems: readonly string[] }> {
  const { url, browser } = await open()
  const context = await browser.newContext(VARIANTS[variant]?.options)
  const problems: string[] = []
  try {
    for (const path of paths) {
      const page = await context.newPage()
      const found = await judge(page, url, inLanguage(path, VARIANTS[variant]?.language), variant)
      problems.push(...found.map((problem) => `${path} ${variant}: ${problem}`))
      await page.close()
    }
    return { looked: paths.length, problems }
  } finally {
    await context.close()
  }
}

function inLanguage(path: string, language: string | undefined): string {
  return language === undefined ? path : `${path}${path.includes('?') ? '&' : '?'}uselang=${language}`
}

async function judge(page: Page, url: string, path: string, variant: string): Promise<readonly string[]> {
  const problems = [...(await look(page, url, path))]
  // An unstyled page has no violations either: the style sheet must have come, and the colours with it.
  const background = await page.evaluate<string>(`getComputedStyle(document.querySelector('.head')).backgroundColor`)
  if (background !== (variant === 'dark' ? 'rgb(16, 20, 24)' : 'rgb(255, 255, 255)')) problems.push(`its head is ${background}`)
  const direction = await page.evaluate<string>('getComputedStyle(document.body).direction')
  if (direction !== (variant === 'from the right' ? 'rtl' : 'ltr')) problems.push(`it is read ${direction}`)
  // axe is a script itself: without scripts it cannot look.
  if (variant !== 'without JavaScript') {
    const { violations } = await new AxeBuilder({ page }).analyze()
    problems.push(...violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`))
  }
  const [wide = 0, screen = 0] = await page.evaluate<readonly number[]>('[document.documentElement.scrollWidth, innerWidth]')
  if (wide > screen) problems.push(`${wide} wide on ${screen}`)
  return problems
}

describe('a browser', () => {
  it('shows the start page as it is meant', { skip: skipUnless(['chromium'], 'smoke') }, async () => {
    assert.deepEqual(await visit('light', ['/']), { looked: 1, problems: [] })
  })

  it('is led by the keyboard past the navigation into the content', { skip: skipUnless(['chromium'], 'full') }, async () => {
    const { url, browser } = await open()
    const page = await browser.newPage()
    await page.goto(`${url}/matrix`)
    const focused = () =>
      page.evaluate<string>(`(document.activeElement.textContent || document.activeElement.name || '').trim().slice(0, 20)`)
    await page.keyboard.press('Tab')
    assert.equal(await focused(), 'Skip to the content')
    const place = await page.evaluate<number>('document.activeElement.getBoundingClientRect().top')
    assert.ok(place >= 0, 'the skip link stays hidden')
    await page.keyboard.press('Enter')
    const order: string[] = []
    for (let step = 0; step < 7; step += 1) {
      await page.keyboard.press('Tab')
      order.push(await focused())
    }
    // the breadcrumb, the filter, and then the table, which scrolls by the arrow keys
    assert.match(order[2] ?? '', /^all groups/)
    assert.deepEqual(order.toSpliced(2, 1).slice(0, 5), ['Start', 'CitizendiumForumWrit', 'not comparedRevision', 'q', 'Show'])
    assert.equal(await page.evaluate<string>('document.activeElement.getAttribute("role")'), 'region')
    await page.close()
  })

  it('is led from the right where the language is', { skip: skipUnless(['chromium'], 'full') }, async () => {
    const { url, browser } = await open()
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
    for (const path of ['/', '/matrix', '/roles/constable', '/log', '/charter']) {
      await page.goto(`${url}${path}?uselang=en-x-rtl`)
      assert.equal(await page.evaluate(`[...document.styleSheets].some((sheet) => sheet.href?.endsWith('rtl.css'))`), true)
      const right = await page.evaluate<number>(`document.querySelector('h1').getBoundingClientRect().right`)
      assert.ok(right > 350, `${path} begins at the left`)
    }
    await page.close()
  })

  it(
    'keeps the colours that its reader chose, with scripts; without, for the page',
    { skip: skipUnless(['chromium'], 'full') },
    async () => {
      const { url, browser } = await open()
      const background = `getComputedStyle(document.querySelector('.head')).backgroundColor`
      const [light, dark] = ['rgb(255, 255, 255)', 'rgb(16, 20, 24)']
      for (const javaScriptEnabled of [true, false]) {
        const context = await browser.newContext({ colorScheme: 'light', javaScriptEnabled })
        const page = await context.newPage()
        await page.goto(url)
        await page.getByLabel('dark').check()
        assert.equal(await page.evaluate(background), dark)
        await page.goto(`${url}/people`)
        assert.equal(await page.evaluate(background), javaScriptEnabled ? dark : light)
        assert.equal(await page.getByLabel('dark').isChecked(), javaScriptEnabled)
        await page.emulateMedia({ colorScheme: 'dark' })
        await page.getByLabel('light').check()
        assert.equal(await page.evaluate(background), light)
        await context.close()
      }
    },
  )

  it('shows every page in every way without a complaint', { skip: skipUnless(['chromium'], 'full') }, async (context) => {
    const seen = []
    for (const variant of Object.keys(VARIANTS)) seen.push(await visit(variant, PAGES))
    assert.deepEqual(
      seen.flatMap(({ problems }) => problems),
      [],
    )
    const looked = seen.reduce((sum, one) => sum + one.looked, 0)
    context.diagnostic(`${PAGES.length} pages x ${Object.keys(VARIANTS).length} ways = ${looked} looked at, 0 violations`)
  })
})
