/** Whose account is whose: equal names prove nothing, and an account belongs to one person. On simulated targets. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseRoster } from '../../src/charter/roster.ts'
import { withAccounts } from '../../src/targets/simulated/simulated-target.ts'
import { grantRole } from '../../src/workflow/grant-role.ts'
import { setTheStage, type Played } from '../support/played.ts'

const CHARTER = `writ: 1
title: Two places
targets:
  wiki: { connector: simulated }
  forum: { connector: simulated }
rights:
  wiki: { delete: { text: Delete pages } }
  forum: { moderate: { text: Moderate threads } }
groups:
  writ: { keepers: { rights: [apply] } }
  wiki: { guards: { rights: delete } }
  forum: { moderators: { rights: moderate } }
roles:
  steward: { title: Steward, purpose: Appoints, gives: { writ: keepers }, may: [{ change: guard }] }
  guard: { title: Guard, purpose: Guards, gives: { wiki: guards, forum: moderators } }
amendments: { by: steward }
`

async function stage(people: string): Promise<Played> {
  const roster = parseRoster(`people:\n${people}`)
  assert.ok(roster.ok)
  return setTheStage([{ name: 'charter.yaml', text: CHARTER }], roster.value, {
    title: 'Two places',
    administrator: { person: 'ash', role: 'steward' },
    before: { wiki: { Elm: [] }, forum: { Elm: [] } },
    steps: [{ chapter: 'none' }],
  })
}

describe('accounts of one name on two targets', () => {
  it('are not taken for one person’s when somebody is made known by a grant', async () => {
    const { instance, targets } = await stage('  - { handle: ash, roles: [{ role: steward }] }\n')
    targets.get('forum')?.update((state) => withAccounts(state, [{ id: '900', name: 'Elm' }]))
    const subject = instance.journal.state.personByHandle('ash')?.subject ?? assert.fail()
    const caller = { actor: { kind: 'person', subject, stepUp: 'demo' }, channel: 'cli' } as const
    const command = { caller, role: 'guard', handle: 'Elm', account: undefined, end: { kind: 'usual' }, useCase: undefined } as const
    const unclear = await grantRole(instance, { ...command, key: 'both', targets: undefined })
    assert.equal(unclear.decision.outcome, 'refused')
    assert.match(unclear.decision.because[0]?.text ?? '', /equal names prove nothing/)
    assert.equal(instance.journal.state.personByHandle('Elm'), undefined)
    const named = await grantRole(instance, { ...command, key: 'one', targets: ['wiki'] })
    assert.equal(named.decision.outcome, 'allowed')
    const elm = instance.journal.state.personByHandle('Elm')?.subject ?? assert.fail()
    assert.deepEqual(
      instance.journal.state.accountsOf(elm).map(({ target }) => target),
      ['wiki'],
    )
  })
})

describe('an account that a roster gives to two people', () => {
  it('stops the setup', async () => {
    const account = '{ target: wiki, name: Elm, kind: personal }'
    await assert.rejects(
      stage(
        `  - { handle: ash, accounts: [${account}], roles: [{ role: steward }] }\n  - { handle: birch, accounts: [${account}], roles: [{ role: guard }] }\n`,
      ),
      /one account, two people/,
    )
  })
})
