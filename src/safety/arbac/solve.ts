import { defaultBudget, Purse, type Budget } from './budget.ts'
import { compileArbac, type Compiled } from './compile.ts'
import { enact, type Enacted } from './enact.ts'
import { explore } from './explore.ts'
import { searchJointly } from './joint.ts'
import { newAccountName, type ArbacGoal, type ArbacPolicy, type ArbacStep } from './policy.ts'
import { prunePlan } from './prune.ts'
import { relax, type Relaxed } from './relax.ts'
import { replayArbac } from './replay.ts'
import { sliceFor, type CompiledGoal, type Slice } from './slice.ts'
import { chooseRules, nearestType } from './widen.ts'

/**
 * How it was proved that nobody can meet a goal. *relaxed*: not even if nothing were excluded. *accounts*: not even if whoever could once act were
 * always there. *joint*: every state of all accounts together was looked at.
 */
export type ArbacProof = 'relaxed' | 'accounts' | 'joint'

export type ArbacAnswer =
  | { readonly verdict: 'reachable'; readonly account: string; readonly plan: readonly ArbacStep[] }
  | { readonly verdict: 'unreachable'; readonly proof: ArbacProof }
  /** The budget ended: neither a plan nor a proof. */
  | { readonly verdict: 'unknown' }

/** How many rules a role are tried before all. */
const WIDTHS = [1, 2, 3, 5, 8] as const
/** The parts of the budget that one attempt of several, and the last look at single accounts, may take. */
const SHARE = 0.02
const HALF = 0.5

/**
 * Can an account come to hold all roles of the goal at the same time? Every *reachable* comes with a plan that was replayed by the rules as written,
 * every *unreachable* with its kind of proof; a budget that ends gives *unknown*. `policy` may be compiled already, for many goals.
 * Throws on a role or account that the policy does not list.
 */
export function solveArbac(policy: ArbacPolicy | Compiled, goal: ArbacGoal, budget: Budget = defaultBudget): ArbacAnswer {
  const compiled = 'policy' in policy ? policy : compileArbac(policy)
  return new Solver(compiled, goal, budget).solve()
}

class Solver {
  readonly #compiled: Compiled
  readonly #asked: ArbacGoal
  readonly #goal: CompiledGoal
  readonly #purse: Purse

  constructor(compiled: Compiled, goal: ArbacGoal, budget: Budget) {
    this.#compiled = compiled
    this.#asked = goal
    this.#purse = new Purse(budget)
    const account = goal.account === undefined ? undefined : compiled.policy.accounts.findIndex(({ name }) => name === goal.account)
    if (account === -1) throw new Error(`the policy has no account \`${goal.account}\``)
    const roles = goal.roles.map((name) => {
      const role = compiled.roles.get(name)
      if (role === undefined) throw new Error(`the policy has no role \`${name}\``)
      return role
    })
    this.#goal = { roles: [...new Set(roles)], account }
  }

  solve(): ArbacAnswer {
    const relaxed = relax(this.#compiled)
    if (relaxed === undefined) return { verdict: 'unknown' }
    if (nearestType(this.#compiled, relaxed, this.#goal) === undefined) return { verdict: 'unreachable', proof: 'relaxed' }
    const [nearest, ...wider] = WIDTHS
    return this.#tryNearest(relaxed, nearest) ?? this.#solveWhole(relaxed, wider)
  }

  /** An attempt with the rules by which the goal seems nearest; it can only succeed. Where they are all there are, it is no shorter than the rest. */
  #tryNearest(relaxed: Relaxed, width: number): ArbacAnswer | undefined {
    const slice = sliceFor(this.#compiled, relaxed, this.#goal, chooseRules(this.#compiled, relaxed, this.#goal, width))
    if (slice.isWhole) return undefined
    const purse = this.#purse.part(SHARE)
    const joint = searchJointly(slice, purse)
    this.#purse.settle(purse)
    if (joint.kind === 'met') return this.#answer(slice, joint.enacted)
    return this.#within(slice, SHARE)
  }

  /** A look at single accounts with a part of the budget: a proof if it can end, a plan if one follows from it. */
  #within(slice: Slice, share: number): ArbacAnswer | undefined {
    const purse = this.#purse.part(share)
    const explored = explore(slice, purse)
    const enacted = enact(slice, explored, purse)
    this.#purse.settle(purse)
    if (enacted !== undefined) return this.#answer(slice, enacted)
    return explored.isComplete && slice.isWhole ? { verdict: 'unreachable', proof: 'accounts' } : undefined
  }

  #solveWhole(relaxed: Relaxed, widths: readonly number[]): ArbacAnswer {
    const slice = sliceFor(this.#compiled, relaxed, this.#goal)
    const early = this.#within(slice, SHARE)
    if (early !== undefined) return early
    for (const width of widths) {
      const answer = this.#tryNearest(relaxed, width)
      if (answer !== undefined) return answer
    }
    const answer = this.#within(slice, HALF)
    if (answer !== undefined) return answer
    const joint = searchJointly(slice, this.#purse)
    if (joint.kind === 'met') return this.#answer(slice, joint.enacted)
    return joint.kind === 'impossible' ? { verdict: 'unreachable', proof: 'joint' } : { verdict: 'unknown' }
  }

  /** The plan in names, without needless steps, and replayed: an answer that does not replay is a fault of the solver, not an answer. */
  #answer(slice: Slice, { moves, cast, winner }: Enacted): ArbacAnswer {
    const { policy, source, self } = this.#compiled
    const names = namesFor(policy, cast)
    const steps = moves.map(({ rule: place, account, actor, approvers }): ArbacStep => {
      const rule = slice.rules[place]?.rule ?? -1
      const { effect, role } = policy.rules[source[rule] ?? -1] ?? { effect: 'assign', role: '' }
      const acting = self[rule] === 1 ? account : actor
      return {
        rule: source[rule] ?? -1,
        effect,
        role,
        account: names[account] ?? '',
        actor: acting === undefined ? undefined : names[acting],
        approvers: approvers.map((approver) => names[approver] ?? ''),
      }
    })
    const account = names[winner] ?? ''
    const plan = prunePlan(policy, steps, account, this.#asked.roles)
    const replayed = replayArbac(policy, plan)
    if (!replayed.ok) throw new Error(`a plan does not replay: ${replayed.error}`)
    const held = replayed.value.get(account)
    const missing = this.#asked.roles.find((role) => held?.has(role) !== true)
    if (missing !== undefined) throw new Error(`a plan does not give \`${missing}\``)
    return { verdict: 'reachable', account, plan }
  }
}

/** The policy's names; new accounts get names that nobody has. */
function namesFor(policy: ArbacPolicy, cast: readonly (number | undefined)[]): string[] {
  const taken = new Set(policy.accounts.map(({ name }) => name))
  let number = 0
  return cast.map((place) => {
    if (place !== undefined) return policy.accounts[place]?.name ?? ''
    do number += 1
    while (taken.has(newAccountName(number)))
    return newAccountName(number)
  })
}
