/** The connector against a server that misbehaves in every way one has been seen to. */
import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { instant } from '../../src/kernel/instant.ts'
import type { Target } from '../../src/reconcile/target.ts'
import { mediaWikiTarget, type MediaWikiOptions } from '../../src/targets/mediawiki/mediawiki-target.ts'
import { minimumReadCalls } from '../../src/targets/mediawiki/read.ts'
import { failureOf, held, valueOf } from '../contract/target.ts'
import { error, fakeCredentials, fakeToken, startFakeWiki, type FakeReply, type FakeWiki } from '../services/fake-mediawiki.ts'

const now = instant(Date.parse('2026-05-03T10:00:00Z'))
const note = { plan: 7, url: 'https://writ.example/log/7' }
const scope = { groups: ['editor', 'constable'], accounts: [] }
const ada = { id: '1', name: 'Ada' }
const add = { kind: 'add', group: 'editor', until: undefined } as const

/** A listing without its first member. */
const short = (normal: any) => ({ ...normal, query: { ...normal.query, allusers: normal.query.allusers.slice(1) } })

/** A line of the log of rights. */
const line = (logid: number, timestamp: string, more: object = {}) => ({
  logid,
  timestamp,
  title: 'User:Ada',
  type: 'rights',
  action: 'rights',
  user: 'Admin',
  userid: 5,
  comment: '',
  tags: [],
  params: { oldgroups: [], newgroups: ['editor'], oldmetadata: [], newmetadata: [{ group: 'editor', expiry: 'infinity' }] },
  ...more,
})
const end = (expiry: string) => [{ group: 'editor', expiry }]

describe('the MediaWiki connector', () => {
  let wiki: FakeWiki
  let slept: number[]

  const codes = async (options: Partial<MediaWikiOptions> = {}) =>
    (await connect(options).inspect()).map(({ severity, code }) => `${severity} ${code}`)

  beforeEach(async () => {
    wiki = await startFakeWiki()
    wiki.now = () => now
    wiki.users = [
      { userid: 1, name: 'Ada', groups: {} },
      { userid: 2, name: 'Bo', groups: { editor: '2027-03-01T00:00:00Z', bot: 'infinity' } },
      { userid: 3, name: 'Cy', groups: { constable: 'infinity' }, blocked: true },
    ]
    slept = []
  })
  afterEach(async () => await wiki.stop())

  const connect = (options: Partial<MediaWikiOptions> = {}): Target =>
    mediaWikiTarget({
      id: 'wiki',
      api: wiki.api,
      credentials: { kind: 'password', ...fakeCredentials },
      clock: { now: () => now },
      sleep: async (milliseconds) => void slept.push(milliseconds),
      timeout: 1000,
      ...options,
    })
  /** The reply to calls of one action, by default to the first only. */
  const disturb = (action: string, reply: FakeReply, first = 1, last = first) => {
    wiki.disturb = (call, number) => (call.action === action && first <= number && number <= last ? reply : undefined)
  }
  /** The reply to the n-th call with this list. */
  const disturbList = (list: string, reply: FakeReply, times = 1) => {
    let left = times
    wiki.disturb = (call) => {
      if (call.parameters['list']?.split('|').includes(list) !== true || left === 0) return undefined
      left -= 1
      return reply
    }
  }

  it('reads members with their ends and blocks', async () => {
    const observed = valueOf(await connect().read({ ...scope, accounts: ['1', '77'] }))
    assert.deepEqual([...observed.accounts.keys()].toSorted(), ['1', '2', '3'])
    assert.deepEqual(held(observed.accounts.get('2')), { editor: Date.parse('2027-03-01T00:00:00Z') / 1000 })
    assert.equal(observed.accounts.get('3')?.locked, true)
    assert.equal(observed.accounts.get('2')?.locked, false)
    assert.deepEqual([...observed.assignable], ['editor', 'constable', 'sysop'])
    assert.equal(observed.at, now)
  })

  it('tells which account it is and from which of its groups the power to change groups comes', async () => {
    const observed = valueOf(await connect().read(scope))
    assert.deepEqual(observed.connector, { account: '99', groups: ['writ'] })
  })

  it('takes all its groups to matter where the wiki does not tell what they may', async () => {
    wiki.disturb = ({ parameters }) =>
      parameters['siprop'] === 'usergroups'
        ? { patch: (normal) => ({ ...normal, query: { ...normal.query, usergroups: undefined } }) }
        : undefined
    assert.deepEqual(valueOf(await connect().read(scope)).connector?.groups, ['writ', 'bot', '*', 'user'])
  })

  it('asserts who it is, how patient the wiki may be, and says who calls', async () => {
    valueOf(await connect({ contact: 'stewards@wiki.example' }).read(scope))
    const after = wiki.calls.slice(3)
    assert.ok(after.length > 0)
    for (const { parameters, headers } of after) {
      assert.equal(parameters['assert'], 'user')
      assert.equal(parameters['assertuser'], 'WritBot')
      assert.equal(parameters['maxlag'], '5')
      assert.equal(parameters['formatversion'], '2')
      assert.match(headers['user-agent'] ?? '', /^Writ\/\S+ \(stewards@wiki\.example\)$/)
    }
    for (const { parameters } of wiki.calls.filter((call) => call.action !== 'login')) assert.equal(parameters['lgpassword'], undefined)
  })

  it('makes exactly the calls of the stated minimum, whatever the numbers', async () => {
    const cases = [
      { members: 0, asked: 0, high: true },
      { members: 50, asked: 0, high: false },
      { members: 51, asked: 30, high: false },
      { members: 501, asked: 0, high: false },
      { members: 700, asked: 400, high: true },
      { members: 5001, asked: 1, high: true },
    ]
    for (const { members, asked, high } of cases) {
      const everybody = Array.from({ length: members + asked }, (_, index) => index + 1)
      wiki.users = everybody.map((userid) => {
        const groups: Record<string, string> = userid <= members ? { editor: 'infinity' } : {}
        return { userid, name: `User ${String(userid).padStart(5, '0')}`, groups }
      })
      wiki.rights = high ? ['apihighlimits'] : []
      const target = connect()
      valueOf(await target.lookUp(['User 00001']))
      const before = wiki.calls.length
      const observed = valueOf(await target.read({ groups: ['editor'], accounts: everybody.slice(members).map(String) }))
      assert.equal(observed.accounts.size, members + asked)
      const minimum = minimumReadCalls({ members, groups: 1, accounts: members + asked, highLimits: high })
      assert.equal(wiki.calls.length - before, minimum, JSON.stringify({ members, asked, high }))
    }
  })

  it('reads named accounts only, without listing members, when that is all that is asked', async () => {
    const target = connect()
    valueOf(await target.lookUp([]))
    const before = wiki.calls.length
    const observed = valueOf(await target.read({ ...scope, accounts: ['2'], accountsOnly: true }))
    assert.deepEqual([...observed.accounts.keys()], ['2'])
    assert.equal(wiki.calls.length - before, minimumReadCalls({ members: 2, groups: 2, accounts: 1, highLimits: true, accountsOnly: true }))
    assert.ok(wiki.calls.every((call) => call.parameters['list']?.includes('allusers') !== true))
  })

  describe('waits', () => {
    it('as long as a lagging wiki asks, then goes on', async () => {
      disturb('userrights', { headers: { 'retry-after': '7' }, body: error('maxlag', 'Waiting for 10.0.0.5: 9 seconds lagged.') }, 1, 2)
      valueOf(await connect().apply(ada, [add], note))
      assert.deepEqual(slept, [7000, 7000])
      assert.equal(wiki.count('userrights'), 3)
    })

    it('only so often, and then says how long to wait', async () => {
      disturb('userrights', { headers: { 'retry-after': '7' }, body: error('maxlag', 'Waiting') }, 1, 99)
      const failure = failureOf(await connect().apply(ada, [add], note))
      assert.deepEqual([failure.kind, failure.code, failure.retryAfter], ['busy', 'maxlag', 7000])
      assert.equal(wiki.count('userrights'), 4)
    })

    it('not at all when asked to wait for longer than a minute', async () => {
      disturb('userrights', { status: 503, headers: { 'retry-after': '3600' }, body: 'come back later' }, 1, 99)
      const failure = failureOf(await connect().apply(ada, [add], note))
      assert.deepEqual([failure.kind, failure.retryAfter], ['unavailable', 3_600_000])
      assert.deepEqual(slept, [])
    })

    it('longer each time when it is not told how long', async () => {
      disturb('userrights', { body: error('ratelimited', 'You have exceeded your rate limit.') }, 1, 99)
      assert.equal(failureOf(await connect().apply(ada, [add], note)).kind, 'busy')
      assert.deepEqual(slept, [1000, 2000, 4000])
    })

    it('not for a wiki that is read-only', async () => {
      disturb('userrights', { body: error('readonly', 'The wiki is currently in read-only mode.') }, 1, 99)
      assert.deepEqual([failureOf(await connect().apply(ada, [add], note)).kind, slept], ['unavailable', []])
    })

    it('for a connection that broke, and applies once more', async () => {
      disturb('userrights', { destroy: true })
      valueOf(await connect().apply(ada, [add], note))
      assert.deepEqual(wiki.users[0]?.groups, { editor: 'infinity' })
    })
  })

  describe('does not believe', () => {
    it('a listing whose filter was dropped', async () => {
      const warning = { code: 'unrecognizedvalues', text: 'Unrecognized value for parameter "augroup": editor', module: 'query+allusers' }
      disturbList('allusers', { patch: (normal) => ({ ...normal, warnings: [warning] }) }, 9)
      const failure = failureOf(await connect().read(scope))
      assert.deepEqual([failure.kind, failure.code], ['invalid', 'unrecognizedvalues'])
    })

    it('a listing that was cut at the wiki’s limit', async () => {
      const warning = {
        code: 'truncatedapiresult',
        text: 'This result was truncated because it would otherwise be larger than the limit',
        module: 'main',
      }
      disturbList('users', { patch: (normal) => ({ ...normal, warnings: [warning] }) }, 9)
      assert.equal(failureOf(await connect().read(scope)).kind, 'incomplete')
    })

    it('a listing that lacks a member it knows of', async () => {
      disturbList('allusers', { patch: short }, 9)
      const failure = failureOf(await connect().read({ ...scope, accounts: ['2'] }))
      assert.deepEqual([failure.kind, failure.code], ['incomplete', 'listings-disagree'])
    })

    it('an empty listing of members while it knows of one', async () => {
      disturbList('allusers', { patch: (normal) => ({ ...normal, query: { ...normal.query, allusers: [] } }) }, 9)
      assert.equal(failureOf(await connect().read({ ...scope, accounts: ['3'] })).kind, 'incomplete')
    })

    it('fewer accounts than it asked for, or others', async () => {
      for (const wrong of [
        (users: any[]) => users.slice(1),
        (users: any[]) => users.map((user) => ({ ...user, userid: 2 })),
        (users: any[]) => users.map((user) => ({ ...user, userid: user.userid + 50 })),
      ]) {
        disturbList('users', { patch: (normal) => ({ ...normal, query: { ...normal.query, users: wrong(normal.query.users) } }) }, 9)
        assert.equal(failureOf(await connect().read(scope)).code, 'short-listing')
      }
    })

    it('accounts without their memberships, and ends that are no moments', async () => {
      disturbList(
        'users',
        { patch: (normal) => ({ ...normal, query: { users: normal.query.users.map(({ userid, name }: any) => ({ userid, name })) } }) },
        9,
      )
      assert.equal(failureOf(await connect().read(scope)).code, 'row-without-groups')
      const groupmemberships = [{ group: 'editor', expiry: 'next Tuesday' }]
      disturbList(
        'users',
        { patch: (normal) => ({ ...normal, query: { users: normal.query.users.map((user: any) => ({ ...user, groupmemberships })) } }) },
        9,
      )
      assert.equal(failureOf(await connect().read(scope)).code, 'end-not-understood')
    })

    it('a listing that never ends, or that does not say that it ended', async () => {
      disturbList('allusers', { patch: (normal) => ({ ...normal, continue: { aufrom: 'Bo', continue: '-||' } }) }, 9)
      assert.equal(failureOf(await connect().read(scope)).code, 'endless-listing')
      disturbList('allusers', { patch: ({ query }) => ({ query }) }, 9)
      assert.equal(failureOf(await connect().read(scope)).code, 'listing-not-complete')
    })

    it('a page that is no answer of an API, not JSON, not of the form, or absent', async () => {
      const replies: readonly (readonly [FakeReply, string, string])[] = [
        [{ body: '<html><title>Database error</title>' }, 'unavailable', 'not-an-api'],
        [{ status: 500, body: '<html>Fatal error' }, 'unavailable', 'http-500'],
        [{ status: 502, body: {} }, 'unavailable', 'http-502'],
        [{ status: 404, body: '<html>Not Found' }, 'invalid', 'http-404'],
        [{ status: 403, body: '<html>Forbidden' }, 'denied', 'http-403'],
        [{ body: { batchcomplete: true } }, 'incomplete', 'answer-not-understood'],
        [{ body: [1, 2] }, 'incomplete', 'answer-not-understood'],
        [
          { body: { errors: [{ code: 'internal_api_error_DBQueryError', text: '[abc] Caught exception' }] } },
          'unavailable',
          'internal_api_error_DBQueryError',
        ],
        [{ body: { errors: 'all' } }, 'incomplete', 'answer-not-understood'],
      ]
      for (const [reply, kind, code] of replies) {
        disturb('paraminfo', reply, 1, 99)
        const failure = failureOf(await connect().read(scope))
        assert.deepEqual([failure.kind, failure.code], [kind, code])
        assert.doesNotMatch(failure.message, /<html>/)
      }
    })

    it('an answer of any size', async () => {
      disturb('paraminfo', { body: { filler: 'x'.repeat(300_000) } }, 1, 99)
      assert.equal(failureOf(await connect({ largest: 100_000 }).read(scope)).code, 'answer-too-large')
    })

    it('a change of another account than the one it named', async () => {
      disturb('userrights', { body: { userrights: { user: 'Bo', userid: 2, added: ['editor'], removed: [] } } })
      assert.equal(failureOf(await connect().apply(ada, [add], note)).code, 'wrong-account')
    })
  })

  it('reads again when somebody changed something between two calls', async () => {
    disturbList('allusers', { patch: short }, 2)
    const observed = valueOf(await connect().read({ ...scope, accounts: ['2'] }))
    assert.ok(observed.accounts.has('2'))
    assert.equal(wiki.count('paraminfo'), 3)
  })

  it('follows a listing of users that the wiki cut', async () => {
    disturbList('users', {
      patch: (normal) => ({
        ...normal,
        query: { ...normal.query, users: normal.query.users.slice(0, 1) },
        continue: { ususerids: '3', continue: '-||' },
      }),
    })
    assert.deepEqual([...valueOf(await connect().read(scope)).accounts.keys()].toSorted(), ['2', '3'])
  })

  it('gives up on a wiki that does not answer in time', async () => {
    disturb('paraminfo', { delay: 500 }, 1, 99)
    const failure = failureOf(await connect({ timeout: 60 }).read(scope))
    assert.deepEqual([failure.kind, failure.code], ['unavailable', 'timeout'])
  })

  it('says so when nobody is there', async () => {
    await wiki.stop()
    assert.deepEqual(failureOf(await connect().read(scope)).kind, 'unavailable')
    wiki = await startFakeWiki()
  })

  it('follows no redirect and sends its password nowhere else', async () => {
    const other = await startFakeWiki()
    try {
      disturb('login', { status: 307, headers: { location: other.api.href }, body: '' }, 1, 99)
      const failure = failureOf(await connect().read(scope))
      assert.deepEqual([failure.kind, failure.code], ['refused', 'redirected'])
      assert.ok(failure.message.includes(other.api.host))
      assert.deepEqual(other.calls, [])
    } finally {
      await other.stop()
    }
  })

  describe('credentials', () => {
    it('that are wrong are denied, without being repeated', async () => {
      const failure = failureOf(
        await connect({ credentials: { kind: 'password', user: 'WritBot@writ', password: 'hunter2-secret' } }).read(scope),
      )
      assert.deepEqual([failure.kind, failure.code], ['denied', 'login-failed'])
      assert.match(failure.message, /wrongpassword/)
      assert.doesNotMatch(JSON.stringify(failure), /hunter2|\n/)
      assert.equal(wiki.count('login'), 1, 'a second attempt would only lock the account')
    })

    it('that are throttled wait for their time', async () => {
      disturb(
        'login',
        {
          body: { login: { result: 'Failed', reason: { code: 'login-throttled', text: 'You have made too many recent login attempts.' } } },
        },
        1,
        99,
      )
      assert.deepEqual(failureOf(await connect().read(scope)).kind, 'busy')
      assert.equal(wiki.count('login'), 1)
    })

    it('may be an access token, which needs no login', async () => {
      valueOf(await connect({ credentials: { kind: 'token', token: fakeToken } }).apply(ada, [add], note))
      assert.equal(wiki.count('login'), 0)
      assert.ok(wiki.calls.every((call) => call.headers.authorization === `Bearer ${fakeToken}`))
      const failure = failureOf(await connect({ credentials: { kind: 'token', token: 'stolen-and-revoked' } }).read(scope))
      assert.deepEqual([failure.kind, failure.code], ['denied', 'assertuserfailed'])
      assert.doesNotMatch(failure.message, /stolen/)
    })

    it('are used anew when the session ended', async () => {
      const target = connect()
      valueOf(await target.read(scope))
      disturb('paraminfo', { body: error('assertnameduserfailed', 'You are no longer logged in as "WritBot".') }, 2)
      valueOf(await target.read(scope))
      assert.equal(wiki.count('login'), 2)
      const again = wiki.calls.slice(1).find(({ parameters }) => parameters['type'] === 'login')
      assert.equal(again?.headers.cookie, undefined, 'the old session is left behind')
    })

    it('never stand in what a failure says', async () => {
      disturb('login', { body: error('badvalue', `no ${fakeCredentials.user}\u202E\u0007`) }, 1, 9)
      const failure = failureOf(await connect().read(scope))
      assert.doesNotMatch(JSON.stringify(failure), new RegExp(fakeCredentials.password))
      assert.doesNotMatch(failure.message, /[\p{Cc}\p{Cf}]/u)
    })
  })

  describe('a change', () => {
    it('is one call with an explicit end for each added group, by user id, with reason and tag', async () => {
      const until = instant(Date.parse('2026-08-01T00:00:00Z') + 999)
      const changes = [add, { kind: 'set-end', group: 'constable', until }] as const
      valueOf(await connect().apply({ id: '3', name: 'Cy' }, changes, note))
      const [call] = wiki.calls.filter(({ action }) => action === 'userrights')
      const { user, add: added, expiry, remove, reason, tags } = call?.parameters ?? {}
      assert.deepEqual(
        { user, added, expiry, remove },
        { user: '#3', added: 'editor|constable', expiry: 'infinity|2026-08-01T00:00:00Z', remove: undefined },
      )
      assert.deepEqual([reason, tags], ['WRIT-7 https://writ.example/log/7', 'writ'])
    })

    it('fetches a new token once when the old one is no longer taken', async () => {
      disturb('userrights', { body: error('badtoken', 'Invalid CSRF token.') })
      valueOf(await connect().apply(ada, [add], note))
      assert.equal(wiki.count('userrights'), 2)
      disturb('userrights', { body: error('badtoken', 'Invalid CSRF token.') }, 1, 99)
      const failure = failureOf(await connect().apply(ada, [add], note))
      assert.deepEqual([failure.kind, failure.code], ['denied', 'badtoken'])
      assert.equal(wiki.count('userrights'), 4)
    })

    it('understands a list that PHP wrote as an object', async () => {
      disturb('userrights', { body: { userrights: { user: 'Ada', userid: 1, added: { 1: 'constable' }, removed: {} } } })
      valueOf(await connect().apply(ada, [add, { kind: 'add', group: 'constable', until: undefined }], note))
    })

    it('is made without the tag where the wiki has none, and asks for it once only', async () => {
      wiki.tags = []
      const target = connect()
      valueOf(await target.apply(ada, [add], note))
      assert.deepEqual(wiki.users[0]?.groups, { editor: 'infinity' })
      valueOf(await target.apply(ada, [{ kind: 'remove', group: 'editor' }], note))
      assert.deepEqual(
        wiki.calls.filter(({ action }) => action === 'userrights').map(({ parameters }) => parameters['tags']),
        ['writ', undefined, undefined],
      )
    })

    it('notices when the wiki’s owner gave the group meanwhile', async () => {
      wiki.changeable = ['constable']
      const target = connect()
      assert.equal(failureOf(await target.apply(ada, [add], note)).code, 'group-not-changeable')
      wiki.changeable = ['constable', 'editor']
      valueOf(await target.apply(ada, [add], note))
    })

    it('that the wiki warns about is a failure', async () => {
      const warning = { code: 'unrecognizedvalues', text: 'Unrecognized value for parameter "remove": editor', module: 'userrights' }
      disturb('userrights', { patch: (normal) => ({ ...normal, warnings: [warning] }) })
      assert.equal(failureOf(await connect().apply(ada, [add], note)).kind, 'invalid')
    })

    it('passes on what the wiki refuses', async () => {
      for (const [code, kind] of [
        ['blocked', 'denied'],
        ['permissiondenied', 'denied'],
        ['nosuchuser', 'invalid'],
        ['pastexpiry', 'invalid'],
        ['toofewexpiries', 'invalid'],
        ['hookaborted', 'refused'],
      ] as const) {
        disturb('userrights', { body: error(code, 'No.') }, 1, 99)
        const failure = failureOf(await connect().apply(ada, [add], note))
        assert.deepEqual([failure.kind, failure.code], [kind, code])
      }
    })

    it('without a change makes no call; a text that is no user id neither', async () => {
      const target = connect()
      valueOf(await target.apply(ada, [], note))
      for (const id of ['', '#1', '1|2', '-1', '01', 'Ada'])
        assert.equal(failureOf(await target.apply({ id, name: 'Ada' }, [add], note)).code, 'no-such-account')
      assert.equal(wiki.calls.length, 0)
    })
  })

  describe('the log', () => {
    it('is entered a minute before the cursor and each line told once', async () => {
      wiki.log = [line(10, '2026-05-03T09:00:00Z'), line(12, '2026-05-03T09:00:05Z'), line(11, '2026-05-03T09:00:06Z')]
      const target = connect()
      const first = valueOf(await (target.history('10@2026-05-03T09:00:00Z') ?? assert.fail()))
      assert.deepEqual(
        first.changes.map(({ at }) => new Date(at).toISOString().slice(14, 19)),
        ['00:05', '00:06'],
      )
      assert.equal(first.cursor, '12@2026-05-03T09:00:05Z')
      assert.equal(wiki.calls.at(-2)?.parameters['lestart'], '2026-05-03T08:59:00Z')
      assert.deepEqual(valueOf(await (target.history(first.cursor) ?? assert.fail())).changes, [])
    })

    it('tells a change of an end, and who made it: ours by tag or by performer', async () => {
      wiki.log = [
        line(1, '2026-05-03T09:00:00Z', { tags: ['writ'] }),
        line(2, '2026-05-03T09:00:01Z', { userid: 99, user: 'WritBot' }),
        line(3, '2026-05-03T09:00:02Z', {
          params: {
            oldgroups: ['editor'],
            newgroups: { 1: 'editor' },
            oldmetadata: end('infinity'),
            newmetadata: end('2027-01-01T00:00:00Z'),
          },
        }),
        line(4, '2026-05-03T09:00:03Z', { params: { oldgroups: ['editor', 'bot'], newgroups: ['bot'] } }),
        line(5, '2026-05-03T09:00:04Z', { params: { '4::oldgroups': 'editor' }, comment: 'old\u202E style\n' }),
      ]
      const { changes } = valueOf(await (connect().history(undefined) ?? assert.fail()))
      assert.deepEqual(
        changes.map(({ ours, added, removed }) => [ours, added.join(), removed.join()]),
        [
          [true, 'editor', ''],
          [true, 'editor', ''],
          [false, 'editor', ''],
          [false, '', 'editor'],
          [false, '', ''],
        ],
      )
      assert.equal(changes[4]?.comment, 'old style')
      assert.deepEqual(changes[0]?.account, { id: '1', name: 'Ada' })
    })

    it('leaves out lines that are hidden or of another wiki, and still moves on', async () => {
      wiki.log = [line(8, '2026-05-03T09:00:00Z', { title: undefined }), line(9, '2026-05-03T09:00:01Z', { title: 'User:Ada@otherwiki' })]
      const { changes, cursor } = valueOf(await (connect().history(undefined) ?? assert.fail()))
      assert.deepEqual([changes, cursor], [[], '9@2026-05-03T09:00:01Z'])
    })

    it('takes no cursor of another system', async () => {
      assert.equal(failureOf(await (connect().history('42') ?? assert.fail())).code, 'bad-cursor')
    })
  })

  describe('the doctor', () => {
    it('has nothing to complain about a bounded bot password', async () => {
      assert.deepEqual(await codes({ groups: ['editor', 'constable'] }), ['note connected'])
    })

    it('names what the credential can do beyond need, the harmful first', async () => {
      wiki.rights = ['userrights', 'editinterface', 'applychangetags']
      wiki.changeable = ['editor', 'constable', 'sysop']
      assert.deepEqual(await codes({ groups: ['editor', 'constable'] }), [
        'error holds-userrights',
        'warning more-than-needed',
        'warning no-high-limits',
        'note connected',
      ])
    })

    it('names groups it may not change, may change without need, and that do not exist', async () => {
      wiki.changeable = ['editor', 'sysop']
      assert.deepEqual(await codes({ groups: ['editor', 'constable', 'Bot'] }), [
        'error groups-not-changeable',
        'error unknown-groups',
        'warning groups-beyond-charter',
        'note connected',
      ])
      wiki.changeable = []
      assert.ok((await codes()).includes('error cannot-change-groups'))
    })

    it('sees clocks apart, a missing tag, a block, a main password', async () => {
      wiki.now = () => now + 90_000
      wiki.tags = []
      assert.deepEqual(await codes(), ['warning clock-skew', 'note no-tag', 'note connected'])
      wiki.now = () => now
      wiki.disturb = ({ parameters }) =>
        parameters['meta']?.includes('userinfo') === true
          ? {
              patch: (normal) => ({
                ...normal,
                query: { ...normal.query, userinfo: { ...normal.query.userinfo, blockid: 4, blockpartial: false } },
              }),
            }
          : undefined
      assert.ok((await codes()).includes('error blocked'))
    })

    it('says what the wiki says when it cannot log in, and warns of passwords in the open', async () => {
      const credentials = { kind: 'password', user: 'Admin', password: 'not-this-one' } as const
      assert.deepEqual(await codes({ credentials }), ['error login-failed', 'warning main-password'])
      const far = await codes({ api: new URL('http://wiki.invalid/w/api.php'), timeout: 300 })
      assert.equal(far[0], 'error insecure-address')
    })
  })
})
