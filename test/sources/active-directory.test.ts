/** Groups of Active Directory with more members than one answer gives: read whole, or not at all. */
import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { instant } from '../../src/kernel/instant.ts'
import type { DirectoryAccess } from '../../src/ldap/connection.ts'
import { completeDirectory, directorySchema } from '../../src/ldap/settings.ts'
import { ldapSource } from '../../src/sources/ldap/ldap-source.ts'
import { ldapTarget } from '../../src/targets/ldap/ldap-target.ts'
import { failureOf, valueOf } from '../contract/target.ts'
import { FakeActiveDirectory } from '../services/fake-active-directory.ts'

const base = 'DC=corp,DC=example'
const clock = { now: () => instant(Date.parse('2026-11-28T10:00:00Z')) }
const PEOPLE = 4000
const personDn = (number: number) => `CN=Person ${number},OU=Staff,${base}`
const guid = (number: number) => Buffer.from(`guid-${String(number).padStart(11, '0')}`).toString('hex')

interface Bench {
  readonly fake: FakeActiveDirectory
  readonly access: DirectoryAccess
  /** The groups of a person as the source tells them; a text = why it tells nothing. */
  readonly groupsOf: (number: number) => Promise<unknown>
}

async function bench(test: TestContext, members = PEOPLE): Promise<Bench> {
  const fake = new FakeActiveDirectory()
  for (let number = 1; number <= PEOPLE; number += 1)
    fake.entries.push({
      dn: personDn(number),
      values: {
        objectCategory: ['person'],
        sAMAccountName: [`person-${number}`],
        objectGUID: [`guid-${String(number).padStart(11, '0')}`],
        userAccountControl: ['512'],
      },
    })
  const all = Array.from({ length: members }, (_, index) => personDn(index + 1))
  fake.entries.push({ dn: `CN=everybody,OU=Groups,${base}`, values: { objectClass: ['group'], cn: ['everybody'], member: all } })
  fake.entries.push({ dn: `CN=few,OU=Groups,${base}`, values: { objectClass: ['group'], cn: ['few'], member: [personDn(7)] } })
  const url = await fake.start()
  test.after(async () => await fake.stop())
  const settings = completeDirectory(directorySchema.parse({ base, kind: 'active-directory', unencrypted: true, timeout: 5 }))
  const access = { url, settings, credentials: { bind: `CN=writ,${base}`, password: 'only of this test' } }
  return {
    fake,
    access,
    async groupsOf(number) {
      const reading = await ldapSource({ id: 'ldap', access, clock, facts: { groups: 'groups' } }).read()
      return reading.kind === 'complete' ? reading.facts.find(({ about }) => about === `person-${number}`)?.value : reading.why
    },
  }
}

describe('a group of Active Directory with more members than one answer gives', () => {
  it('is read by its ranges to the end, twice, and both agree', async (test) => {
    const { fake, groupsOf } = await bench(test)
    assert.deepEqual(await groupsOf(PEOPLE), ['everybody'])
    assert.deepEqual(await groupsOf(7), ['everybody', 'few'])
    const later = fake.searches.flat().filter((one) => one.startsWith('member;'))
    assert.deepEqual(later.slice(0, 4), ['member;range=1500-*', 'member;range=3000-*', 'member;range=1500-*', 'member;range=3000-*'])
  })

  it('takes the number of values that the server gives, however small', async (test) => {
    const { fake, access } = await bench(test)
    fake.largestRange = 999
    const observed = valueOf(await ldapTarget({ id: 'ad', access, clock }).read({ groups: ['everybody', 'few'], accounts: [] }))
    assert.equal(observed.accounts.size, PEOPLE)
    assert.ok(observed.accounts.has(guid(PEOPLE)))
  })

  it('with exactly as many members as fit is one answer', async (test) => {
    const { fake, groupsOf } = await bench(test, 1500)
    assert.deepEqual([await groupsOf(1500), await groupsOf(1501)], [['everybody'], []])
    assert.deepEqual(
      fake.searches.flat().filter((one) => one.startsWith('member;')),
      [],
    )
  })

  it('is unknown where the server gives the first values only, skips some, or loses the entry or the connection', async (test) => {
    const { fake, groupsOf } = await bench(test)
    fake.faults.firstPartOnly = true
    assert.match(String(await groupsOf(7)), /it gave only the first 1500 values of `member` \(range\)/)
    Object.assign(fake.faults, { firstPartOnly: false, skips: true })
    assert.match(String(await groupsOf(7)), /do not fit together/)
    Object.assign(fake.faults, { skips: false, gone: true })
    assert.match(String(await groupsOf(7)), /gave only the first 1500/)
    Object.assign(fake.faults, { gone: false, breaks: 1 })
    assert.match(String(await groupsOf(7)), /\(no-answer\)/)
    assert.deepEqual(await groupsOf(7), ['everybody', 'few'], 'the next good run finishes')
  })

  it('that moves while it is read is read again, and is unknown where that never ends', async (test) => {
    const { fake, groupsOf } = await bench(test)
    fake.faults.moves = 1
    assert.deepEqual(await groupsOf(2), ['everybody'])
    assert.deepEqual(await groupsOf(1), [], 'who left meanwhile is out')
    assert.deepEqual(await groupsOf(1501), ['everybody'], 'nobody is lost between two parts')
    fake.faults.moves = 100
    assert.match(String(await groupsOf(2)), /changed during each of 3 readings/)
  })

  it('is never written to on half a reading, and gets one value when it is whole', async (test) => {
    const { fake, access } = await bench(test, PEOPLE - 1)
    const target = ldapTarget({ id: 'ad', access, clock })
    const account = { id: guid(PEOPLE), name: `person-${PEOPLE}` }
    const add = { kind: 'add', group: 'everybody', until: undefined } as const
    fake.faults.firstPartOnly = true
    assert.equal(failureOf(await target.read({ groups: ['everybody'], accounts: [] })).kind, 'incomplete')
    assert.equal(failureOf(await target.apply(account, [add], { plan: 1, url: undefined })).kind, 'incomplete')
    assert.deepEqual(fake.modifies, [])
    fake.faults.firstPartOnly = false
    valueOf(await target.apply(account, [add], { plan: 1, url: undefined }))
    assert.deepEqual(
      fake.modifies.map(({ operation, attribute, values }) => [operation, attribute, values]),
      [[0, 'member', [personDn(PEOPLE)]]],
    )
    assert.equal(valueOf(await target.read({ groups: ['everybody'], accounts: [] })).accounts.size, PEOPLE)
  })
})
