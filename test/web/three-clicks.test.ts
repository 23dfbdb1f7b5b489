/** What people ask of such pages, answered by the visible names of links alone, in at most three clicks from the start page. */
import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import { skipUnless } from '../services/present.ts'
import { startSite, type Running } from './full-site.ts'

let running: Running | undefined
const open = async () => (running ??= await startSite())
after(() => running?.close())

const MOST_CLICKS = 3
let clicks = 0

/** Clicks through links as they are written; answers what the last page says. */
async function ask(...names: readonly string[]): Promise<string> {
  assert.ok(names.length <= MOST_CLICKS, `${names.length} clicks`)
  const { url, browser } = await open()
  const page = await browser.newPage()
  await page.goto(url)
  for (const name of names) await click(page, name)
  const text = await page.innerText('main')
  await page.close()
  return text.replaceAll(/\s+/g, ' ')
}

async function click(page: Page, name: string): Promise<void> {
  const link = page.getByRole('link', { name, exact: true }).first()
  assert.ok(await link.isVisible(), `no visible link “${name}” on ${page.url()}`)
  await link.click()
  await page.waitForLoadState('load')
  clicks += 1
}

describe('within three clicks of the start page', { skip: skipUnless(['chromium'], 'full') }, () => {
  it('one learns who can block people', async () => {
    const answer = await ask('Who can do what?', 'block')
    assert.match(answer, /block on Citizendium/)
    assert.match(answer, /\d+ of the people who are public here: .*birch-constable/)
  })

  it('one learns who gave somebody a right, and why', async () => {
    const given = /Constable 3 May 2026, 10:00 UTC no end set Keeps the peace at night copper-smith roles\.yaml:\d+ entry \d+/
    assert.match(await ask('People', 'maple-member'), given)
    const log = await ask('People', 'maple-member', 'Everything in the log about maple-member')
    assert.match(log, /maple-member is Constable, decided by copper-smith: Keeps the peace at night/)
    assert.match(await ask('People', 'copper-smith', 'Everything that copper-smith decided'), /maple-member is Constable/)
  })

  it('one learns what changed last month', async () => {
    const answer = await ask('What changed last month?')
    const months = [...answer.matchAll(/\d+ (\w+ \d{4}), \d\d:\d\d UTC/g)].map(([, month]) => month)
    assert.ok(months.length > 10)
    const { site } = await open()
    const now = new Date(site.clock.now())
    const last = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1))
    const name = last.toLocaleString('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' })
    // the banner of the page tells of the revision in force and is no row of the log
    assert.deepEqual([...new Set(months.slice(1))], [name])
  })

  it('one learns how to ask for a right', async () => {
    assert.match(
      await ask('How do I get a right?', 'Editor'),
      /How one gets it .*can ask for it; who decides: Editorial Personnel Administrator/,
    )
    assert.match(await ask('Who can do what?', 'block'), /How one gets it Any one of these roles suffices: .*Constable/)
  })

  it('one learns who could take over', async () => {
    const answer = await ask('Who could take over?')
    assert.match(answer, /Who could seize control/)
    assert.match(answer, /(?:One rogue account is enough|could be undone from inside)/)
    assert.match(answer, /One rogue Verdict .*Undone by/i)
  })

  it('was clicked, and not typed', () => assert.ok(clicks >= 10, String(clicks)))
})
