/**
 * Faults planted into copies of the exact solver: each must be found by comparing its answers with a search of every state and its plans with the
 * rules as written. A copy without a fault must pass.
 */
import assert from 'node:assert/strict'
import { cpSync, mkdtempDisposableSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import fc from 'fast-check'
import { replayArbac } from '../../src/safety/arbac/replay.ts'
import type { solveArbac } from '../../src/safety/arbac/solve.ts'
import { questions, type Question } from './arbac-random.ts'
import { searchEveryState } from './arbac-search.ts'

interface Fault {
  readonly what: string
  readonly file: string
  readonly text: string
  readonly instead: string
}

const faults: readonly Fault[] = [
  {
    what: 'acting on oneself counts as acting on anybody',
    file: 'compile.ts',
    text: "if (rule.scope === 'self' && rule.by !== undefined) {",
    instead: 'if (rule === undefined) {',
  },
  {
    what: 'acting on others counts as acting on anybody',
    file: 'compile.ts',
    text: "rule.scope === 'others' &&",
    instead: 'rule === undefined &&',
  },
  {
    what: 'approvals are forgotten',
    file: 'compile.ts',
    text: 'filter(({ count }) => count > 0)',
    instead: 'filter(({ count }) => count > 9)',
  },
  {
    what: 'who comes to hold a role late is never asked to act',
    file: 'relax.ts',
    text: 'if (first) this.#tryForAll(',
    instead: 'if (fact < 0) this.#tryForAll(',
  },
  {
    what: 'a rule is tried before all its needs are met, or never',
    file: 'relax.ts',
    text: 'if (missing === 0) this.#tryRule',
    instead: 'if (missing === 1) this.#tryRule',
  },
  { what: 'one approver too many is asked for', file: 'supply.ts', text: '< seat.count + acting', instead: '<= seat.count + acting' },
  {
    what: 'takings are never relevant',
    file: 'slice.ts',
    text: 'compiled.excludes, rule)) mark(role, 0)',
    instead: 'compiled.excludes, rule)) mark(role, 1)',
  },
  {
    what: 'the account that is asked about is forgotten',
    file: 'slice.ts',
    text: 'goal.account === undefined || goal.account === account',
    instead: 'goal.account !== -1',
  },
  {
    what: 'a state is dropped for any other with the same choices',
    file: 'nodes.ts',
    text: '!this.isDominated(known) && this.#holdsAll(known, state)',
    instead: 'known >= 0',
  },
  {
    what: 'the search of accounts ends after one round',
    file: 'explore.ts',
    text: 'fresh.some((rules) => rules.length > 0)',
    instead: 'this.#nodes.length === types.length',
  },
  {
    what: 'exclusions are ignored',
    file: 'slice.ts',
    text: 'for (const bit of rule.excludes) if (isSet(state, bit)) return false',
    instead: '',
  },
  {
    what: 'the account concerned approves',
    file: 'seats.ts',
    text: '(!acts || at > 0 || others)',
    instead: '(acts && at === 0 && others)',
  },
  { what: 'only one account of a joint state moves', file: 'joint.ts', text: 'from.members[place - 1] === form', instead: 'form >= 0' },
  {
    what: 'a plan loses the takings it depends on',
    file: 'prune.ts',
    text: 'for (const role of rule.excludes) absent.add',
    instead: 'for (const role of []) absent.add',
  },
  {
    what: 'a part of the rules proves what all would have to',
    file: 'solve.ts',
    text: 'explored.isComplete && slice.isWhole',
    instead: 'explored.isComplete',
  },
]

/** Random tiny questions, the same each time, with their answers. */
const asked = [
  ...fc.sample(questions({ roles: 5, accounts: 3, newAccounts: false }), { seed: 7, numRuns: 2500 }),
  ...fc.sample(questions({ roles: 4, accounts: 2, newAccounts: true }), { seed: 8, numRuns: 300 }),
].map((question) => ({ question, truth: truthOf(question) }))

/** true or false where every state was tried; undefined where new accounts leave it open. */
function truthOf({ policy, goal }: Question): boolean | undefined {
  if (!policy.newAccounts) return searchEveryState(policy, goal)?.reachable
  return searchEveryState(policy, goal, 2, 3000)?.reachable === true ? true : undefined
}

/** What is wrong with the first answer that is; undefined if none is. */
function firstWrong(solve: typeof solveArbac): string | undefined {
  for (const [at, { question, truth }] of asked.entries()) {
    const wrong = wrongWith(solve, question, truth)
    if (wrong !== undefined) return `question ${at}: ${wrong}`
  }
  return undefined
}

function wrongWith(solve: typeof solveArbac, { policy, goal }: Question, truth: boolean | undefined): string | undefined {
  try {
    const answer = solve(policy, goal, { states: 20_000, trials: 1_000_000 })
    if (truth !== undefined && (answer.verdict === 'reachable') !== truth)
      return `${answer.verdict}, though it is ${truth ? '' : 'not '}reachable`
    if (answer.verdict !== 'reachable') return undefined
    if (goal.account !== undefined && answer.account !== goal.account) return 'another account'
    const replayed = replayArbac(policy, answer.plan)
    if (!replayed.ok) return replayed.error
    return goal.roles.every((role) => replayed.value.get(answer.account)?.has(role) === true) ? undefined : 'the plan ends without the goal'
  } catch (error) {
    return String(error)
  }
}

/** The solver with one fault, or none. */
async function faulty(folder: string, fault: Fault | undefined): Promise<typeof solveArbac> {
  cpSync('src/kernel', join(folder, 'kernel'), { recursive: true })
  cpSync('src/safety/arbac', join(folder, 'safety', 'arbac'), { recursive: true, filter: (path) => !path.endsWith('.test.ts') })
  if (fault !== undefined) {
    const file = join(folder, 'safety', 'arbac', fault.file)
    const parts = readFileSync(file, 'utf8').split(fault.text)
    assert.equal(parts.length, 2, `\`${fault.text}\` must stand once in ${fault.file}`)
    writeFileSync(file, parts.join(fault.instead))
  }
  const { solveArbac: solve } = (await import(pathToFileURL(join(folder, 'safety', 'arbac', 'solve.ts')).href)) as {
    solveArbac: typeof solveArbac
  }
  return solve
}

describe('a fault in the exact solver', () => {
  it('is not seen where there is none', async () => {
    using folder = mkdtempDisposableSync(join(tmpdir(), 'writ-fault-'))
    assert.equal(firstWrong(await faulty(folder.path, undefined)), undefined)
  })

  for (const fault of faults)
    it(`is found: ${fault.what}`, async (context) => {
      using folder = mkdtempDisposableSync(join(tmpdir(), 'writ-fault-'))
      const wrong = firstWrong(await faulty(folder.path, fault))
      context.diagnostic(wrong ?? 'not found')
      assert.ok(wrong !== undefined, 'every answer was right in spite of the fault')
    })
})
