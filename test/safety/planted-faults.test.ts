/** Would the tests of the analysis notice? One line of it is made wrong, and they must fail; unchanged they must pass. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { counts } from '../counts.ts'
import { exitCodeWith, type Fault, type Suite } from '../support/planted-fault.ts'

const FAULTS: readonly Fault[] = [
  {
    what: 'one account approves in several places',
    file: 'fixpoint.ts',
    line: '(counts[at] ?? 0) - own + counted - actor >= demand',
    wrong: '(counts[at] ?? 0) + (own + counted + actor) * 0 >= Math.min(1, demand)',
  },
  {
    what: 'what cannot be taken back is overlooked',
    file: 'undo.ts',
    line: 'if (!isEmpty(stuck))',
    wrong: 'if (!isEmpty(stuck) && rewrites)',
  },
  {
    what: 'the honest keep what was taken from them',
    file: 'undo.ts',
    line: 'return afterStripping(policy, holds, lapses === undefined ? removes : union(removes, lapses))',
    wrong: 'return afterStripping(policy, holds, lapses ?? nothing(policy))',
  },
  {
    what: 'nobody makes new accounts',
    file: 'adversary.ts',
    line: 'return newAccounts ? [...known,',
    wrong: 'return newAccounts && known.length > 9 ? [...known,',
  },
  {
    what: 'borrowed accounts show a second factor',
    file: 'fixpoint.ts',
    line: 'if (party.borrowed === true && rule.rule.stepUp === true)',
    wrong: 'if (party.borrowed === true && rule.rule.stepUp === undefined)',
  },
  {
    what: 'scripts of the site are thought harmless',
    file: 'known-rights.ts',
    line: '  editsitejs: SITE_SCRIPTS,\n',
    wrong: '',
  },
  { what: 'delays are forgotten', file: 'blast.ts', line: 'at: now + wait })', wrong: 'at: now + 1 })' },
  {
    what: 'coalitions larger than needed are told',
    file: 'coalitions.ts',
    line: 'members(without(now[goal], known))',
    wrong: 'members(without(now[goal], nothing(policy)))',
  },
  {
    what: 'larger coalitions are not tried',
    file: 'resistance.ts',
    line: 'if (bad.length > 0) return result(false)',
    wrong: 'if (bad.length > 0 && size === 1) return result(false)',
  },
  {
    what: 'a right over all groups is no power',
    file: 'native.ts',
    line: "controls === 'all-groups' || (typeof",
    wrong: "(controls === 'all-groups' && group === '') || (typeof",
  },
  {
    what: 'a plan leaves a step out',
    file: 'plan.ts',
    line: 'open = next.flatMap((at) => this.#moves[at]?.dependsOn ?? [])',
    wrong: 'open = []',
  },
  {
    what: 'what must not be held is thought to hold nobody back',
    file: 'proof.ts',
    line: 'verdict === least.verdict && pairs.every(',
    wrong: 'verdict === verdict || pairs.every(',
  },
  {
    what: 'a search that ended is told as if all were tried',
    file: 'coalitions.ts',
    line: 'exhausted = true',
    wrong: 'exhausted = count > 99',
  },
]

const SUITE: Suite = {
  folder: 'src/safety',
  tests: ['src/safety/vectors.test.ts', 'src/safety/report.test.ts'],
  timeout: 120_000,
}

describe('the tests of the analysis', () => {
  it('pass as it is', async () => {
    assert.equal(await exitCodeWith(undefined, SUITE), 0)
  })

  for (const fault of FAULTS.slice(0, counts({ floor: 1, ci: FAULTS.length, deep: FAULTS.length })))
    it(`fail if ${fault.what}`, async () => {
      assert.equal(await exitCodeWith(fault, SUITE), 1)
    })

  it('are tried on at least eight faults', () => {
    assert.ok(FAULTS.length >= 8)
  })
})
