/** By mouse alone, in a real browser: somebody asks for a role, the manager and Trust and Safety approve, it takes effect on the target and is public. */
import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { after, describe, it } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { startBrowser } from '../services/browser.ts'
import { skipUnless } from '../services/present.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const places: { stop(): void }[] = []
let browser: Browser | undefined
after(async () => {
  await browser?.close()
  for (const place of places) place.stop()
})

/** Plays the demonstration and serves it, as `npm start` does; the address it tells. */
function startDemo(folder: string): Promise<string> {
  const demo: ChildProcess = spawn(
    process.execPath,
    ['bin/writ', 'demo', 'charters/staff-rights', '--simulated', '--data', `${folder}/demo`, '--port', '0'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  places.push({ stop: () => void demo.kill('SIGTERM') })
  return new Promise((resolve, reject) => {
    let told = ''
    demo.stdout?.on('data', (text: Buffer) => {
      told += text.toString()
      const url = /listening on (http:\S+)/.exec(told)?.[1]
      if (url !== undefined) resolve(url)
    })
    demo.on('exit', (code) => reject(new Error(`the demonstration ended with ${code}: ${told}`)))
  })
}

describe('the way of a right through the pages', () => {
  it('goes by mouse alone from asking to the public log', { skip: skipUnless(['chromium'], 'smoke') }, async (context) => {
    using folder = temporaryFolder()
    const url = await startDemo(folder.path)
    browser = await startBrowser()
    const page = await browser.newPage()
    const problems: string[] = []
    page.on('console', (message) => void (message.type() === 'error' && !message.text().includes('422') && problems.push(message.text())))
    page.on('pageerror', (error) => void problems.push(error.message))
    let looked = 0
    const look = async () => {
      looked += 1
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
      problems.push(...violations.map(({ id, nodes }) => `${page.url()} ${id}: ${nodes[0]?.html ?? ''}`))
    }
    await page.goto(url)
    await become(page, 'maple-campaigner', look)
    await page.click('.visitor a')
    await look()
    await page.click('main >> text=Ask for a right')
    await page.fill('#q', 'roll back edits')
    await page.click('button:has-text("Find")')
    await look()
    await page.click('main a:has-text("Rollback (staff)") >> nth=0')
    await look()
    await page.fill('[name=use_case]', 'Undo vandalism on help pages during the campaign')
    await page.check('[name=states]')
    await page.click('button:has-text("Look what would become of it")')
    assert.match(await page.innerText('blockquote'), /maple-campaigner has .*rollback/)
    await look()
    await page.click('button:has-text("Send the request")')
    await look()

    await become(page, 'amber-manager')
    await page.click('.visitor a')
    await page.click('main >> text=1 request waits for your decision')
    await look()
    await page.click('main table a')
    await page.click('button:has-text("Approve")')
    assert.match(await page.innerText('main'), /It was not done[\s\S]*trained/)
    await look()
    await page.check('[name=states]')
    await page.click('button:has-text("Approve")')
    await look()

    await become(page, 'birch-safety')
    await page.click('.visitor a')
    await page.click('main >> text=1 request waits for your decision')
    await page.click('main table a')
    await page.click('button:has-text("Approve")')
    assert.match(await page.innerText('main'), /granted/)
    await look()

    await page.click('nav >> text=Log')
    await page.waitForFunction(
      `document.body.innerText.includes('a change was read back from a target as wanted') || (location.reload(), false)`,
      undefined,
      {
        polling: 1500,
        timeout: 30_000,
      },
    )
    assert.match(await page.innerText('main table'), /maple-campaigner has .*rollback: Undo vandalism on help pages during the campaign/)
    assert.deepEqual(problems, [])
    context.diagnostic(`${looked} pages looked at by axe, none with a violation`)
  })
})

async function become(page: Page, handle: string, look?: () => Promise<void>): Promise<void> {
  if ((await page.locator('button:has-text("Log out")').count()) > 0) await page.click('button:has-text("Log out")')
  await page.click('text=Log in')
  await look?.()
  await page.click(`button:has-text("Become ${handle}")`)
}
