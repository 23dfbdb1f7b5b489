import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { charterOf, shippedCharter } from '../../../test/support/charter.ts'
import type { Charter } from '../../charter/model.ts'
import { nativePowers } from './native-powers.ts'

/** Two offices of which one has the power. */
function office(
  power: string,
  of: { readonly giver?: string; readonly taker?: string; readonly target?: string; readonly more?: string } = {},
): Charter {
  return charterOf(`
writ: 1
title: Offices
targets: { wiki: { connector: mediawiki, direct: ${of.target ?? 'true'} }, forum: { connector: smf } }
facts: { edits: { text: Edits, source: wiki, type: number, about: account } }
statements: { seen: { text: I have seen it } }
conditions: { active: { text: Active, fact: edits, at_least: 1 } }
classes: { plain: { text: Plain, level: 1 }, grave: { text: Grave, level: 2, step_up: true } }
rights: { wiki: { read: { text: Read }, block: { text: Block, class: grave } }, forum: { post: { text: Post } } }
groups: { wiki: { givers: { rights: read }, takers: { rights: read }, blockers: { rights: block }, both: { rights: read } }, forum: { members: { rights: post } } }
roles:
  giver: { title: Giver, purpose: Gives, gives: ${of.giver ?? '{ wiki: givers }'}, may: [${power}] }
  taker: { title: Taker, purpose: Takes, ${of.taker ?? 'gives: { wiki: takers }'} }
${(of.more ?? '').replaceAll(/^/gm, '  ')}
amendments: { by: none }
`)
}

/** `AddGroups holder group` for each rule but the ways out. */
function rules(charter: Charter): string[] {
  return nativePowers(charter, 'wiki')
    .rules.filter((rule) => rule.list !== 'GroupsRemoveFromSelf' || rule.clause.includes('may'))
    .map((rule) => `${rule.list} ${rule.holder} ${rule.group}`)
}

const both = ['AddGroups givers takers', 'RemoveGroups givers takers']

describe('a power on the wiki itself', () => {
  it('is given when the wiki means the same by it', () => {
    assert.deepEqual(rules(office('{ change: taker, scope: any }')), both)
    assert.deepEqual(rules(office('{ add: taker, scope: any }')), ['AddGroups givers takers'])
    assert.deepEqual(rules(office('{ remove: taker, scope: any }')), ['RemoveGroups givers takers'])
    assert.deepEqual(rules(office('{ change: taker, scope: self }')), [
      'GroupsAddToSelf givers takers',
      'GroupsRemoveFromSelf givers takers',
    ])
  })

  it('hangs on the one group of the holder, whatever he has elsewhere', () => {
    assert.deepEqual(rules(office('{ change: taker, scope: any }', { giver: '{ wiki: givers, forum: members }' })), both)
  })

  it('is left out with the reason when the wiki cannot say it exactly', () => {
    const add = '{ add: taker, scope: any }'
    const cases: readonly (readonly [Charter, RegExp])[] = [
      [office('{ add: taker }'), /spares the holder/],
      [office('{ add: taker, scope: any, when: active }'), /conditions/],
      [office('{ add: taker, scope: any, stages: [{ by: taker }] }'), /others must agree/],
      [office('{ add: taker, scope: any, notice: 7 days }'), /takes notice/],
      [office('{ add: taker, scope: any, limit: { count: 3, per: 1 day } }'), /a limit/],
      [office('{ suspend: taker, scope: any }'), /no suspension/],
      [office(add, { taker: 'gives: { wiki: takers }, delay: 1 day' }), /after a delay/],
      [office(add, { taker: 'gives: { wiki: takers, forum: members }' }), /on other targets too/],
      [office(add, { taker: 'gives: { wiki: [takers, both] }' }), /several groups/],
      [office(add, { taker: 'gives: { wiki: blockers }' }), /second factor/],
      [office(add, { giver: '{ wiki: [givers, both] }' }), /several groups/],
      [office(add, { giver: '{ forum: members }' }), /no group here/],
      [office(add, { taker: 'gives: { wiki: takers }, request: { by: registered, stages: [{ by: giver, count: 2 }] }' }), /through stages/],
      [office(add, { more: 'third: { title: Third, purpose: Third, gives: { wiki: takers } }' }), /also belongs to role `third`/],
      [office(add, { more: 'third: { title: Third, purpose: Third, gives: { wiki: givers } }' }), /also belongs to role `third`/],
    ]
    for (const [charter, why] of cases) {
      assert.deepEqual(rules(charter), [], String(why))
      assert.match(
        nativePowers(charter, 'wiki')
          .leftOut.map((one) => one.why)
          .join(),
        why,
      )
    }
  })

  it('is still given when the one stage of the role is passed by the holder himself, saying what the wiki does not ask', () => {
    const charter = office('{ add: taker, scope: any }', {
      taker: 'gives: { wiki: takers }, seats: { limit: 3 }, request: { by: registered, stages: [{ by: giver, states: seen }] }',
    })
    assert.deepEqual(rules(charter), ['AddGroups givers takers'])
    assert.deepEqual(nativePowers(charter, 'wiki').unchecked, [{ clause: 'roles.taker', roles: ['taker'], why: 'seats, statements' }])
  })

  it('is none without `direct`, and a line may say otherwise', () => {
    const none = nativePowers(office('{ change: taker, scope: any }', { target: 'false' }), 'wiki')
    assert.deepEqual(none, { rules: [], leftOut: [], unchecked: [] })
    assert.deepEqual(rules(office('{ change: taker, scope: any, direct: false }')), [])
    assert.deepEqual(rules(office('{ change: taker, scope: any, direct: true }', { target: 'false' })), both)
  })

  it('lets everybody resign whose whole role is one group here', () => {
    const charter = office('{ add: taker, scope: any }', { giver: '{ wiki: givers, forum: members }' })
    const ways = nativePowers(charter, 'wiki').rules.filter((rule) => rule.list === 'GroupsRemoveFromSelf')
    assert.deepEqual(
      ways.map((rule) => [rule.holder, rule.group]),
      [['takers', 'takers']],
    )
  })
})

describe('the schemes', () => {
  it('let administrators of personnel add editors and nobody else', () => {
    const { rules: found } = nativePowers(shippedCharter('citizendium'), 'wiki')
    const own = found.filter((rule) => rule.holder === 'EditorialPersonnelAdministrator' && rule.list !== 'GroupsRemoveFromSelf')
    assert.deepEqual(
      own.map((rule) => [rule.list, rule.group]),
      [['AddGroups', 'Editor']],
    )
  })

  it('let each rank reach lower ranks only', () => {
    const { rules: found } = nativePowers(shippedCharter('ranks'), 'wiki')
    const reach = (holder: string, list: string) =>
      found.filter((rule) => rule.holder === holder && rule.list === list).map((rule) => rule.group)
    for (const list of ['AddGroups', 'RemoveGroups']) {
      assert.deepEqual(reach('major', list), ['captain', 'lieutenant', 'sysop'])
      assert.deepEqual(reach('captain', list), ['lieutenant', 'sysop'])
      assert.deepEqual(reach('lieutenant', list), ['sysop'])
      assert.deepEqual(reach('sysop', list), [])
    }
  })
})
