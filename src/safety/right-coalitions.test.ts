import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { charterOf, quorum, ranks } from '../../test/safety/small-charters.ts'
import { checkedRight } from '../../test/safety/replays.ts'
import { shippedCharter } from '../../test/support/charter.ts'
import { coalitionsForRight } from './right-coalitions.ts'

describe('who could come to a right', () => {
  const court = charterOf(`
writ: 1
title: Two sign
targets: { wiki: { connector: simulated } }
rights: { wiki: { look: { text: See addresses }, read: { text: Read } } }
groups: { writ: { keepers: { rights: [apply] } }, wiki: { viewer: { rights: look }, clerk: { rights: read }, judge: { rights: read } } }
roles:
  judge: { title: Judge, purpose: Judges, gives: { wiki: judge, writ: keepers }, may: [{ add: viewer, scope: any, stages: [{ by: judge }] }] }
  clerk: { title: Clerk, purpose: Files, gives: { wiki: clerk }, may: [{ add: judge }] }
  viewer: { title: Viewer, purpose: Looks, gives: { wiki: viewer } }
amendments: { by: none }
`)
  const right = { target: 'wiki', right: 'look' }

  it('names the roles that give it, and the smallest coalitions of others', () => {
    const alone = coalitionsForRight(court, undefined, right, { coalitions: 1 })
    assert.deepEqual(alone.givenBy, ['viewer'])
    // a clerk makes judges of new accounts, who then give it to one another
    assert.deepEqual(
      alone.found.map(({ members }) => members),
      [[['clerk']]],
    )
    const closed = coalitionsForRight(court, undefined, right, { coalitions: 2, newAccounts: false })
    const told = closed.found.map(({ members }) => members.flat().toSorted().join(' '))
    assert.ok(told.includes('judge judge'), 'two judges sign for one another')
    assert.ok(!told.includes('judge'), 'one alone cannot')
  })

  it('counts nobody who has it already', () => {
    for (const { members } of coalitionsForRight(court, undefined, right).found) assert.ok(!members.flat().includes('viewer'))
  })

  it('gives steps that replay, for every right of the small charters and the schemes, in both layers', () => {
    let found = 0
    for (const charter of [court, charterOf(ranks), charterOf(quorum), shippedCharter('ranks'), shippedCharter('citizendium')])
      for (const [target, rights] of charter.rights)
        for (const name of [...rights.keys()].slice(0, 6)) found += checkedRight(charter, undefined, { target, right: name }, 2)
    assert.ok(found > 20, `only ${found}`)
  })
})
