/** What only a real wiki can show: what it lets the connector's account do, how many calls a read takes, how it fails. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { instant } from '../../src/kernel/instant.ts'
import type { Target } from '../../src/reconcile/target.ts'
import { mediaWikiTarget, type MediaWikiOptions } from '../../src/targets/mediawiki/mediawiki-target.ts'
import { minimumReadCalls } from '../../src/targets/mediawiki/read.ts'
import { failureOf, held, valueOf } from '../contract/target.ts'
import { boundedGroups, startWiki, type Wiki } from '../services/mediawiki.ts'
import { skipUnless } from '../services/present.ts'

const managed = ['Constable', 'Editor', 'Citizen'] as const
const clock = { now: () => instant(Date.now()) }
const note = { plan: 11, url: 'https://writ.example/log/11' }
const scope = { groups: managed, accounts: [] }
const give = (group: string) => ({ kind: 'add', group, until: undefined }) as const

describe('a connector on a real wiki', { skip: skipUnless(['mediawiki', 'php'], 'full') }, () => {
  let wiki: Wiki
  before(async () => {
    wiki = await startWiki({ groupsPhp: boundedGroups(managed), users: [{ name: 'Ada' }, { name: 'Bo', groups: { Editor: undefined } }] })
  })
  after(async () => await wiki.stop())

  const connect = (options: Partial<MediaWikiOptions> = {}): Target =>
    mediaWikiTarget({
      id: 'wiki',
      api: new URL(wiki.apiUrl),
      credentials: { kind: 'password', ...wiki.connector },
      clock,
      sleep: async () => undefined,
      ...options,
    })
  const account = (name: string) => ({ id: String(wiki.ids([name]).get(name)), name })
  const groupsOf = async (name: string) => {
    const answer = await wiki.api({ action: 'query', list: 'users', ususers: name, usprop: 'groupmemberships' })
    return (answer['query'].users[0].groupmemberships as { group: string }[]).map(({ group }) => group)
  }

  it('reads 200 accounts with the fewest calls the API allows, counted in the wiki’s own access log', async () => {
    const day = 86_400_000
    await wiki.seedUsers(200, {
      groups: (number) => ({ [managed[number % 3] ?? 'Editor']: number % 2 === 0 ? undefined : instant(clock.now() + number * day) }),
    })
    const highLimits = [true, false]
    for (const high of highLimits) {
      await wiki.writeSettings(high ? '' : `$wgGroupPermissions['writ']['apihighlimits'] = false;`)
      const target = connect()
      valueOf(await target.lookUp(['Ada']))
      await wiki.clearAccessLog()
      const observed = valueOf(await target.read({ ...scope, accounts: [account('Ada').id] }))
      const log = await wiki.accessLog()
      assert.equal(observed.accounts.size, 202, '200 members, Bo, and Ada who was asked for')
      const minimum = minimumReadCalls({ members: 201, groups: 3, accounts: 202, highLimits: high })
      assert.equal(minimum, high ? 3 : 7)
      assert.equal(log.length, minimum, log.map((line) => `${line.action} ${line.list ?? line.modules ?? ''}`).join(', '))
      const ends = [...observed.accounts.values()].flatMap(({ memberships }) => [...memberships.values()].map(({ until }) => until))
      assert.equal(ends.filter((until) => until !== undefined).length, 100)
    }
    await wiki.writeSettings('')
  })

  it('marks its log lines with tag and number, and is known by its account where there is no tag', async () => {
    const { cursor } = valueOf(await connect().read(scope))
    const [grants] = wiki.sql('SELECT bp_grants FROM bot_passwords WHERE bp_user = ?', account('WritBot').id)
    const setGrants = (text: unknown) =>
      wiki.sql('UPDATE bot_passwords SET bp_grants = ? WHERE bp_user = ?', String(text), account('WritBot').id)
    setGrants('["basic","highvolume","editpage"]')
    valueOf(await connect().apply(account('Ada'), [give('Citizen')], note))
    const tagged = await wiki.api({
      action: 'query',
      list: 'logevents',
      letype: 'rights',
      letag: 'writ',
      lelimit: 1,
      leprop: 'title|comment|tags',
    })
    assert.deepEqual(tagged['query'].logevents, [
      { title: 'User:Ada', ns: 2, comment: 'WRIT-11 https://writ.example/log/11', tags: ['writ'] },
    ])
    await wiki.php(`ChangeTags::undefineTag( 'writ' ); ChangeTags::purgeTagCacheAll();`)
    valueOf(await connect().apply(account('Ada'), [{ kind: 'remove', group: 'Citizen' }], note))
    const { changes } = valueOf(await (connect().history(cursor) ?? assert.fail()))
    assert.deepEqual(
      changes.map(({ ours, added, removed }) => [ours, added.join(), removed.join()]),
      [
        [true, 'Citizen', ''],
        [true, '', 'Citizen'],
      ],
    )
    assert.ok((await connect().inspect()).some(({ code }) => code === 'no-tag'))
    await wiki.php(`ChangeTags::defineTag( 'writ' ); ChangeTags::purgeTagCacheAll();`)
    setGrants(grants?.['bp_grants'])
  })

  it('a leaked bot password opens the managed groups and no others, and nothing once it was changed', async () => {
    const thief = await wiki.client(wiki.connector)
    const self = await thief.call({ action: 'userrights', user: 'WritBot', add: 'sysop|bureaucrat|writ', expiry: 'infinity' }, 'userrights')
    assert.deepEqual(Object.values(self['userrights'].added), [])
    await thief.call({ action: 'userrights', user: 'Ada', add: 'Editor', expiry: 'infinity' }, 'userrights')
    assert.deepEqual(await groupsOf('Ada'), ['Editor'], 'this much it can do')
    await assert.rejects(thief.call({ action: 'block', user: 'Ada' }, 'csrf'), /permissiondenied/)
    const { changes } = valueOf(await (connect().history(undefined) ?? assert.fail()))
    assert.equal(changes.at(-1)?.ours, true, 'the log cannot tell the thief from us: the reconciler’s own record must')

    const rotate = `$user = User::newFromName( 'WritBot' ); $password = BotPassword::newFromUser( $user, 'writ' );
      return $password->save( 'update', MediaWiki\\MediaWikiServices::getInstance()->getPasswordFactory()->newFromPlaintext( $args ) )->isGood();`
    const target = connect()
    valueOf(await target.read(scope))
    assert.equal(await wiki.php(rotate, 'another-password-of-thirty-two-ch'), true)
    const failure = failureOf(await target.read(scope))
    assert.deepEqual([failure.kind, failure.code], ['denied', 'login-failed'])
    assert.doesNotMatch(JSON.stringify(failure), new RegExp(wiki.connector.password))
    assert.equal(await wiki.php(rotate, wiki.connector.password), true)
    valueOf(await target.read(scope))
    valueOf(await target.apply(account('Ada'), [{ kind: 'remove', group: 'Editor' }], note))
  })

  it('a blocked bot can change nothing and says so', async () => {
    await wiki.api({ action: 'block', user: 'WritBot', expiry: 'infinity', autoblock: 0 }, 'csrf')
    try {
      const failure = failureOf(await connect().apply(account('Ada'), [give('Editor')], note))
      assert.equal(failure.kind, 'denied')
      assert.deepEqual(await groupsOf('Ada'), [])
      assert.equal((await connect({ groups: managed }).inspect())[0]?.code, 'blocked')
    } finally {
      await wiki.api({ action: 'unblock', user: 'WritBot' }, 'csrf')
    }
  })

  it('sees a block; a suppressed account is not there, and does not stop the reading of the others', async () => {
    const block = `$block = new MediaWiki\\Block\\DatabaseBlock( [ 'address' => 'Bo', 'by' => User::newFromName( 'Admin' ), 'expiry' => 'infinity', 'hideName' => $args ] );
      return (bool)MediaWiki\\MediaWikiServices::getInstance()->getDatabaseBlockStore()->insertBlock( $block );`
    const bo = account('Bo').id
    for (const suppressed of [false, true]) {
      assert.equal(await wiki.php(block, suppressed), true)
      const { accounts } = valueOf(await connect().read({ ...scope, accounts: [bo] }))
      assert.equal(accounts.get(bo)?.locked, suppressed ? undefined : true)
      assert.deepEqual(held(accounts.get(bo)), suppressed ? {} : { Editor: 'unlimited' })
      assert.equal(accounts.size, suppressed ? 200 : 201)
      wiki.sql('DELETE FROM ipblocks')
    }
  })

  it('loses a permission in the middle and finds it again, without a new start', async () => {
    const target = connect()
    valueOf(await target.apply(account('Ada'), [give('Editor')], note))
    await wiki.writeSettings(`$wgAddGroups['writ'] = [ 'Citizen' ]; $wgRemoveGroups['writ'] = [ 'Citizen' ];`)
    // The connector still believes what it learned; the wiki answers "success" and does nothing. Reading back tells.
    valueOf(await target.apply(account('Ada'), [{ kind: 'remove', group: 'Editor' }], note))
    assert.deepEqual(held(valueOf(await target.read({ ...scope, accounts: [account('Ada').id] })).accounts.get(account('Ada').id)), {
      Editor: 'unlimited',
    })
    assert.equal(failureOf(await connect().apply(account('Ada'), [{ kind: 'remove', group: 'Editor' }], note)).code, 'group-not-changeable')
    const findings = await target.inspect()
    assert.deepEqual(
      findings.filter(({ severity }) => severity === 'error').map(({ code }) => code),
      [],
    )
    assert.deepEqual((await connect({ groups: managed }).inspect())[0]?.code, 'groups-not-changeable')
    await wiki.writeSettings('')
    valueOf(await target.apply(account('Ada'), [{ kind: 'remove', group: 'Editor' }], note))
    assert.deepEqual(await groupsOf('Ada'), [])
  })

  it('does not repeat a password that is wrong', async () => {
    const credentials = { kind: 'password', user: wiki.connector.user, password: 'a-wrong-password-of-32-characters' } as const
    const failure = failureOf(await connect({ credentials }).read(scope))
    assert.deepEqual([failure.kind, failure.code], ['denied', 'login-failed'])
    assert.doesNotMatch(JSON.stringify(failure), /a-wrong-password/)
  })

  it('waits when the wiki says that its replicas lag', async () => {
    const slept: number[] = []
    // A wiki without replicas lags by -1 second.
    const target = connect({ maxlag: -5, sleep: async (milliseconds) => void slept.push(milliseconds) })
    const failure = failureOf(await target.read(scope))
    assert.deepEqual([failure.kind, failure.code, failure.retryAfter], ['busy', 'maxlag', 5000])
    assert.deepEqual(slept, [5000, 5000, 5000])
  })

  it('finds accounts in every notation of their name', async () => {
    const names = [
      'ada',
      'Ada',
      ' Ada_',
      'user 0007',
      'User_0007',
      'User:Ada',
      'Talk:Ada',
      'a|b',
      '127.0.0.1',
      'Nobody',
      '&quot;',
      'Ada\u200E',
      '#5',
      'ß',
    ]
    const found = valueOf(await connect().lookUp(names))
    const ids = Object.fromEntries([...found].map(([name, { id }]) => [name, id]))
    const [ada, seventh] = [account('Ada').id, account('User 0007').id]
    assert.deepEqual(ids, { ada, Ada: ada, ' Ada_': ada, 'Ada\u200E': ada, 'User:Ada': ada, 'user 0007': seventh, User_0007: seventh })
  })

  it('a membership of a group that was abolished is still seen on the account', async () => {
    await wiki.writeSettings(`$wgGroupPermissions['Gone']['read'] = true;`)
    await wiki.api({ action: 'userrights', user: 'Ada', add: 'Gone', expiry: 'infinity' }, 'userrights')
    await wiki.writeSettings('')
    const observed = valueOf(await connect().read({ groups: [...managed, 'Gone'], accounts: [account('Ada').id] }))
    assert.equal(observed.assignable.has('Gone'), false)
    assert.deepEqual(held(observed.accounts.get(account('Ada').id)), { Gone: 'unlimited' })
    wiki.sql(`DELETE FROM user_groups WHERE ug_group = 'Gone'`)
  })

  it('members of a group that is also promoted automatically are those written down only', async () => {
    await wiki.writeSettings(`$wgAutopromote['Citizen'] = [ APCOND_EDITCOUNT, 0 ];`)
    const observed = valueOf(await connect().read({ groups: ['Editor'], accounts: [account('Ada').id] }))
    assert.deepEqual(held(observed.accounts.get(account('Ada').id)), {})
    await wiki.writeSettings('')
  })

  it('the doctor finds an administrator’s credential too strong, and the bounded one right', async () => {
    const strong = await connect({ groups: managed, credentials: { kind: 'password', ...wiki.administrator } }).inspect()
    assert.equal(strong[0]?.code, 'holds-userrights')
    assert.ok(strong.some(({ code }) => code === 'more-than-needed'))
    const right = await connect({ groups: managed }).inspect()
    assert.deepEqual(
      right.map(({ severity, code }) => `${severity} ${code}`),
      ['note no-tag', 'note connected'],
    )
    assert.match(right[1]?.message ?? '', /MediaWiki 1\.\d+/)
  })
})

describe('a wiki that throttles logins', { skip: skipUnless(['mediawiki', 'php'], 'full') }, () => {
  it('is left alone for a while after too many wrong passwords', async () => {
    const wiki = await startWiki({ cache: 'db' })
    try {
      const outcomes: string[] = []
      const credentials = { kind: 'password', user: wiki.connector.user, password: 'a-wrong-password-of-32-characters' } as const
      const target = mediaWikiTarget({ id: 'wiki', api: new URL(wiki.apiUrl), credentials, clock, sleep: async () => undefined })
      for (let attempt = 0; attempt < 7; attempt += 1) {
        const { kind, code } = failureOf(await target.read(scope))
        outcomes.push(`${kind} ${code}`)
      }
      assert.equal(outcomes[0], 'denied login-failed')
      assert.equal(outcomes.at(-1), 'busy login-throttled', outcomes.join(', '))
      const logins = (await wiki.accessLog()).filter(({ action }) => action === 'login')
      assert.equal(logins.length, 7, 'one attempt a read')
    } finally {
      await wiki.stop()
    }
  })
})
