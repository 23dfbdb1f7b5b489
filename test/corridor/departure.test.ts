/** Somebody leaves: on a real wiki and two other systems one run ends everything; the wiki itself says so, asked by PHP. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseRoster } from '../../src/charter/roster.ts'
import { departureProgress } from '../../src/decide/trouble/departure.ts'
import { simulatedTarget, withAccounts } from '../../src/targets/simulated/simulated-target.ts'
import { adoptHolders } from '../../src/workflow/adopt-holders.ts'
import { applyTarget } from '../../src/workflow/apply-target.ts'
import { originOf } from '../../src/workflow/caller.ts'
import { grantRole } from '../../src/workflow/grant-role.ts'
import { setMode } from '../../src/workflow/set-mode.ts'
import { confirmLock } from '../../src/workflow/trouble/confirm-lock.ts'
import { depart } from '../../src/workflow/trouble/depart.ts'
import { skipUnless } from '../services/present.ts'
import { onAWiki } from '../support/on-a-wiki.ts'

const charter = `
writ: 1
title: Three systems
targets:
  wiki: { connector: mediawiki, guards: { people: 1, share: 1, keep_last: editor } }
  desk: { connector: simulated, guards: { people: 1, share: 1, keep_last: editor } }
  archive: { connector: simulated, guards: { people: 1, share: 1 } }
rights:
  wiki: { delete: { text: Delete pages } }
groups:
  writ: { keepers: { rights: [apply, override-guard, link-accounts] } }
  wiki: { steward: { rights: delete }, editor: { rights: delete } }
  desk: { editor: {} }
  archive: { reader: {} }
roles:
  steward: { title: Steward, purpose: Appoints, gives: { wiki: steward, writ: keepers }, may: [{ change: [steward, editor] }] }
  editor: { title: Editor, purpose: Edits, gives: { wiki: editor, desk: editor, archive: reader } }
amendments: { by: steward }
`
const roster = `
people:
  - { handle: ash, accounts: [{ target: wiki, name: Ash Steward, kind: staff }], roles: [{ role: steward }] }
  - handle: elm
    accounts: [{ target: wiki, name: Elm Editor, kind: staff }, { target: desk, name: elm, kind: staff }, { target: archive, name: elm, kind: staff }]
    roles: []
`
const ON_THE_WIKI = `
$user = MediaWiki\\MediaWikiServices::getInstance()->getUserFactory()->newFromName( $args );
return [
	'groups' => MediaWiki\\MediaWikiServices::getInstance()->getUserGroupManager()->getUserGroups( $user ),
	'may delete' => $user->isAllowed( 'delete' ),
	'blocked' => $user->getBlock() !== null,
];`

describe('a departure', () => {
  it(
    'ends everything on a real wiki and two other systems within one run',
    { skip: skipUnless(['mediawiki', 'php'], 'smoke') },
    async () => {
      const parsed = parseRoster(roster)
      assert.ok(parsed.ok)
      const start = (id: string, group: string, lock: boolean, clock: Parameters<typeof simulatedTarget>[0]['clock']) => {
        const target = simulatedTarget({ id, clock, state: { groups: [group] }, capabilities: { lock } })
        target.update((state) => withAccounts(state, [{ id: '1', name: 'elm' }]))
        return target
      }
      const systems: ReturnType<typeof start>[] = []
      await using site = await onAWiki({
        files: [{ name: 'charter.yaml', text: charter }],
        roster: parsed.value,
        administrator: { handle: 'ash', role: 'steward' },
        standing: new Map([
          ['Ash Steward', ['steward']],
          ['Elm Editor', []],
        ]),
        others: (clock) => {
          systems.push(start('desk', 'editor', true, clock), start('archive', 'reader', false, clock))
          return systems
        },
      })
      const { instance, wiki, operator } = site
      const targets = ['wiki', 'desk', 'archive'] as const
      let runs = 0
      const runAll = async () => {
        runs += 1
        for (const target of targets) {
          const answer = await applyTarget(instance, { key: `run ${runs} ${target}`, origin: originOf(operator), target, url: undefined })
          assert.ok(answer.ok, JSON.stringify(answer))
          assert.deepEqual(answer.value.locks.problems, [])
        }
      }
      const elm = () => wiki.php(ON_THE_WIKI, 'Elm Editor')
      for (const target of targets) {
        assert.ok((await adoptHolders(instance, { key: `adopt ${target}`, caller: operator, target, dryRun: false })).ok)
        assert.ok(
          (await setMode(instance, { key: `mode ${target}`, caller: operator, target, mode: 'enforce', reason: undefined })).allowed,
        )
      }
      const granted = await grantRole(instance, {
        key: 'grant',
        caller: site.as('ash'),
        role: 'editor',
        handle: 'elm',
        account: undefined,
        targets: undefined,
        end: { kind: 'usual' },
        useCase: 'Edits',
      })
      assert.ok(granted.decision.allowed, JSON.stringify(granted))
      await runAll()
      assert.deepEqual(await elm(), { groups: ['editor'], 'may delete': true, blocked: false })

      const left = await depart(instance, { key: 'leaves', caller: site.as('ash'), handle: 'elm', reason: 'The contract ended' })
      assert.ok(left.decision.allowed, JSON.stringify(left))
      assert.deepEqual(
        left.handover.map(({ role }) => role),
        ['editor'],
        'the last editor: listed, not held back',
      )
      const subject = instance.journal.state.personByHandle('elm')?.subject ?? ''
      const waiting = () =>
        departureProgress({ state: instance.journal.state, now: instance.outside.clock.now() }, subject)
          .filter(({ done }) => !done)
          .map(({ target, groups, asked }) => [target, groups.length, asked !== undefined])
      assert.deepEqual(waiting(), [
        ['wiki', 1, false],
        ['desk', 1, false],
        ['archive', 1, false],
      ])

      await runAll()
      assert.deepEqual(await elm(), { groups: [], 'may delete': false, blocked: false })
      const [onDesk, inArchive] = systems.map((target) => target.state().accounts[0])
      assert.deepEqual([onDesk?.memberships, onDesk?.locked], [[], true])
      assert.deepEqual([inArchive?.memberships, inArchive?.locked], [[], false])
      // A single wiki lets nobody lock an account through its bounded bot, and the archive cannot: people are asked, once.
      assert.deepEqual(waiting(), [
        ['wiki', 0, true],
        ['archive', 0, true],
      ])
      const size = instance.journal.size
      await runAll()
      assert.equal((await instance.journal.entries(size, 100)).filter(({ type }) => type === 'lock.asked').length, 0)

      // What an administrator did on the wiki counts once the wiki shows it; for the archive a named person says so.
      await wiki.api({ action: 'block', user: 'Elm Editor', expiry: 'never', reason: 'left' }, 'csrf')
      await runAll()
      assert.deepEqual(await elm(), { groups: [], 'may delete': false, blocked: true })
      assert.deepEqual(waiting(), [['archive', 0, true]])
      const confirm = (key: string, by: string) => confirmLock(instance, { key, caller: site.as(by), handle: 'elm', account: 'archive:1' })
      assert.equal((await confirm('own word', 'elm')).allowed, false)
      assert.equal((await confirm('word', 'ash')).allowed, true)
      assert.deepEqual(waiting(), [])
      assert.deepEqual((await instance.journal.verify()).problems, [])
    },
  )
})
