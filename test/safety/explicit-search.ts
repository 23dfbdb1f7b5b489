/**
 * A judge without ideas: every state of a tiny policy is built and every rule tried by its definition, account by account. It shares nothing with
 * src/safety but the shape of a rule.
 */
import type { Approval, SafetyRule } from '../../src/safety/rule.ts'

/** Everybody holds it; rules may name it. */
export const EVERYBODY = ':anybody'

export interface TinyGame {
  readonly groups: readonly string[]
  readonly rules: readonly SafetyRule[]
  /** What each account holds, as a mask over groups; the first `rogues` of them are the adversary's. */
  readonly accounts: readonly number[]
  readonly rogues: number
  /** So many accounts at most hold each of these groups, for honest people; the adversary ignores it. */
  readonly seats?: ReadonlyMap<string, number>
  /** Groups that honest accounts may lose at any time while the adversary acts, as a mask. */
  readonly lapsing?: number
  /** Whoever holds any of these groups uses the accounts of all honest people, and makes them give up what they hold. */
  readonly keys?: number
  /** Somebody more has just registered and takes no part: power that reaches nobody else still reaches them. */
  readonly newcomer?: boolean
  /** Per rule, groups of which the account concerned must hold none; only ever at rules of effect `add`. */
  readonly unless?: ReadonlyMap<SafetyRule, readonly string[]>
}

export interface Truth {
  /** Per rogue account, what it can come to hold. */
  readonly reach: readonly number[]
  /** Per honest account, what it can be stripped of. */
  readonly stripped: readonly number[]
  readonly verdict: 'harmless' | 'restorable' | 'strippable' | 'entrenched' | 'takeover'
  readonly states: number
}

export function searchAll(game: TinyGame): Truth {
  const count = game.groups.length
  const everyone = game.accounts.map((_, at) => at)
  const rogues = everyone.slice(0, game.rogues)
  const honest = everyone.slice(game.rogues)
  const attack = game.rules.filter((rule) => rule.side === 'attack')
  const defence = game.rules.filter((rule) => rule.side === 'defence')
  const pack = (holds: readonly number[]) => holds.reduce((state, mask, at) => state | (mask << (at * count)), 0)
  const holdsIn = (state: number) => game.accounts.map((_, at) => (state >>> (at * count)) & ((1 << count) - 1))
  const withChange = (state: number, { account, mask }: Change) =>
    (state & ~(((1 << count) - 1) << (account * count))) | (mask << (account * count))
  const nextOf = (state: number, rules: readonly SafetyRule[], acting: readonly number[]) =>
    rules.flatMap((rule) => moves(game, rule, holdsIn(state), acting)).map((change) => withChange(state, change))
  /** All that the adversary, and nature, can do next. */
  const attacks = (state: number, nature: boolean) => {
    const holds = holdsIn(state)
    const { keys = 0, lapsing = 0 } = game
    const borrows = keys !== 0 && rogues.some((at) => ((holds[at] ?? 0) & keys) !== 0)
    const lost = honest.flatMap((account) => {
      const own = holds[account] ?? 0
      const going = borrows ? own : nature ? own & lapsing : 0
      return game.groups.flatMap((_, group) => ((going & (1 << group)) === 0 ? [] : [{ account, mask: own & ~(1 << group) }]))
    })
    return [...nextOf(state, attack, borrows ? everyone : rogues), ...lost.map((change) => withChange(state, change))]
  }

  const givesToNewcomer = (holds: readonly number[], rules: readonly SafetyRule[]) =>
    game.newcomer === true &&
    rules.some((rule) => moves(game, rule, [...holds, 0], honest).some(({ account, mask }) => account === holds.length && mask !== 0))

  const start = pack(game.accounts)
  const undisturbed = explore([start], (state) => attacks(state, false))
  const reached = game.lapsing === undefined ? undisturbed : explore([start], (state) => attacks(state, true))
  const views = [...reached].map(holdsIn)
  const reach = rogues.map((at) => views.reduce((mask, holds) => mask | (holds[at] ?? 0), 0))
  const taken = honest.map((at) => {
    const least = [...undisturbed].reduce((mask, state) => mask & (holdsIn(state)[at] ?? 0), -1)
    return (game.accounts[at] ?? 0) & ~least
  })
  const stripped = honest.map((at) => (game.accounts[at] ?? 0) & ~views.reduce((mask, holds) => mask & (holds[at] ?? 0), -1))

  const answers = new Map<number, readonly number[]>()
  const all = explore([...reached], (state) => {
    const next = nextOf(state, defence, honest)
    answers.set(state, next)
    return next
  })
  const clean = (holds: readonly number[]) => rogues.every((at) => holds[at] === 0)
  const whole = (holds: readonly number[]) => honest.every((at) => ((game.accounts[at] ?? 0) & ~(holds[at] ?? 0)) === 0)
  const canStrip = leadingTo(all, answers, (state) => clean(holdsIn(state)))
  const canRestore = leadingTo(all, answers, (state) => clean(holdsIn(state)) && whole(holdsIn(state)))
  const every = (good: ReadonlySet<number>) => [...reached].every((state) => good.has(state))

  const gains = rogues.some((at, place) => ((reach[place] ?? 0) & ~(game.accounts[at] ?? 0)) !== 0)
  const verdict = (): Truth['verdict'] => {
    if (!gains && taken.every((mask) => mask === 0)) return 'harmless'
    if (every(canRestore)) return 'restorable'
    if (every(canStrip)) return 'strippable'
    const worst = pack([...reach, ...honest.map((at, place) => (game.accounts[at] ?? 0) & ~(stripped[place] ?? 0))])
    if (!reached.has(worst) && game.unless === undefined) throw new Error('the worst case of the theory is not reachable')
    const kept = defence.filter((rule) => !isOpen(rule))
    const changesSomething = nextOf(worst, kept, honest).some((state) => state !== worst)
    return changesSomething || givesToNewcomer(holdsIn(worst), kept) ? 'entrenched' : 'takeover'
  }
  return { reach, stripped, verdict: verdict(), states: all.size }
}

/** Whoever has an account can do it alone: no power that anybody keeps. */
function isOpen(rule: SafetyRule): boolean {
  return rule.actors.includes(EVERYBODY) && rule.approvals.every(({ by }) => by.includes(EVERYBODY))
}

function explore(from: readonly number[], next: (state: number) => readonly number[]): Set<number> {
  const seen = new Set(from)
  const open = [...from]
  for (let state = open.pop(); state !== undefined; state = open.pop())
    for (const other of next(state))
      if (!seen.has(other)) {
        seen.add(other)
        open.push(other)
      }
  return seen
}

/** The states from which a good one can be reached. */
function leadingTo(
  states: ReadonlySet<number>,
  next: ReadonlyMap<number, readonly number[]>,
  good: (state: number) => boolean,
): Set<number> {
  const before = new Map<number, number[]>()
  for (const [state, others] of next)
    for (const other of others) {
      const list = before.get(other)
      if (list === undefined) before.set(other, [state])
      else list.push(state)
    }
  return explore([...states].filter(good), (state) => before.get(state) ?? [])
}

interface Change {
  readonly account: number
  readonly mask: number
}

function moves(game: TinyGame, rule: SafetyRule, holds: readonly number[], acting: readonly number[]): Change[] {
  const bit = (item: string) => 1 << game.groups.indexOf(item)
  const has = (account: number, any: readonly string[]) =>
    any.some((item) => item === EVERYBODY || ((holds[account] ?? 0) & bit(item)) !== 0)
  const changes: Change[] = []
  for (const [account, own] of holds.entries()) {
    if (rule.effect === 'add' && !rule.needs.every((item) => has(account, [item]))) continue
    if (has(account, game.unless?.get(rule) ?? [])) continue
    const possible = acting.some(
      (actor) => has(actor, rule.actors) && inScope(rule, actor === account) && agreed(rule, actor, account, acting, has),
    )
    if (!possible) continue
    for (const item of rule.items) {
      const seats = rule.side === 'defence' && rule.effect === 'add' ? game.seats?.get(item) : undefined
      if (seats !== undefined && (own & bit(item)) === 0 && holds.filter((mask) => (mask & bit(item)) !== 0).length >= seats) continue
      changes.push({ account, mask: rule.effect === 'add' ? own | bit(item) : own & ~bit(item) })
    }
  }
  return changes
}

function inScope(rule: SafetyRule, self: boolean): boolean {
  return rule.scope === 'any' || rule.scope === (self ? 'self' : 'others')
}

/** Tries every way to fill the stages one seat after the other. */
function agreed(
  rule: SafetyRule,
  actor: number,
  concerned: number,
  acting: readonly number[],
  has: (account: number, any: readonly string[]) => boolean,
): boolean {
  const allowed = (account: number) => {
    if (rule.side === 'defence' || actor === concerned) return account !== actor && account !== concerned
    if (rule.mayApprove === 'subject') return account !== actor
    if (rule.mayApprove === 'actor') return account !== concerned
    return account !== actor && account !== concerned
  }
  const candidates = acting.filter(allowed)
  const fill = (stages: readonly Approval[], used: readonly number[]): boolean => {
    const [stage, ...rest] = stages
    if (stage === undefined) return true
    const free = candidates.filter((account) => has(account, stage.by) && (stage.reuses || !used.includes(account)))
    return choose(free, stage.count).some((some) => fill(rest, stage.reuses ? used : [...used, ...some]))
  }
  return fill(rule.approvals, [])
}

function choose(from: readonly number[], count: number): readonly (readonly number[])[] {
  if (count === 0) return [[]]
  return from.flatMap((one, at) => choose(from.slice(at + 1), count - 1).map((others) => [one, ...others]))
}

/** The most that cooperating accounts can come to hold, by trying every rule on every account until nothing changes. */
export function mostReachable(game: TinyGame): readonly number[] {
  const rules = game.rules.filter((rule) => rule.side === 'attack' && rule.effect === 'add')
  const everyone = game.accounts.map((_, at) => at)
  let holds = game.accounts
  for (let grown = true; grown;) {
    grown = false
    for (const rule of rules)
      for (const { account, mask } of moves(game, rule, holds, everyone)) {
        const before = holds[account] ?? 0
        if ((mask | before) === before) continue
        holds = holds.map((own, at) => (at === account ? own | mask : own))
        grown = true
      }
  }
  return holds
}
