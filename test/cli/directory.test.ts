/** A directory server from the lines of writ.config.yaml to what the commands say of it: whose word counts for which group, and what it tells of people. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { Attribute, Change } from 'ldapts'
import { skipUnless } from '../services/present.ts'
import { base, personDn, startSlapd, type Slapd } from '../services/slapd.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { command } from './installation.ts'

const charter = `writ: 1
title: Groups of a directory
targets:
  idm: { connector: ldap, drift: revert, guards: { people: 50, share: 100 } }
facts:
  groups: { text: Groups, source: ldap, type: list, set_by: others }
conditions:
  worker: { text: In the group of workers, fact: groups, has_any: wokrers }
rights:
  idm: { shell: { text: Log in to machines } }
groups:
  writ: { keepers: { rights: [apply, override-guard, make-token, link-accounts] } }
  idm:
    ours: { rights: shell }
    both: { rights: shell, authority: shared }
    theirs: { rights: shell, authority: target }
roles:
  steward: { title: Steward, purpose: Appoints, gives: { idm: ours, writ: keepers }, may: [{ change: [helper, guest] }] }
  helper: { title: Helper, purpose: Helps, gives: { idm: both } }
  guest: { title: Guest, purpose: Visits, gives: { idm: theirs } }
amendments: { by: steward }
`
const person = (number: number, role = '') =>
  `  - { handle: person-${number}, accounts: [{ target: idm, name: person-${number}, kind: staff }], roles: [${role === '' ? '' : `{ role: ${role} }`}] }\n`

describe('a directory server on the command line', { skip: skipUnless(['slapd'], 'smoke') }, () => {
  let slapd: Slapd
  before(async () => {
    slapd = await startSlapd({ people: 20, groups: { ours: [1, 2], both: [3], theirs: [4], workers: [5] } })
  })
  after(async () => await slapd?.stop())
  const change = async (operation: 'add' | 'delete', group: string, number: number) =>
    await slapd.client.modify(
      `cn=${group},ou=groups,${base}`,
      new Change({ operation, modification: new Attribute({ type: 'member', values: [personDn(number)] }) }),
    )
  const members = async (group: string) =>
    [
      (await slapd.client.search(`cn=${group},ou=groups,${base}`, { scope: 'base', attributes: ['member'] })).searchEntries[0]?.[
        'member'
      ] ?? [],
    ]
      .flat()
      .map((member) => /person-(\d+)/.exec(String(member))?.[1] ?? String(member))

  it('is planned by who is the truth for each group, and told of by the doctor', async () => {
    using folder = temporaryFolder()
    const write = (name: string, text: string) => {
      writeFileSync(folder.file(name), text, { mode: 0o600 })
      return folder.file(name)
    }
    const data = folder.file('data')
    const run = async (...words: readonly string[]) => await command(...words, '--data', data)
    const cli = async (...words: readonly string[]) => {
      const answer = await run(...words)
      assert.equal(answer.code, 0, `${words.join(' ')}: ${answer.out}${answer.err}`)
      return answer.out
    }
    write('ca.pem', slapd.ca)
    write('ldap.json', JSON.stringify(slapd.access().credentials))
    const settings = write(
      'writ.config.yaml',
      `targets:
  idm: { api: "${slapd.secureUrl}", credentials: ldap.json, directory: { base: "${base}", ca: ca.pem } }
sources:
  ldap: { ldap: "${slapd.url}", credentials: ldap.json, directory: { base: "${base}", start_tls: true, ca: ca.pem }, accounts: idm, facts: { groups: groups } }
`,
    )
    const kept = process.env['WRIT_CONFIG']
    process.env['WRIT_CONFIG'] = settings
    try {
      const file = write('charter.yaml', charter)
      const roster = write('roster.yaml', `people:\n${person(1, 'steward')}${person(2, 'steward')}${person(3, 'helper')}${person(4)}`)
      await cli('setup', file, '--administrator', 'person-1', '--role', 'steward', '--roster', roster)
      await cli('adopt', 'idm')
      await cli('mode', 'idm', 'enforce')

      await change('add', 'ours', 9)
      await change('add', 'both', 10)
      await change('add', 'theirs', 11)
      await change('delete', 'both', 3)
      await cli('apply', 'idm')
      assert.deepEqual(await members('ours'), ['1', '2'], 'what Writ alone decides is put back')
      assert.deepEqual((await members('both')).toSorted(), ['10', '3'], 'what others gave stays, what they took is put back')
      assert.deepEqual((await members('theirs')).toSorted(), ['11', '4'], 'what others alone decide is left alone')
      await cli('adopt', 'idm')
      assert.match(await cli('at', '2100-01-01'), /person-10/, 'what others gave is a found grant')

      const doctor = await run('doctor', '--json')
      const codes = (JSON.parse(doctor.out) as { findings: { code: string; message: string }[] }).findings.map(({ code }) => code)
      assert.ok(codes.includes('source/read') && codes.includes('ldap/groups'), codes.join())
      assert.ok(codes.includes('source/unknown-name'), 'the charter says `wokrers`')
      assert.equal(doctor.code, 1)

      write('writ.config.yaml', `targets: { idm: { api: "${slapd.url}", credentials: ldap.json, directory: { base: "${base}" } } }\n`)
      const open = await run('doctor')
      assert.equal(open.code, 2)
      assert.match(open.err, /targets\.idm: nothing would encrypt the connection/)
    } finally {
      if (kept === undefined) delete process.env['WRIT_CONFIG']
      else process.env['WRIT_CONFIG'] = kept
    }
  })
})
