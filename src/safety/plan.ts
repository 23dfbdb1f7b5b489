import type { Clause } from '../charter/model.ts'
import { common, emptyBits, hasBit, isWithin, meets, members, without, type Bits } from './bits.ts'
import { adversaryOf } from './adversary.ts'
import type { Game } from './game.ts'
import type { Item } from './item.ts'
import type { CompiledRule } from './policy.ts'
import type { SafetyRule } from './rule.ts'

/** One step of an attack: who adds or removes what, to whom, by which clause. Replayable (`replay`). */
export interface PlanStep {
  readonly effect: 'add' | 'remove'
  readonly door: SafetyRule['door']
  readonly clause: Clause
  /** undefined = nobody acts, the charter gives it by itself. */
  readonly actor: string | undefined
  readonly subjects: readonly string[]
  readonly items: readonly Item[]
  readonly approvers: readonly string[]
}

/** Whose game it is, by name. */
export interface Cast {
  readonly rogues: readonly string[]
  /** Names of the honest accounts, beside `Game.honest`. */
  readonly honest: readonly (readonly string[])[]
}

export interface Goals {
  /** Items that some account of the adversary should come to hold that did not. */
  readonly captures: Bits
  /** Items that no honest account should keep. */
  readonly strips: Bits
}

interface Move extends PlanStep {
  readonly dependsOn: readonly number[]
}

interface Use {
  readonly actor: number | undefined
  readonly approvers: readonly number[]
  readonly dependsOn: readonly number[]
}

/**
 * A plan that reaches the goals as far as they can be reached. One new account is enough for most; finitely many always are, one more than the most
 * demanding rule has seats. Only the steps that the goals need; additions first, removals last.
 */
export function planFor(game: Game, cast: Cast, goals: Goals): readonly PlanStep[] {
  const most = game.newAccounts ? mostSeats(game.policy.attack) + 1 : 0
  const small = new Theatre(game, cast, Math.min(1, most))
  const reached = small.reach(goals)
  if (most <= 1 || reached.missed === 0) return small.planOf(reached.moves)
  const full = new Theatre(game, cast, most)
  return full.planOf(full.reach(goals).moves)
}

/** The adversary's accounts one by one, and how each came to hold what it holds. */
class Theatre {
  readonly #moves: Move[] = []
  readonly #game: Game
  readonly #cast: Cast
  readonly #names: readonly string[]
  readonly #holds: Bits[]
  /** Account and item, as one number -> the move that gave it. */
  readonly #origin = new Map<number, number>()

  constructor(game: Game, cast: Cast, newAccounts: number) {
    this.#game = game
    this.#cast = cast
    const { policy } = game
    const fresh = Array.from({ length: newAccounts }, (_, at) => `new account ${at + 1}`)
    this.#names = [...cast.rogues, ...fresh]
    const parties = adversaryOf(game)
    this.#holds = this.#names.map((_, at) => (parties[Math.min(at, parties.length - 1)]?.holds ?? emptyBits(policy.items.length)).slice())
    this.#grow()
  }

  /** The moves that reach the goals, and how many goals were not reached. */
  reach(goals: Goals): { readonly moves: readonly number[]; readonly missed: number } {
    const { honest } = this.#game
    const gains = members(goals.captures).map((item) => this.#firstHolding(item))
    const held = members(goals.strips).filter((item) => honest.some(({ holds }) => hasBit(holds, item)))
    const strips = held.map((item) => this.#strip(item))
    const found = [...gains, ...strips].flatMap((move) => (move === undefined ? [] : [move]))
    return { moves: found, missed: gains.length + strips.length - found.length }
  }

  /** These moves and all they depend on, in the order in which they were made. */
  planOf(moves: readonly number[]): readonly PlanStep[] {
    const needed = new Set<number>()
    for (let open = moves; open.length > 0;) {
      const next = open.filter((at) => !needed.has(at))
      for (const at of next) needed.add(at)
      open = next.flatMap((at) => this.#moves[at]?.dependsOn ?? [])
    }
    return merged(this.#moves.filter((_, at) => needed.has(at)))
  }

  #key(account: number, item: number): number {
    return account * this.#game.policy.items.length + item
  }

  /** The move by which an account first came to hold an item; rogues themselves first. */
  #firstHolding(item: number): number | undefined {
    for (const account of this.#holds.keys()) {
      const move = this.#origin.get(this.#key(account, item))
      if (move !== undefined) return move
    }
    return undefined
  }

  /** The move that takes an item from every honest account that holds it. */
  #strip(item: number): number | undefined {
    const { policy, honest } = this.#game
    const subjects = honest.flatMap(({ holds }, at) => (hasBit(holds, item) ? (this.#cast.honest[at] ?? []) : []))
    for (const rule of policy.attack) {
      if (rule.rule.effect !== 'remove' || !hasBit(rule.items, item)) continue
      const use = this.#use(rule, undefined)
      if (use !== undefined) return this.#record(rule, use, subjects, item)
    }
    return undefined
  }

  #grow(): void {
    const adding = this.#game.policy.attack.filter(({ rule }) => rule.effect === 'add')
    for (let grown = true; grown;) {
      grown = false
      for (const rule of adding) {
        for (const [account, own] of this.#holds.entries()) {
          if (isWithin(rule.items, own) || !isWithin(rule.needs, own)) continue
          const use = this.#use(rule, account)
          if (use === undefined) continue
          for (const item of members(without(rule.items, own))) {
            this.#origin.set(this.#key(account, item), this.#record(rule, use, [this.#names[account] ?? ''], item))
            own[item >>> 5] = (own[item >>> 5] ?? 0) | (1 << (item & 31))
          }
          grown = true
        }
      }
    }
  }

  #record(rule: CompiledRule, use: Use, subjects: readonly string[], item: number): number {
    const { clause, door, effect } = rule.rule
    return (
      this.#moves.push({
        effect: effect === 'remove' ? 'remove' : 'add',
        door,
        clause,
        actor: use.actor === undefined ? undefined : this.#names[use.actor],
        subjects,
        items: [this.#game.policy.items[item] ?? ''],
        approvers: use.approvers.map((account) => this.#names[account] ?? ''),
        dependsOn: use.dependsOn,
      }) - 1
    )
  }

  /** Who acts and who approves, if the rule can be applied to the account (undefined = an honest one). */
  #use(rule: CompiledRule, concerned: number | undefined): Use | undefined {
    const { scope, mayApprove, actors } = rule.rule
    const meeting = concerned === undefined ? [] : this.#meeting(concerned, rule.needs)
    if (actors.length === 0) return { actor: undefined, approvers: [], dependsOn: meeting }
    for (const [actor, own] of this.#holds.entries()) {
      if (!meets(rule.actors, own)) continue
      const self = actor === concerned
      if ((self && scope === 'others') || (!self && scope === 'self')) continue
      const barred = new Set<number>()
      if (self || mayApprove !== 'actor') barred.add(actor)
      if (concerned !== undefined && (self || mayApprove !== 'subject')) barred.add(concerned)
      const seated = this.#seat(rule, barred)
      if (seated === undefined) continue
      const dependsOn = [...meeting, ...this.#why(actor, rule.actors), ...seated.flatMap(({ account, by }) => this.#why(account, by))]
      return { actor, approvers: seated.map(({ account }) => account), dependsOn }
    }
    return undefined
  }

  #seat(rule: CompiledRule, barred: ReadonlySet<number>): readonly { readonly account: number; readonly by: Bits }[] | undefined {
    if (rule.approvals.length === 0) return []
    const seats = rule.approvals.flatMap(({ by, count, reuses }) => Array.from({ length: count }, () => ({ by, reuses })))
    const apart = seats.filter(({ reuses }) => !reuses)
    const taken = new Map<number, number>()
    const place = (seat: number, tried: Set<number>): boolean => {
      for (const [account, own] of this.#holds.entries()) {
        const by = apart[seat]?.by
        if (by === undefined || tried.has(account) || barred.has(account) || !meets(by, own)) continue
        tried.add(account)
        const sitting = taken.get(account)
        if (sitting !== undefined && !place(sitting, tried)) continue
        taken.set(account, seat)
        return true
      }
      return false
    }
    for (const seat of apart.keys()) if (!place(seat, new Set())) return undefined
    const seated = [...taken].map(([account, seat]) => ({ account, by: apart[seat]?.by ?? rule.actors }))
    for (const { by, count, reuses } of rule.approvals) {
      if (!reuses) continue
      const fitting = [...this.#holds.keys()]
        .filter((account) => !barred.has(account) && meets(by, this.#holds[account] ?? by))
        .slice(0, count)
      if (fitting.length < count) return undefined
      seated.push(...fitting.map((account) => ({ account, by })))
    }
    return seated
  }

  /** The moves behind what an account holds of a set: none if it held one from the start. */
  #why(account: number, any: Bits): readonly number[] {
    const own = this.#holds[account]
    const origins = own === undefined ? [] : members(common(any, own)).map((item) => this.#origin.get(this.#key(account, item)))
    const first = origins.includes(undefined) ? undefined : Math.min(...origins.flatMap((one) => (one === undefined ? [] : [one])))
    return first === undefined || first === Infinity ? [] : [first]
  }

  #meeting(account: number, needs: Bits): readonly number[] {
    return members(needs).flatMap((item) => {
      const origin = this.#origin.get(this.#key(account, item))
      return origin === undefined ? [] : [origin]
    })
  }
}

/** Accounts that one rule can ask for besides the one concerned. */
function mostSeats(rules: readonly CompiledRule[]): number {
  return rules.reduce((most, { rule }) => Math.max(most, 1 + rule.approvals.reduce((sum, { count }) => sum + count, 0)), 1)
}

/** Neighbouring steps that differ in the item alone are one step. */
function merged(moves: readonly Move[]): readonly PlanStep[] {
  const steps: PlanStep[] = []
  for (const { dependsOn: _, ...move } of moves) {
    const last = steps.at(-1)
    const same =
      last !== undefined &&
      last.clause === move.clause &&
      last.effect === move.effect &&
      last.actor === move.actor &&
      sameList(last.subjects, move.subjects) &&
      sameList(last.approvers, move.approvers)
    if (same) steps[steps.length - 1] = { ...last, items: [...last.items, ...move.items] }
    else steps.push(move)
  }
  return steps
}

function sameList(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((one, at) => one === right[at])
}
