/**
 * Replays of what went wrong elsewhere: a changed configuration that emptied the members of many groups (Kubernetes, 2023), a listing that came
 * back short though successful and ended everybody's access, a run that broke off in the middle.
 */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openBook, type Book } from '../../test/support/book.ts'
import { charterOf } from '../../test/support/charter.ts'
import { failure, modelTarget, NO_FAULT, type ModelTarget } from '../../test/support/model-target.ts'
import { runOnce } from '../../test/support/run-once.ts'
import { smallCharter, wikiGroups } from '../../test/support/small-charter.ts'
import type { Charter } from '../charter/model.ts'
import { ok } from '../kernel/result.ts'

const TEAMS = 12

/** Twelve teams, each with a group of its own; `members` are the teams whose role still gives the group. */
function teams(giving: number, wiki = 'drift: ask'): Charter {
  const groups = Array.from({ length: TEAMS }, (_, team) => team)
  return charterOf(`
writ: 1
title: Teams
targets:
  wiki: { connector: simulated, ${wiki} }
rights:
  wiki:
    work: { text: Work }
groups:
  wiki:
${groups.map((team) => `    team-${team}: { rights: work }`).join('\n')}
    archive: { rights: work }
  writ:
    stewards: { rights: [apply, override-guard] }
roles:
  steward: { title: Steward, purpose: Runs Writ, gives: { writ: stewards }, may: [{ change: all }] }
${groups.map((team) => `  member-${team}: { title: Member ${team}, purpose: Works, gives: { wiki: ${team < giving ? `team-${team}` : 'archive'} } }`).join('\n')}
amendments: { by: steward }
`)
}

const teamGroups = [...Array.from({ length: TEAMS }, (_, team) => `team-${team}`), 'archive']

/** Four members in each team, all given by Writ and standing. */
function staffed(size = 4): { readonly book: Book; readonly target: ModelTarget } {
  const book = openBook()
  book.person('chair', {})
  book.grant('chair', 'steward')
  book.adopt('wiki', teamGroups)
  const held: Record<string, readonly string[]> = {}
  for (let team = 0; team < TEAMS; team += 1)
    for (let member = 0; member < size; member += 1) {
      const id = `${team}-${member}`
      book.person(`p${id}`, { wiki: id })
      book.grant(`p${id}`, `member-${team}`)
      book.confirm(`wiki:${id}`, `team-${team}`)
      held[id] = [`team-${team}`]
    }
  return { book, target: modelTarget(held, { now: () => book.now, groups: teamGroups }) }
}

describe('a charter edit that empties the members of many groups', () => {
  it('is stopped by guards on several dimensions, and nobody loses anything', async () => {
    const { book, target } = staffed()
    const { plan, verdicts, outcome } = await runOnce(book, teams(2), target)
    assert.equal(plan?.lines.filter(({ change }) => change.kind === 'remove').length, 40)
    assert.equal(
      plan?.lines.every(({ cause }) => cause === 'charter-changed' || cause === 'granted'),
      true,
    )
    const guards = new Set(verdicts.map(({ guard }) => guard))
    for (const guard of ['people', 'lines', 'removal-share', 'group-share', 'target-share', 'empties-group'] as const)
      assert.ok(guards.has(guard), guard)
    assert.deepEqual([outcome, target.calls], [undefined, []])
  })

  it('is stopped even where the limits on people and shares were set to let everything pass', async () => {
    const { book, target } = staffed()
    const { verdicts } = await runOnce(book, teams(2, 'guards: { people: 1000, share: 100 }'), target)
    assert.ok(verdicts.some(({ guard, found }) => guard === 'empties-group' && found === 10))
    const small = staffed(1)
    const ones = await runOnce(small.book, teams(2, 'guards: { people: 1000, share: 100 }'), small.target)
    assert.ok(ones.verdicts.some(({ guard, found }) => guard === 'empties-group' && found === 10))
    assert.deepEqual([target.calls, small.target.calls], [[], []])
  })

  it('does not stop the same charter with nothing changed', async () => {
    const { book, target } = staffed()
    const { plan, verdicts } = await runOnce(book, teams(TEAMS), target)
    assert.deepEqual([plan?.lines, plan?.drift, verdicts], [[], [], []])
  })
})

describe('a listing that comes back short but successful', () => {
  it('removes nobody, records nothing and adds nobody again, whatever the policy', async () => {
    for (const policy of ['ask', 'revert', 'adopt']) {
      const { book, target } = staffed()
      const short: ModelTarget = {
        ...target,
        read: async (scope) => {
          const answer = await target.read(scope)
          return answer.ok ? ok({ ...answer.value, accounts: new Map([...answer.value.accounts].slice(0, 20)) }) : answer
        },
      }
      const size = book.state.size
      const { verdicts } = await runOnce(book, teams(TEAMS, `drift: ${policy}, guards: { people: 1000, share: 10 }`), short)
      assert.ok(
        verdicts.some(({ guard }) => guard === 'source-shrank'),
        policy,
      )
      assert.deepEqual([target.calls, book.state.size, [...book.state.openDrift('wiki')]], [[], size, []], policy)
    }
  })

  it('removes nobody when it comes back empty, nor when the read fails', async () => {
    const { book, target } = staffed()
    const empty: ModelTarget = {
      ...target,
      read: async () => ok({ target: 'wiki', at: book.now, accounts: new Map(), assignable: new Set(teamGroups), cursor: undefined }),
    }
    const size = book.state.size
    assert.deepEqual(
      (await runOnce(book, teams(TEAMS), empty)).verdicts.some(({ guard }) => guard === 'source-shrank'),
      true,
    )
    const broken = modelTarget({}, { now: () => book.now, readFault: () => failure('incomplete') })
    assert.deepEqual(await runOnce(book, teams(TEAMS), broken), { plan: undefined, urgent: undefined, verdicts: [], outcome: undefined })
    assert.deepEqual([target.calls, broken.calls, book.state.size], [[], [], size])
  })

  it('does not touch anybody when the list of assignable groups comes back empty', async () => {
    const { book, target } = staffed()
    const none: ModelTarget = {
      ...target,
      read: async (scope) => {
        const answer = await target.read(scope)
        return answer.ok ? ok({ ...answer.value, assignable: new Set<string>() }) : answer
      },
    }
    const { plan } = await runOnce(book, teams(2, 'drift: revert'), none)
    assert.deepEqual(
      [plan?.lines, plan?.drift, plan?.settled, plan?.issues.map(({ group }) => group), target.calls],
      [[], [], [], ['team-0', 'team-1', 'archive'], []],
    )
  })
})

describe('a run that breaks off in the middle', () => {
  it('is resumed: nothing is done twice, nothing is lost, then there is nothing to do', async () => {
    const charter = smallCharter({ wiki: 'guards: { people: 100, share: 100 }' })
    for (const brokenAt of [1, 4, 7]) {
      const book = openBook()
      book.person('chair', {})
      book.grant('chair', 'steward')
      book.adopt('wiki', wikiGroups)
      const ids = Array.from({ length: 9 }, (_, index) => String(index))
      for (const id of ids) {
        book.person(`p${id}`, { wiki: id })
        book.grant(`p${id}`, 'guard', { targets: ['wiki'] })
      }
      let alive = false
      const dead = new Error('the power went')
      const target = modelTarget(Object.fromEntries(ids.map((id) => [id, []])), {
        now: () => book.now,
        applyFault: (_account, _changes, call) => {
          if (!alive && call === brokenAt) throw dead
          return NO_FAULT
        },
      })
      await assert.rejects(runOnce(book, charter, target, { override: true }), dead)
      alive = true
      const applied = target.calls.length - 1
      const second = await runOnce(book, charter, target, { override: true })
      assert.equal(second.plan?.lines.length, 9 - applied)
      assert.equal(
        second.plan?.settled.length,
        applied - (second.plan?.counts.matching ?? 0),
        'what was done but not recorded is settled without a call',
      )
      assert.deepEqual([target.calls.length, second.outcome?.confirmed], [10, 9 - applied])
      const third = await runOnce(book, charter, target)
      assert.deepEqual([third.plan?.lines, third.plan?.settled, third.plan?.drift, third.plan?.counts.matching], [[], [], [], 9])
    }
  })
})
