/**
 * A judge without ideas: every state of a tiny policy is built and every rule tried by its definition, account by account. It shares nothing with
 * src/safety but the shape of a rule.
 */
import type { SafetyRule } from '../../src/safety/rule.ts'

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
  const attack = game.rules.filter((rule) => rule.side === 'attack').map((rule) => masked(game, rule))
  const defence = game.rules.filter((rule) => rule.side === 'defence').map((rule) => masked(game, rule))
  const full = (1 << count) - 1
  const pack = (holds: readonly number[]) => holds.reduce((state, mask, at) => state | (mask << (at * count)), 0)
  const holdsOf = (state: number, at: number) => (state >>> (at * count)) & full
  const holdsIn = (state: number) => everyone.map((at) => holdsOf(state, at))
  const withChange = (state: number, { account, mask }: Change) => (state & ~(full << (account * count))) | (mask << (account * count))
  const nextOf = (state: number, rules: readonly Masked[], acting: readonly number[]) => {
    const holds = holdsIn(state)
    const next: number[] = []
    for (const rule of rules) for (const change of moves(rule, holds, acting)) next.push(withChange(state, change))
    return next
  }
  /** All that the adversary, and nature, can do next. */
  const attacks = (state: number, nature: boolean) => {
    const { keys = 0, lapsing = 0 } = game
    const borrows = keys !== 0 && rogues.some((at) => (holdsOf(state, at) & keys) !== 0)
    const next = nextOf(state, attack, borrows ? everyone : rogues)
    if (!borrows && !(nature && lapsing !== 0)) return next
    const lost = honest.flatMap((account) => {
      const own = holdsOf(state, account)
      const going = borrows ? own : own & lapsing
      return game.groups.flatMap((_, group) => ((going & (1 << group)) === 0 ? [] : [{ account, mask: own & ~(1 << group) }]))
    })
    return [...next, ...lost.map((change) => withChange(state, change))]
  }

  const givesToNewcomer = (holds: readonly number[], rules: readonly Masked[]) =>
    game.newcomer === true &&
    rules.some((rule) => moves(rule, [...holds, 0], honest).some(({ account, mask }) => account === holds.length && mask !== 0))

  const start = pack(game.accounts)
  const undisturbed = explore([start], (state) => attacks(state, false))
  const reached = game.lapsing === undefined ? undisturbed : explore([start], (state) => attacks(state, true))
  const ever = everIn(reached)
  const reach = rogues.map((at) => holdsOf(ever, at))
  const lostIn = (states: ReadonlySet<number>) => start & ~alwaysIn(states)
  const taken = honest.map((at) => holdsOf(lostIn(undisturbed), at))
  const stripped = honest.map((at) => holdsOf(lostIn(reached), at))

  const answers = new Map<number, readonly number[]>()
  const all = explore([...reached], (state) => {
    const next = nextOf(state, defence, honest)
    answers.set(state, next)
    return next
  })
  const ofRogues = pack(everyone.map((at) => (at < game.rogues ? full : 0)))
  const isClean = (state: number) => (state & ofRogues) === 0
  const isWhole = (state: number) => (start & ~ofRogues & ~state) === 0
  const every = (good: ReadonlySet<number>) => [...reached].every((state) => good.has(state))

  const gains = rogues.some((at, place) => ((reach[place] ?? 0) & ~(game.accounts[at] ?? 0)) !== 0)
  const verdict = (): Truth['verdict'] => {
    if (!gains && taken.every((mask) => mask === 0)) return 'harmless'
    const before = reversed(answers)
    if (every(leadingTo(all, before, (state) => isClean(state) && isWhole(state)))) return 'restorable'
    if (every(leadingTo(all, before, isClean))) return 'strippable'
    const worst = pack([...reach, ...honest.map((at, place) => (game.accounts[at] ?? 0) & ~(stripped[place] ?? 0))])
    if (!reached.has(worst) && game.unless === undefined) throw new Error('the worst case of the theory is not reachable')
    const kept = defence.filter(({ rule }) => !isOpen(rule))
    const changesSomething = nextOf(worst, kept, honest).some((state) => state !== worst)
    return changesSomething || givesToNewcomer(holdsIn(worst), kept) ? 'entrenched' : 'takeover'
  }
  return { reach, stripped, verdict: verdict(), states: all.size }
}

/** What each account holds in some of the states. */
function everIn(states: ReadonlySet<number>): number {
  let ever = 0
  for (const state of states) ever |= state
  return ever
}

/** What each account holds in all of the states. */
function alwaysIn(states: ReadonlySet<number>): number {
  let always = -1
  for (const state of states) always &= state
  return always
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
  before: ReadonlyMap<number, readonly number[]>,
  good: (state: number) => boolean,
): Set<number> {
  return explore([...states].filter(good), (state) => before.get(state) ?? [])
}

/** From which states each state comes. */
function reversed(next: ReadonlyMap<number, readonly number[]>): Map<number, readonly number[]> {
  const before = new Map<number, number[]>()
  for (const [state, others] of next)
    for (const other of others) {
      const list = before.get(other)
      if (list === undefined) before.set(other, [state])
      else list.push(state)
    }
  return before
}

interface Change {
  readonly account: number
  readonly mask: number
}

/** A rule with its groups as masks, made once a game. */
interface Masked {
  readonly rule: SafetyRule
  readonly actors: Mask
  readonly needs: readonly Mask[]
  readonly unless: Mask
  readonly approvals: readonly { readonly by: Mask; readonly count: number; readonly reuses: boolean }[]
  readonly items: readonly { readonly bit: number; readonly seats: number | undefined }[]
}

/** Any of these groups is enough. */
type Mask = number | typeof EVERYBODY

function masked(game: TinyGame, rule: SafetyRule): Masked {
  const bit = (item: string) => 1 << game.groups.indexOf(item)
  const maskOf = (any: readonly string[]): Mask => (any.includes(EVERYBODY) ? EVERYBODY : any.reduce((mask, item) => mask | bit(item), 0))
  const seated = rule.side === 'defence' && rule.effect === 'add' ? game.seats : undefined
  return {
    rule,
    actors: maskOf(rule.actors),
    needs: rule.effect === 'add' ? rule.needs.map((item) => maskOf([item])) : [],
    unless: maskOf(game.unless?.get(rule) ?? []),
    approvals: rule.approvals.map(({ by, count, reuses }) => ({ by: maskOf(by), count, reuses })),
    items: rule.items.map((item) => ({ bit: bit(item), seats: seated?.get(item) })),
  }
}

function meets(holds: number, mask: Mask): boolean {
  return mask === EVERYBODY || (holds & mask) !== 0
}

/** What a rule can change, by any of those who act. */
function moves(masked: Masked, holds: readonly number[], acting: readonly number[]): Change[] {
  const { rule, actors, needs, unless, items } = masked
  const has = (account: number, mask: Mask) => meets(holds[account] ?? 0, mask)
  const able = acting.filter((actor) => has(actor, actors))
  const changes: Change[] = []
  if (able.length === 0) return changes
  for (const [account, own] of holds.entries()) {
    if (!needs.every((mask) => meets(own, mask)) || meets(own, unless)) continue
    if (!able.some((actor) => inScope(rule, actor === account) && agreed(masked, actor, account, acting, has))) continue
    for (const { bit, seats } of items) {
      if (seats !== undefined && (own & bit) === 0 && holds.filter((mask) => (mask & bit) !== 0).length >= seats) continue
      const mask = rule.effect === 'add' ? own | bit : own & ~bit
      if (mask !== own) changes.push({ account, mask })
    }
  }
  return changes
}

function inScope(rule: SafetyRule, self: boolean): boolean {
  return rule.scope === 'any' || rule.scope === (self ? 'self' : 'others')
}

/** Tries every way to fill the stages one seat after the other. */
function agreed(
  { rule, approvals }: Masked,
  actor: number,
  concerned: number,
  acting: readonly number[],
  has: (account: number, mask: Mask) => boolean,
): boolean {
  if (approvals.length === 0) return true
  const allowed = (account: number) => {
    if (rule.side === 'defence' || actor === concerned) return account !== actor && account !== concerned
    if (rule.mayApprove === 'subject') return account !== actor
    if (rule.mayApprove === 'actor') return account !== concerned
    return account !== actor && account !== concerned
  }
  const candidates = acting.filter(allowed)
  const fill = (stages: Masked['approvals'], used: readonly number[]): boolean => {
    const [stage, ...rest] = stages
    if (stage === undefined) return true
    const free = candidates.filter((account) => has(account, stage.by) && (stage.reuses || !used.includes(account)))
    return choose(free, stage.count).some((some) => fill(rest, stage.reuses ? used : [...used, ...some]))
  }
  return fill(approvals, [])
}

function choose(from: readonly number[], count: number): readonly (readonly number[])[] {
  if (count === 0) return [[]]
  return from.flatMap((one, at) => choose(from.slice(at + 1), count - 1).map((others) => [one, ...others]))
}

/** The most that cooperating accounts can come to hold, by trying every rule on every account until nothing changes. */
export function mostReachable(game: TinyGame): readonly number[] {
  const rules = game.rules.filter((rule) => rule.side === 'attack' && rule.effect === 'add').map((rule) => masked(game, rule))
  const everyone = game.accounts.map((_, at) => at)
  let holds = game.accounts
  for (let grown = true; grown;) {
    grown = false
    for (const rule of rules)
      for (const { account, mask } of moves(rule, holds, everyone)) {
        const before = holds[account] ?? 0
        if ((mask | before) === before) continue
        holds = holds.map((own, at) => (at === account ? own | mask : own))
        grown = true
      }
  }
  return holds
}
