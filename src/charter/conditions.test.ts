import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseInstant, type Instant } from '../kernel/instant.ts'
import type { Json } from '../kernel/json.ts'
import type { ConditionEnv, Lookup } from './condition-env.ts'
import { evaluateCondition, evaluateConditions } from './conditions.ts'
import type { Charter } from './model.ts'
import { parseCharter } from './parse.ts'

const text = `writ: 1
title: t
targets: { wiki: { connector: simulated } }
facts:
  mail: { text: Mail, source: ldap, type: text, fresh: 1 hour }
  groups: { text: Groups, source: ldap, type: list, fresh: 1 hour }
  edits: { text: Edits, source: wiki, type: number }
  since: { text: Since, source: wiki, type: date }
  works: { text: Works, source: staff, type: yes-no }
statements: { elected: { text: Elected } }
conditions:
  address: { text: A, fact: mail, domain: [Wiki.example, other.example] }
  staff-name: { text: N, fact: mail, ends_with: " (WMF)" }
  in-group: { text: B, fact: groups, has_any: [wmf, wmde] }
  in-all: { text: B, fact: groups, has_all: [wmf, wmde] }
  ninety: { text: E, fact: edits, at_least: 90, at_most: 100 }
  old: { text: O, fact: since, older_than: 30 days }
  recent: { text: R, fact: since, within: 30 days }
  works: { text: W, fact: works, is: true }
  base: { text: all, all: [address, in-group] }
  either: { text: any, any: [address, in-group] }
  outsider: { text: not, not: works }
  own: { text: own, resource: owner, is_subject: true }
  closed: { text: closed, resource: namespace, in: [Project, 4] }
  listed: { text: listed, resource: pageaccess, exists: true }
  officer: { text: officer, role: [major, colonel] }
  voted: { text: voted, statement: elected, by: colonel }
roles:
  major: { title: M, purpose: p, may: [{ change: [major, colonel] }] }
  colonel: { title: C, purpose: p }
amendments: { by: none }
`

function charter(): Charter {
  const result = parseCharter([{ name: 'c.yaml', text }])
  assert.ok(result.ok, result.ok ? '' : result.error.map((one) => one.message).join('\n'))
  return result.value.charter
}

function moment(value: string): Instant {
  const result = parseInstant(value)
  assert.ok(result.ok)
  return result.value
}

const now = moment('2026-05-01T12:00:00Z')
const fresh = moment('2026-05-01T11:30:00Z')
const silent = (): Lookup => ({ kind: 'unknown', why: 'not asked' })

function env(facts: Readonly<Record<string, Json>>, more: Partial<ConditionEnv> = {}): ConditionEnv {
  return {
    now,
    fact: (fact) =>
      Object.hasOwn(facts, fact)
        ? { kind: 'value', value: facts[fact] ?? null, asOf: fresh }
        : { kind: 'unknown', why: 'the source did not answer' },
    holds: () => false,
    statement: () => false,
    resource: () => ({ kind: 'absent' }),
    action: silent,
    context: silent,
    subject: ['u1'],
    ...more,
  }
}

const truth = (condition: string, facts: Readonly<Record<string, Json>> = {}, more: Partial<ConditionEnv> = {}) =>
  evaluateCondition(charter(), condition, env(facts, more)).truth

describe('conditions', () => {
  it('compare the exact domain after the last @, whatever the case', () => {
    assert.equal(truth('address', { mail: 'a@wiki.example' }), true)
    assert.equal(truth('address', { mail: 'a@x@WIKI.EXAMPLE' }), true)
    assert.equal(truth('address', { mail: 'a@mail.wiki.example' }), false)
    assert.equal(truth('address', { mail: 'a@wiki.example.evil' }), false)
    assert.equal(truth('address', { mail: 'wiki.example' }), false)
    assert.equal(truth('staff-name', { mail: 'Ada (WMF)' }), true)
    assert.equal(truth('staff-name', { mail: 'Ada(WMF)' }), false)
  })

  it('are unknown when a fact is missing, stale or of another type than declared', () => {
    assert.equal(truth('address'), 'unknown')
    assert.equal(truth('address', { mail: 3 }), 'unknown')
    const stale: Partial<ConditionEnv> = { fact: () => ({ kind: 'value', value: 'a@wiki.example', asOf: moment('2026-05-01T10:59:59Z') }) }
    assert.equal(truth('address', {}, stale), 'unknown')
    const undated: Partial<ConditionEnv> = { fact: () => ({ kind: 'value', value: 'a@wiki.example' }) }
    assert.equal(truth('address', {}, undated), 'unknown')
  })

  it('are unknown rather than false when the charter names what the source does not know', () => {
    const knows = (_: string, value: string | number | boolean) => value !== 'wmde'
    assert.equal(truth('in-group', { groups: ['other'] }, { knows }), 'unknown')
    assert.equal(truth('in-group', { groups: ['wmf'] }, { knows }), true)
    assert.equal(truth('in-group', { groups: ['other'] }), false)
    assert.equal(truth('in-all', { groups: ['wmf'] }, { knows }), 'unknown')
    assert.equal(truth('in-all', { groups: ['other'] }, { knows }), false)
  })

  it('combine by Kleene: false beats unknown in all, true beats it in any', () => {
    assert.equal(truth('base', { groups: ['other'] }), false)
    assert.equal(truth('base', { groups: ['wmf'] }), 'unknown')
    assert.equal(truth('either', { groups: ['wmf'] }), true)
    assert.equal(truth('either', { groups: ['other'] }), 'unknown')
    assert.equal(truth('outsider'), 'unknown')
    assert.equal(truth('outsider', { works: false }), true)
  })

  it('hold every operator of a test', () => {
    assert.equal(truth('ninety', { edits: 89 }), false)
    assert.equal(truth('ninety', { edits: 90 }), true)
    assert.equal(truth('ninety', { edits: 101 }), false)
  })

  it('count days back from the moment', () => {
    assert.equal(truth('old', { since: '2026-04-01T11:59:59Z' }), true)
    assert.equal(truth('old', { since: '2026-04-01T12:00:01Z' }), false)
    assert.equal(truth('recent', { since: '2026-04-01T12:00:00Z' }), true)
    assert.equal(truth('recent', { since: '2026-04-01' }), false)
    assert.equal(truth('recent', { since: 'yesterday' }), 'unknown')
  })

  it('treat an absent property as unknown, and only exists as false', () => {
    assert.equal(truth('own'), 'unknown')
    assert.equal(truth('closed'), 'unknown')
    assert.equal(truth('listed'), false)
    const listed = (value: Json): Partial<ConditionEnv> => ({ resource: () => ({ kind: 'value', value }) })
    assert.equal(truth('listed', {}, listed([])), false)
    assert.equal(truth('listed', {}, listed('')), false)
    assert.equal(truth('listed', {}, listed(['a'])), true)
    assert.equal(truth('listed', {}, { resource: silent }), 'unknown')
  })

  it('know one’s own by the asker’s ids', () => {
    const owner = (value: Json, subject: readonly string[] | undefined): Partial<ConditionEnv> => ({
      resource: () => ({ kind: 'value', value }),
      subject,
    })
    assert.equal(truth('own', {}, owner('u1', ['u1', 'bo'])), true)
    assert.equal(truth('own', {}, owner('u2', ['u1'])), false)
    assert.equal(truth('own', {}, owner('u2', [])), false)
    assert.equal(truth('own', {}, owner('u2', undefined)), 'unknown')
  })

  it('look at roles and statements', () => {
    assert.equal(truth('officer', {}, { holds: (role) => role === 'colonel' }), true)
    assert.equal(truth('officer', {}, { holds: (role) => (role === 'major' ? 'unknown' : false) }), 'unknown')
    assert.equal(truth('voted', {}, { statement: (statement, by) => statement === 'elected' && by.length === 1 }), true)
  })

  it('are true while waived for the person, and say so', () => {
    const result = evaluateCondition(charter(), 'base', env({ groups: ['wmf'] }, { waived: (id) => id === 'address' }))
    assert.equal(result.truth, true)
    assert.match(result.evidence[0]?.text ?? '', /waived/)
  })

  it('name what is missing only while the answer is open', () => {
    const refused = evaluateConditions(charter(), ['address', 'in-group'], env({ groups: ['other'] }))
    assert.equal(refused.truth, false)
    assert.deepEqual(refused.missing, [])
    assert.deepEqual(
      refused.evidence.map((one) => one.clause),
      ['conditions.in-group'],
    )
    const held = evaluateConditions(charter(), ['address', 'in-group'], env({ groups: ['wmf'] }))
    assert.equal(held.truth, 'unknown')
    assert.deepEqual(held.missing, [{ clause: 'conditions.address', what: 'fact mail', why: 'the source did not answer' }])
    assert.deepEqual(
      held.evidence.map((one) => [one.clause, one.truth, one.asOf]),
      [['conditions.in-group', true, fresh]],
    )
  })

  it('do not repeat values in the evidence', () => {
    const { evidence } = evaluateCondition(charter(), 'address', env({ mail: 'secret@wiki.example' }))
    assert.equal(
      evidence.some((one) => one.text.includes('secret')),
      false,
    )
  })

  it('are unknown where a name is not declared', () => {
    assert.equal(truth('nowhere'), 'unknown')
    assert.deepEqual(evaluateConditions(charter(), [], env({})).truth, true)
  })
})
