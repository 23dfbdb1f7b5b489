/** Whole journeys by mouse, in a real browser: by the names that stand on links, buttons and fields, and by nothing else. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import { openSessions } from '../../src/store/sqlite/sessions.ts'
import type { Serving } from '../../src/server/serving.ts'
import { skipUnless } from '../services/present.ts'
import { apiClient, type ApiClient } from '../support/api-client.ts'
import { apiCharterText, apiStage } from '../support/api-stage.ts'
import { handsOf } from '../support/hands.ts'
import type { Played } from '../support/played.ts'
import { onwards, violations, watched, WAYS, type Watched } from './looking.ts'
import { served, type Served } from './served.ts'

const SKIP = { skip: skipUnless(['chromium'], 'full') }

interface Made {
  readonly played: Played
  readonly client: ApiClient
}

/** A site whose log hides nothing of a grant, with its present holders taken in. */
async function site(serving: Partial<Serving>, text = apiCharterText): Promise<Made> {
  const played = await apiStage(
    text.replace('log: { public: [account, role, from] }', 'log: { public: [account, role, from, use_case, decided_by] }'),
  )
  await handsOf(played.instance).adopt()
  return { played, client: await apiClient(played.instance, { sessions: openSessions(':memory:'), loopback: true, ...serving }) }
}

/** Somebody with a mouse. */
class Walker {
  readonly page: Page
  readonly #watched: Watched
  readonly #url: string
  readonly #problems: string[] = []
  looked = 0

  constructor(one: Watched, url: string) {
    this.#watched = one
    this.page = one.page
    this.#url = url
  }

  static async start({ browser, url }: Served<Made>): Promise<Walker> {
    const walker = new Walker(await watched(browser, WAYS.light), url)
    await walker.page.goto(url)
    return walker
  }

  /** Logs in as somebody, from the page that stands open. */
  async become(handle: string): Promise<void> {
    const out = this.page.getByRole('button', { name: 'Log out' })
    if ((await out.count()) > 0) await this.#go(() => out.click())
    await this.link('Log in')
    await this.button(`Become ${handle}`)
    await this.link(handle)
  }

  async link(name: string | RegExp): Promise<void> {
    const link = this.page.getByRole('link', typeof name === 'string' ? { name, exact: true } : { name }).first()
    await this.#go(() => link.click({ timeout: 30_000 }))
    await this.#look()
  }

  async button(name: string | RegExp): Promise<void> {
    const button = this.page.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name }).first()
    await this.#go(() => button.click({ timeout: 30_000 }))
    await this.#look()
  }

  async fill(label: string | RegExp, text: string): Promise<void> {
    await this.page.getByLabel(label).first().fill(text, { timeout: 30_000 })
  }

  async tick(label: string | RegExp): Promise<void> {
    await this.page.getByLabel(label).first().check({ timeout: 30_000 })
  }

  async reads(text: RegExp): Promise<void> {
    assert.match((await this.page.innerText('main')).replaceAll(/\s+/g, ' '), text)
  }

  /** Loads the page again until it says something, as it also does by itself where it follows a run. */
  async readsAtLast(text: RegExp): Promise<void> {
    for (let tries = 0; tries < 20 && !text.test((await this.page.innerText('main')).replaceAll(/\s+/g, ' ')); tries += 1) {
      await this.page.waitForTimeout(200)
      await this.page.reload().catch(() => this.page.waitForLoadState())
    }
    await this.reads(text)
  }

  /** Ends the walk; nothing may have gone wrong on it. */
  async end(): Promise<number> {
    assert.deepEqual([...this.#problems, ...this.#watched.problems()], [])
    await this.#watched.close()
    return this.looked
  }

  // a click on a link or a button of ours always brings another document
  #go(click: () => Promise<void>): Promise<void> {
    return onwards(this.page, click)
  }

  async #look(): Promise<void> {
    assert.ok(this.page.url().startsWith(this.#url), this.page.url())
    this.looked += 1
    this.#problems.push(...(await violations(this.page)).map((one) => `${this.page.url()} ${one}`))
  }
}

describe('a plan that a guard stopped', SKIP, () => {
  let place: Served<Made>
  before(async () => {
    place = await served((serving) => site(serving, apiCharterText.replace('people: 5', 'people: 1')))
    for (const person of ['cedar', 'elm'])
      await place.made.client.ok('makeGrant', { as: 'ash', body: { role: 'helper', person, reason: 'Helps with the archive' } })
  })
  after(() => place.close())

  it('is let through once by somebody who is not behind it, is carried out, and stands in the public log', async (context) => {
    const walker = await Walker.start(place)
    await walker.become('ash')
    await walker.link('Run Writ')
    await walker.link('wiki')
    await walker.page.getByLabel('Mode').selectOption({ label: 'put right' })
    await walker.fill('Reason', 'Its holders are taken in')
    await walker.button('Set the mode')
    await walker.button('Make a plan')
    await walker.reads(/changes more people than the charter allows at once.*Another person has to let it run/)

    await walker.become('birch')
    await walker.link('Run Writ')
    await walker.link('wiki')
    await walker.button('Carry out')
    await walker.readsAtLast(/a guard stopped it; nothing of it was done, and it waits/)
    await walker.link('Run Writ')
    await walker.link(/Plan \d+, stopped/)
    await walker.fill('Reason', 'Both were named at the meeting')
    await walker.button('Let it run once')
    await walker.reads(/Confirm that it is you.*Let it run once/)
    await walker.button(/Confirm as birch/)
    await walker.reads(/may run once/)
    await walker.link('wiki')
    await walker.button('Carry out')
    await walker.readsAtLast(/2 lines read back as wanted, 0 failed/)

    const groups = (name: string) =>
      place.made.played.targets
        .get('wiki')
        ?.state()
        .accounts.find((one) => one.name === name)
        ?.memberships.map(({ group }) => group)
    assert.deepEqual([groups('Cedar'), groups('Elm')], [['helper'], ['helper']])
    await walker.link('Log')
    await walker.reads(/a change was read back from a target as wanted/)
    context.diagnostic(`${await walker.end()} pages`)
  })
})

describe('a review', SKIP, () => {
  let place: Served<Made>
  before(async () => {
    place = await served(site)
    const { client } = place.made
    for (const person of ['cedar', 'elm', 'fir'])
      await client.ok('makeGrant', { as: 'ash', body: { role: 'helper', person, reason: `Archive of ${person}` } })
    const { played } = place.made
    played.now = (played.now + 366 * 86_400_000) as typeof played.now
  })
  after(() => place.close())

  it('is opened when it is due, answered row by row, and shows how far it is until everybody is answered', async (context) => {
    const walker = await Walker.start(place)
    await walker.become('birch')
    await walker.link('Run Writ')
    await walker.reads(/review/i)
    await walker.button('Do it now')
    await walker.link('birch')
    await walker.link(/^Notices/)
    await walker.link(/Helper/)
    await walker.reads(/0 of 3 answered/)
    await walker.button('Keep: cedar')
    await walker.reads(/1 of 3 answered/)
    await walker.fill('Reason', 'Was not seen for a year')
    await walker.button('Take away: elm')
    await walker.button('Ask the holder: fir')
    await walker.reads(/3 of 3 answered/)
    assert.equal(await walker.page.getByRole('progressbar').getAttribute('value'), '3')

    await walker.become('fir')
    await walker.link(/^Notices/)
    await walker.fill('Your answer, in a sentence', 'I sort the letters every week')
    await walker.button('It is still needed')
    await walker.reads(/You answered: still needed/)

    await walker.become('birch')
    await walker.link(/^Notices/)
    await walker.link(/Helper/)
    await walker.button('Keep: fir')
    await walker.reads(/closed on .*3 of 3 answered.*cedar.*kept.*elm.*taken birch.*fir.*kept/)
    await walker.link('Start')
    await walker.link('What is reviewed, and when?')
    await walker.reads(/fir keeps Helper after a review, decided by birch.*cedar keeps Helper after a review/)
    await walker.link('Log')
    await walker.reads(/elm no longer has Helper/)
    context.diagnostic(`${await walker.end()} pages`)
  })
})

describe('another charter', SKIP, () => {
  let place: Served<Made>
  before(async () => {
    place = await served(site)
  })
  after(() => place.close())

  it('is proposed, asked about, read, decided, adopted, and is then the charter', async (context) => {
    const walker = await Walker.start(place)
    await walker.become('ash')
    await walker.link('Proposed charters')
    await walker.link('Propose a change')
    await walker.fill('Why', 'Helpers do more than help')
    const text = walker.page.getByLabel('charter.yaml')
    await text.fill((await text.inputValue()).replace('purpose: Helps', 'purpose: Helps with the archive and the letters'))
    await walker.button('Look what it changes')
    await walker.reads(/Nothing has been filed yet/)
    await walker.button('Propose it')
    await walker.reads(/open for feedback/)

    await walker.become('elm')
    await walker.link('Proposed charters')
    await walker.link(/Proposal \d+/)
    await walker.fill(/What you/, 'Which letters?')
    await walker.button(/Say/)

    await walker.become('birch')
    await walker.link('Proposed charters')
    await walker.link(/Proposal \d+/)
    await walker.reads(/Which letters\?/)
    await walker.tick(/read/)
    await walker.button(/Approve/)

    await walker.become('ash')
    await walker.link('Proposed charters')
    await walker.link(/Proposal \d+/)
    await walker.tick(/read/)
    await walker.fill('Reason', 'Agreed at the meeting')
    await walker.button('Put it into force')
    await walker.button(/Confirm as ash/)
    await walker.reads(/adopted/)
    await walker.link('Charter')
    await walker.reads(/revision 2, in force since.*Helps with the archive and the letters/)
    context.diagnostic(`${await walker.end()} pages`)
  })
})

describe('a concern', SKIP, () => {
  let place: Served<Made>
  before(async () => {
    place = await served(site)
    await place.made.client.ok('makeGrant', { as: 'ash', body: { role: 'helper', person: 'elm', reason: 'Helps with the archive' } })
  })
  after(() => place.close())

  it('is reported, leads to a suspension, the holder is heard, and what came of it is public, and nothing before', async (context) => {
    const { played } = place.made
    const walker = await Walker.start(place)
    await walker.become('cedar')
    await walker.link('Report a concern')
    await walker.fill('What happened', 'elm deletes what is in dispute')
    await walker.fill('About whom, if anybody', 'elm')
    await walker.button('Send the report')
    await walker.reads(/It was sent/)

    await walker.become('ash')
    await walker.link('One concern or suspension is open')
    await walker.reads(/Concern \d+ .* Steward open/)
    await walker.link(/^Concern \d+/)
    await walker.button('Read it')
    await walker.reads(/About elm .*Reported by cedar, .* elm deletes what is in dispute/)
    await walker.link('Suspend elm')
    await walker.page.getByLabel('Cause').selectOption({ label: 'misuse of a right' })
    await walker.fill('Reason', 'Pages in dispute were deleted')
    await walker.button('Suspend now')
    await walker.reads(/You suspended elm on/)
    await walker.link('ash')
    await walker.link('2 concerns and suspensions are open')
    await walker.link(/^Concern \d+/)
    await walker.fill('What was done, asked or answered', 'elm is suspended and asked')
    await walker.button('Keep the note')
    await walker.reads(/Noted by ash, .* elm is suspended and asked/)
    played.now = (played.now + 60_000) as typeof played.now

    await walker.become('elm')
    await walker.reads(/You are suspended.*Nothing is decided for good before you gave your side/)
    await walker.fill('Your side', 'The pages were spam')
    await walker.button('Put it on record')
    await walker.reads(/You gave your side on/)
    await walker.link('Log')
    assert.ok(!/suspen|dispute|spam/.test(await walker.page.innerText('main')), 'the public learns of it too early')

    await walker.become('birch')
    await walker.link('2 concerns and suspensions are open')
    await walker.link(/^Suspension \d+/)
    await walker.button('Read it')
    await walker.reads(/About elm .*Pages in dispute were deleted .*own side, .* The pages were spam/)
    await walker.page.locator('#f-reason-remove-elm').fill('It was no spam')
    await walker.button('End the roles for good')
    await walker.reads(/It is over; nothing is left to decide/)
    await walker.link('Log')
    await walker.reads(/elm no longer has Helper, decided by birch/)
    assert.ok(!/suspen|dispute|spam/.test(await walker.page.innerText('main')), 'the public learns more than the charter publishes')

    await walker.become('ash')
    await walker.link('One concern or suspension is open')
    await walker.link(/^Concern \d+/)
    await walker.fill('How it ended', 'The role was taken')
    await walker.button('Close it')
    await walker.reads(/closed on .*the case is closed; report it anew/)
    context.diagnostic(`${await walker.end()} pages`)
  })
})
