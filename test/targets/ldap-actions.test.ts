/** What a directory target may do besides members, where the settings say so: make a group, disable an entry. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { instant } from '../../src/kernel/instant.ts'
import { parseDirectoryAccess } from '../../src/ldap/access.ts'
import { disabling } from '../../src/ldap/disable.ts'
import { newGroup } from '../../src/ldap/new-group.ts'
import { completeDirectory, directorySchema, type WrittenDirectory } from '../../src/ldap/settings.ts'
import { ldapTarget } from '../../src/targets/ldap/ldap-target.ts'
import { failureOf, valueOf } from '../contract/target.ts'
import { skipUnless } from '../services/present.ts'
import { base, personDn, startSlapd, type Slapd } from '../services/slapd.ts'

const clock = { now: () => instant(Date.parse('2026-05-03T10:00:00Z')) }
const note = { plan: 1, url: undefined }
const policy = `cn=disabled,ou=ppolicies,${base}`
const settingsOf = (written: WrittenDirectory) => completeDirectory(directorySchema.parse(written))

describe('a directory that Writ may do more on', { skip: skipUnless(['slapd'], 'smoke') }, () => {
  let slapd: Slapd
  before(async () => {
    slapd = await startSlapd({
      people: 20,
      groups: { staff: [1] },
      access: [
        `access to dn.subtree="ou=groups,${base}" by dn.exact="cn=writ,${base}" write by users read`,
        `access to dn.subtree="ou=people,${base}" attrs=pwdPolicySubentry by dn.exact="cn=writ,${base}" write by users read`,
      ],
    })
  })
  after(async () => await slapd?.stop())

  const open = (written: Partial<WrittenDirectory>, groups: readonly string[] = []) => {
    const requests: string[] = []
    const access = slapd.access(written, { onRequest: (kind) => void requests.push(kind) })
    return { target: ldapTarget({ id: 'idm', access, clock, groups }), requests }
  }
  const person = async (number: number) => {
    const found = valueOf(await open({}).target.lookUp([`person-${number}`])).get(`person-${number}`)
    return found ?? assert.fail()
  }
  const add = (group: string) => ({ kind: 'add', group, until: undefined }) as const
  const members = async (group: string) => {
    const { searchEntries } = await slapd.client.search(`ou=groups,${base}`, {
      filter: `(cn=${group})`,
      attributes: ['member', 'uniqueMember'],
    })
    return searchEntries.flatMap((entry) => [entry['member'] ?? [], entry['uniqueMember'] ?? []].flat().map(String)).toSorted()
  }

  it('makes a group with those who come first, in one request, and changes it from then on', async () => {
    const { target, requests } = open({ makes_groups: true }, ['Team, new'])
    assert.ok(valueOf(await target.read({ groups: ['Team, new'], accounts: [] })).assignable.has('Team, new'))
    assert.ok((await target.inspect()).some(({ severity, code }) => severity === 'note' && code === 'ldap/group-not-yet'))
    const people = await Promise.all([2, 3, 4].map(person))
    await Promise.all(people.map(async (one) => valueOf(await target.apply(one, [add('Team, new')], note))))
    assert.equal(requests.filter((kind) => kind === 'add').length, 1)
    assert.deepEqual(await members('Team, new'), [2, 3, 4].map(personDn))
    valueOf(await target.apply(await person(5), [add('Team, new')], note))
    assert.equal((await members('Team, new')).length, 4)
    const seen = valueOf(await target.read({ groups: ['Team, new'], accounts: [] }))
    assert.equal(seen.accounts.size, 4)
  })

  it('makes groups of unique names too', async () => {
    const { target } = open({ makes_groups: true, kind: 'group-of-unique-names' })
    valueOf(await target.apply(await person(6), [add('unique')], note))
    assert.deepEqual(await members('unique'), [personDn(6)])
  })

  it('makes no group to take somebody out of it, and none where the settings do not say so', async () => {
    const { target } = open({ makes_groups: true })
    const one = await person(7)
    assert.equal(failureOf(await target.apply(one, [{ kind: 'remove', group: 'nowhere' }], note)).code, 'unknown-group')
    assert.equal(failureOf(await open({}).target.apply(one, [add('nowhere')], note)).code, 'unknown-group')
    assert.equal(valueOf(await open({}).target.read({ groups: ['nowhere'], accounts: [] })).assignable.size, 0)
    assert.deepEqual(await members('nowhere'), [])
  })

  it('disables an entry once, and shows it locked', async () => {
    const { target, requests } = open({ disables: true, disabled_policy: policy })
    const { lock } = target
    assert.ok(target.capabilities.lock && lock !== undefined)
    const one = await person(8)
    const locked = async () =>
      valueOf(await target.read({ groups: [], accounts: [one.id], accountsOnly: true })).accounts.get(one.id)?.locked
    assert.equal(await locked(), false)
    valueOf(await lock(one))
    assert.equal(await locked(), true)
    const sent = requests.filter((kind) => kind === 'modify').length
    valueOf(await lock(one))
    assert.equal(requests.filter((kind) => kind === 'modify').length, sent, 'what is so already is not sent')
    assert.equal(failureOf(await lock({ id: '00000000-0000-0000-0000-000000000000', name: 'gone' })).code, 'no-such-account')
  })

  it('says so when its account may not disable', async () => {
    const credentials = { ...slapd.access().credentials, bind: `cn=reader,${base}` }
    const access = slapd.access({ disables: true, disabled_policy: policy }, { credentials })
    const done = await ldapTarget({ id: 'idm', access, clock }).lock?.(await person(9))
    assert.equal(failureOf(done ?? assert.fail()).kind, 'denied')
  })

  it('cannot disable anybody where the settings do not say so', () => {
    const { target } = open({ disabled_policy: policy })
    assert.deepEqual([target.capabilities.lock, target.lock], [false, undefined])
  })
})

describe('Active Directory, as its maker describes it and not tried on one', () => {
  const settings = settingsOf({ base: 'dc=example,dc=org', kind: 'active-directory' })

  it('disables by one bit of `userAccountControl`, whatever else stands in it', () => {
    const entry = (control: string) => ({ entry: { dn: 'cn=x', userAccountControl: control } })
    assert.deepEqual(disabling(settings, entry('512')), { attribute: 'userAccountControl', remove: ['512'], add: ['514'] })
    assert.deepEqual(disabling(settings, entry('66048')), { attribute: 'userAccountControl', remove: ['66048'], add: ['66050'] })
    assert.throws(() => disabling(settings, { entry: { dn: 'cn=x' } }), /userAccountControl/)
  })

  it('makes global security groups, their names escaped', () => {
    assert.deepEqual(newGroup(settings, 'Team, new', ['cn=a']), {
      dn: String.raw`cn=Team\, new,dc=example,dc=org`,
      attributes: {
        objectClass: ['group'],
        cn: ['Team, new'],
        sAMAccountName: ['Team, new'],
        groupType: ['-2147483646'],
        member: ['cn=a'],
      },
    })
  })
})

describe('settings of a directory', () => {
  const problem = (directory: Partial<WrittenDirectory>) => {
    const access = parseDirectoryAccess({
      url: 'ldaps://ldap.example.org',
      credentials: '{"bind":"cn=writ","password":"x"}',
      directory: { base: 'dc=example,dc=org', ...directory },
    })
    return access.ok ? '' : access.error
  }
  it('say how an entry is disabled, or nothing is', () => {
    assert.match(problem({ disables: true }), /disabled_policy/)
    assert.equal(problem({ disables: true, kind: 'active-directory' }), '')
    assert.equal(problem({ disables: true, disabled_policy: policy }), '')
  })
  it('cannot have POSIX groups made', () => assert.match(problem({ makes_groups: true, kind: 'posix-group' }), /number/))
})
