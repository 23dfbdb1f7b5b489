/** Would the state machine notice? One rule is made wrong, and the machine must fail; unchanged it must pass. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { counts } from '../counts.ts'
import { exitCodeWith, type Fault, type Suite } from '../support/planted-fault.ts'

const FAULTS: readonly Fault[] = [
  {
    what: 'whoever asks decides too',
    file: 'decide/approver.ts',
    line: 'if (candidate === subject || (candidate === actor && !needed.actorCounts)) return false',
    wrong: 'if (candidate === subject) return false',
  },
  {
    what: 'the decision of somebody suspended counts',
    file: 'decide/approver.ts',
    line: 'person.departed !== undefined || state.suspensionOf(candidate) !== undefined) return false',
    wrong: 'person.departed !== undefined) return false',
  },
  {
    what: 'whom the asker promoted decides',
    file: 'decide/approver.ts',
    line: '!(promotedBy(known, candidate, actor) || promotedBy(known, candidate, subject))',
    wrong: '(promotedBy(known, candidate, actor) || true)',
  },
  {
    what: 'one person fills two stages',
    file: 'decide/approver.ts',
    line: '.filter((person) => stage.countsEarlier || !used.has(person))',
    wrong: '',
  },
  {
    what: 'one refusal is always enough',
    file: 'decide/approver.ts',
    line: '.size >= stage.refusals)',
    wrong: '.size >= Math.min(1, stage.refusals))',
  },
  {
    what: 'statements are not asked for',
    file: 'decide/approver.ts',
    line: 'return [...new Set([...stage.states, ...asked,',
    wrong: 'if (place === "listed") return []\n  return [...new Set([...stage.states, ...asked,',
  },
  {
    what: 'an amendment keeps the approvals',
    file: 'decide/request/standing.ts',
    line: 'vote.content === request.content && !vote.void && vote.seq > request.since',
    wrong: '!vote.void',
  },
  {
    what: 'statements last for ever',
    file: 'decide/request/standing.ts',
    line: '(made.until === undefined || now < made.until)',
    wrong: '(made.until === undefined || now > 0)',
  },
  {
    what: 'nothing is looked at again when it is granted',
    file: 'decide/request/vote.ts',
    line: 'const obstacle = obstacleToGrant(known, request)',
    wrong: 'const obstacle = known.now < 0 ? obstacleToGrant(known, request) : undefined',
  },
  {
    what: 'a lapsed request is decided',
    file: 'decide/request/vote.ts',
    line: 'if (standing.lapses <= known.now)',
    wrong: 'if (standing.lapses <= 0)',
  },
  {
    what: 'a refusal is appealed as often as one likes',
    file: 'decide/request/taking-part.ts',
    line: 'rule === undefined || request.appeals.length >= rule.appeals)',
    wrong: 'rule === undefined || rule.appeals === 0)',
  },
  {
    what: 'an appeal keeps what was decided before it',
    file: 'decide/request/standing.ts',
    line: '&& vote.seq > request.since',
    wrong: '&& vote.seq > request.id',
  },
  {
    what: 'no second factor is asked for',
    file: 'decide/request/vote.ts',
    line: 'if (stepUp !== undefined && asked.evidence === undefined)',
    wrong: 'if (stepUp === "")',
  },
  {
    what: 'the stages of a class are left out',
    file: 'decide/power.ts',
    line: 'return [...asked.slice(0, -1), ...ofClass, ...asked.slice(-1)]',
    wrong: 'return ofClass.length < 9 ? asked : ofClass',
  },
  {
    what: 'a grant runs past its end',
    file: 'decide/holding.ts',
    line: 'return grant.ended === undefined && (grant.until === undefined || now < grant.until)',
    wrong: 'return grant.ended === undefined && now > 0',
  },
  {
    what: 'somebody removed still holds',
    file: 'decide/holding.ts',
    line: 'return grant.ended === undefined && (grant.until === undefined || now < grant.until)',
    wrong: 'return grant.until === undefined || now < grant.until',
  },
]

const SUITE: Suite = {
  folder: 'src',
  tests: ['test/requests/machine.test.ts'],
  options: ['--test-name-pattern=go as the naive model says'],
  env: { WRIT_TEST_SEED: '4', WRIT_TEST_RUNS: '500' },
  timeout: 400_000,
}

describe('the state machine of requests', () => {
  it('passes as it is', async () => {
    assert.equal(await exitCodeWith(undefined, SUITE), 0)
  })

  for (const fault of FAULTS.slice(0, counts({ floor: 1, ci: FAULTS.length, deep: FAULTS.length })))
    it(`fails if ${fault.what}`, async () => {
      assert.equal(await exitCodeWith(fault, SUITE), 1)
    })

  it('is tried on at least eight faults', () => {
    assert.ok(FAULTS.length >= 8)
  })
})
