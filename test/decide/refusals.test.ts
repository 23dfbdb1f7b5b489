/**
 * No refusal without what a program and a person can act on: over every shipped charter and random ones with hostile names, whoever asks for whatever.
 * What helps is asked again by another way; where nothing helps, that is tried too.
 */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { rightsOfGroup } from '../../src/charter/members.ts'
import type { Charter } from '../../src/charter/model.ts'
import { parseCharter } from '../../src/charter/parse.ts'
import { parseRoster } from '../../src/charter/roster.ts'
import { accessRequestContext } from '../../src/decide/engine/arap.ts'
import { compilePolicy } from '../../src/decide/engine/compile.ts'
import { Engine } from '../../src/decide/engine/engine.ts'
import type { Explanation } from '../../src/decide/engine/explanation.ts'
import { holdingsOfRoster } from '../../src/decide/engine/holdings-of-roster.ts'
import type { Asker, Properties, Question } from '../../src/decide/engine/question.ts'
import { instant } from '../../src/kernel/instant.ts'
import { counts } from '../counts.ts'
import { randomCharter } from '../charter/random-charter.ts'
import { shippedFiles } from '../support/charter.ts'

const now = instant(Date.UTC(2026, 10, 28))
const CODES = new Set(['not-given', 'taken-away', 'needs', 'narrowed', 'gate', 'locked', 'nobody-known', 'no-such-right'])
/** Codes after which no role helps, since it is not roles that are missing. */
const BARE = new Set(['locked', 'nobody-known', 'no-such-right'])
const RESOURCES: readonly (Properties | undefined)[] = [
  undefined,
  { namespace: 'Projekt', pageaccess: 'researcher', owner: 'somebody else' },
]

interface Tally {
  refused: number
  helped: number
  hopeless: number
  unknown: number
  requestable: number
}

/** Asks everything of everybody; each refusal must stand up to the checks. */
function askAll(charter: Charter, engine: Engine, people: readonly string[], stands: (clause: string) => boolean, tally: Tally): void {
  const roles = [...charter.roles.keys()]
  const askers: readonly Asker[] = [
    { kind: 'anonymous' },
    { kind: 'roles', roles: [] },
    ...roles.map((role): Asker => ({ kind: 'roles', roles: [role] })),
    ...people.map((id): Asker => ({ kind: 'person', id })),
    { kind: 'person', id: 'nobody of this name' },
  ]
  for (const [target, rights] of charter.rights)
    for (const right of [...rights.keys(), 'no such right'])
      for (const resource of charter.gates.size === 0 ? RESOURCES.slice(0, 1) : RESOURCES)
        for (const asker of askers) checkAnswer(charter, engine, { asker, target, right, resource, now }, stands, tally)
}

function checkAnswer(charter: Charter, engine: Engine, question: Question, stands: (clause: string) => boolean, tally: Tally): void {
  const told = engine.explain(question, { holders: 2 })
  if (told.allowed) return
  tally.refused += 1
  const shown = `${JSON.stringify(question)}\n${JSON.stringify(told)}`
  const { because, missing, sentence, outcome } = told
  assert.ok(because.length > 0, shown)
  for (const { code, clause, text } of because) {
    assert.ok(CODES.has(code), `${code}: ${shown}`)
    assert.ok(text.length > 0 && stands(clause), `${clause}: ${shown}`)
    assert.ok(sentence.includes(text), shown)
  }
  assert.match(sentence, /^no, /)
  assert.doesNotMatch(sentence, /undefined|\[object|NaN/)
  if (outcome === 'unknown') {
    tally.unknown += 1
    assert.ok(missing.unknown.length > 0, `what is not known is not said: ${shown}`)
  }
  for (const { clause, what, why } of missing.unknown) assert.ok(stands(clause) && what !== '' && why !== '', shown)
  if (because.some(({ code }) => BARE.has(code))) return
  const held = question.asker.kind === 'roles' ? question.asker.roles : []
  // people hold things at times and have facts; what helps them is tried by the tests of the engine
  const canTry = question.asker.kind !== 'person'
  const suffices = (set: readonly string[]) => engine.check({ ...question, asker: { kind: 'roles', roles: [...held, ...set] } })
  const given = missing.roles.map((set) => rightsOf(charter, set))
  assert.deepEqual(
    given,
    given.toSorted((left, right) => left - right),
    `the least comes first: ${shown}`,
  )
  for (const set of missing.roles) {
    tally.helped += 1
    if (canTry) assert.ok(suffices(set), `${set.join()}: ${shown}`)
    for (const role of set) checkHelp(charter, role, told, stands, shown)
  }
  if (
    missing.roles.length === 0 &&
    !missing.login &&
    missing.promoted.length === 0 &&
    missing.leave.length === 0 &&
    outcome === 'refused'
  ) {
    tally.hopeless += 1
    assert.match(sentence, /no role would change that$/)
    if (canTry && missing.complete)
      for (const role of charter.roles.keys()) if (!held.includes(role)) assert.ok(!suffices([role]), `${role} helps: ${shown}`)
  }
  checkBlock(told, tally, shown)
}

/** How many rights some roles give, on all targets. */
function rightsOf(charter: Charter, roles: readonly string[]): number {
  const given = roles.flatMap((role) =>
    [...(charter.roles.get(role)?.gives ?? [])].flatMap(([target, groups]) =>
      groups.flatMap((group) => [...rightsOfGroup(charter, target, group)].map((right) => JSON.stringify([target, right]))),
    ),
  )
  return new Set(given).size
}

/** Whoever can help is named, unless the charter has no door into the role. */
function checkHelp(charter: Charter, role: string, { whoCanHelp }: Explanation, stands: (clause: string) => boolean, shown: string): void {
  const helpers = whoCanHelp.filter(({ gives }) => gives === role)
  for (const { how, clause } of helpers) assert.ok(how !== '' && stands(clause), shown)
  const block = charter.roles.get(role)
  if (helpers.length > 0) return
  assert.equal(block?.request, undefined, shown)
  assert.notEqual(block?.automatic, 'always', shown)
  for (const other of charter.roles.values())
    for (const power of other.may)
      if ((power.verb === 'add' || power.verb === 'change') && power.scope !== 'self')
        assert.ok((power.roles !== 'all' && !power.roles.includes(role)) || power.but.includes(role), `${role} can be given: ${shown}`)
}

/** The block of the access request profile: always which evaluation and why; with a request where one role alone would do and people may ask for it. */
function checkBlock(told: Explanation, tally: Tally, shown: string): void {
  const block = accessRequestContext(told, {
    evaluationId: 'e',
    evaluatedAt: now,
    endpoint: 'https://rights.example/api/v1/requests',
    expiresAt: now,
  })
  assert.ok(block !== undefined && block.reason !== '' && block.evaluation_id === 'e', shown)
  const { missing, whoCanHelp } = told
  const doors = missing.roles.filter(
    ([one, ...rest]) => rest.length === 0 && whoCanHelp.some(({ gives, kind }) => gives === one && kind === 'request'),
  )
  const expected = doors.length > 0 && !missing.login && missing.unknown.length === 0
  assert.equal(block.access_request !== undefined, expected, shown)
  if (block.access_request === undefined) return
  tally.requestable += 1
  assert.ok(
    missing.roles.some((set) => set.join() === block.access_request?.template),
    shown,
  )
}

const none = (): Tally => ({ refused: 0, helped: 0, hopeless: 0, unknown: 0, requestable: 0 })

describe('a refusal', () => {
  for (const name of readdirSync('charters'))
    it(`says what failed, what would do, who gives it and how to ask: ${name}`, (test) => {
      const read = parseCharter(shippedFiles(name))
      assert.ok(read.ok)
      const source = read.value
      const { charter } = source
      const roster = parseRoster(readFileSync(`charters/${name}/roster.yaml`, 'utf8'), charter)
      assert.ok(roster.ok)
      const people = roster.value.people.map(({ handle }) => handle).filter((_, index) => index % 4 === 0)
      const tally = none()
      const engine = new Engine(compilePolicy(charter), holdingsOfRoster(charter, roster.value, now))
      const isPlace = (clause: string) =>
        source.stands(clause) || clause.startsWith('rights.writ') || clause === 'accounts' || /^rights\.[^.]+$/.test(clause)
      askAll(charter, engine, people, isPlace, tally)
      test.diagnostic(JSON.stringify(tally))
      assert.ok(tally.refused > 50 && tally.helped > 10, JSON.stringify(tally))
    })

  it('does so on charters of any names and shapes', (test) => {
    const tally = none()
    fc.assert(
      fc.property(randomCharter, (charter) => {
        askAll(charter, new Engine(compilePolicy(charter)), [], (clause) => clause !== '', tally)
      }),
      { numRuns: counts({ floor: 60, ci: 200, deep: 3000 }) },
    )
    test.diagnostic(JSON.stringify(tally))
    assert.ok(tally.refused > 1000 && tally.helped > 0 && tally.hopeless > 0, JSON.stringify(tally))
  })
})
