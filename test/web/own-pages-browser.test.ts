/** The pages of members and of those who run Writ, in a real browser: nothing axe complains of, no error in the console, nothing wider than the screen; light, dark, from the right, small, without scripts. */
import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import { skipUnless } from '../services/present.ts'
import { busyStage, HANDLES, type BusyStage } from '../support/busy-stage.ts'
import { LOOKERS, looks, type Look } from './every-page.ts'
import { complaints, watched, WAYS, type Way } from './looking.ts'
import { served, type Served } from './served.ts'

/** Where screenshots are kept to be looked at; none if not said. */
const SHOTS = process.env['WRIT_TEST_SCREENSHOTS']

let opened: Promise<Served<BusyStage>> | undefined
const open = () => (opened ??= served(busyStage))
after(async () => (await opened)?.close())

/** Looks in one way, as each person once; what is wrong, each with page, person and way. */
async function visit(name: keyof typeof WAYS, all: readonly Look[]): Promise<readonly string[]> {
  const { url, browser } = await open()
  const way: Way = WAYS[name]
  const found: string[] = []
  for (const looker of new Set(all.map((one) => one.looker))) {
    const { page, problems, close } = await watched(browser, way)
    await logIn(page, url, HANDLES[looker])
    for (const look of all.filter((one) => one.looker === looker)) {
      await page.goto(`${url}${look.path}`)
      await look.then?.(page)
      await page.waitForLoadState()
      const place = `${look.path}${look.then === undefined ? '' : ` ${look.then.name}`} for ${LOOKERS[looker] ?? ''} ${name}`
      found.push(...[...(await complaints(page, way)), ...problems()].map((problem) => `${place}: ${problem}`))
      if (SHOTS !== undefined && way.direction === undefined) await shoot(page, SHOTS, place)
    }
    await close()
  }
  return found
}

async function logIn(page: Page, url: string, handle: string | undefined): Promise<void> {
  if (handle === undefined) return
  await page.goto(`${url}/login`)
  await page.click(`form:has([name=person][value=${handle}]) button`)
}

async function shoot(page: Page, folder: string, place: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${place.replaceAll(/[^\w-]+/g, '_')}.png`), fullPage: true })
}

let seen = 0

describe('the pages of those who act, in a browser', () => {
  for (const name of Object.keys(WAYS) as (keyof typeof WAYS)[])
    it(`are shown ${name} without a complaint`, { skip: skipUnless(['chromium'], 'full') }, async (context) => {
      const all = looks((await open()).made.places)
      assert.deepEqual(await visit(name, all), [])
      seen += all.length
      context.diagnostic(`${all.length} pages ${name}, 0 violations; ${seen} pages x ways so far`)
    })
})
