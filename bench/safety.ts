import { compileArbac, type Compiled } from '../src/safety/arbac/compile.ts'
import { relax } from '../src/safety/arbac/relax.ts'
import { solveArbac } from '../src/safety/arbac/solve.ts'
import { dutyPairs } from '../test/safety/arbac-hard.ts'
import { largePolicy } from '../test/safety/arbac-large.ts'
import { cpuSeconds, figure, isFull, median } from './support/measure.ts'
import type { BenchRow } from './support/row.ts'

/** Groups, rules, and the milliseconds that an answer about all groups and one exact answer may take. */
const SIZES = [
  { roles: 500, rules: 2500, fixpoint: undefined, exact: undefined },
  { roles: 4000, rules: 20_000, fixpoint: undefined, exact: undefined },
  { roles: 20_000, rules: 80_000, fixpoint: 30, exact: 250 },
  { roles: 40_000, rules: 200_000, fixpoint: 100, exact: 1000 },
]
const NEGATIVE_OF_TEN = 2
const ROUNDS = 9
const PAIRS = 10

/**
 * Exact questions about administrative policies: all groups at once without negative conditions, one group with them (plan or proof, replay included),
 * and the worst case, pairs of duties that exclude each other. CPU milliseconds, the least of some rounds: the goals are for a quiet machine.
 */
export async function bench(): Promise<BenchRow[]> {
  const rows: BenchRow[] = []
  for (const size of SIZES) rows.push(...(await bySize(size)))
  for (const pairs of isFull() ? [6, 7, 8, 9, PAIRS, 11] : [6, 7, 8, PAIRS]) rows.push(await byPairs(pairs))
  return rows
}

async function bySize({ roles, rules, fixpoint, exact }: (typeof SIZES)[number]): Promise<BenchRow[]> {
  const what = `${figure(roles)} groups, ${figure(rules)} rules`
  const seeds = (isFull() ? [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] : [1, 3, 5]).map((seed) =>
    compileArbac(largePolicy({ roles, rules, negativeOfTen: NEGATIVE_OF_TEN, seed })),
  )
  const all: number[] = []
  const one: number[] = []
  const verdicts = new Map<string, number>()
  let reached = 0
  let steps = 0
  for (const compiled of seeds) {
    all.push(await least(() => relax(compiled)))
    reached += relax(compiled)?.held.reduce((sum, held) => sum + held, 0) ?? 0
    for (const goal of goalsOf(compiled)) {
      const answer = solveArbac(compiled, { roles: [goal] })
      verdicts.set(answer.verdict, (verdicts.get(answer.verdict) ?? 0) + 1)
      if (answer.verdict === 'reachable') steps += answer.plan.length
      one.push(await least(() => solveArbac(compiled, { roles: [goal] }), 3))
    }
  }
  const mix = [...verdicts].map(([verdict, count]) => `${count} ${verdict}`).join(', ')
  return [
    {
      what: `all groups answered, ${what}`,
      measured: `${figure(median(all))} ms (${figure(reached / seeds.length)} groups in reach, ${seeds.length} policies)`,
      goal: fixpoint === undefined ? undefined : `<= ${fixpoint} ms`,
      ratio: median(all),
    },
    {
      what: `exact verdict with plan, ${what}`,
      measured: `${figure(median(one))} ms, at most ${figure(Math.max(...one))} ms (${mix}; ${figure(steps)} steps)`,
      goal: exact === undefined ? undefined : `<= ${exact} ms`,
      ratio: median(one),
    },
  ]
}

async function byPairs(pairs: number): Promise<BenchRow> {
  const { policy, goal } = dutyPairs({ pairs, reachable: false, seed: pairs })
  const answer = solveArbac(policy, goal)
  if (answer.verdict === 'reachable') throw new Error('duties that exclude each other were joined')
  const seconds = await cpuSeconds(() => solveArbac(policy, goal))
  return {
    what: `${pairs} pairs of duties that exclude each other`,
    measured: `${figure(seconds)} s (${answer.verdict})`,
    goal: pairs === PAIRS ? '<= 5 s' : undefined,
    ratio: answer.verdict === 'unknown' ? Infinity : seconds,
  }
}

async function least(work: () => unknown, rounds = ROUNDS): Promise<number> {
  let best = Infinity
  for (let round = 0; round < rounds; round += 1) best = Math.min(best, 1000 * (await cpuSeconds(work)))
  return best
}

/** The groups that are reached last, at three quarters and in the middle, if nothing were excluded. */
function goalsOf(compiled: Compiled): string[] {
  const relaxed = relax(compiled)
  const size = compiled.policy.roles.length
  const first = new Int32Array(size)
  for (const [fact, order] of relaxed?.order.entries() ?? []) {
    const role = fact % size
    if (order > 0 && (first[role] === 0 || order < (first[role] ?? 0))) first[role] = order
  }
  const inOrder = [...first.keys()].filter((role) => first[role] !== 0).toSorted((left, right) => (first[left] ?? 0) - (first[right] ?? 0))
  return [1, 0.75, 0.5].map((part) => compiled.policy.roles[inOrder[Math.ceil(part * inOrder.length) - 1] ?? 0] ?? '')
}
