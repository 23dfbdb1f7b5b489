import assert from 'node:assert/strict'
import { utimesSync, writeFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { dataYamlSource } from '../../src/sources/data-yaml/data-yaml-source.ts'
import { parseDataYaml } from '../../src/sources/data-yaml/parse.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const text = `
groups:
  team: { gid: 1, members: &team [ada, bo] }
  deployment: { gid: 2, members: [*team, [cy, [dora]], ada] }
  absent: { members: [gone] }
users:
  ada: { ensure: present, uid: 1, email: ada@wikimedia.org, expiry_date: "2026-12-31" }
  bo: { ensure: present, uid: 2 }
  cy: { ensure: present, uid: 3 }
  gone: { ensure: absent, uid: 4 }
  both: { ensure: absent, uid: 5 }
ldap_only_users:
  both: { ensure: present }
  paper: { ensure: present, email: paper@wikimedia.de }
  former: { ensure: absent }
`
const facts = { ensure: 'ensure', 'data-groups': 'groups', mail: 'email', ends: 'expiry_date' }

describe('facts from a file like data.yaml', () => {
  it('flattens lists in lists, names everybody once, and takes what `users` says first', () => {
    const data = parseDataYaml(text)
    assert.ok(data.ok)
    const { people, oddities } = data.value
    assert.deepEqual(people.get('ada'), {
      ensure: 'present',
      groups: ['deployment', 'team'],
      email: 'ada@wikimedia.org',
      expiry_date: '2026-12-31',
    })
    assert.deepEqual(people.get('cy')?.groups, ['deployment'])
    const states = ['bo', 'gone', 'both', 'paper', 'former'].map((name) => people.get(name)?.ensure)
    assert.deepEqual(states, ['present', 'absent', 'absent', 'ldap-only', 'absent'])
    assert.deepEqual(oddities, ['group `deployment` has the member `dora`, whom nothing else in the file knows'])
  })

  it('says which groups there are, and is as old as the file', async () => {
    using folder = temporaryFolder()
    const path = folder.file('data.yaml')
    writeFileSync(path, text)
    utimesSync(path, 1000, 1000)
    const source = dataYamlSource({ id: 'data-yaml', path, facts })
    assert.ok(source.ok)
    const reading = await source.value.read()
    assert.ok(reading.kind === 'complete')
    assert.equal(reading.asOf, 1_000_000)
    assert.equal(reading.knows?.get('data-groups')?.has('deployment'), true)
    assert.equal(reading.knows?.get('data-groups')?.has('analytics_privatedata_users'), false)
    assert.equal(reading.knows?.has('mail'), false)
  })

  it('refuses a fact that the file does not have', () => {
    const source = dataYamlSource({ id: 'data-yaml', path: 'x', facts: { uid: 'uid' } })
    assert.ok(!source.ok && source.error.includes('`uid`'))
  })

  for (const [what, wrong] of [
    ['no YAML', 'groups: ['],
    ['without users', 'groups: {}\nusers: {}'],
    ['with a state that does not exist', 'groups: {}\nusers: { ada: { ensure: maybe } }'],
    ['with a group without members', 'groups: { team: { gid: 1 } }\nusers: { ada: { ensure: present } }'],
  ] as const)
    it(`believes nothing of a file ${what}`, () => assert.equal(parseDataYaml(wrong).ok, false))
})
