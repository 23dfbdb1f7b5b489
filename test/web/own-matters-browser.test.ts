/** What a member does for themselves, by mouse alone in a real browser: giving up a role, seeing what a role can do to them, taking their data and their dates along; and what the owner takes along. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { after, describe, it } from 'node:test'
import type { Download, Page } from 'playwright-core'
import { skipUnless } from '../services/present.ts'
import { busyStage, HANDLES, type BusyStage } from '../support/busy-stage.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { complaints, watched, WAYS } from './looking.ts'
import { served, type Served } from './served.ts'

let opened: Promise<Served<BusyStage>> | undefined
const open = () => (opened ??= served(busyStage))
after(async () => (await opened)?.close())

describe('one’s own matters, by mouse', () => {
  const skip = skipUnless(['chromium'])
  const as = async (handle: (typeof HANDLES)[number]) => {
    const { url, browser } = await open()
    const seen = await watched(browser, WAYS['at 390 px'])
    await seen.page.goto(`${url}/login`)
    await seen.page.click(`form:has([name=person][value=${handle ?? ''}]) button`)
    return seen
  }
  const click = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).first().click()
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first().click()
  const heading = async (page: Page, text: string) => {
    await page.getByRole('heading', { level: 1, name: text, exact: true }).waitFor()
    assert.deepEqual(await complaints(page, WAYS['at 390 px']), [], text)
  }
  const loaded = async (page: Page, name: string): Promise<Download> => {
    const coming = page.waitForEvent('download')
    await click(page, name)
    return coming
  }

  it('gives up a role in one click, and says what a role can do to one', { skip }, async () => {
    const { page, problems, close } = await as('elm')
    await heading(page, 'My page')
    await click(page, 'Scribe')
    await heading(page, 'Scribe')
    await page.goBack()
    await press(page, 'Give it up: Scribe')
    await page.getByRole('heading', { name: 'What you held before' }).waitFor()
    await heading(page, 'My page')
    assert.equal(await page.getByRole('button', { name: /^Give it up/ }).count(), 0)
    await click(page, 'Roles')
    await click(page, 'Steward')
    await click(page, 'What it can do to you')
    await heading(page, 'What others can do to you')
    assert.match(page.url(), /#steward$/)
    assert.deepEqual(problems(), [])
    await close()
  })

  it('takes everything that is kept of one along, and lets a calendar follow one’s dates', { skip }, async () => {
    using folder = temporaryFolder()
    const { page, problems, close } = await as('elm')
    await click(page, 'What is known of you')
    await heading(page, 'What is known of you')
    await click(page, 'Everything that is kept of you')
    await heading(page, 'Everything that is kept of you')
    const file = await loaded(page, 'Download all of it as a file (JSON), with every entry of the log about you or by you')
    await file.saveAs(`${folder.path}/mine.json`)
    assert.equal(file.suggestedFilename(), 'my-data.json')
    assert.equal(JSON.parse(readFileSync(`${folder.path}/mine.json`, 'utf8')).handle, 'elm')
    await click(page, 'elm')
    await page.getByRole('link', { name: /^Notices/ }).click()
    await click(page, 'Have a calendar or feed reader follow this by itself')
    await press(page, 'Make secret addresses')
    await heading(page, 'The addresses were made')
    const address = (await page.locator('code').filter({ hasText: 'dates.ics' }).textContent())?.trim() ?? ''
    const answer = await fetch(address)
    assert.deepEqual([answer.status, (await answer.text()).startsWith('BEGIN:VCALENDAR')], [200, true])
    await click(page, 'Tokens')
    await heading(page, 'Tokens')
    await page
      .locator('li')
      .filter({ hasText: 'for your calendar and feed reader' })
      .getByRole('button', { name: /^Revoke/ })
      .click()
    await page.getByText('Revoked').first().waitFor()
    assert.equal((await fetch(address)).status, 410)
    assert.deepEqual(problems(), [])
    await close()
  })

  it('lets the owner take everything along, with a second factor', { skip }, async () => {
    using folder = temporaryFolder()
    const { page, problems, close } = await as('ash')
    await click(page, 'Run Writ')
    await click(page, 'Export everything, stop using Writ')
    await heading(page, 'Export everything, stop using Writ')
    await page.getByRole('textbox').fill('We move on')
    await press(page, 'Begin an export')
    await page.locator('form[action="/confirm"] button').click()
    await heading(page, 'Export everything, stop using Writ')
    const file = await loaded(page, 'Download the file')
    await file.saveAs(`${folder.path}/all.tar.gz`)
    execFileSync('tar', ['-xzf', 'all.tar.gz'], { cwd: folder.path })
    execFileSync('sha256sum', ['--strict', '--quiet', '-c', 'SHA256SUMS'], { cwd: `${folder.path}/writ-record` })
    assert.deepEqual(problems(), [])
    await close()
  })
})
