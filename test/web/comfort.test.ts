/** For those who use no mouse, want nothing to move, or see in colours of their own: by keyboard alone from asking to the decision, focus always in sight. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import { skipUnless } from '../services/present.ts'
import { busyStage, type BusyStage } from '../support/busy-stage.ts'
import { onwards, violations } from './looking.ts'
import { served, type Served } from './served.ts'

/** What has the focus: its name, where it stands in the document, and how its focus is drawn. */
interface Focus {
  readonly name: string
  readonly at: number
  readonly outline: string
  readonly width: number
  readonly inView: boolean
}

const FOCUS = `(() => {
  const one = document.activeElement
  const label = one.labels?.[0]?.textContent ?? ''
  const { outlineStyle, outlineWidth } = getComputedStyle(one)
  const { top, bottom } = one.getBoundingClientRect()
  return {
    name: (one.getAttribute('aria-label') ?? (label || one.textContent || one.getAttribute('name') || '')).replace(/\\s+/g, ' ').trim(),
    at: [...document.querySelectorAll('*')].indexOf(one),
    outline: outlineStyle,
    width: parseFloat(outlineWidth),
    inView: bottom > 0 && top < innerHeight,
  }
})()`

const MOST_STOPS = 80

describe('with the keyboard alone', { skip: skipUnless(['chromium'], 'full') }, () => {
  let place: Served<BusyStage>
  before(async () => {
    place = await served(busyStage)
  })
  after(() => place.close())

  /** Goes on to what is called so; every stop on the way is in sight and further down the document. */
  async function tabTo(page: Page, name: RegExp): Promise<void> {
    let last = -1
    for (let stops = 0; stops < MOST_STOPS; stops += 1) {
      await page.keyboard.press('Tab')
      const focus = await page.evaluate<Focus>(FOCUS)
      const what = `“${focus.name.slice(0, 60)}” on ${page.url()}`
      assert.ok(focus.outline !== 'none' && focus.width >= 2, `the focus cannot be seen: ${what}: ${focus.outline} ${focus.width}`)
      assert.ok(focus.inView, `out of sight: ${what}`)
      // a field for a day has a stop for each of its parts
      assert.ok(focus.at >= last, `the order goes back: ${what}`)
      last = focus.at
      if (name.test(focus.name)) return
    }
    assert.fail(`nothing called ${String(name)} on ${page.url()}`)
  }

  const press = (page: Page, key: 'Enter' | 'Space') => onwards(page, () => page.keyboard.press(key))

  async function logIn(page: Page, handle: string): Promise<void> {
    await page.goto(`${place.url}/login`)
    await tabTo(page, new RegExp(`^Become ${handle}`))
    await press(page, 'Enter')
  }

  it('somebody asks for a role, and another decides, and each lands where it is said what came of it', async () => {
    const page = await place.browser.newPage()
    await logIn(page, 'cedar')
    await tabTo(page, /^cedar$/)
    await press(page, 'Enter')
    await tabTo(page, /^Ask for a right$/)
    await press(page, 'Enter')
    await tabTo(page, /^Helper$/)
    await press(page, 'Enter')
    await tabTo(page, /^What for|use case|need/i)
    await page.keyboard.type('Sort the letters of the archive')
    await tabTo(page, /I will use it for the site alone/)
    await page.keyboard.press('Space')
    await tabTo(page, /^Look what would become of it$/)
    await press(page, 'Enter')
    await tabTo(page, /^Send the request$/)
    await press(page, 'Enter')
    assert.match(page.url(), /\/requests\/\d+$/)
    await tabTo(page, /^Log out$/)
    await press(page, 'Enter')

    await logIn(page, 'fir')
    await tabTo(page, /^fir$/)
    await press(page, 'Enter')
    await tabTo(page, /requests? waits? for your decision/)
    await press(page, 'Enter')
    await tabTo(page, /^Request \d+$/)
    await press(page, 'Enter')
    const decided = page.url()
    assert.match(decided, /\/requests\/\d+$/)
    await tabTo(page, /^Approve$/)
    await press(page, 'Enter')
    assert.equal(page.url(), decided)
    assert.match(await page.innerText('main'), /granted/)
    await page.close()
  })

  it('a refused form leads the focus to what is wrong', async () => {
    const page = await place.browser.newPage()
    await logIn(page, 'elm')
    await page.goto(`${place.url}/request/scribe`)
    await page.evaluate(`document.querySelectorAll('[name=once]').forEach((field) => { field.value = 'spoilt' })`)
    await page.fill('[name=use_case]', 'x')
    await page.locator('[name=use_case]').press('Tab')
    await page.click('form[action="/request/scribe/check"] button')
    await page.waitForSelector('[role=alert]')
    assert.equal(await page.evaluate('document.activeElement.getAttribute("role")'), 'alert')
    await page.close()
  })
})

describe('whoever wants nothing to move, or has colours of their own', { skip: skipUnless(['chromium'], 'full') }, () => {
  let place: Served<BusyStage>
  before(async () => {
    place = await served(busyStage)
  })
  after(() => place.close())

  const MOVING = `[...document.querySelectorAll('*')].filter((one) => {
    const { transitionDuration, animationName } = getComputedStyle(one)
    return animationName !== 'none' || transitionDuration.split(',').some((time) => parseFloat(time) > 0)
  }).length`

  it('gets pages on which nothing moves', async () => {
    const page = await place.browser.newPage()
    let moved = 0
    for (const path of ['/login', '/', '/matrix', '/hierarchy']) {
      await page.emulateMedia({ reducedMotion: 'no-preference' })
      await page.goto(`${place.url}${path}`)
      moved += await page.evaluate<number>(MOVING)
      await page.emulateMedia({ reducedMotion: 'reduce' })
      assert.equal(await page.evaluate<number>(MOVING), 0, path)
    }
    assert.ok(moved > 0, 'nothing moves anywhere, so this proves nothing')
    await page.close()
  })

  it('sees every field, button, focus and line of a picture in forced colours', async () => {
    const page = await place.browser.newPage()
    await page.goto(`${place.url}/login`)
    await page.click('form:has([name=person][value=ash]) button')
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ forcedColors: 'active', colorScheme })
      for (const path of [
        '/hierarchy',
        '/matrix',
        '/request/helper',
        '/admin/targets/wiki',
        `/charter/proposals/${place.made.places.proposal}`,
      ]) {
        await page.goto(`${place.url}${path}`)
        assert.equal(await page.evaluate(`matchMedia('(forced-colors: active)').matches`), true)
        const unseen = await page.evaluate<readonly string[]>(`(() => {
          const canvas = getComputedStyle(document.documentElement).backgroundColor
          const shown = (one) => one.checkVisibility?.() ?? true
          const bare = [...document.querySelectorAll('main button, main input:not([type=hidden],[type=checkbox],[type=radio]), main select, main textarea')].filter((one) => {
            const { borderTopStyle, borderTopWidth, borderTopColor } = getComputedStyle(one)
            return shown(one) && (borderTopStyle === 'none' || parseFloat(borderTopWidth) < 1 || borderTopColor === canvas)
          })
          const lines = [...document.querySelectorAll('main svg path, main svg line')].filter((one) => {
            const { stroke, fill } = getComputedStyle(one)
            return !one.closest('marker') && shown(one) && [stroke, fill].every((paint) => paint === 'none' || paint === canvas)
          })
          const words = [...document.querySelectorAll('main svg text')].filter((one) => getComputedStyle(one).fill === canvas)
          return [...bare, ...lines, ...words].map((one) => one.outerHTML.slice(0, 120))
        })()`)
        assert.deepEqual(unseen, [], `${path} ${colorScheme}`)
        await page.keyboard.press('Tab')
        const focus = await page.evaluate<Focus>(FOCUS)
        assert.ok(focus.outline !== 'none' && focus.width >= 2, `${path}: the focus cannot be seen`)
        assert.deepEqual(await violations(page), [], `${path} ${colorScheme}`)
      }
    }
    await page.close()
  })
})
