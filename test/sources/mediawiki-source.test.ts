/** A wiki as a source of facts: the fake one with faults, and a real one. */
import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { instant } from '../../src/kernel/instant.ts'
import { mediaWikiSource } from '../../src/sources/mediawiki/mediawiki-source.ts'
import type { WikiCredentials } from '../../src/targets/mediawiki/credentials.ts'
import type { Asked, FactReading, FactSource } from '../../src/workflow/ports.ts'
import { error, fakeCredentials, startFakeWiki, type FakeReply, type FakeWiki } from '../services/fake-mediawiki.ts'
import { startWiki } from '../services/mediawiki.ts'
import { skipUnless } from '../services/present.ts'

const now = instant(Date.parse('2026-05-03T10:00:00Z'))
const facts = { edits: 'edits', since: 'registered', active: 'last_edit', barred: 'blocked', groups: 'groups' }

const asked = (ids: readonly (number | string)[]): Asked => ({
  accountsOn: (target) => (target === 'wiki' ? ids.map((id) => ({ key: `wiki:${id}`, id: String(id) })) : []),
})

function sourceOf(api: URL, credentials: WikiCredentials, given: Readonly<Record<string, string>> = facts): FactSource {
  const made = mediaWikiSource({
    id: 'wiki-facts',
    accounts: 'wiki',
    api,
    credentials,
    facts: given,
    clock: { now: () => now },
    sleep: async () => undefined,
    timeout: 400,
  })
  assert.ok(made.ok, JSON.stringify(made))
  return made.value
}

/** What was said of an account, by fact. */
function saidOf(reading: FactReading, about: string): Readonly<Record<string, unknown>> {
  assert.equal(reading.kind, 'complete', JSON.stringify(reading))
  const rows = reading.kind === 'complete' ? reading.facts.filter((fact) => fact.about === about) : []
  return Object.fromEntries(rows.map(({ fact, value }) => [fact, value]))
}

describe('a wiki as a source of facts', () => {
  let wiki: FakeWiki
  const open = (given?: Readonly<Record<string, string>>) => sourceOf(wiki.api, { kind: 'password', ...fakeCredentials }, given)
  const queries = (list: string) => wiki.calls.filter(({ parameters }) => parameters['list'] === list)

  beforeEach(async () => {
    wiki = await startFakeWiki()
    wiki.rights = ['read']
    wiki.users = Array.from({ length: 120 }, (_, index) => ({ userid: index + 1, name: `User ${index + 1}`, groups: {}, edits: index }))
  })
  afterEach(async () => await wiki.stop())

  it('tells edits, registration, last edit, blocks and groups of accounts by their ids, with the time', async () => {
    wiki.users = [
      {
        userid: 7,
        name: 'Ada',
        groups: { editor: 'infinity' },
        edits: 12,
        registered: '2024-02-01T08:00:00Z',
        lastEdit: '2026-04-01T09:00:00Z',
      },
      { userid: 8, name: 'Bo', groups: {}, blocked: true, registered: null },
    ]
    const reading = await open().read(asked([7, 8]))
    assert.deepEqual(saidOf(reading, 'wiki:7'), {
      edits: 12,
      since: '2024-02-01T08:00:00Z',
      active: '2026-04-01T09:00:00Z',
      barred: false,
      groups: ['*', 'editor', 'user'],
    })
    assert.deepEqual(saidOf(reading, 'wiki:8'), { edits: 0, since: '1970-01-01T00:00:00Z', barred: true, groups: ['*', 'user'] })
    assert.ok(reading.kind === 'complete' && reading.facts.every(({ asOf }) => asOf === now))
  })

  it('asks for 50 accounts at once, and for the last edit only after edits', async () => {
    const source = open()
    const all = asked(wiki.users.map(({ userid }) => userid))
    await source.read(all)
    assert.deepEqual([queries('users').length, queries('usercontribs').length], [3, 120])
    await source.read(all)
    assert.deepEqual([queries('users').length, queries('usercontribs').length], [6, 120])
    wiki.users = wiki.users.map((user) => (user.userid === 5 ? { ...user, edits: 900, lastEdit: '2026-05-01T00:00:00Z' } : user))
    assert.equal(saidOf(await source.read(all), 'wiki:5')['active'], '2026-05-01T00:00:00Z')
    assert.equal(queries('usercontribs').length, 121)
  })

  it('asks for 500 at once where the account may, and for no last edit where no fact is one', async () => {
    wiki.rights = ['read', 'apihighlimits']
    await open({ edits: 'edits' }).read(asked(wiki.users.map(({ userid }) => userid)))
    assert.deepEqual([queries('users').length, queries('usercontribs').length], [1, 0])
  })

  it('says nothing of an account that the wiki does not have, and tells a person', async () => {
    const reading = await open().read(asked([1, 4711]))
    assert.ok(reading.kind === 'complete')
    assert.deepEqual(saidOf(reading, 'wiki:4711'), {})
    assert.deepEqual([...(reading.doubts ?? [])], [['wiki:4711', 'the wiki has no account 4711']])
    assert.match(reading.alarms?.[0] ?? '', /no account 4711/)
  })

  it('knows nothing of whom it was not asked about', async () => {
    const reading = await open().read(asked([1]))
    assert.deepEqual(reading.kind === 'complete' && [...(reading.only ?? [])], ['wiki:1'])
    assert.equal((await open().read()).kind, 'complete', 'nobody is asked about: nothing is said of anybody')
  })

  const cut = (change: (users: any[]) => any[]) => ({
    patch: (normal: any) => ({ ...normal, query: { ...normal.query, users: change(normal.query.users) } }),
  })
  const faults: readonly (readonly [string, FakeReply])[] = [
    ['leaves one of the accounts out', cut((users) => users.slice(1))],
    ['answers for another account', cut((users) => [{ ...users[0], userid: 999 }, ...users.slice(1)])],
    ['answers for one account twice', cut((users) => [...users.slice(1), users[1]])],
    ['leaves out the number of edits', cut((users) => users.map((user) => ({ ...user, editcount: undefined })))],
    ['cuts its answer', { patch: (normal: any) => ({ ...normal, batchcomplete: false, continue: { usstart: 'x', continue: '-||' } }) }],
    [
      'warns that it left something out',
      { patch: (normal: any) => ({ ...normal, warnings: [{ code: 'truncated', text: 'cut', module: 'main' }] }) },
    ],
    ['answers nothing', { body: {} }],
    ['answers with a page of a proxy', { status: 502, body: '<html>Bad gateway</html>' }],
    ['breaks the connection', { destroy: true }],
    ['lags behind', { body: error('maxlag', 'Waiting for a database server: 9 seconds lagged.') }],
    ['is asleep', { delay: 700 }],
    ['says that a date is none', cut((users) => users.map((user) => ({ ...user, registration: 'soon' })))],
  ]
  for (const [what, reply] of faults)
    it(`that ${what} in the second batch is unavailable as a whole`, async () => {
      wiki.disturb = ({ parameters }) =>
        parameters['list'] === 'users' && parameters['ususerids']?.split('|').includes('60') === true ? reply : undefined
      const reading = await open().read(asked(wiki.users.map(({ userid }) => userid)))
      assert.equal(reading.kind, 'unavailable', JSON.stringify(reading).slice(0, 200))
    })

  it('that tells the last edit of another is unavailable', async () => {
    wiki.disturb = ({ parameters }) =>
      parameters['list'] === 'usercontribs'
        ? { patch: (normal: any) => ({ ...normal, query: { usercontribs: [{ userid: 999, timestamp: '2026-01-01T00:00:00Z' }] } }) }
        : undefined
    assert.equal((await open().read(asked([1]))).kind, 'unavailable')
  })

  it('names what it can tell when something else is asked of it', () => {
    const made = mediaWikiSource({
      id: 'w',
      accounts: 'wiki',
      api: wiki.api,
      credentials: { kind: 'token', token: 'x' },
      facts: { karma: 'karma' },
      clock: { now: () => now },
      sleep: async () => undefined,
    })
    assert.ok(!made.ok)
    assert.match(made.error, /`karma`.*edits, registered, last_edit, blocked, groups/)
  })
})

describe('a real wiki as a source of facts', { skip: skipUnless(['mediawiki', 'php'], 'smoke') }, () => {
  it('tells of 60 accounts what the wiki itself shows of them', async () => {
    const wiki = await startWiki()
    try {
      const seeded = await wiki.seedUsers(60, { edits: (number) => number, registered: instant(Date.parse('2025-01-02T03:04:05Z')) })
      const ids = [...seeded.values()]
      const writer = Number((await wiki.api({ action: 'query', meta: 'userinfo' }))['query'].userinfo.id)
      await wiki.api({ action: 'edit', title: 'Sandbox', text: 'words' }, 'csrf')
      await wiki.api({ action: 'block', userid: ids[1] ?? 0, reason: 'test', expiry: 'infinite' }, 'csrf')
      await wiki.api(
        {
          action: 'block',
          userid: ids[2] ?? 0,
          reason: 'test',
          expiry: 'infinite',
          partial: 1,
          pagerestrictions: 'Sandbox',
          allowusertalk: 1,
        },
        'csrf',
      )
      const source = sourceOf(new URL(wiki.apiUrl), { kind: 'password', ...wiki.connector })
      const reading = await source.read(asked([...ids, writer]))
      const said = (id: number | undefined) => saidOf(reading, `wiki:${id}`)
      assert.deepEqual(said(ids[9])['edits'], 10)
      assert.equal(said(ids[9])['since'], '2025-01-02T03:04:05Z')
      assert.deepEqual(
        [said(ids[0]), said(ids[1]), said(ids[2])].map(({ barred }) => barred),
        [false, true, false],
      )
      assert.equal(said(ids[9])['active'], undefined)
      assert.match(String(said(writer)['active']), /^\d{4}-.*Z$/)
      assert.ok((said(writer)['groups'] as string[]).includes('sysop'))
    } finally {
      await wiki.stop()
    }
  })
})
