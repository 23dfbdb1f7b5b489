import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { charterOf } from '../../../test/support/charter.ts'
import { instant } from '../../kernel/instant.ts'
import type { Survey, SurveyedGroup } from '../target.ts'
import { withinGuards } from './batch.ts'
import { emptyingPlan } from './emptying.ts'
import { mapHolders, type Office } from './mapping.ts'
import { plainPhases } from './powers.ts'
import { judgeMigration } from './proof.ts'
import { migrationSteps, nextStep } from './steps.ts'

const charter = charterOf(`
writ: 1
title: Offices
targets: { wiki: { connector: mediawiki } }
rights: { wiki: { read: { text: Read }, delete: { text: Delete } } }
groups:
  wiki:
    guard: { rights: [read, delete] }
    clerk: { rights: [read] }
    chief: { abolished: { holders: choose, to: [guard, clerk] } }
    scribe: { abolished: { holders: all, to: clerk } }
    hero: { abolished: { holders: none } }
roles:
  guard: { title: Guard, purpose: Guards, gives: { wiki: guard } }
  clerk: { title: Clerk, purpose: Writes, gives: { wiki: clerk }, may: [{ change: [guard, clerk], scope: any }] }
amendments: { by: none }
`)

const office = (account: string, role: string): Office => ({ account, person: account.toLowerCase(), role, evidence: `roster: ${role}` })
const holder = (name: string, ...groups: readonly string[]) => ({ account: { id: name, name }, groups })
const group: SurveyedGroup = { assignable: true, rights: undefined, adds: [], removes: [], addsToSelf: [], removesFromSelf: [] }

const holders = [
  holder('Both', 'guard'),
  holder('Found', 'clerk'),
  holder('Heir', 'chief'),
  holder('Unsaid', 'chief'),
  holder('Gone', 'chief'),
  holder('Scribe', 'scribe'),
  holder('Hero', 'hero'),
  holder('Stray', 'forgotten'),
  holder('Other', 'elsewhere'),
]
const offices = [office('Both', 'guard'), office('Heir', 'guard'), office('Newcomer', 'clerk')]
const mapped = mapHolders({
  charter,
  target: 'wiki',
  holders,
  offices,
  defined: new Set(['guard', 'clerk', 'chief', 'scribe', 'hero', 'elsewhere']),
  dropped: new Set(['Gone']),
  ignored: new Set(),
})

describe('today’s holders and the roles of a charter', () => {
  it('fit together person by person, each with what that rests on', () => {
    const said = Object.fromEntries(
      mapped.map(({ account, rows }) => [account.name, rows.map(({ kind, groups }) => `${kind} ${groups.join()}`)]),
    )
    assert.deepEqual(said, {
      Both: ['both guard'],
      Found: ['group-without-office clerk'],
      Gone: ['leaves chief'],
      Heir: ['office-without-group guard', 'succeeds chief'],
      Hero: ['leaves hero'],
      Newcomer: ['office-without-group clerk'],
      Scribe: ['given scribe'],
      Stray: ['stray forgotten'],
      Unsaid: ['undecided chief'],
    })
    for (const { rows } of mapped) for (const { evidence } of rows) assert.ok(evidence.length > 0)
  })
})

const survey: Survey = {
  at: instant(0),
  groups: new Map(['chief', 'scribe', 'hero', 'guard', 'clerk', 'elsewhere'].map((name) => [name, group])),
  holders,
  strays: true,
  connector: undefined,
}
const situation = {
  charter,
  target: 'wiki',
  survey,
  mapping: mapped,
  expected: new Map(),
  strays: ['forgotten'],
  known: { adoptedAt: instant(1), adoptedGroups: new Set(['guard', 'clerk']) },
  mode: 'enforce' as const,
  unrecorded: [],
}

describe('the steps of a migration', () => {
  it('begin with settings in which nobody’s group is undefined, and end without the old ones', () => {
    const steps = migrationSteps(situation)
    assert.deepEqual(
      steps.filter(({ done }) => !done).map(({ kind }) => kind),
      ['load-moving', 'decide', 'give', 'move', 'empty', 'load-final'],
    )
    assert.deepEqual(steps[0]?.details, ['forgotten'])
    assert.equal(nextStep(steps)?.kind, 'load-moving')
    assert.deepEqual(steps.at(-1)?.details, ['chief', 'scribe', 'hero'])
  })

  it('are not done before what a run that was cut had changed is on record', () => {
    const steps = migrationSteps({ ...situation, unrecorded: ['plan 9: 2 changes stand that no entry tells of'] })
    assert.deepEqual(
      [nextStep(steps)?.kind, nextStep(steps, 'writ')?.kind, nextStep(steps)?.details],
      ['record', 'record', ['plan 9: 2 changes stand that no entry tells of']],
    )
  })

  it('hold the old groups until somebody decided for everybody in them', () => {
    const decided = migrationSteps({ ...situation, mapping: mapped.filter(({ account }) => account.name === 'Unsaid'), strays: [] })
    assert.equal(nextStep(decided)?.kind, 'decide')
    assert.equal(nextStep(decided, 'writ'), undefined)
  })

  it('are proved one change at a time, and an old group that is left too early is no step of them', () => {
    const phases = plainPhases(charter, 'wiki', survey, ['forgotten'])
    const proof = { charter, target: 'wiki', survey, phases, toLoad: true, gone: ['chief', 'scribe', 'hero'] }
    const all = judgeMigration({ ...proof, mapping: mapped })
    assert.deepEqual(all.problems, [])
    assert.deepEqual(
      all.parts.map(({ part, changes }) => [part, changes]),
      [
        ['load-moving', 0],
        ['move', 3],
        ['empty', 5],
      ],
    )
    const early = judgeMigration({
      ...proof,
      mapping: mapped.filter(({ account }) => account.name !== 'Unsaid' && account.name !== 'Hero'),
    })
    assert.deepEqual(
      early.problems.map(({ code }) => code),
      ['still-held', 'still-held'],
      'somebody in `chief` and in `hero` was forgotten',
    )
  })
})

describe('taking people out of old groups', () => {
  const account = (name: string, ...groups: readonly string[]) =>
    [name, { id: name, name, locked: false, memberships: new Map(groups.map((one) => [one, { until: undefined }])) }] as const
  const observed = {
    target: 'wiki',
    at: instant(0),
    accounts: new Map(holders.map((one) => account(one.account.name, ...one.groups))),
    assignable: new Set<string>(),
    cursor: undefined,
  }
  const plan = emptyingPlan({ charter, target: 'wiki', mapping: mapped, observed, revision: 'r' })

  it('waits for each person until all that they get instead stands', () => {
    assert.deepEqual(
      plan.lines.map((line) => `${line.account.name} ${line.change.group}`),
      ['Gone chief', 'Hero hero', 'Stray forgotten'],
      'Heir and Scribe are not in their new groups yet, nobody decided for Unsaid',
    )
  })

  it('goes on in runs that are no larger than any run may be', () => {
    const atMost = (count: number) => (part: { readonly lines: readonly unknown[] }) =>
      part.lines.length > count
        ? [{ guard: 'people' as const, overridable: true, found: part.lines.length, limit: count, text: 'too many' }]
        : []
    assert.equal(withinGuards(plan, atMost(2))?.lines.length, 2)
    assert.equal(withinGuards(plan, atMost(0)), undefined)
  })
})
