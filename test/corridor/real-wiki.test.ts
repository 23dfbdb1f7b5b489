/** The main corridor on a real wiki: a living MediaWiki, its holders taken in, a grant, a removal, tampering, and the way back. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { endOfDay, parseDay } from '../../src/kernel/day.ts'
import { readScenario } from '../support/played.ts'
import { onAWiki, type OnAWiki } from '../support/on-a-wiki.ts'
import { skipUnless } from '../services/present.ts'
import { adoptHolders } from '../../src/workflow/adopt-holders.ts'
import { applyTarget } from '../../src/workflow/apply-target.ts'
import { originOf } from '../../src/workflow/caller.ts'
import { removeRole } from '../../src/workflow/end-grant.ts'
import { grantRole } from '../../src/workflow/grant-role.ts'
import { planTargetNow } from '../../src/workflow/plan-target.ts'
import { setMode } from '../../src/workflow/set-mode.ts'
import { minimumReadCalls } from '../../src/targets/mediawiki/read.ts'

const number = (index: number) => String(index).padStart(3, '0')

async function livingWiki(holders: number): Promise<OnAWiki> {
  const { files, roster, story } = await readScenario('test/scenarios/a-living-wiki')
  const wikiFiles = files.map(({ name, text }) => ({ name, text: text.replace('connector: simulated', 'connector: mediawiki') }))
  const standing = new Map<string, readonly string[]>([
    ['Ash Steward', ['steward']],
    ['Elm Helper', []],
    ['Moss Stranger', []],
  ])
  for (let index = 1; index <= holders; index += 1) standing.set(`Holder ${number(index)}`, ['helper'])
  return onAWiki({
    files: wikiFiles,
    roster,
    administrator: { handle: story.administrator.person, role: story.administrator.role },
    standing,
  })
}

async function corridor(holders: number): Promise<void> {
  await using site = await livingWiki(holders)
  const { instance, wiki, operator } = site
  const origin = originOf(operator)
  let key = 0
  const plan = async () => {
    const answer = await planTargetNow(instance, { key: `plan ${(key += 1)}`, origin, target: 'wiki', dryRun: false })
    assert.ok(answer.ok, JSON.stringify(answer))
    return answer.value.observation
  }
  const apply = async () => {
    const answer = await applyTarget(instance, { key: `apply ${(key += 1)}`, origin, target: 'wiki', url: 'https://writ.example' })
    assert.ok(answer.ok, JSON.stringify(answer))
    return answer.value
  }

  // taking over: whoever is found stays
  const adopted = await adoptHolders(instance, { key: 'adopt', caller: operator, target: 'wiki', dryRun: false })
  assert.ok(adopted.ok)
  assert.equal(adopted.value.found.length, holders)
  assert.equal(
    (await setMode(instance, { key: 'mode', caller: operator, target: 'wiki', mode: 'enforce', reason: undefined })).allowed,
    true,
  )
  assert.deepEqual((await plan()).plan.lines, [])

  // a grant with an end, a removal
  const day = parseDay('2031-06-30')
  assert.ok(day.ok)
  const granted = await grantRole(instance, {
    key: 'grant',
    caller: site.as('ash-steward'),
    role: 'helper',
    handle: 'elm-helper',
    account: undefined,
    targets: undefined,
    end: { kind: 'until', until: endOfDay(day.value) },
    useCase: 'Helps with files',
  })
  assert.equal(granted.decision.outcome, 'allowed', JSON.stringify(granted))
  const removed = await removeRole(instance, {
    key: 'remove',
    caller: site.as('ash-steward'),
    role: 'helper',
    handle: 'Holder 001',
    reason: 'Left',
  })
  assert.equal(removed.decision.outcome, 'allowed')
  const planned = await plan()
  assert.deepEqual(planned.plan.lines.map(({ account, change }) => `${account.name} ${change.kind} ${change.group}`).toSorted(), [
    'Elm Helper add helper',
    'Holder 001 remove helper',
  ])
  await wiki.clearAccessLog()
  const applied = await apply()
  assert.equal(applied.routine?.outcome?.confirmed, 2)
  const calls = await wiki.accessLog()
  assert.equal(calls.filter((call) => call.action === 'userrights').length, 2, 'one write a changed account')
  assert.deepEqual(site.groupsOf('Elm Helper'), [{ group: 'helper', expiry: '20310701000000' }])
  assert.deepEqual(site.groupsOf('Holder 001'), [])
  assert.deepEqual((await plan()).plan.lines, [])
  const log = await wiki.api({ action: 'query', list: 'logevents', letype: 'rights', lelimit: 5 })
  const comments = JSON.stringify(log)
  assert.match(comments, new RegExp(`WRIT-${applied.routine?.plan.entry} https://writ.example/`))

  // the calls of a full read are the stated minimum
  await wiki.clearAccessLog()
  const seen = await plan()
  const reading = (await wiki.accessLog()).filter((call) => call.action === 'query' || call.action === 'paraminfo')
  const members = [...seen.observed.accounts.values()].filter((account) => account.memberships.size > 0).length
  assert.equal(
    reading.length,
    minimumReadCalls({ members, groups: 2, accounts: seen.observed.accounts.size, highLimits: true }),
    JSON.stringify(reading.map(({ parameters: _names, ...call }) => call)),
  )

  // somebody changes the wiki by SQL: nobody knows who
  const [stranger] = wiki.sql('SELECT user_id AS id FROM user WHERE user_name = ?', 'Moss Stranger')
  wiki.sql('INSERT INTO user_groups (ug_user, ug_group) VALUES (?, ?)', Number(stranger?.['id']), 'helper')
  const tampered = await plan()
  assert.deepEqual(tampered.plan.lines, [])
  assert.deepEqual(
    tampered.attribution.drift.map(({ account, group, change, by }) => [account.name, group, change, by]),
    [['Moss Stranger', 'helper', 'added', undefined]],
  )
  assert.deepEqual((await plan()).attribution.drift, [], 'drift is reported once')

  // another administrator changes it by the API: the log says who
  await wiki.api({ action: 'userrights', user: 'Holder 002', remove: 'helper', reason: 'by hand' }, 'userrights')
  assert.deepEqual(
    (await plan()).attribution.drift.map(({ account, change, by }) => [account.name, change, by]),
    [['Holder 002', 'removed', 'Admin']],
  )
  assert.equal(instance.journal.state.openDrift('wiki')[Symbol.iterator]().next().done, false)
  assert.deepEqual((await instance.journal.verify()).problems, [])
}

describe('the corridor on a real wiki', () => {
  it('is walked with a dozen holders', { skip: skipUnless(['mediawiki', 'php'], 'smoke') }, () => corridor(12))
  it(
    'is walked with two hundred holders, none of whom is removed for being found',
    { skip: skipUnless(['mediawiki', 'php'], 'full') },
    () => corridor(200),
  )
})
