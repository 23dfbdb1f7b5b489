/** From an empty data folder to an administrator who is logged in, in a real browser against `writ serve`; each step looked at in every way. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { startBrowser } from '../services/browser.ts'
import { skipUnless } from '../services/present.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { settingsFor, startUnfounded } from '../support/unfounded.ts'
import { complaints, onwards, watched, WAYS, type Way } from './looking.ts'

/** Where screenshots are kept to be looked at; none if not said. */
const SHOTS = process.env['WRIT_TEST_SCREENSHOTS']

let opened: Promise<Browser> | undefined
const browser = () => (opened ??= startBrowser())
after(async () => (await opened)?.close())

/** Goes through all steps; `look` at each. */
async function goThrough(page: Page, url: string, token: string, look: (what: string) => Promise<void>): Promise<void> {
  const click = (selector: string) => onwards(page, () => page.click(selector))
  await page.goto(url)
  await look('start')
  await click('main a[href="/setup/guide"]')
  await look('guide')
  await click('main p a[href="/setup"]')
  await look('token')
  await page.fill('[name=token]', 'writ_00000000_0000')
  await click('main form.act button')
  assert.ok(await page.isVisible('#not-done'))
  await look('wrong token')
  await page.fill('[name=token]', token)
  await click('main form.act button')
  await look('charter')
  await page.fill('[name=text-0]', 'writ: 1\ntitle: Mine\nrols: {}\n')
  await click('main form.act button')
  await look('mistakes')
  assert.match(await page.inputValue('[name=text-0]'), /rols/)
  await page.click('summary')
  if (!(await page.isVisible('a[href="/setup?example=lean-wiki"]'))) await page.click('summary')
  await click('a[href="/setup?example=lean-wiki"]')
  await look('example')
  await click('main form.act button')
  await look('people')
  await page.fill('[name=roster]', 'people: [{ handle: wren, roles: [{ role: nobody }] }]')
  await page.fill('[name=administrator]', 'heron')
  await click('main form.act button >> nth=0')
  await look('wrong people')
  assert.equal(await page.inputValue('[name=administrator]'), 'heron')
  await page.fill('[name=roster]', '')
  await click('main form.act button >> nth=0')
  await look('preview')
}

describe('setting Writ up in a browser', () => {
  it(
    'goes from an empty folder to the first administrator by mouse and keyboard',
    { skip: skipUnless(['chromium'], 'smoke') },
    async () => {
      using folder = temporaryFolder()
      const data = folder.file('data')
      const child = spawn(process.execPath, ['bin/writ', 'serve', '--data', data, '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] })
      const gone = once(child, 'exit')
      try {
        let said = ''
        child.stderr.on('data', (text: Buffer) => (said += text.toString()))
        const [first] = (await once(child.stdout, 'data')) as [Buffer]
        const url = /listening on (http:\S+)/.exec(first.toString())?.[1] ?? assert.fail(first.toString())
        const token = readFileSync(/is in (\S+), good/.exec(said)?.[1] ?? assert.fail(said), 'utf8').trim()
        const context = await (await browser()).newContext({ javaScriptEnabled: false })
        const page = await context.newPage()
        await goThrough(page, url, token, async () => undefined)
        await page.click('button:has-text("Found the ledger")')
        await page.waitForURL('**/setup/done')
        assert.match(await page.innerText('main'), /Writ is set up/)
        await page.click('button:has-text("Log in as heron")')
        await page.waitForURL('**/admin')
        assert.equal(await page.innerText('.visitor a'), 'heron')
        assert.match(await page.innerText('h1'), /\S/)
        await page.goto(`${url}/setup`)
        assert.match(await page.innerText('main'), /set up here already/)
        await page.goto(`${url}/log`)
        assert.match(await page.innerText('main table'), /the ledger begins/)
        await context.close()
      } finally {
        child.kill('SIGTERM')
        await gone
      }
    },
  )

  for (const name of Object.keys(WAYS) as (keyof typeof WAYS)[])
    it(`is shown ${name} without a complaint`, { skip: skipUnless(['chromium'], 'full') }, async (context) => {
      using folder = temporaryFolder()
      const place = await startUnfounded(settingsFor(folder.file('data'), '{}\n'))
      const way: Way = WAYS[name]
      const { page, problems, close } = await watched(await browser(), way)
      const found: string[] = []
      let count = 0
      const look = async (what: string) => {
        count += 1
        const noise = (text: string) => / (?:403|422) |status of (?:403|422)/.test(` ${text} `)
        found.push(
          ...[...(await complaints(page, way)), ...problems().filter((text) => !noise(text))].map((text) => `${what} ${name}: ${text}`),
        )
        if (SHOTS === undefined || way.direction !== undefined) return
        await mkdir(SHOTS, { recursive: true })
        await page.screenshot({ path: join(SHOTS, `setup_${what}_${name}.png`.replaceAll(' ', '_')), fullPage: true })
      }
      try {
        await goThrough(page, place.url, place.token(), look)
        await page.goto(`${place.url}/matrix`).catch(() => undefined)
        problems()
        await look('too early')
        await page.goto(`${place.url}/setup`)
        await onwards(page, () => page.click('a[href="/setup?example=lean-wiki"]'))
        await onwards(page, () => page.click('main form.act button'))
        await page.fill('[name=administrator]', 'heron')
        await onwards(page, () => page.click('main form.act button >> nth=0'))
        await onwards(page, () => page.click('main form.act button >> nth=0'))
        await look('done')
      } finally {
        await close()
        await place.stop()
      }
      assert.deepEqual(found, [])
      context.diagnostic(`${count} pages ${name}`)
    })
})
