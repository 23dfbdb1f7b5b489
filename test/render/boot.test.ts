/**
 * The settings rendered from the charters, loaded by the real wiki: what accounts of every role and pair of roles can do there equals the
 * matrix, right by right, and what they can change equals the powers, group by group. Gates are not part of it.
 */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { promisify } from 'node:util'
import type { Charter, Id } from '../../src/charter/model.ts'
import { instant } from '../../src/kernel/instant.ts'
import { renderSettings } from '../../src/render/mediawiki/settings.ts'
import { startWiki, type Wiki } from '../services/mediawiki.ts'
import { skipUnless } from '../services/present.ts'
import type { WikiApi } from '../services/wiki-api.ts'
import { charterOf, shippedCharter } from '../support/charter.ts'
import { expectedChangeable, expectedGroups, expectedRights, givenGroups, type Probe } from './expected.ts'

/** They bring groups and rights of their own, `bureaucrat` among them, after LocalSettings was read. */
const EXTENSIONS = ['Renameuser', 'Nuke', 'OATHAuth']
const MINUTE = 60_000
const DAY = 1440 * MINUTE
const sorted = (names: Iterable<string>) => [...new Set(names)].toSorted()

/** Denial, promotion for good, protection levels, groups still held, no native powers. */
const UNUSUAL = `
writ: 1
title: Unusual
targets: { wiki: { connector: mediawiki } }
facts: { edits: { text: Edits, source: wiki, type: number, about: account } }
conditions: { four: { text: Four edits, fact: edits, at_least: 4 } }
rights:
  wiki:
    read: { text: Read }
    edit: { text: Edit }
    createpage: { text: Start pages }
    writeapi: { text: By program }
    approve: { text: Approve, protects: true }
    userrights: { text: Change groups, controls: all-groups }
groups:
  wiki:
    "*": { implicit: everyone, rights: [read, writeapi] }
    user: { implicit: registered, rights: [edit, createpage] }
    sanctioned: { denies: edit }
    chief: { rights: [approve, userrights] }
    veteran: { rights: approve, promote: { when: four, keep: true } }
    old: { abolished: { holders: none } }
roles:
  chief: { title: Chief, purpose: Leads, gives: { wiki: chief }, may: [{ change: chief, scope: any }] }
amendments: { by: none }
`

interface Count {
  rights: number
  pairs: number
}

function php(charter: Charter): string {
  const rendered = renderSettings(charter, 'wiki', { hash: 'a'.repeat(64), revision: 1 })
  if (!rendered.ok) assert.fail(rendered.error.map((one) => `${one.clause}: ${one.message}`).join('\n'))
  return rendered.value.text
}

async function withWiki(charter: Charter, use: (wiki: Wiki) => Promise<void>): Promise<void> {
  const wiki = await startWiki({ extensions: EXTENSIONS, groupsPhp: php(charter) })
  try {
    const file = join(wiki.directory, 'rendered.php')
    await writeFile(file, php(charter))
    const { stdout, stderr } = await promisify(execFile)('/usr/bin/php', ['-d', 'display_errors=1', '-d', 'error_reporting=-1', '-l', file])
    assert.equal(stdout.trim(), `No syntax errors detected in ${file}`)
    assert.equal(stderr, '')
    await use(wiki)
  } finally {
    await wiki.stop()
  }
}

const rolesOn = (charter: Charter) => [...charter.roles].filter(([, role]) => (role.gives.get('wiki')?.length ?? 0) > 0).map(([id]) => id)

/** Nobody's, everybody's alone and in pairs; and on both sides of the thresholds for promotion. */
function probes(charter: Charter, pairs: boolean): readonly Probe[] {
  const roles = rolesOn(charter)
  const sets: (readonly Id[])[] = [[], ...roles.map((role) => [role])]
  if (pairs) sets.push(...roles.flatMap((one, index) => roles.slice(index + 1).map((other) => [one, other])))
  const thresholds = [89, 90].flatMap((edits) => [29, 30].map((days) => ({ edits, days })))
  const promoted = [[], ...roles.slice(0, 3).map((role) => [role])].flatMap((of) => thresholds.map((at) => ({ roles: of, ...at })))
  return [...sets.map((of) => ({ roles: of, edits: 0, days: 0 })), ...promoted]
}

/** Creates the probes as accounts and compares what each may do; the differences in words. */
async function differences(wiki: Wiki, charter: Charter, asked: readonly Probe[], count: Count): Promise<readonly string[]> {
  const now = Date.now()
  const names = asked.map((_, index) => `Probe ${index + 1}`)
  if (wiki.ids(['Probe 1']).size === 0) {
    await wiki.seed(
      asked.map((probe, index) => ({
        name: names[index] ?? '',
        groups: Object.fromEntries(givenGroups(charter, probe).map((group) => [group, undefined])),
        edits: probe.edits,
        // a minute short of the next day, or a minute past it
        registered: instant(now - probe.days * DAY - (probe.days === 29 ? DAY - MINUTE : MINUTE)),
      })),
    )
  }
  // a session with a bot password would cut the rights of others to its own grants
  const visitor = await wiki.client()
  const declared = [...(charter.rights.get('wiki')?.keys() ?? [])]
  const found: string[] = []
  const compare = (who: string, ours: ReadonlySet<string>, theirs: ReadonlySet<string>) => {
    for (const right of new Set([...declared, ...theirs])) {
      count.rights += 1
      if (ours.has(right) !== theirs.has(right)) found.push(`${who}: ${right} is ${theirs.has(right) ? 'granted' : 'missing'}`)
    }
  }
  for (let from = 0; from < names.length; from += 50) {
    const batch = names.slice(from, from + 50)
    const answer = await visitor.call({ action: 'query', list: 'users', ususers: batch.join('|'), usprop: 'rights|groups' })
    const users = answer['query'].users as readonly { readonly name: string; readonly rights: string[]; readonly groups: string[] }[]
    assert.equal(users.length, batch.length)
    for (const user of users) {
      const probe = asked[names.indexOf(user.name)]
      assert.ok(probe !== undefined)
      const who = `${probe.roles.join('+') || 'nobody'} at ${probe.edits} edits, ${probe.days} days`
      const groups = expectedGroups(charter, probe)
      compare(who, expectedRights(charter, groups), new Set(user.rights))
      const [expected, seen] = [sorted(groups).join(', '), sorted(user.groups).join(', ')]
      if (expected !== seen) found.push(`${who}: groups ${seen}, not ${expected}`)
    }
  }
  const everyone = [...(charter.groups.get('wiki') ?? [])].filter(([, block]) => block.implicit === 'everyone').map(([name]) => name)
  const answer = await visitor.call({ action: 'query', meta: 'userinfo', uiprop: 'rights' })
  compare('a visitor', expectedRights(charter, new Set(everyone)), new Set(answer['query'].userinfo.rights as string[]))
  return found
}

async function assignable(api: WikiApi): Promise<readonly string[]> {
  const answer = await api.call({ action: 'paraminfo', modules: 'userrights' })
  return answer['paraminfo'].modules[0].parameters.find((one: { name: string }) => one.name === 'add').type as string[]
}

/** MediaWiki answers with a list, or with an object when it left something out. */
const listed = (value: unknown) => sorted(Object.values((value ?? {}) as Record<string, string>))

async function change(api: WikiApi, user: string, verb: 'add' | 'remove', groups: readonly string[]): Promise<readonly string[]> {
  const answer = await api.call(
    { action: 'userrights', user, [verb]: groups.join('|'), ...(verb === 'add' ? { expiry: 'infinity' } : {}) },
    'userrights',
  )
  return listed(answer['userrights'][verb === 'add' ? 'added' : 'removed'])
}

/** Every group of the charter and every stock group: what is asked for by each actor, on somebody else and on himself. */
async function comparePowers(wiki: Wiki, charter: Charter, count: Count): Promise<readonly string[]> {
  const roles = rolesOn(charter)
  const known = await assignable(await wiki.client())
  const tried = sorted([...known, ...(charter.groups.get('wiki')?.keys() ?? []), 'sysop', 'bureaucrat', 'suppress'])
  const real = tried.filter((group) => known.includes(group))
  const everything = Object.fromEntries(real.map((group) => [group, undefined]))
  const password = 'a long password of a probe'
  await wiki.seed([
    ...roles.map((role, index) => ({
      name: `Actor ${index}`,
      password,
      groups: Object.fromEntries(givenGroups(charter, { roles: [role], edits: 0, days: 0 }).map((group) => [group, undefined])),
    })),
    ...roles.flatMap((_, index) => [{ name: `Without ${index}` }, { name: `With ${index}`, groups: everything }]),
  ])
  const found: string[] = []
  for (const [index, role] of roles.entries()) {
    const actor = await wiki.client({ user: `Actor ${index}`, password })
    const groups = expectedGroups(charter, { roles: [role], edits: 0, days: 0 })
    const ours = expectedChangeable(charter, groups, known)
    const told = (await actor.call({ action: 'query', meta: 'userinfo', uiprop: 'changeablegroups' }))['query'].userinfo.changeablegroups
    const compare = (what: string, expected: Iterable<string>, seen: readonly string[]) => {
      count.pairs += tried.length
      const [ought, is] = [sorted(expected).join(', '), seen.join(', ')]
      if (ought !== is) found.push(`${role} ${what}: ${is}, not ${ought}`)
    }
    compare('may add', ours.add, listed(told.add))
    compare('may remove', ours.remove, listed(told.remove))
    compare('may add to himself', ours.addSelf, listed(told['add-self']))
    compare('may remove from himself', ours.removeSelf, listed(told['remove-self']))
    compare('adds', ours.add, await change(actor, `Without ${index}`, 'add', tried))
    compare('removes', ours.remove, await change(actor, `With ${index}`, 'remove', tried))
    const own = givenGroups(charter, { roles: [role], edits: 0, days: 0 })
    const resigns = own.filter((group) => ours.remove.has(group) || ours.removeSelf.has(group))
    compare('resigns', resigns, await change(actor, `Actor ${index}`, 'remove', own))
  }
  const connector = await wiki.client(wiki.connector)
  const managed = [...(charter.groups.get('wiki') ?? [])]
    .filter(([, block]) => !block.implicit && !block.promote && !block.abolished)
    .map(([name]) => name)
  await wiki.seed([{ name: 'Without' }, { name: 'With', groups: everything }])
  for (const [verb, user] of [
    ['add', 'Without'],
    ['remove', 'With'],
  ] as const) {
    count.pairs += tried.length
    const [ought, is] = [sorted(managed).join(', '), (await change(connector, user, verb, tried)).join(', ')]
    if (ought !== is) found.push(`Writ can ${verb} ${is}, not ${ought}`)
  }
  return found
}

async function abolishedIsGone(wiki: Wiki, charter: Charter): Promise<void> {
  const gone = [...(charter.groups.get('wiki') ?? [])].filter(([, block]) => block.abolished !== undefined).map(([name]) => name)
  assert.ok(gone.includes('bureaucrat'))
  const visitor = await wiki.client()
  const site = await visitor.call({ action: 'query', meta: 'siteinfo', siprop: 'usergroups|extensions' })
  const groups = (site['query'].usergroups as readonly { name: string }[]).map((group) => group.name)
  const loaded = (site['query'].extensions as readonly { name: string }[]).map((extension) => extension.name)
  for (const extension of EXTENSIONS) assert.ok(loaded.includes(extension), `${extension} is not loaded`)
  const left = [...groups, ...(await assignable(visitor))].filter((name) => gone.includes(name))
  assert.deepEqual(left, [])
}

describe('rendered settings on the real wiki', () => {
  it('keep bureaucrats abolished and give each rank its rights', { skip: skipUnless(['mediawiki', 'php'], 'smoke') }, async () => {
    const charter = shippedCharter('ranks')
    await withWiki(charter, async (wiki) => {
      const count: Count = { rights: 0, pairs: 0 }
      await abolishedIsGone(wiki, charter)
      assert.deepEqual(await differences(wiki, charter, probes(charter, false), count), [])
      assert.ok(count.rights > 0)
      console.log(`ranks, quick: ${count.rights} rights compared, 0 differences`)
      // the comparison is no formality: one line less in the file is seen
      const line = "$wgGroupPermissions['captain']['block'] = true;"
      assert.ok(php(charter).includes(line))
      await wiki.writeSettings(php(charter).replace(line, ''))
      const seen = await differences(wiki, charter, probes(charter, false), count)
      assert.ok(seen.length > 0 && seen.every((text) => text.startsWith('captain') && text.endsWith('block is missing')), seen.join('\n'))
    })
  })

  for (const name of ['citizendium', 'ranks', 'lean-wiki']) {
    it(`equal the matrix and the powers of ${name}`, { skip: skipUnless(['mediawiki', 'php'], 'full') }, async () => {
      const charter = shippedCharter(name)
      await withWiki(charter, async (wiki) => {
        const count: Count = { rights: 0, pairs: 0 }
        const asked = probes(charter, true)
        await abolishedIsGone(wiki, charter)
        assert.deepEqual(await differences(wiki, charter, asked, count), [])
        assert.deepEqual(await comparePowers(wiki, charter, count), [])
        assert.ok(count.rights > 0 && count.pairs > 0)
        console.log(`${name}: ${asked.length} probes, ${count.rights} rights and ${count.pairs} add/remove pairs compared, 0 differences`)
      })
    })
  }

  it('do what the schemes have no use for', { skip: skipUnless(['mediawiki', 'php'], 'full') }, async () => {
    const password = 'a long password of a probe'
    const rendered = renderSettings(charterOf(UNUSUAL), 'wiki', { hash: 'a'.repeat(64), stillHeld: ['old'] })
    if (!rendered.ok) assert.fail(JSON.stringify(rendered.error))
    const wiki = await startWiki({
      groupsPhp: `$wgGroupPermissions['old']['block'] = $wgGroupPermissions['chief']['userrights'] = true;
$wgAddGroups['chief'] = true; $wgGroupInheritsPermissions['chief'] = 'sysop'; $wgAutopromote['chief'] = [ APCOND_EDITCOUNT, 0 ];
${rendered.value.text.replace('<?php', '')}`,
      users: [
        { name: 'Sanctioned', groups: { sanctioned: undefined } },
        { name: 'Chief', groups: { chief: undefined }, password },
        { name: 'Writer', edits: 2, password },
        { name: 'Left over', groups: { old: undefined } },
      ],
    })
    try {
      const visitor = await wiki.client()
      const user = async (name: string) =>
        (await visitor.call({ action: 'query', list: 'users', ususers: name, usprop: 'rights|groups' }))['query'].users[0] as {
          rights: string[]
          groups: string[]
        }
      const [sanctioned, chief, held] = [await user('Sanctioned'), await user('Chief'), await user('Left over')]
      assert.ok(sanctioned.rights.includes('read') && !sanctioned.rights.includes('edit'), 'what is denied is gone')
      assert.ok(chief.rights.includes('approve') && !chief.rights.includes('block') && !chief.rights.includes('userrights'))
      assert.ok(held.groups.includes('old') && !held.rights.includes('block'), 'a group with members stays, without rights')
      assert.ok(!held.groups.includes('chief'), 'nobody is promoted by what stood there before')
      const session = await wiki.client({ user: 'Chief', password })
      const told = (await session.call({ action: 'query', meta: 'userinfo', uiprop: 'changeablegroups' }))['query'].userinfo
        .changeablegroups
      assert.deepEqual(told, { add: [], remove: [], 'add-self': [], 'remove-self': [] })
      assert.deepEqual(await change(await wiki.client(wiki.connector), 'Left over', 'remove', ['old']), ['old'])
      const site = (await visitor.call({ action: 'query', meta: 'siteinfo', siprop: 'usergroups|restrictions' }))['query']
      assert.ok(site.restrictions.levels.includes('approve'))
      const untouched = site.usergroups.find((group: { name: string }) => group.name === 'interface-admin')
      assert.equal(untouched.rights.length, 7, 'a group that is not mentioned keeps its rights')
      const writer = await wiki.client({ user: 'Writer', password })
      for (const [edits, groups] of [
        [3, []],
        [4, ['veteran']],
      ] as const) {
        wiki.sql("UPDATE user SET user_editcount = ? WHERE user_name = 'Writer'", edits - 1)
        await writer.call({ action: 'edit', title: `Page ${edits}`, text: 'text' }, 'csrf')
        const found = await user('Writer')
        assert.deepEqual(
          found.groups.filter((group) => group === 'veteran'),
          groups,
          `after ${edits} edits`,
        )
      }
      wiki.sql("UPDATE user SET user_editcount = 0 WHERE user_name = 'Writer'")
      assert.ok((await user('Writer')).groups.includes('veteran'), 'once reached it stays')
    } finally {
      await wiki.stop()
    }
  })

  it('let Writ tag its log lines when asked to', { skip: skipUnless(['mediawiki', 'php'], 'full') }, async () => {
    const rendered = renderSettings(shippedCharter('citizendium'), 'wiki', { hash: 'a'.repeat(64), tags: true })
    assert.ok(rendered.ok)
    const wiki = await startWiki({ groupsPhp: rendered.value.text, users: [{ name: 'Tagged' }] })
    try {
      wiki.sql(
        'UPDATE bot_passwords SET bp_grants = ? WHERE bp_grants LIKE ?',
        '["basic","highvolume","writ-tags"]',
        '["basic","highvolume"]',
      )
      const connector = await wiki.client(wiki.connector)
      const call = { action: 'userrights', user: 'Tagged', add: 'Editor', expiry: 'infinity', tags: 'writ' }
      assert.deepEqual(listed((await connector.call(call, 'userrights'))['userrights'].added), ['Editor'])
      const log = await wiki.api({ action: 'query', list: 'logevents', letag: 'writ', leprop: 'title' })
      assert.deepEqual(
        log['query'].logevents.map((line: { title: string }) => line.title),
        ['User:Tagged'],
      )
    } finally {
      await wiki.stop()
    }
  })
})
