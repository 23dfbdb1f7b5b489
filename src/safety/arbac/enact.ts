import type { Purse } from './budget.ts'
import type { Explored } from './explore.ts'
import { seat, type Bench, type Seated } from './seats.ts'
import { isOpen, isSet, toggleBit, type Slice, type SliceRule } from './slice.ts'

/** One use of a rule by accounts of a cast. */
export interface Move extends Seated {
  /** Place in the slice's rules. */
  readonly rule: number
  readonly account: number
}

/** Accounts by their place: those of the policy, then new ones. */
export interface Enacted {
  readonly moves: readonly Move[]
  /** Per place in `moves`: the place in the policy's list of accounts; undefined = a new account. */
  readonly cast: readonly (number | undefined)[]
  readonly winner: number
}

/** Accounts that may be tried as the one that meets the goal before the attempt is given up. */
const TRIES = 4
/** Moves and new accounts after which an attempt has lost its way. */
const MOST_MOVES = 200_000
const MOST_NEW = 10_000
/** Calls for somebody to act in one attempt, for each rule and account, and the detours among them. */
const CALLS = 4
const MOST_DETOURS = 40
/** States of one account that are tried on a detour, from where it stands to a role. */
const DETOUR = 1000

/**
 * Makes a plan out of what `explore` found: accounts that are needed to act are brought to where they can, one after the other, and stay there. That
 * works whenever there are enough accounts of each type; with few it may fail (undefined), which proves nothing.
 */
export function enact(slice: Slice, explored: Explored, purse: Purse): Enacted | undefined {
  const { goal, nodes } = explored
  if (goal === undefined) return undefined
  const type = nodes.type(goal)
  const here = slice.types[type]
  const tries = Math.min(TRIES, (here?.accounts.length ?? 0) + (here?.unlimited === true ? 1 : 0))
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const enacted = new Enactment(slice, explored, purse).winBy(type, goal, attempt)
    if (enacted !== undefined) return enacted
  }
  return undefined
}

interface Player {
  readonly type: number
  /** Place in the policy's list; undefined = a new account. */
  readonly account: number | undefined
  readonly state: Int32Array
  /** The state of the search it stands in; undefined after a detour. */
  node: number | undefined
  /** On its way: nobody may move it meanwhile. */
  isBusy: boolean
}

class Enactment implements Bench {
  readonly #slice: Slice
  readonly #explored: Explored
  readonly #purse: Purse
  readonly #players: Player[] = []
  readonly #moves: Move[] = []
  /** Calls left: accounts that fetch each other in turn would never end. */
  #calls: number
  #detours = MOST_DETOURS

  constructor(slice: Slice, explored: Explored, purse: Purse) {
    this.#slice = slice
    this.#explored = explored
    this.#purse = purse
    for (const [type, { accounts }] of slice.types.entries()) for (const account of accounts) this.#addPlayer(type, account)
    this.#calls = CALLS * (slice.rules.length + this.#players.length)
  }

  get size(): number {
    return this.#players.length
  }

  holds(account: number, held: number): boolean {
    const state = this.#players[account]?.state
    return state !== undefined && (this.#slice.classes[held] ?? []).some((bit) => isSet(state, bit))
  }

  winBy(type: number, goal: number, attempt: number): Enacted | undefined {
    const listed = this.#players.flatMap((player, at) => (player.type === type ? [at] : []))
    const winner = listed[attempt] ?? this.#addPlayer(type, undefined)
    if (!this.#bringTo(winner, goal)) return undefined
    return { moves: this.#moves, cast: this.#players.map(({ account }) => account), winner }
  }

  #addPlayer(type: number, account: number | undefined): number {
    const state = (this.#slice.types[type]?.start ?? new Int32Array(this.#slice.words)).slice()
    // the first states of a search are the types at their start, in order
    return this.#players.push({ type, account, state, node: type, isBusy: false }) - 1
  }

  /** Leads an account along the recorded way to a state; false if somebody needed cannot be found. */
  #bringTo(at: number, node: number): boolean {
    const player = this.#players[at]
    const way = player === undefined ? undefined : this.#wayTo(player, node)
    if (player === undefined || way === undefined) return false
    player.isBusy = true
    for (const next of way) {
      for (const rule of this.#explored.nodes.steps(next).slice()) if (!this.#use(rule, at, next)) return false
      player.node = next
    }
    player.isBusy = false
    return true
  }

  /** The states still to be passed, if the account stands on the way. */
  #wayTo(player: Player, node: number): readonly number[] | undefined {
    if (player.node === undefined) return undefined
    const way: number[] = []
    for (let at = node; at !== player.node; at = this.#explored.nodes.parent(at)) {
      if (at < 0) return undefined
      way.push(at)
    }
    return way.toReversed()
  }

  #use(place: number, at: number, before: number): boolean {
    const rule = this.#slice.rules[place]
    const player = this.#players[at]
    if (rule === undefined || player === undefined) return false
    const seated = this.#gather(rule, at, before)
    if (seated === undefined || !isOpen(rule, player.state) || this.#moves.length >= MOST_MOVES) return false
    this.#moves.push({ rule: place, account: at, ...seated })
    toggleBit(player.state, rule.bit)
    return true
  }

  /** Everybody a rule needs for an account, brought there if need be. `before`: only what was met before this state is relied on. */
  #gather(rule: SliceRule, concerned: number, before: number): Seated | undefined {
    for (;;) {
      const seated = seat(rule.seating, concerned, this)
      if (seated !== undefined || this.#purse.isEmpty) return seated
      const lacking = this.#lacking(rule, concerned)
      if (!lacking.some((held) => this.#recruit(held, concerned, before))) return undefined
    }
  }

  /** The classes of which there are too few; all of the rule where each has enough but some accounts would have to sit twice. */
  #lacking({ seating }: SliceRule, concerned: number): readonly number[] {
    const demand = new Map<number, number>(seating.actors < 0 ? [] : [[seating.actors, 1]])
    for (const { class: held, count } of seating.approvals) demand.set(held, (demand.get(held) ?? 0) + count)
    const present = (held: number) => this.#players.reduce((sum, _, at) => sum + (at !== concerned && this.holds(at, held) ? 1 : 0), 0)
    const lacking = [...demand].filter(([held, count]) => present(held) < count).map(([held]) => held)
    return lacking.length > 0 ? lacking : [...demand.keys()]
  }

  /** Brings one more account to hold a class: an untouched one, a new one, one further on its way, or one by a detour. */
  #recruit(held: number, concerned: number, before: number): boolean {
    this.#calls -= 1
    if (this.#calls < 0) return false
    const { witness } = this.#explored
    const nodeFor = (type: number) => (witness[type * this.#slice.classes.length + held] ?? 0) - 1
    const isFit = (type: number) => nodeFor(type) >= 0 && nodeFor(type) < before
    const idle = [...this.#players.keys()].filter((at) => {
      const player = this.#players[at]
      return at !== concerned && player !== undefined && !player.isBusy && isFit(player.type) && !this.holds(at, held)
    })
    this.#purse.spend(0, this.#players.length)
    const untouched = (at: number) => this.#players[at]?.node === this.#players[at]?.type
    for (const at of idle.filter(untouched)) return this.#bringTo(at, nodeFor(this.#players[at]?.type ?? -1))
    for (const [type, { unlimited }] of this.#slice.types.entries()) {
      if (!unlimited || !isFit(type) || this.#players.length > MOST_NEW) continue
      return this.#bringTo(this.#addPlayer(type, undefined), nodeFor(type))
    }
    for (const at of idle) {
      const player = this.#players[at]
      if (player !== undefined && this.#wayTo(player, nodeFor(player.type)) !== undefined) return this.#bringTo(at, nodeFor(player.type))
    }
    const resting = [...this.#players.keys()].filter(
      (at) => at !== concerned && this.#players[at]?.isBusy === false && !this.holds(at, held),
    )
    return resting.some((at) => this.#detour(at, held))
  }

  /** Searches a way for one account from where it stands, while all others stay where they are. */
  #detour(at: number, held: number): boolean {
    const player = this.#players[at]
    this.#detours -= 1
    if (player === undefined || this.#detours < 0) return false
    const bits = this.#slice.classes[held] ?? []
    const seen = new Map<string, { readonly state: Int32Array; readonly from: string; readonly move: Move | undefined }>()
    const startKey = player.state.join()
    seen.set(startKey, { state: player.state.slice(), from: '', move: undefined })
    for (const [key, { state }] of seen) {
      if (bits.some((bit) => isSet(state, bit))) return this.#follow(player, seen, key)
      if (seen.size > DETOUR || this.#purse.isEmpty) break
      player.state.set(state)
      this.#purse.spend(0, this.#slice.rules.length)
      for (const [place, rule] of this.#slice.rules.entries()) {
        if (!isOpen(rule, state)) continue
        const seated = seat(rule.seating, at, this)
        if (seated === undefined) continue
        const next = state.slice()
        toggleBit(next, rule.bit)
        const nextKey = next.join()
        if (!seen.has(nextKey)) seen.set(nextKey, { state: next, from: key, move: { rule: place, account: at, ...seated } })
      }
    }
    player.state.set(seen.get(startKey)?.state ?? player.state)
    return false
  }

  #follow(
    player: Player,
    seen: ReadonlyMap<string, { readonly state: Int32Array; readonly from: string; readonly move: Move | undefined }>,
    key: string,
  ): boolean {
    const moves: Move[] = []
    for (let at = seen.get(key); at?.move !== undefined; at = seen.get(at.from)) moves.push(at.move)
    this.#moves.push(...moves.toReversed())
    player.state.set(seen.get(key)?.state ?? player.state)
    player.node = undefined
    return true
  }
}
