import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Attribute, Change } from 'ldapts'
import { instant } from '../../src/kernel/instant.ts'
import { ldapSource } from '../../src/sources/ldap/ldap-source.ts'
import type { FactReading } from '../../src/workflow/ports.ts'
import { skipUnless } from '../services/present.ts'
import { base, personDn, startSlapd, type Slapd } from '../services/slapd.ts'

const facts = { mail: 'mail', 'ldap-groups': 'groups', gone: 'disabled' }

function complete(reading: FactReading): Extract<FactReading, { kind: 'complete' }> {
  assert.ok(reading.kind === 'complete', reading.kind === 'unavailable' ? reading.why : '')
  return reading
}

describe('facts from a directory server', { skip: skipUnless(['slapd'], 'smoke') }, () => {
  let slapd: Slapd
  let now = Date.parse('2026-05-03T10:00:00Z')
  const clock = { now: () => instant(now) }
  before(async () => {
    slapd = await startSlapd({
      people: 1200,
      groups: { wmf: [1, 2, 3], wmde: [3, 4], empty: [] },
      ldif: `dn: uid=locked,ou=people,${base}
objectClass: inetOrgPerson
uid: locked
cn: Locked
sn: Locked
pwdPolicySubentry: cn=disabled,ou=ppolicies,${base}

dn: cn=all-staff,ou=groups,${base}
objectClass: groupOfNames
cn: all-staff
member: cn=wmf,ou=groups,${base}
member: cn=wmde,ou=groups,${base}
member: cn=all-staff,ou=groups,${base}
member: ${personDn(9)}
`,
    })
  })
  after(async () => await slapd?.stop())

  const about = (reading: FactReading, name: string) =>
    Object.fromEntries(complete(reading).facts.flatMap((fact) => (fact.about === name ? [[fact.fact, fact.value]] : [])))

  it('tells the attributes and groups of everybody, and which groups there are at all', async () => {
    const source = ldapSource({ id: 'ldap', access: slapd.access({ disabled_policy: `cn=disabled,ou=ppolicies,${base}` }), clock, facts })
    const reading = complete(await source.read())
    assert.equal(new Set(reading.facts.map((fact) => fact.about)).size, 1201)
    assert.deepEqual(about(reading, 'person-3'), { mail: 'person-3@wikimedia.org', 'ldap-groups': ['wmde', 'wmf'], gone: false })
    assert.deepEqual(about(reading, 'person-1200'), { mail: 'person-1200@wikimedia.org', 'ldap-groups': [], gone: false })
    assert.deepEqual(about(reading, 'locked'), { 'ldap-groups': [], gone: true })
    assert.deepEqual([...(reading.knows?.get('ldap-groups') ?? [])].toSorted(), ['all-staff', 'empty', 'wmde', 'wmf'])
  })

  it('counts members of groups that are members where it is told to, also in a circle', async () => {
    const source = ldapSource({ id: 'ldap', access: slapd.access({ nested: true }), clock, facts })
    const reading = await source.read()
    assert.deepEqual(about(reading, 'person-4')['ldap-groups'], ['all-staff', 'wmde'])
    assert.deepEqual(about(reading, 'person-9')['ldap-groups'], ['all-staff'])
  })

  it('reads an unchanged directory no second time, and a changed one at once', async () => {
    let searches = 0
    const access = slapd.access({}, { onRequest: (kind) => (searches += kind === 'search' ? 1 : 0) })
    const source = ldapSource({ id: 'ldap', access, clock, facts })
    await source.read()
    const whole = searches
    now += 900_000
    const second = complete(await source.read())
    assert.equal(searches, whole + 1, 'one look at the change number')
    assert.equal(second.facts[0]?.asOf, clock.now(), 'what has not changed is as good as new')
    await slapd.client.modify(
      `cn=wmf,ou=groups,${base}`,
      new Change({ operation: 'add', modification: new Attribute({ type: 'member', values: [personDn(77)] }) }),
    )
    assert.deepEqual(about(await source.read(), 'person-77')['ldap-groups'], ['wmf'])
  })

  it('believes nothing of two entries with one name, and says so', async () => {
    await slapd.client.add(`cn=second,ou=people,${base}`, { objectClass: 'inetOrgPerson', uid: 'person-5', cn: 'second', sn: 'x' })
    try {
      const reading = complete(await ldapSource({ id: 'ldap', access: slapd.access(), clock, facts }).read())
      assert.deepEqual(about(reading, 'person-5'), {})
      assert.match(reading.alarms?.join() ?? '', /person-5/)
    } finally {
      await slapd.client.del(`cn=second,ou=people,${base}`)
    }
  })
})
