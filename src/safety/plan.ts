import { bitsOf, common, emptyBits, hasBit, isWithin, meets, members, without, type Bits } from './bits.ts'
import { adversaryOf } from './adversary.ts'
import { indexOf, type Game } from './game.ts'
import { ACCOUNTS, RELATED } from './item.ts'
import { lentAccounts, type Cast } from './lent-accounts.ts'
import { merged, type PlanStep } from './plan-step.ts'
import type { CompiledRule } from './policy.ts'
import { seatedBy } from './seating.ts'

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
  return plannerFor(game, cast)(goals)
}

/** Plans for several goals of the same adversary. */
export function plannerFor(game: Game, cast: Cast): (goals: Goals) => readonly PlanStep[] {
  const seats = mostSeats(game.policy.attack) + 1
  const can = game.newAccounts || game.policy.attack.some(({ rule }) => rule.items.includes(ACCOUNTS))
  const most = can ? seats : 0
  const small = new Theatre(game, cast, { newAccounts: Math.min(1, most), seats, growLent: false })
  let full: Theatre | undefined
  return (goals) => {
    const reached = small.reach(goals)
    if (reached.missed === 0) return small.planOf(reached.moves)
    full ??= new Theatre(game, cast, { newAccounts: most, seats, growLent: true })
    return full.planOf(full.reach(goals).moves)
  }
}

interface Size {
  readonly newAccounts: number
  /** The most accounts that one rule asks for. */
  readonly seats: number
  /** Whether honest accounts that the adversary uses are given things too; seldom needed. */
  readonly growLent: boolean
}

/** What must be held by some account before an account can be used, and since which move it is. */
interface Lock {
  readonly until: Bits
  /** The honest account that is used, beside `Game.honest`; undefined for a new account. */
  readonly lent: number | undefined
  opened: number | undefined
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
  /** Items that open accounts, and the move that first gave each. */
  readonly #ways: ReadonlySet<number>
  readonly #firstMove = new Map<number, number>()
  /** Beside the accounts; undefined = the adversary's from the start. */
  readonly #locks: readonly (Lock | undefined)[]
  readonly #growLent: boolean

  constructor(game: Game, cast: Cast, { newAccounts, seats, growLent }: Size) {
    this.#game = game
    this.#cast = cast
    this.#growLent = growLent
    const { policy } = game
    const fresh = Array.from({ length: newAccounts }, (_, at) => `new account ${at + 1}`)
    const lent = lentAccounts(game, cast, seats)
    const unlimited = bitsOf(policy.items.length, [indexOf(policy, ACCOUNTS)])
    this.#names = [...cast.rogues, ...fresh, ...lent.map(({ name }) => name)]
    this.#locks = [
      ...cast.rogues.map(() => undefined),
      ...fresh.map(() => (game.newAccounts ? undefined : { until: unlimited, lent: undefined, opened: undefined })),
      ...lent.map(({ until, at }) => ({ until, lent: at, opened: undefined })),
    ]
    this.#ways = new Set(this.#locks.flatMap((lock) => (lock === undefined ? [] : members(lock.until))))
    const parties = adversaryOf({ ...game, newAccounts: true })
    this.#holds = this.#names.map((_, at) => {
      const from = this.#locks[at]?.lent
      const own = from === undefined ? parties[Math.min(at, parties.length - 1)]?.holds : game.honest[from]?.holds
      return (own ?? emptyBits(policy.items.length)).slice()
    })
    this.#grow()
  }

  #isLocked(account: number): boolean {
    const lock = this.#locks[account]
    return lock !== undefined && lock.opened === undefined
  }

  #isLent(account: number): boolean {
    return this.#locks[account]?.lent !== undefined
  }

  /** Unlocks accounts that have come within reach; says whether there were any. */
  #unlock(): boolean {
    let opened = false
    for (const lock of this.#locks) {
      if (lock === undefined || lock.opened !== undefined) continue
      lock.opened = this.#since(lock.until)
      if (lock.opened === undefined) continue
      opened = true
      if (lock.lent !== undefined) this.#relate(lock.opened)
    }
    return opened
  }

  /** The first move that gave any account one of these items. */
  #since(any: Bits): number | undefined {
    let first: number | undefined
    for (const [item, move] of this.#firstMove) if (hasBit(any, item) && (first === undefined || move < first)) first = move
    return first
  }

  /** Whoever uses the account of somebody else is as good as two people. */
  #relate(since: number): void {
    const related = indexOf(this.#game.policy, RELATED)
    for (const account of this.#cast.rogues.keys()) {
      const own = this.#holds[account]
      if (own === undefined || hasBit(own, related)) continue
      own[related >>> 5] = (own[related >>> 5] ?? 0) | (1 << (related & 31))
      this.#origin.set(this.#key(account, related), since)
    }
  }

  /** The moves that reach the goals, and how many goals were not reached. */
  reach(goals: Goals): { readonly moves: readonly number[]; readonly missed: number } {
    const { honest } = this.#game
    const gains = members(goals.captures).map((item) => this.#firstHolding(item))
    const held = members(goals.strips).filter((item) => honest.some(({ holds }) => hasBit(holds, item)))
    const strips = held.flatMap((item) => {
      const subjects = honest.flatMap(({ holds }, at) => (hasBit(holds, item) && !this.#opensType(at) ? (this.#cast.honest[at] ?? []) : []))
      return subjects.length === 0 ? [] : [this.#strip(item, subjects)]
    })
    const found = [...gains, ...strips].flatMap((move) => (move === undefined ? [] : [move]))
    return { moves: [...found, ...this.#resignations(goals.strips)], missed: gains.length + strips.length - found.length }
  }

  /** The move since which honest accounts of a kind can be used. */
  #opensType(type: number): { readonly move: number } | undefined {
    const until = this.#game.honest[type]?.reachedBy
    const move = until === undefined ? undefined : this.#since(until)
    return move === undefined ? undefined : { move }
  }

  /** Last of all, the accounts that are used give up what they hold. */
  #resignations(strips: Bits): readonly number[] {
    const groups = new Map<number, { readonly subjects: string[]; readonly items: Set<number> }>()
    for (const [type, { holds }] of this.#game.honest.entries()) {
      const lost = members(common(holds, strips))
      const opens = lost.length === 0 ? undefined : this.#opensType(type)
      if (opens === undefined) continue
      const group = groups.get(opens.move) ?? { subjects: [], items: new Set() }
      group.subjects.push(...(this.#cast.honest[type] ?? []))
      for (const item of lost) group.items.add(item)
      groups.set(opens.move, group)
    }
    return [...groups].map(([move, { subjects, items }]) => {
      const means = this.#moves[move]
      return (
        this.#moves.push({
          effect: 'remove',
          door: 'resignation',
          clause: means?.clause ?? '',
          actor: means?.subjects[0],
          subjects,
          items: [...items].map((item) => this.#game.policy.items[item] ?? ''),
          approvers: [],
          dependsOn: [move],
        }) - 1
      )
    })
  }

  /** These moves and all they depend on, in the order in which they were made. */
  planOf(moves: readonly number[]): readonly PlanStep[] {
    const needed = new Set<number>()
    for (let open = moves; open.length > 0;) {
      const next = open.filter((at) => !needed.has(at))
      for (const at of next) needed.add(at)
      open = next.flatMap((at) => this.#moves[at]?.dependsOn ?? [])
    }
    return merged(this.#moves.flatMap(({ dependsOn: _dependsOn, ...step }, at) => (needed.has(at) ? [step] : [])))
  }

  #key(account: number, item: number): number {
    return account * this.#game.policy.items.length + item
  }

  /** The move by which an account first came to hold an item; rogues themselves first, accounts of others last. */
  #firstHolding(item: number): number | undefined {
    for (const account of this.#holds.keys()) {
      const move = this.#origin.get(this.#key(account, item))
      if (move !== undefined) return move
    }
    return undefined
  }

  /** The move that takes an item from honest accounts. */
  #strip(item: number, subjects: readonly string[]): number | undefined {
    for (const rule of this.#game.policy.attack) {
      if (rule.rule.effect !== 'remove' || !hasBit(rule.items, item)) continue
      const use = this.#use(rule, undefined)
      if (use !== undefined) return this.#record(rule, use, subjects, item)
    }
    return undefined
  }

  #grow(): void {
    const adding = this.#game.policy.attack.filter(({ rule }) => rule.effect === 'add')
    for (let grown = true; grown;) {
      grown = this.#unlock()
      for (const rule of adding) {
        for (const [account, own] of this.#holds.entries()) {
          if (isWithin(rule.items, own) || !isWithin(rule.needs, own) || this.#isLocked(account)) continue
          // accounts of others need not be given anything, but ways to act as yet others and to rewrite the charter
          if (this.#isLent(account) && !this.#growLent && meets(rule.items, this.#game.policy.changeable)) continue
          const use = this.#use(rule, account)
          if (use === undefined) continue
          for (const item of members(without(rule.items, own))) {
            const move = this.#record(rule, use, [this.#names[account] ?? ''], item)
            this.#origin.set(this.#key(account, item), move)
            if (this.#ways.has(item) && !this.#firstMove.has(item)) this.#firstMove.set(item, move)
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
        ...(use.actor !== undefined && this.#isLent(use.actor) ? { borrowed: true } : {}),
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
      if (!meets(rule.actors, own) || !this.#mayUse(actor, rule)) continue
      const self = actor === concerned
      if ((self && scope === 'others') || (!self && scope === 'self')) continue
      const barred = new Set<number>()
      if (self || mayApprove !== 'actor') barred.add(actor)
      if (concerned !== undefined && (self || mayApprove !== 'subject')) barred.add(concerned)
      const sitting = seatedBy(rule, this.#holds, (account) => !barred.has(account) && this.#mayUse(account, rule))
      if (sitting === undefined) continue
      const dependsOn = [...meeting, ...this.#why(actor, rule.actors), ...sitting.flatMap(({ account, by }) => this.#why(account, by))]
      return { actor, approvers: sitting.map(({ account }) => account), dependsOn }
    }
    return undefined
  }

  /** Whether the adversary can let an account act or approve: it has it, and shows no second factor of somebody else. */
  #mayUse(account: number, rule: CompiledRule): boolean {
    return !this.#isLocked(account) && !(rule.rule.stepUp === true && this.#isLent(account))
  }

  /** The moves behind what an account holds of a set: none if it held one from the start and was there. */
  #why(account: number, any: Bits): readonly number[] {
    const own = this.#holds[account]
    const opened = this.#locks[account]?.opened
    const origins = own === undefined ? [] : members(common(any, own)).map((item) => this.#origin.get(this.#key(account, item)))
    const first = origins.includes(undefined) ? undefined : Math.min(...origins.flatMap((one) => (one === undefined ? [] : [one])))
    return [...(opened === undefined ? [] : [opened]), ...(first === undefined || first === Infinity ? [] : [first])]
  }

  #meeting(account: number, needs: Bits): readonly number[] {
    const opened = this.#locks[account]?.opened
    const met = members(needs).flatMap((item) => this.#origin.get(this.#key(account, item)) ?? [])
    return opened === undefined ? met : [opened, ...met]
  }
}

/** Accounts that one rule can ask for besides the one concerned. */
function mostSeats(rules: readonly CompiledRule[]): number {
  return rules.reduce((most, { rule }) => Math.max(most, 1 + rule.approvals.reduce((sum, { count }) => sum + count, 0)), 1)
}
