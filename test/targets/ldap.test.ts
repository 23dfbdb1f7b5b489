import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Attribute, Change, DN } from 'ldapts'
import { instant } from '../../src/kernel/instant.ts'
import { withDirectory } from '../../src/ldap/connection.ts'
import { readPeople } from '../../src/ldap/people.ts'
import type { AccountRef } from '../../src/reconcile/target.ts'
import { ldapTarget } from '../../src/targets/ldap/ldap-target.ts'
import { failureOf, held, testTarget, valueOf, type TargetRig } from '../contract/target.ts'
import { skipUnless } from '../services/present.ts'
import { base, personDn, startSlapd, type Slapd } from '../services/slapd.ts'

const clock = { now: () => instant(Date.parse('2026-05-03T10:00:00Z')) }
const groups = ['constable', 'editor', 'Management Committee'] as const
const groupDn = (name: string) => `cn=${name},ou=groups,${base}`

async function ldapRig(): Promise<TargetRig> {
  const slapd = await startSlapd({ groups: Object.fromEntries([...groups, 'founder'].map((name) => [name, []])), barred: ['founder'] })
  const { client } = slapd
  const access = slapd.access()
  const people = new DN().addPairRDN('ou', 'people').addPairRDN('dc', 'example').addPairRDN('dc', 'org').toString()
  const dnOf = (name: string) => `${new DN().addPairRDN('uid', name).toString()},${people}`
  const dns = new Map<string, string>()
  const target = ldapTarget({ id: 'wiki', access, clock, groups })
  const membersOf = async (name: string): Promise<string[]> =>
    [(await client.search(groupDn(name), { scope: 'base', attributes: ['member'] })).searchEntries[0]?.['member'] ?? []].flat().map(String)
  return {
    target,
    groups,
    barred: 'founder',
    now: clock.now,
    account: async (name) => {
      await client.add(dnOf(name), { objectClass: 'inetOrgPerson', uid: name, cn: 'x', sn: 'x' })
      const found = await withDirectory(
        access,
        'a test',
        async (directory) => await readPeople(directory, access.settings, { attribute: 'name', values: [name] }),
      )
      assert.ok(found.ok && found.value[0] !== undefined, name)
      dns.set(found.value[0].id, found.value[0].dn)
      return { id: found.value[0].id, name }
    },
    give: async ({ id }, group) =>
      await client.modify(
        groupDn(group),
        new Change({ operation: 'add', modification: new Attribute({ type: 'member', values: [dns.get(id) ?? ''] }) }),
      ),
    rename: async ({ id }, name) => {
      await client.modifyDN(dns.get(id) ?? '', dnOf(name))
      // the overlay that follows a new name works a little later
      for (let attempt = 0; attempt < 100; attempt += 1) {
        if ((await membersOf(groups[0])).some((member) => member.includes(name))) return
        await sleep(20)
      }
      assert.fail('the server did not follow the new name')
    },
    expire: async () => assert.fail('nothing ends by itself'),
    dropGroup: async (group) => {
      const members = await membersOf(group)
      await client.del(groupDn(group))
      return async () => await client.add(groupDn(group), { objectClass: 'groupOfNames', cn: group, member: members })
    },
    stop: async () => await slapd.stop(),
  }
}

describe('a directory server as a target', { skip: skipUnless(['slapd'], 'smoke') }, () => testTarget(ldapRig))

describe('groups of a directory server', { skip: skipUnless(['slapd'], 'smoke') }, () => {
  let slapd: Slapd
  before(async () => {
    slapd = await startSlapd({
      people: 1000,
      groups: { wmf: Array.from({ length: 700 }, (_, index) => index + 1), single: [1], empty: [], barred: [] },
      barred: ['barred'],
      ldif: `dn: cn=unique,ou=groups,${base}
objectClass: groupOfUniqueNames
cn: unique
uniqueMember: ${personDn(3)}

dn: cn=posix,ou=groups,${base}
objectClass: posixGroup
cn: posix
gidNumber: 700
memberUid: person-4
`,
    })
  })
  after(async () => await slapd?.stop())

  const attribute = async (group: string, name: string): Promise<string[]> =>
    [(await slapd.client.search(groupDn(group), { scope: 'base', attributes: [name] })).searchEntries[0]?.[name] ?? []].flat().map(String)
  const ref = async (number: number): Promise<AccountRef> => {
    const found = valueOf(await ldapTarget({ id: 'idm', access: slapd.access(), clock }).lookUp([`person-${number}`]))
    const account = found.get(`person-${number}`)
    assert.ok(account !== undefined)
    return account
  }
  const note = { plan: 1, url: undefined }
  const add = (group: string) => ({ kind: 'add', group, until: undefined }) as const

  it('reads a thousand people beyond the limit of one answer', async () => {
    const target = ldapTarget({ id: 'idm', access: slapd.access(), clock })
    const observed = valueOf(await target.read({ groups: ['wmf', 'empty'], accounts: [] }))
    assert.equal(observed.accounts.size, 700)
    assert.deepEqual([...observed.assignable].toSorted(), ['empty', 'wmf'])
  })

  it('keeps a placeholder when the last member goes, and takes it away when the first one comes', async () => {
    const target = ldapTarget({ id: 'idm', access: slapd.access(), clock })
    const one = await ref(1)
    valueOf(await target.apply(one, [{ kind: 'remove', group: 'single' }], note))
    assert.deepEqual(await attribute('single', 'member'), [''])
    assert.equal(valueOf(await target.read({ groups: ['single'], accounts: [] })).accounts.size, 0)
    valueOf(await target.apply(one, [add('single')], note))
    assert.deepEqual(await attribute('single', 'member'), [personDn(1)])
  })

  it('sends the changes of many people to one group in one request, and is content when run again', async () => {
    let sent = 0
    const access = slapd.access({}, { onRequest: (kind) => (sent += kind === 'modify' ? 1 : 0) })
    const target = ldapTarget({ id: 'idm', access, clock })
    const people = await Promise.all(Array.from({ length: 30 }, (_, index) => ref(index + 10)))
    const all = async () => await Promise.all(people.map(async (person) => valueOf(await target.apply(person, [add('empty')], note))))
    await all()
    assert.equal((await attribute('empty', 'member')).length, 30)
    assert.ok(sent >= 1 && sent <= 4, `${sent} requests`)
    const before = sent
    await all()
    assert.equal(sent, before, 'nothing is left to send')
  })

  it('says what one person’s change ran into, and serves the others', async () => {
    const target = ldapTarget({ id: 'idm', access: slapd.access(), clock })
    const [good, other] = [await ref(50), await ref(51)]
    const bad = { id: 'dn:no name at all', name: 'bad' }
    const results = await Promise.all([good, bad, other].map(async (who) => await target.apply(who, [add('single')], note)))
    assert.deepEqual(
      results.map(({ ok }) => ok),
      [true, false, true],
    )
    assert.equal(failureOf(results[1] ?? assert.fail()).code, 'invalid-value')
    const barred = failureOf(await target.apply(good, [add('barred')], note))
    assert.deepEqual([barred.kind, barred.code], ['denied', 'no-right'])
  })

  it('shows a member who is nobody of the people, so that nobody is overlooked, and can take it out', async () => {
    const stranger = `cn=gone,ou=elsewhere,${base}`
    await slapd.client.modify(
      groupDn('single'),
      new Change({ operation: 'add', modification: new Attribute({ type: 'member', values: [stranger] }) }),
    )
    const target = ldapTarget({ id: 'idm', access: slapd.access(), clock })
    const seen = valueOf(await target.read({ groups: ['single'], accounts: [] })).accounts.get(`dn:${stranger}`)
    assert.deepEqual(held(seen), { single: 'unlimited' })
    valueOf(await target.apply({ id: `dn:${stranger}`, name: stranger }, [{ kind: 'remove', group: 'single' }], note))
    assert.equal((await attribute('single', 'member')).includes(stranger), false)
  })

  for (const [kind, group, name, value] of [
    ['group-of-unique-names', 'unique', 'uniqueMember', personDn(5)],
    ['posix-group', 'posix', 'memberUid', 'person-5'],
  ] as const)
    it(`maps ${kind}: gives, reads and takes the last one away`, async () => {
      const target = ldapTarget({ id: 'idm', access: slapd.access({ kind }), clock })
      const [held5, only] = [await ref(5), await ref(kind === 'posix-group' ? 4 : 3)]
      valueOf(await target.apply(held5, [add(group)], note))
      valueOf(await target.apply(only, [{ kind: 'remove', group }], note))
      assert.deepEqual(await attribute(group, name), [value])
      const observed = valueOf(await target.read({ groups: [group], accounts: [] }))
      assert.deepEqual([...observed.accounts.keys()], [held5.id])
      valueOf(await target.apply(held5, [{ kind: 'remove', group }], note))
      assert.equal(valueOf(await target.read({ groups: [group], accounts: [] })).accounts.size, 0)
    })

  it('reads with an account that may only read, and every write of it is refused', async () => {
    const credentials = { ...slapd.access().credentials, bind: `cn=reader,${base}` }
    const target = ldapTarget({ id: 'idm', access: slapd.access({}, { credentials }), clock })
    assert.equal(valueOf(await target.read({ groups: ['wmf'], accounts: [] })).accounts.size, 700)
    assert.equal(failureOf(await target.apply(await ref(999), [add('wmf')], note)).kind, 'denied')
  })

  it('connects by StartTLS and by LDAPS, and by neither to a server it has no reason to trust', async () => {
    const read = async (access: ReturnType<Slapd['access']>) =>
      await ldapTarget({ id: 'idm', access, clock }).read({ groups: ['wmf'], accounts: [], accountsOnly: true })
    const trusted = [slapd.access({ start_tls: true }), slapd.access({}, { url: slapd.secureUrl })]
    for (const access of trusted) {
      valueOf(await read(access))
      const failure = failureOf(await read({ ...access, ca: undefined }))
      assert.deepEqual([failure.kind, failure.code], ['denied', 'untrusted-certificate'])
    }
    const elsewhere = failureOf(await read(slapd.access({ start_tls: true }, { url: slapd.otherUrl })))
    assert.equal(elsewhere.code, 'untrusted-certificate', 'a certificate of another name')
  })

  it('tells a wrong password, a wrong place and a missing group apart, and none of them is an empty answer', async () => {
    const code = async (access: ReturnType<Slapd['access']>) =>
      failureOf(await ldapTarget({ id: 'idm', access, clock }).read({ groups: ['wmf'], accounts: [] })).code
    const { credentials } = slapd.access()
    assert.equal(await code(slapd.access({}, { credentials: { ...credentials, password: 'wrong' } })), 'wrong-password')
    assert.equal(await code(slapd.access({ people: `ou=staff,${base}` })), 'no-such-entry')
    assert.equal(await code(slapd.access({}, { url: 'ldap://127.0.0.1:1' })), 'no-answer')
    const findings = await ldapTarget({ id: 'idm', access: slapd.access(), clock, groups: ['wmf', 'wmv'] }).inspect()
    assert.ok(findings.some(({ code: found, message }) => found === 'ldap/missing-group' && message.includes('`wmv`')))
  })
})
