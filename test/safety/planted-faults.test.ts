/**
 * Would the tests notice? The analysis is copied, one line of the copy is made wrong, and its tests are run on the copy: they must fail. Unchanged
 * they must pass, and a fault whose line is no longer there is an error, so that none is planted in vain.
 */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, it } from 'node:test'
import { promisify } from 'node:util'
import { counts } from '../counts.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

interface Fault {
  readonly what: string
  readonly file: string
  readonly line: string
  readonly wrong: string
}

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
]

const run = promisify(execFile)

/** The exit code of the tests of the analysis in a copy with the fault. */
async function testedWith(fault: Fault | undefined): Promise<number> {
  using folder = temporaryFolder()
  for (const name of ['src', 'test']) cpSync(name, join(folder.path, name), { recursive: true })
  for (const name of ['node_modules', 'charters', 'package.json', 'tsconfig.json']) symlinkSync(resolve(name), join(folder.path, name))
  if (fault !== undefined) {
    const path = join(folder.path, 'src/safety', fault.file)
    const text = readFileSync(path, 'utf8')
    assert.ok(text.includes(fault.line), `${fault.file} no longer has the line \`${fault.line}\``)
    writeFileSync(path, text.replace(fault.line, fault.wrong))
  }
  const tests = ['vectors', 'report'].map((name) => `src/safety/${name}.test.ts`)
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const options = ['--test', '--test-isolation=none', '--test-reporter=dot']
  // awaited here: the folder goes with this function
  const code = await run(process.execPath, [...options, ...tests], { cwd: folder.path, env, timeout: 120_000 }).then(
    () => 0,
    (error: { readonly code?: number }) => error.code ?? -1,
  )
  return code
}

describe('the tests of the analysis', () => {
  it('pass as it is', async () => {
    assert.equal(await testedWith(undefined), 0)
  })

  for (const fault of FAULTS.slice(0, counts({ floor: 1, ci: FAULTS.length, deep: FAULTS.length })))
    it(`fail if ${fault.what}`, async () => {
      assert.equal(await testedWith(fault), 1)
    })

  it('are tried on at least eight faults', () => {
    assert.ok(FAULTS.length >= 8)
  })
})
