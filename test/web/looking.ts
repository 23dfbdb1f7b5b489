/** Pages in a real browser, in every way of looking at them: what there is to complain of. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'

export interface Way {
  readonly options: BrowserContextOptions
  /** How a line is read. */
  readonly direction?: 'rtl'
  /** What the head of a page looks like then. */
  readonly head: string
}

const [WHITE, NIGHT] = ['rgb(255, 255, 255)', 'rgb(16, 20, 24)']

export const WAYS = {
  light: { options: { colorScheme: 'light' }, head: WHITE },
  dark: { options: { colorScheme: 'dark' }, head: NIGHT },
  'from the right': { options: { extraHTTPHeaders: { 'accept-language': 'en-x-rtl' } }, direction: 'rtl', head: WHITE },
  'at 390 px': { options: { viewport: { width: 390, height: 844 } }, head: WHITE },
  'without JavaScript': { options: { javaScriptEnabled: false }, head: WHITE },
} as const satisfies Readonly<Record<string, Way>>

export type WayName = keyof typeof WAYS

/** A page of its own in the browser, which notes what goes wrong on it, whatever is done there. */
export interface Watched {
  readonly page: Page
  /** What went wrong since it was asked last. */
  readonly problems: () => readonly string[]
  readonly close: () => Promise<void>
}

export async function watched(browser: Browser, { options }: Way): Promise<Watched> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const found: string[] = []
  page.on('console', (message) => {
    // a page that is not there, or not for its reader, is announced on the console as well
    if (message.type() === 'error' && message.location().url !== page.url()) found.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => void found.push(`error: ${error.message}`))
  page.on('dialog', (dialog) => {
    found.push('a dialog opened')
    void dialog.dismiss()
  })
  page.on('response', (response) => {
    if (response.status() >= (response.request().isNavigationRequest() ? 500 : 400)) found.push(`${response.status()} ${response.url()}`)
  })
  return { page, problems: () => found.splice(0), close: () => context.close() }
}

/** What there is to complain of on the page that stands open. */
export async function complaints(page: Page, way: Way): Promise<readonly string[]> {
  const problems: string[] = []
  // An unstyled page has no violations either: the style sheet must have come, and the colours with it.
  const head = await page.evaluate<string | null>(
    `document.querySelector('.head') && getComputedStyle(document.querySelector('.head')).backgroundColor`,
  )
  if (head === null) return [`it has no head, and says: ${(await page.innerText('body')).slice(0, 200)}`]
  if (head !== way.head) problems.push(`its head is ${head}`)
  const direction = await page.evaluate<string>('getComputedStyle(document.body).direction')
  if (direction !== (way.direction ?? 'ltr')) problems.push(`it is read ${direction}`)
  // axe is a script itself: without scripts it cannot look.
  if (way.options.javaScriptEnabled !== false) problems.push(...(await violations(page)))
  const [wide = 0, screen = 0] = await page.evaluate<readonly number[]>('[document.documentElement.scrollWidth, innerWidth]')
  if (wide > screen) problems.push(`${wide} wide on ${screen}`)
  return problems
}

/** What axe finds, each with the rule and where. A page that follows a run loads itself anew when it ends: then the new one is looked at. */
export async function violations(page: Page): Promise<readonly string[]> {
  for (let tries = 0; ; tries += 1) {
    try {
      // legacy = in this page alone, without opening another to look into frames, of which there are none; what is in order is not told in detail
      const found = await new AxeBuilder({ page })
        .setLegacyMode(true)
        .options({ resultTypes: ['violations'] })
        .analyze()
      return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)
    } catch (error) {
      const isGone = /Execution context was destroyed|undefined \(reading 'run'\)/.test(String(error))
      if (tries === 3 || !isGone) throw error
      await page.waitForLoadState()
    }
  }
}

/** Does what brings another document, and waits until it is there. Its policy lets nothing be evaluated inside the page, so it is asked from outside. */
export async function onwards(page: Page, act: () => Promise<void>): Promise<void> {
  const origin = () => page.evaluate<number>('performance.timeOrigin')
  const before = await origin()
  await act()
  for (let tries = 0; tries < 600; tries += 1) {
    const now = await origin().catch(() => before)
    if (now !== before) return page.waitForLoadState()
    await page.waitForTimeout(50)
  }
  throw new Error(`no other document came after ${page.url()}`)
}
