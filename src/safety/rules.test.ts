import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { charterOf } from '../../test/safety/small-charters.ts'
import type { SafetyRule } from './rule.ts'
import { rulesOf } from './rules.ts'

/** A staff wiki with a forum: enough of every kind of door. */
const CHARTER = `
writ: 1
title: Rules
targets:
  wiki: { connector: mediawiki }
  forum: { connector: smf, members: { requires: employed } }
facts:
  edits: { text: Edits, source: wiki, type: number, set_by: self }
  payroll: { text: On the payroll, source: personnel, type: yes-no, set_by: others }
  manager: { text: Manager, source: personnel, type: people, set_by: others }
  mentor: { text: Mentor, source: wiki, type: people, set_by: self }
conditions:
  busy: { text: Ninety edits, fact: edits, at_least: 90 }
  employed: { text: Employed, fact: payroll, is: true }
  stranger: { text: Not employed, not: employed }
  colleague: { text: A sysop or employed and busy, any: [{ role: sysop }, { all: [employed, busy] }] }
accounts:
  staff: { text: Staff, recognised_by: employed }
  bot: { text: Bot }
classes:
  plain: { text: Plain, level: 1 }
  delicate: { text: Delicate, level: 2, stages: [{ by: overseer }] }
rights:
  wiki:
    edit: { text: Edit }
    hide: { text: Hide, class: delicate }
    userrights: { text: All groups, controls: all-groups }
    addbots: { text: Bots, controls: { add: bot, remove: [bot, helper] } }
groups:
  wiki:
    sysop: { rights: [edit, addbots] }
    bureaucrat: { rights: userrights }
    bot: { rights: edit }
    helper: { rights: edit }
    hider: { rights: hide }
    stray: { rights: edit }
    old: { abolished: { holders: none } }
    user: { implicit: registered, rights: edit }
  forum: { mods: { rights: [] } }
  writ: { runs: { rights: apply } }
roles:
  overseer: { title: Overseer, purpose: Watches, gives: { writ: runs }, may: [{ suspend: sysop }] }
  bureaucrat: { title: Bureaucrat, purpose: Groups, gives: { wiki: bureaucrat } }
  sysop:
    title: Sysop
    purpose: Tidies up
    gives: { wiki: sysop, forum: mods }
    may:
      - { add: helper, when: employed }
      - { remove: helper, when: stranger }
      - { change: hider, scope: any, stages: [{ by: sysop, count: 2 }, { by: overseer, consult: true }] }
  bot: { title: Bot, purpose: Edits, account: bot, gives: { wiki: bot } }
  helper: { title: Helper, purpose: Helps, gives: { wiki: helper }, requires: [colleague, { condition: employed, then: report }] }
  hider:
    title: Hider
    purpose: Hides
    account: staff
    gives: { wiki: hider }
    request: { by: registered, for: any, stages: [{ by: subject.manager }, { by: overseer, counts_earlier: true, escalate: { after: 1 day, to: sysop } }] }
  apprentice: { title: Apprentice, purpose: Learns, request: { stages: [{ by: subject.mentor }] }, needs_role: helper }
  reader: { title: Reader, purpose: Reads, automatic: always, requires: busy }
  sleeper: { title: Sleeper, purpose: Sleeps, activation: { by: overseer }, may: [{ remove: helper }] }
  deputy: { title: Deputy, purpose: Stands in, deputies_of: sysop }
amendments: { by: overseer, stages: [{ by: [overseer, sysop] }] }
`

const rules = () => rulesOf(charterOf(CHARTER))

function brief(rule: SafetyRule): string {
  const stages = rule.approvals.map(({ by, count, reuses }) => `${count} of ${by.join('/')}${reuses ? ' again' : ''}`)
  const who = rule.actors.length === 0 ? 'the charter' : rule.actors.join('/')
  return `${who} ${rule.effect} ${rule.items.join('/')} ${rule.scope}${rule.needs.length === 0 ? '' : ` if ${rule.needs.join(' and ')}`}${stages.length === 0 ? '' : ` with ${stages.join(', ')}`}`
}

function said(side: 'attack' | 'defence', clause: string): string[] {
  return rules()
    .filter((rule) => rule.side === side && rule.clause === clause)
    .map(brief)
    .toSorted()
}

describe('the rules of a charter', () => {
  it('take conditions that others must attest from new accounts, and nothing from a person who could meet them', () => {
    assert.deepEqual(said('attack', 'roles.sysop.may[0]'), [
      'sysop/deputy add helper others if :attested',
      'sysop/deputy add helper others if :attested and sysop',
    ])
    assert.deepEqual(said('defence', 'roles.sysop.may[0]'), [
      'sysop add helper others if :held helper',
      'sysop add helper others if :held helper and sysop',
    ])
  })

  it('give honest people no removal that hangs on the person concerned', () => {
    assert.deepEqual(said('attack', 'roles.sysop.may[1]'), ['sysop/deputy remove helper others'])
    assert.deepEqual(said('defence', 'roles.sysop.may[1]'), [])
  })

  it('keep the stages of a power, advisory ones left out; honest people use the request instead where there is one', () => {
    assert.deepEqual(said('attack', 'roles.sysop.may[2]'), [
      'sysop/deputy add hider any if :attested with 2 of sysop/deputy',
      'sysop/deputy remove hider any with 2 of sysop/deputy',
    ])
    assert.deepEqual(said('defence', 'roles.sysop.may[2]'), ['sysop remove hider any with 2 of sysop'])
  })

  it('put the stages of a class before the last stage of a request, and let those who escalate approve', () => {
    assert.deepEqual(said('attack', 'roles.hider.request'), [
      ':anybody add hider any if :attested with 1 of :related, 1 of overseer, 1 of overseer/sysop/deputy again',
    ])
    assert.deepEqual(said('defence', 'roles.hider.request'), [
      ':anybody add hider any if :held hider with 1 of :outside, 1 of overseer, 1 of overseer/sysop again',
    ])
  })

  it('let anybody be the relation that a person names alone, and ask for the role that a role needs', () => {
    assert.deepEqual(said('attack', 'roles.apprentice.request'), [':anybody add apprentice self if helper with 1 of :anybody'])
    assert.deepEqual(said('defence', 'roles.apprentice.request'), [':anybody add apprentice self if helper with 1 of :outside'])
  })

  it('add automatic roles without anybody acting', () => {
    assert.deepEqual(said('attack', 'roles.reader.automatic'), ['the charter add reader any'])
  })

  it('see a right over all groups as a power over every role and every stray group of its target, past all stages', () => {
    assert.deepEqual(said('attack', 'rights.wiki.userrights'), [
      'bureaucrat add bureaucrat/sysop/bot/helper/hider/wiki.stray any',
      'bureaucrat remove bureaucrat/sysop/bot/helper/hider/wiki.stray any',
    ])
  })

  it('leave honest people with the roles that such a right changes as a whole', () => {
    assert.deepEqual(said('defence', 'rights.wiki.userrights'), [
      'bureaucrat add bureaucrat/bot/helper/hider/wiki.stray any',
      'bureaucrat remove bureaucrat/bot/helper/hider/wiki.stray any',
    ])
  })

  it('see a right over some groups as a power over these alone', () => {
    assert.deepEqual(said('attack', 'rights.wiki.addbots'), ['sysop/deputy add bot any', 'sysop/deputy remove bot/helper any'])
  })

  it('count a dormant role for an adversary and not for honest people who need others to wake it', () => {
    assert.deepEqual(said('attack', 'roles.sleeper.may[0]'), ['sleeper remove helper others'])
    assert.deepEqual(said('defence', 'roles.sleeper.may[0]'), [])
  })

  it('make whoever may amend the charter able to change everything', () => {
    const amending = said('attack', 'amendments')
    assert.equal(amending.length, 3)
    assert.match(
      amending.join('\n'),
      /^:charter add overseer\/bureaucrat\/sysop\/.*wiki\.stray any\n:charter remove .*\noverseer add :charter self with 1 of overseer\/sysop\/deputy$/,
    )
    assert.deepEqual(said('defence', 'amendments'), ['overseer add :charter self with 1 of overseer/sysop'])
  })

  it('know suspension as something else than removal', () => {
    assert.deepEqual(said('attack', 'roles.overseer.may[0]'), ['overseer suspend sysop others'])
  })
})
