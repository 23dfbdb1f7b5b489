/** What goes wrong between a decision and a real wiki: the same stories as on the simulated target, with MediaWiki's own answers. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openGate, type Gate } from '../support/gate.ts'
import { guardsOf, handsOf, linesOf, type Hands } from '../support/hands.ts'
import { onAWiki, type OnAWiki, type OnAWikiOptions } from '../support/on-a-wiki.ts'
import { administrator, smallSiteCharter, smallSiteRoster, standingWith } from '../support/small-site.ts'
import { skipUnless } from '../services/present.ts'

const charterText = smallSiteCharter({ connector: 'mediawiki', guards: 'people: 20, share: 90' })

interface RealSite extends AsyncDisposable {
  readonly wiki: OnAWiki
  readonly hands: Hands
  readonly gate: Gate
  groupsOf(name: string): readonly string[]
}

/** The small site on a real wiki behind a gate, taken over and enforced. */
async function realSite(options: Partial<OnAWikiOptions> = {}): Promise<RealSite> {
  await using opened = new AsyncDisposableStack()
  const gates: Gate[] = []
  const wiki = opened.use(
    await onAWiki({
      files: [{ name: 'charter.yaml', text: charterText }],
      roster: smallSiteRoster(),
      administrator: { handle: administrator.person, role: administrator.role },
      standing: new Map(Object.entries(standingWith(4))),
      through: async (api) => {
        const gate = await openGate(api)
        opened.defer(() => gate.close())
        gates.push(gate)
        return gate.url
      },
      ...options,
    }),
  )
  const gate = gates[0] ?? assert.fail('the connector has no address')
  const resources = opened.move()
  return {
    wiki,
    hands: handsOf(wiki.instance),
    gate,
    groupsOf: (name) => wiki.groupsOf(name).map(({ group }) => group),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}

async function ready(options: Partial<OnAWikiOptions> = {}): Promise<RealSite> {
  const site = await realSite(options)
  await site.hands.adopt()
  await site.hands.mode('enforce')
  return site
}

/** Does something just before the connector's so-manieth change of an account. */
function beforeChange(gate: Gate, number: number, act: () => Promise<void> | void): void {
  let count = 0
  gate.onRequest = async (form) => {
    if (form.get('action') === 'userrights' && (count += 1) === number) await act()
  }
}

async function assertQuiet({ hands, wiki }: RealSite): Promise<void> {
  const { observation } = await hands.plan()
  assert.deepEqual([linesOf(observation.plan), guardsOf({ observation } as never)], [[], []])
  assert.deepEqual((await wiki.instance.journal.verify()).problems, [])
}

describe('faults of a real wiki', { skip: skipUnless(['mediawiki', 'php'], 'full') }, () => {
  it('a wrong password: nothing is set up, and the password stands nowhere', async () => {
    await assert.rejects(
      realSite({ credentials: { user: 'WritBot@writ', password: 'a-wrong-password-of-32-characters' } }),
      (error: Error) => {
        assert.equal(error.message.includes('a-wrong-password'), false)
        return true
      },
    )
  })

  it('a blocked bot: every line fails, the run stops early, and the next one after the block does it', async () => {
    await using site = await ready()
    for (const who of ['cedar', 'elm', 'fir']) await site.hands.grant('ash', 'helper', who)
    await site.wiki.wiki.api({ action: 'block', user: 'WritBot', expiry: 'infinity', autoblock: 0 }, 'csrf')
    const blocked = await site.hands.apply()
    assert.equal(blocked.routine?.outcome?.confirmed, 0)
    assert.equal(blocked.routine.outcome.stopped?.kind, 'denied')
    await site.wiki.wiki.api({ action: 'unblock', user: 'WritBot' }, 'csrf')
    assert.equal((await site.hands.apply()).routine?.outcome?.confirmed, 3)
    await assertQuiet(site)
  })

  it('a bot password revoked in the middle of a run: what was done stands confirmed or is found, the rest waits', async () => {
    await using site = await ready()
    for (const who of ['cedar', 'elm', 'fir']) await site.hands.grant('ash', 'helper', who)
    const [row] = site.wiki.wiki.sql('SELECT bp_password FROM bot_passwords WHERE bp_app_id = ?', 'writ')
    const rotate = (text: string, ...values: string[]) => void site.wiki.wiki.sql(text, ...values)
    beforeChange(site.gate, 2, () =>
      rotate(`UPDATE bot_passwords SET bp_token = 'revoked', bp_password = ':pbkdf2:sha512:1:64:YQ==:YQ==' WHERE bp_app_id = 'writ'`),
    )
    const cut = await site.hands.apply()
    assert.notEqual(cut.routine?.outcome?.stopped, undefined)
    const done = ['Cedar', 'Elm', 'Fir'].filter((name) => site.groupsOf(name).includes('helper'))
    assert.deepEqual(done, ['Cedar'])
    assert.equal((await site.hands.tryPlan()).ok, false)
    rotate('UPDATE bot_passwords SET bp_password = ? WHERE bp_app_id = ?', String(row?.['bp_password']), 'writ')
    await site.hands.apply()
    assert.deepEqual(
      ['Cedar', 'Elm', 'Fir'].map((name) => site.groupsOf(name)),
      [['helper'], ['helper'], ['helper']],
    )
    await assertQuiet(site)
    assert.deepEqual(await site.hands.entries('drift.found'), [])
  })

  it('a wiki that stops in the middle of an apply: started again, the next apply finishes', async () => {
    await using site = await ready()
    for (const who of ['cedar', 'elm', 'fir']) await site.hands.grant('ash', 'helper', who)
    await site.hands.remove('ash', 'helper', 'Holder 001')
    beforeChange(site.gate, 3, () => {
      site.gate.open = false
    })
    const cut = await site.hands.apply()
    assert.equal(cut.routine?.outcome?.confirmed, 0, 'nothing could be read back')
    assert.equal((await site.hands.tryPlan()).ok, false)
    site.gate.open = true
    const rest = await site.hands.apply()
    assert.equal(rest.routine?.outcome?.confirmed, 2, 'only what did not happen is done')
    assert.deepEqual(
      ['Cedar', 'Elm', 'Fir', 'Holder 001'].map((name) => site.groupsOf(name)),
      [['helper'], ['helper'], ['helper'], []],
    )
    assert.deepEqual(await site.hands.entries('drift.found'), [])
    await assertQuiet(site)
  })

  it('a renamed user keeps what was granted, under the new name', async () => {
    await using site = await ready()
    await site.hands.grant('ash', 'helper', 'elm')
    await site.hands.apply()
    site.wiki.wiki.sql(`UPDATE user SET user_name = 'Elm the Second' WHERE user_name = 'Elm'`)
    site.wiki.wiki.sql(`UPDATE actor SET actor_name = 'Elm the Second' WHERE actor_name = 'Elm'`)
    await assertQuiet(site)
    assert.deepEqual(site.groupsOf('Elm'), ['helper'], 'asked by its id')
    const elm = [...site.wiki.instance.journal.state.accountsOn('wiki')].find(({ name }) => name.startsWith('Elm'))
    assert.equal(elm?.name, 'Elm the Second')
    await site.hands.remove('ash', 'helper', 'elm')
    await site.hands.apply()
    assert.deepEqual(site.groupsOf('Elm'), [])
  })

  it('a group missing from the settings: an issue of configuration, and nobody loses anything', async () => {
    await using site = await ready()
    await site.hands.plan()
    await site.hands.grant('ash', 'scribe', 'elm')
    await site.wiki.wiki.writeSettings(`$wgExtensionFunctions[] = static function () {
      unset( $GLOBALS['wgGroupPermissions']['helper'] );
      foreach ( [ 'wgAddGroups', 'wgRemoveGroups' ] as $name )
        $GLOBALS[$name]['writ'] = array_values( array_diff( $GLOBALS[$name]['writ'], [ 'helper' ] ) );
    };`)
    const { observation } = await site.hands.plan()
    assert.deepEqual(
      observation.plan.issues.map(({ group }) => group),
      ['helper'],
    )
    assert.deepEqual(linesOf(observation.plan), ['+ Elm scribe'])
    await site.hands.apply()
    assert.deepEqual([site.groupsOf('Elm'), site.groupsOf('Holder 001')], [['scribe'], ['helper']])
    await site.wiki.wiki.writeSettings('')
    await assertQuiet(site)
    assert.deepEqual(await site.hands.entries('drift.found'), [])
  })

  it('the bot’s own account is told and changed by no plan', async () => {
    await using site = await ready()
    await site.wiki.wiki.api({ action: 'userrights', user: 'WritBot', add: 'helper', expiry: 'infinity' }, 'userrights')
    const { observation } = await site.hands.plan()
    assert.deepEqual(observation.observed.connector?.groups, ['writ'])
    assert.equal(observation.observed.accounts.get(observation.observed.connector.account)?.name, 'WritBot')
    assert.equal(await site.hands.grant('ash', 'scribe', 'WritBot'), 'allowed')
    const answer = await site.hands.apply()
    assert.deepEqual(
      [linesOf(answer.planned.observation.plan), answer.planned.observation.plan.skipped.map(({ kind }) => kind)],
      [[], ['protected']],
    )
    const [own] = site.wiki.wiki.sql(`SELECT COUNT(*) AS n FROM logging WHERE log_title = 'WritBot' AND log_type = 'rights' AND log_actor =
      (SELECT actor_id FROM actor WHERE actor_name = 'WritBot')`)
    assert.equal(own?.['n'], 0)
  })
})
