/** A forum as a target: the shim as it is shipped, run by PHP, against a stand-in of the forum's two functions. */
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { instant } from '../../src/kernel/instant.ts'
import type { Change, Target } from '../../src/reconcile/target.ts'
import { makeTarget } from '../../src/targets/make.ts'
import { wantedGroups } from '../../src/targets/smf/forum-groups.ts'
import { smfTarget } from '../../src/targets/smf/smf-target.ts'
import { failureOf, held, testTarget, valueOf, type TargetRig } from '../contract/target.ts'
import { startForum, type Forum } from '../services/fake-smf/forum.ts'
import { skipUnless } from '../services/present.ts'

const note = { plan: 42, url: undefined }
const clock = { now: () => instant(Date.now()) }
const slept: number[] = []
const sleep = async (milliseconds: number) => void slept.push(milliseconds)

function targetOf(forum: Pick<Forum, 'url' | 'secret'>, definitions: Parameters<typeof wantedGroups>[0]): Target {
  const groups = wantedGroups(definitions)
  assert.ok(groups.ok, JSON.stringify(groups))
  return smfTarget({ id: 'forum', api: new URL(forum.url), secret: forum.secret, clock, sleep, groups: groups.value })
}

async function rig(): Promise<TargetRig> {
  const forum = await startForum()
  const ids = new Map(['Constable', 'Editor', 'Author', 'Founder'].map((name) => [name, forum.group(name)]))
  const id = (name: string) => ids.get(name) ?? assert.fail(name)
  forum.allow(['Constable', 'Editor', 'Author'].map(id))
  const target = targetOf(forum, { Constable: {}, Editor: {}, Author: {}, Founder: {} })
  return {
    target,
    groups: ['Constable', 'Editor', 'Author'],
    barred: 'Founder',
    now: () => clock.now(),
    account: async (name) => ({ id: String(forum.member(name)), name }),
    give: async (account, group) => {
      const { primary, additional } = forum.groupsOf(Number(account.id))
      if (primary === 0) forum.put(Number(account.id), id(group), additional)
      else forum.put(Number(account.id), primary, [additional, id(group)].filter((one) => one !== '').join(','))
    },
    rename: async (account, name) =>
      void forum.db.prepare('UPDATE smf_members SET member_name = ? WHERE id_member = ?').run(name, Number(account.id)),
    expire: async () => undefined,
    dropGroup: async (group) => {
      forum.db.prepare('DELETE FROM smf_membergroups WHERE id_group = ?').run(id(group))
      return async () => void forum.db.prepare('INSERT INTO smf_membergroups (id_group, group_name) VALUES (?, ?)').run(id(group), group)
    },
    stop: async () => forum.stop(),
  }
}

describe('a forum as a target', { skip: skipUnless(['php'], 'smoke') }, () => testTarget(rig))

describe('the shim beside a forum', { skip: skipUnless(['php'], 'smoke') }, () => {
  let forum: Forum
  let target: Target
  let constable: number
  const groups = ['constable', 'administrator', 'newbie', 'moderator']
  before(async () => {
    forum = await startForum()
    constable = forum.group('Constable')
    forum.allow([constable, 1, 3, 4])
    target = targetOf(forum, {
      constable: { name: 'Constable', boards: ['Cases', 'Archive'], same_as: 'Administrator' },
      administrator: { id: 1, name: 'Founder' },
      newbie: { name: 'Newbie' },
      moderator: { id: 3 },
    })
  })
  after(() => forum?.stop())

  const add = (group: string): Change => ({ kind: 'add', group, until: undefined })
  const remove = (group: string): Change => ({ kind: 'remove', group })
  const heldBy = async (member: number) =>
    Object.keys(held(valueOf(await target.read({ groups, accounts: [String(member)] })).accounts.get(String(member))))
  const account = (member: number) => ({ id: String(member), name: 'somebody' })

  it('reads a group that is primary, additional or both as one membership, and takes it away from both', async () => {
    const [primary, additional, both] = [forum.member('primary'), forum.member('additional'), forum.member('both')]
    forum.put(primary, constable, '')
    forum.put(additional, 2, `8,${constable}`)
    forum.put(both, constable, String(constable))
    for (const member of [primary, additional, both]) {
      assert.deepEqual(await heldBy(member), ['constable'])
      valueOf(await target.apply(account(member), [remove('constable')], note))
      assert.deepEqual(await heldBy(member), [])
    }
    assert.deepEqual(forum.groupsOf(additional), { primary: 2, additional: '8' }, 'other groups stay')
  })

  it('adds to the additional groups and leaves the primary one, which is the title, alone', async () => {
    const member = forum.member('titled')
    forum.put(member, 2, '')
    valueOf(await target.apply(account(member), [add('constable')], note))
    assert.deepEqual(forum.groupsOf(member), { primary: 2, additional: String(constable) })
    const logged = forum.log().length
    valueOf(await target.apply(account(member), [add('constable')], note))
    assert.equal(forum.log().length, logged, 'what is so already is not done and not logged again')
    assert.deepEqual(forum.log().at(-1), { by: 77, action: 'added_to_group', extra: JSON.stringify({ group: 'Constable', member }) })
  })

  it('never gives a group that is implicit or comes with posts', async () => {
    const observed = valueOf(await target.read({ groups, accounts: [] }))
    assert.deepEqual([...observed.assignable].toSorted(), ['administrator', 'constable'])
    const member = forum.member('poster')
    forum.put(member, 0, '4')
    assert.deepEqual(await heldBy(member), [], 'nor reads one')
    for (const group of ['newbie', 'moderator'])
      assert.equal(failureOf(await target.apply(account(member), [add(group)], note)).code, 'unknown-group')
    for (const group of [3, 4]) {
      const raw = await ask(forum, { do: 'change', member, group, kind: 'add' })
      assert.deepEqual([raw.status, raw.body.error.code], [404, 'no-group'])
    }
  })

  it('leaves the last administrator', async () => {
    const [first, second] = [forum.member('first'), forum.member('second')]
    forum.put(first, 1, '')
    forum.put(second, 0, '1')
    valueOf(await target.apply(account(second), [remove('administrator')], note))
    const failure = failureOf(await target.apply(account(first), [remove('administrator')], note))
    assert.deepEqual([failure.kind, failure.code], ['refused', 'last-admin'])
    assert.equal(forum.groupsOf(first).primary, 1)
  })

  it('refuses what the forum has no room for, before half of it is written', async () => {
    const member = forum.member('full')
    forum.put(member, 0, Array.from({ length: 63 }, () => '999').join(',') + ',99')
    const failure = failureOf(await target.apply(account(member), [add('constable')], note))
    assert.equal(failure.code, 'too-many-groups')
    assert.deepEqual(await heldBy(member), [])
  })

  it('does not believe the forum, but what stands afterwards', async () => {
    const member = forum.member('unlucky')
    forum.fault('losing', 1)
    const failure = failureOf(await target.apply(account(member), [add('constable')], note))
    assert.deepEqual([failure.kind, failure.code], ['unavailable', 'not-converged'])
    valueOf(await target.apply(account(member), [add('constable')], note))
    assert.deepEqual(await heldBy(member), ['constable'])
  })

  it('works while the forum is closed, waits while its database is away, and shows a banned account as locked', async () => {
    const member = forum.member('banned')
    forum.put(member, constable, '')
    forum.db.prepare('UPDATE smf_members SET is_activated = 11 WHERE id_member = ?').run(member)
    forum.fault('maintenance', 1)
    assert.equal(valueOf(await target.read({ groups, accounts: [String(member)] })).accounts.get(String(member))?.locked, true)
    forum.fault('maintenance', 0)
    forum.fault('broken', 1)
    slept.length = 0
    assert.equal(failureOf(await target.read({ groups, accounts: [] })).kind, 'unavailable')
    assert.deepEqual(slept, [1000, 2000, 4000])
    forum.fault('broken', 0)
  })

  it('reads 1,200 members in pages, all of them', async () => {
    const insert = forum.db.prepare('INSERT INTO smf_members (member_name, id_group) VALUES (?, ?)')
    forum.db.exec('BEGIN')
    for (let number = 0; number < 1200; number += 1) insert.run(`person-${number}`, constable)
    forum.db.exec('COMMIT')
    const observed = valueOf(await target.read({ groups: ['constable'], accounts: [] }))
    assert.equal([...observed.accounts.values()].filter(({ name }) => name.startsWith('person-')).length, 1200)
    forum.db.exec("DELETE FROM smf_members WHERE member_name LIKE 'person-%'")
  })

  it('answers nobody without the secret, nothing that is old, and a change once', async () => {
    const member = forum.member('victim')
    const body = { do: 'change', member, group: constable, kind: 'add' }
    const now = Date.now()
    assert.equal((await fetch(forum.url)).status, 405)
    assert.equal((await ask(forum, body, { secret: 'another-secret-with-enough-letters-in-it' })).body.error.code, 'signature')
    assert.equal((await ask(forum, body, { signed: { ...body, member: 1 } })).body.error.code, 'signature')
    assert.equal((await ask(forum, body, { time: now - 400_000 })).body.error.code, 'clock')
    assert.equal((await ask(forum, { do: 'drop' })).status, 400)
    assert.deepEqual(await heldBy(member), [])
    const time = now + 10_000
    assert.equal((await ask(forum, body, { time })).status, 200)
    assert.deepEqual(await heldBy(member), ['constable'])
    forum.put(member, 0, '')
    assert.equal((await ask(forum, body, { time })).body.error.code, 'repeated')
    assert.deepEqual(await heldBy(member), [], 'a recorded change that is sent again does nothing')
    forum.db.exec("DELETE FROM smf_settings WHERE variable = 'writ_last_change'")
  })

  it('tells what a person has to do by hand, and what cannot be at all', async () => {
    const all = await target.inspect()
    const findings = new Map(all.map((one) => [one.code, one]))
    assert.match(findings.get('smf/title')?.remedy ?? '', /^by hand: .*Membergroup name: Founder/)
    assert.match(findings.get('smf/boards')?.remedy ?? '', /^by hand: .*Allowed groups: Constable/)
    assert.match(findings.get('smf/boards')?.message ?? '', /boards Cases, Archive/)
    assert.match(findings.get('smf/not-the-same')?.message ?? '', /cannot be the same as Administrator/)
    assert.equal(all.filter(({ code }) => code === 'smf/no-group').length, 2, 'one comes with posts, one is implicit')
    assert.ok(findings.has('smf/administrator') && findings.has('smf/shim'))
    const wrong = targetOf({ url: forum.url, secret: 'another-secret-with-enough-letters-in-it' }, {})
    assert.deepEqual(
      (await wrong.inspect()).map(({ code }) => code),
      ['smf/connection'],
    )
  })
})

describe('the settings of a forum', () => {
  it('must be encrypted, with a secret that is long enough, and groups that it knows', () => {
    const secret = 'a-secret-of-the-test-with-enough-letters'
    const made = (api: string, credentials: string, definitions: Parameters<typeof wantedGroups>[0] = {}) =>
      JSON.stringify(makeTarget('smf', { id: 'forum', api, credentials, definitions }, { clock, sleep }))
    assert.match(made('http://forum.example.org/writ-shim.php', secret), /must begin with https/)
    assert.match(made('https://forum.example.org/writ-shim.php', 'short'), /at least 32 characters/)
    assert.match(made('https://forum.example.org/writ-shim.php', secret, { a: { colour: 'red' } }), /no setting `colour`/)
    assert.match(made('https://forum.example.org/writ-shim.php', secret, { a: { id: 'nine' } }), /`id` is a number/)
  })
})

async function ask(
  { url, secret }: Pick<Forum, 'url' | 'secret'>,
  body: object,
  {
    time = Date.now(),
    secret: other = secret,
    signed = body,
  }: { readonly time?: number; readonly secret?: string; readonly signed?: object } = {},
): Promise<{ readonly status: number; readonly body: any }> {
  const proof = createHmac('sha256', other)
    .update(`${time}\n${JSON.stringify(signed)}`)
    .digest('hex')
  const headers = { 'content-type': 'application/json', 'x-writ-time': String(time), 'x-writ-signature': proof }
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  return { status: answer.status, body: await answer.json() }
}
