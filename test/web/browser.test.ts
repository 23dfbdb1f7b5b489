/** A real browser on every page: nothing axe complains of, no error in the console, styles that arrive, nothing wider than the screen. */
import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { skipUnless } from '../services/present.ts'
import { publicPages, publicStates } from './every-page.ts'
import { startSite, type Running } from './full-site.ts'
import { complaints, watched, WAYS, type Way, type WayName } from './looking.ts'

const PAGES = [...publicPages.map(({ path }) => path), ...publicStates]

let running: Running | undefined
const open = async () => (running ??= await startSite())
after(() => running?.close())

/** Looks at pages in one way; what is wrong with them, each with page and way. */
async function visit(name: WayName, paths: readonly string[]): Promise<{ readonly looked: number; readonly problems: readonly string[] }> {
  const { url, browser } = await open()
  const way: Way = WAYS[name]
  const { page, problems, close } = await watched(browser, way)
  const found: string[] = []
  for (const path of paths) {
    await page.goto(`${url}${path}`)
    found.push(...[...(await complaints(page, way)), ...problems()].map((problem) => `${path} ${name}: ${problem}`))
  }
  await close()
  return { looked: paths.length, problems: found }
}

let seen = 0

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
    // backwards through the table nothing that has the focus is below its heads
    await page.focus('.matrix tbody tr:last-child a')
    for (let step = 0; step < 40; step += 1) {
      await page.keyboard.press('Shift+Tab')
      const top = await page.evaluate<string>(`(() => {
        const { left, top, height } = document.activeElement.getBoundingClientRect()
        return document.elementFromPoint(left + 10, top + height / 2)?.textContent ?? ''
      })()`)
      assert.equal(top, await page.evaluate<string>('document.activeElement.textContent'))
    }
    await page.close()
  })

  it('is led from the right where the language is', { skip: skipUnless(['chromium'], 'full') }, async () => {
    const { url, browser } = await open()
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
    for (const path of ['/', '/matrix', '/roles/constable', '/log', '/charter']) {
      await page.goto(`${url}${path}?uselang=en-x-rtl`)
      assert.equal(await page.evaluate(`[...document.styleSheets].some((sheet) => sheet.href?.includes('rtl.css'))`), true)
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
        await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
        assert.equal(await page.evaluate('getComputedStyle(document.body).color'), 'rgb(32, 33, 34)', 'on paper it is dark on light')
        await page.emulateMedia({ media: 'screen', colorScheme: 'light' })
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

  it('tells a moment in the zone of its reader where they point at it, once', { skip: skipUnless(['chromium'], 'full') }, async () => {
    const { url, browser } = await open()
    const context = await browser.newContext({ timezoneId: 'Pacific/Auckland' })
    const page = await context.newPage()
    await page.goto(`${url}/log`)
    const time = page.locator('main time[datetime*="T"]').last()
    const titles = async () => {
      await time.hover()
      const title = await time.getAttribute('title')
      await page.getByRole('heading', { level: 1 }).hover()
      return title
    }
    const first = await titles()
    assert.match(first ?? '', /May 3, 2026, 10:00:00 PM GMT\+12$/)
    assert.equal(await titles(), first)
    await context.close()
  })

  it('shows the alarm of a log that is not signed any more without a complaint', { skip: skipUnless(['chromium'], 'full') }, async () => {
    const { folder, site } = await open()
    const log = await folder.read()
    await folder.keep({ ...log, refusal: { why: 'the first 60 entries are not those that were signed', since: site.clock.now() } })
    try {
      for (const variant of ['light', 'dark', 'at 390 px'] as const)
        assert.deepEqual((await visit(variant, ['/log', '/log/head', '/log/proofs'])).problems, [])
    } finally {
      await folder.keep(log)
    }
  })

  for (const variant of Object.keys(WAYS) as WayName[])
    it(`shows every page ${variant} without a complaint`, { skip: skipUnless(['chromium'], 'full') }, async (context) => {
      const { looked, problems } = await visit(variant, PAGES)
      assert.deepEqual(problems, [])
      seen += looked
      context.diagnostic(`${looked} pages ${variant}, 0 violations; ${seen} pages x ways so far`)
    })
})
