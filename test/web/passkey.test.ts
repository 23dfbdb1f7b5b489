/** A passkey in a real browser, with an authenticator that the browser plays: made by its owner, it lets them in and signs what needs a second factor. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { serve } from '@hono/node-server'
import type { Browser, Page } from 'playwright-core'
import { loadAssets } from '../../src/server/assets.ts'
import { openSessions } from '../../src/store/sqlite/sessions.ts'
import { startBrowser } from '../services/browser.ts'
import { skipUnless } from '../services/present.ts'
import { apiClient } from '../support/api-client.ts'
import { readScenario, setTheStage, type Played } from '../support/played.ts'

describe('passkeys in a browser', { skip: skipUnless(['chromium'], 'full') }, () => {
  let played: Played
  let browser: Browser
  let close: () => void
  let url = ''
  before(async () => {
    const { files, roster, story } = await readScenario('charters/staff-rights')
    played = await setTheStage(files, roster, story)
    let port = 0
    // keys are made for a name, never for an address of numbers
    const { app } = await apiClient(played.instance, {
      sessions: openSessions(':memory:'),
      loopback: true,
      base: () => `http://localhost:${port}`,
      hosts: () => new Set([`localhost:${port}`, 'rights.example']),
      assets: await loadAssets(),
    })
    const { promise, resolve } = Promise.withResolvers<number>()
    const server = serve({ fetch: (request) => app.fetch(request), hostname: '127.0.0.1', port: 0 }, (info) => resolve(info.port))
    port = await promise
    url = `http://localhost:${port}`
    close = () => server.close()
    browser = await startBrowser()
  })
  after(async () => {
    await browser.close()
    close()
  })

  async function withAuthenticator(): Promise<Page> {
    const page = await browser.newPage()
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('WebAuthn.enable')
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    return page
  }

  it('are made, let their owner in, confirm the making of another, and open nothing once they are retired', async () => {
    const page = await withAuthenticator()
    const problems: string[] = []
    page.on('console', (message) => void (message.type() === 'error' && !message.text().includes('401') && problems.push(message.text())))
    await page.goto(`${url}/login`)
    await page.click('button:has-text("Become birch-safety")')
    await page.goto(`${url}/me/passkeys`)
    await page.click('button:has-text("Add a passkey")')
    await page.waitForSelector('text=Retire')
    const subject = played.instance.journal.state.personByHandle('birch-safety')?.subject ?? ''
    assert.equal(played.instance.journal.state.keysOf(subject).length, 1)

    await page.click('button:has-text("Log out")')
    await page.goto(`${url}/login`)
    await page.click('button:has-text("Log in with a passkey")')
    await page.waitForSelector('.visitor:has-text("birch-safety")')

    // a second one on the same device is refused by the device itself; on another it needs the first
    await page.goto(`${url}/me/passkeys`)
    await page.click('button:has-text("Retire")')
    await page.waitForSelector('text=You have none yet')
    assert.equal(played.instance.journal.state.keysOf(subject).length, 0)
    await page.click('button:has-text("Log out")')
    await page.goto(`${url}/login`)
    await page.click('button:has-text("Log in with a passkey")')
    await page.waitForSelector('text=no passkey of anybody here answered')
    assert.deepEqual(problems, [])
  })

  it('sign the decision on a highly sensitive right, and the signature is kept with it', async () => {
    const page = await withAuthenticator()
    await page.goto(`${url}/login`)
    await page.click('button:has-text("Become birch-safety")')
    await page.goto(`${url}/me/passkeys`)
    await page.click('button:has-text("Add a passkey")')
    await page.waitForSelector('text=Retire')

    await become(page, 'moss-tester')
    await page.goto(`${url}/request/staff-administrator`)
    await page.fill('[name=use_case]', 'Look into a series of attacks')
    for (const field of await page.locator('textarea[name^=q-], textarea[name^=o-]').all())
      await field.fill('Nothing less shows the addresses')
    for (const field of await page.locator('[name=states]').all()) await field.check()
    await page.click('button:has-text("Look what would become of it")')
    assert.match(await page.innerText('main'), /It can be sent/)
    await page.click('button:has-text("Send the request")')
    const request = page.url()
    for (const decider of ['amber-manager', 'opal-director']) {
      await become(page, decider)
      await page.goto(request)
      for (const field of await page.locator('[name=states]').all()) await field.check()
      if ((await page.locator('button:has-text("Approve")').count()) === 0) continue
      await page.click('button:has-text("Approve")')
      if (page.url().includes('/confirm')) await page.click('button:has-text("demonstration: it proves nothing")')
    }
    await become(page, 'birch-safety')
    await page.goto(request)
    await page.click('button:has-text("Approve")')
    await page.waitForURL('**/confirm*')
    await page.click('button:has-text("Confirm with a passkey")')
    await page.waitForURL(request)
    const entries = await played.instance.journal.entries(0, played.instance.journal.size)
    const evidence = entries.flatMap((entry) =>
      entry.type === 'request.voted' && entry.fields.evidence !== undefined ? [entry.fields.evidence] : [],
    )
    assert.ok(
      evidence.some((text) => text.startsWith('passkey:') && text.includes('"signature"')),
      `${evidence.map((text) => text.slice(0, 20)).join(' ')} ${await page.innerText('main')}`,
    )
    const voted = entries.find((entry) => entry.type === 'request.voted' && entry.fields.evidence?.startsWith('passkey:') === true)
    await page.goto(`${url}/log/${voted?.seq}`)
    await page.click('a:has-text("Second factor")')
    await page.waitForURL(`${url}/log/${voted?.seq}/evidence`)
    assert.match(await page.innerText('main'), /The passkey’s signature is right/)
    assert.match(await page.innerText('main'), /The decision that the entry holds/)
  })
})

async function become(page: Page, handle: string): Promise<void> {
  await page.click('button:has-text("Log out")')
  await page.goto(new URL('/login', page.url()).href)
  await page.click(`button:has-text("Become ${handle}")`)
}
