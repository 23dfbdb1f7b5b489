import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { charterOf, shippedCharter } from '../../../test/support/charter.ts'
import { findRoles } from './find-roles.ts'

const staff = shippedCharter('staff-rights')

describe('“if you do not know the name of the right, say what you hope to do”', () => {
  const first = (words: string) => findRoles(staff, words)[0]
  const cases: readonly (readonly [string, string, string])[] = [
    ['show a banner on all projects', 'wikis.centralnotice-admin', 'staff-banners'],
    ['I want to run an election', 'wikis.securepoll-create-poll', 'staff-elections'],
    ['find sockpuppets', 'wikis.checkuser', 'staff-checkuser'],
    ['send a message to many pages', 'wikis.massmessage', 'staff-announcements'],
    ['blocking a user', 'wikis.block', 'staff-global'],
    ['deploy gadgets', 'wikis.editsitejs', 'staff-interface-administrator'],
    ['massmessage', 'wikis.massmessage', 'staff-announcements'],
    ['preparing pages for translation', 'wikis.pagetranslation', 'staff-translations'],
  ]
  for (const [words, right] of cases)
    it(`${words}: ${right}`, () => {
      assert.equal(first(words)?.right, right)
    })
  for (const [words, right, role] of cases)
    it(`${words}: ${role} gives it`, () => {
      assert.ok(
        findRoles(staff, words)
          .find((one) => one.right === right)
          ?.roles.some((one) => one.role === role),
      )
    })

  it('says what each would give beyond that', () => {
    assert.deepEqual(first('send a message to many pages')?.roles, [
      { role: 'staff-announcements', title: 'Announcements (staff)', class: 'elevated', beyond: [] },
    ])
    assert.deepEqual(first('find sockpuppets')?.roles[0]?.beyond.includes('wikis.investigate'), true)
  })

  it('says nothing where nothing fits', () => {
    assert.deepEqual(findRoles(staff, 'fly to the moon'), [])
    assert.deepEqual(findRoles(staff, 'I want to'), [])
  })

  it('leaves out a role that gives more than another, and roles that nobody can ask for', () => {
    const charter = charterOf(`
writ: 1
title: Least
targets: { wiki: { connector: simulated } }
rights: { wiki: { delete: { text: Delete pages }, protect: { text: Protect pages } } }
groups:
  writ: { keepers: { rights: apply } }
  wiki: { small: { rights: delete }, large: { rights: [delete, protect] }, other: { rights: delete } }
roles:
  chief: { title: Chief, purpose: Appoints, gives: { writ: keepers }, may: [{ change: other }] }
  small: { title: Small, purpose: Deletes, gives: { wiki: small }, request: { stages: [{ by: chief }] } }
  large: { title: Large, purpose: Deletes and more, gives: { wiki: large }, request: { stages: [{ by: chief }] } }
  other: { title: Other, purpose: By power only, gives: { wiki: other } }
amendments: { by: chief }
`)
    assert.deepEqual(
      findRoles(charter, 'delete pages')[0]?.roles.map(({ role }) => role),
      ['small'],
    )
    assert.deepEqual(
      findRoles(charter, 'protect')[0]?.roles.map(({ role, beyond }) => [role, beyond]),
      [['large', ['wiki.delete']]],
    )
  })
})
