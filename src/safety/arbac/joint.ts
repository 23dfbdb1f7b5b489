import type { Purse } from './budget.ts'
import type { Enacted, Move } from './enact.ts'
import { seat } from './seats.ts'
import { isOpen, isSet, toggleBit, type Slice, type SliceRule } from './slice.ts'

/**
 * `met`: by a plan. `impossible`: every joint state was looked at. `possible`: with enough new accounts the goal is met, but no plan with those tried was
 * found. `open`: the budget ended.
 */
export type JointAnswer = { readonly kind: 'met'; readonly enacted: Enacted } | { readonly kind: 'impossible' | 'possible' | 'open' }

/** New accounts that plans are tried with, one more after the other. */
const MOST_NEW = 12

/**
 * Searches what all accounts together can become, with nobody assumed to be where they are not: exact, and exponential in the number of accounts.
 *
 * Accounts in equal states are interchangeable, so a joint state is a sorted list. New accounts without limit count as *kinds*: whatever one of
 * them did, any number could have done beside it, so a kind once reached is there for ever and a set of kinds says all.
 */
export function searchJointly(slice: Slice, purse: Purse): JointAnswer {
  if (!slice.types.some(({ unlimited }) => unlimited)) return new JointSearch(slice, purse, 0, false).run()
  const whether = new JointSearch(slice, purse, 0, true).run()
  if (whether.kind !== 'met') return whether
  for (let more = 0; more <= MOST_NEW && !purse.isEmpty; more += 1) {
    const answer = new JointSearch(slice, purse, more, false).run()
    if (answer.kind === 'met') return answer
  }
  return { kind: 'possible' }
}

interface JointState {
  /** States by number: first those of the accounts that alone may win, then the others, each sorted; then the kinds of new accounts, sorted. */
  readonly members: readonly number[]
  readonly kinds: readonly number[]
  readonly parent: number
  /** What led here from the parent: a rule on an account in a state, and whether that account may win. */
  readonly rule: number
  readonly moved: number
  readonly movedMayWin: boolean
}

class JointSearch {
  readonly #slice: Slice
  readonly #purse: Purse
  readonly #withKinds: boolean
  readonly #cast: readonly (number | undefined)[]
  /** So many accounts may win; they stand first. */
  readonly #winners: number
  readonly #start: readonly Int32Array[]
  readonly #forms = new Forms()
  readonly #known = new Map<string, number>()
  readonly #all: JointState[] = []

  constructor(slice: Slice, purse: Purse, newAccounts: number, withKinds: boolean) {
    this.#slice = slice
    this.#purse = purse
    this.#withKinds = withKinds
    const players = slice.types
      .toSorted((left, right) => Number(right.mayWin) - Number(left.mayWin))
      .flatMap(({ start, accounts, unlimited, mayWin }) =>
        [...accounts, ...Array.from({ length: unlimited ? newAccounts : 0 }, () => undefined)].map((account) => ({
          account,
          start,
          mayWin,
        })),
      )
    this.#cast = players.map(({ account }) => account)
    this.#winners = players.filter(({ mayWin }) => mayWin).length
    this.#start = players.map(({ start }) => start)
  }

  run(): JointAnswer {
    const states = this.#start.map((state) => state.slice())
    const unlimited = this.#withKinds ? this.#slice.types.filter((type) => type.unlimited) : []
    const kinds = unlimited.map(({ start }) => this.#forms.numberOf(start))
    this.#settle(states, kinds)
    let won = this.#enter(states, kinds, { parent: -1, rule: -1, moved: -1, movedMayWin: false })
    for (let at = 0; at < this.#all.length && won === undefined; at += 1) {
      if (this.#purse.isEmpty) return { kind: 'open' }
      won = this.#develop(at)
    }
    if (won === undefined) return { kind: this.#purse.isEmpty ? 'open' : 'impossible' }
    return this.#withKinds ? { kind: 'met', enacted: { moves: [], cast: [], winner: -1 } } : { kind: 'met', enacted: this.#retrace(won) }
  }

  /** Enters all that can follow a joint state; returns the place of one that meets the goal. */
  #develop(at: number): number | undefined {
    const from = this.#all[at]
    if (from === undefined) return undefined
    const { rules, choices } = this.#slice
    for (const [place, form] of from.members.entries()) {
      const mayWin = place < this.#winners
      // accounts in equal states can do the same
      if (place > 0 && place !== this.#winners && from.members[place - 1] === form) continue
      this.#purse.spend(0, choices.length)
      for (const choice of choices) {
        const rule = rules[choice]
        if (rule === undefined || !isOpen(rule, this.#forms.state(form))) continue
        const states = from.members.map((member) => this.#forms.state(member).slice())
        if (!this.#canUse(rule, place, states, from.kinds)) continue
        toggleBit(states[place] ?? new Int32Array(0), rule.bit)
        const kinds = [...from.kinds]
        this.#settle(states, kinds)
        const won = this.#enter(states, kinds, { parent: at, rule: choice, moved: form, movedMayWin: mayWin })
        if (won !== undefined) return won
      }
    }
    return undefined
  }

  #canUse(rule: SliceRule, concerned: number, states: readonly Int32Array[], kinds: readonly number[]): boolean {
    const { classes } = this.#slice
    const holds = (state: Int32Array, held: number) => (classes[held] ?? []).some((bit) => isSet(state, bit))
    const endless = (held: number) => kinds.some((kind) => holds(this.#forms.state(kind), held))
    const { actors, approvals, others } = rule.seating
    const seating = {
      actors: actors >= 0 && endless(actors) ? -1 : actors,
      others,
      approvals: approvals.filter((one) => !endless(one.class)),
    }
    const bench = { size: states.length, holds: (account: number, held: number) => holds(states[account] ?? new Int32Array(0), held) }
    return seat(seating, concerned, bench) !== undefined
  }

  /** Takes what harms nobody: free roles given, shed roles taken, new kinds of accounts. `told` hears of each use on a member. */
  #settle(states: readonly Int32Array[], kinds: number[], told?: (rule: number, place: number) => void): void {
    const { rules, eager } = this.#slice
    for (let changed = true; changed;) {
      // a way that is told again was paid for before
      if (told === undefined && this.#purse.isEmpty) return
      changed = this.#addKinds(states, kinds)
      for (const [place, state] of states.entries()) {
        this.#purse.spend(0, eager.size)
        for (const at of eager) {
          const rule = rules[at]
          if (rule === undefined || !isOpen(rule, state) || !this.#canUse(rule, place, states, kinds)) continue
          told?.(at, place)
          toggleBit(state, rule.bit)
          changed = true
        }
      }
    }
  }

  #addKinds(states: readonly Int32Array[], kinds: number[]): boolean {
    const before = kinds.length
    const known = new Set(kinds)
    // the list grows while it is walked
    for (const kind of kinds) {
      this.#purse.spend(1, this.#slice.rules.length)
      for (const rule of this.#slice.rules) {
        if (this.#purse.isEmpty) return false
        const state = this.#forms.state(kind)
        if (!isOpen(rule, state) || !this.#canUse(rule, -1, states, kinds)) continue
        const next = state.slice()
        toggleBit(next, rule.bit)
        const form = this.#forms.numberOf(next)
        if (known.has(form)) continue
        known.add(form)
        kinds.push(form)
      }
    }
    return kinds.length > before
  }

  #enter(
    states: readonly Int32Array[],
    kinds: readonly number[],
    came: Pick<JointState, 'parent' | 'rule' | 'moved' | 'movedMayWin'>,
  ): number | undefined {
    const forms = states.map((state) => this.#forms.numberOf(state))
    const winners = this.#winners
    const sorted = (list: readonly number[]) => list.toSorted((left, right) => left - right)
    const members = [...sorted(forms.slice(0, winners)), ...sorted(forms.slice(winners))]
    const state = { members, kinds: sorted(kinds), ...came }
    const key = `${state.members.join()};${state.kinds.join()}`
    if (this.#known.has(key)) return undefined
    const at = this.#all.push(state) - 1
    this.#known.set(key, at)
    this.#purse.spend(1, states.length)
    const meets = (form: number) => this.#slice.goal.every((bit) => isSet(this.#forms.state(form), bit))
    const won = members.slice(0, winners).some(meets) || (this.#kindsMayWin() && kinds.some(meets))
    return won ? at : undefined
  }

  #kindsMayWin(): boolean {
    return this.#slice.types.some(({ unlimited, mayWin }) => unlimited && mayWin)
  }

  /** Walks the way to a joint state again, this time with accounts that have names. */
  #retrace(won: number): Enacted {
    const way: JointState[] = []
    for (let at = this.#all[won]; at !== undefined && at.parent >= 0; at = this.#all[at.parent]) way.push(at)
    const states = this.#start.map((state) => state.slice())
    const moves: Move[] = []
    const use = (place: number, account: number) => {
      const rule = this.#slice.rules[place]
      const state = states[account]
      const bench = {
        size: states.length,
        holds: (one: number, held: number) => (this.#slice.classes[held] ?? []).some((bit) => isSet(states[one] ?? new Int32Array(0), bit)),
      }
      const seated = rule === undefined ? undefined : seat(rule.seating, account, bench)
      if (rule === undefined || state === undefined || seated === undefined)
        throw new Error('a joint state does not follow from its parent')
      moves.push({ rule: place, account, ...seated })
    }
    this.#settle(states, [], use)
    for (const step of way.toReversed()) {
      const form = this.#forms.state(step.moved).join()
      const account = states.findIndex((state, at) => at < this.#winners === step.movedMayWin && state.join() === form)
      use(step.rule, account)
      toggleBit(states[account] ?? new Int32Array(0), this.#slice.rules[step.rule]?.bit ?? 0)
      this.#settle(states, [], use)
    }
    const winner = states.findIndex((state, at) => at < this.#winners && this.#slice.goal.every((bit) => isSet(state, bit)))
    return { moves, cast: this.#cast, winner }
  }
}

/** Equal states are one form, known by its number. */
class Forms {
  readonly #numbers = new Map<string, number>()
  readonly #states: Int32Array[] = []

  numberOf(state: Int32Array): number {
    const key = state.join()
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    this.#numbers.set(key, this.#states.length)
    return this.#states.push(state.slice()) - 1
  }

  state(form: number): Int32Array {
    return this.#states[form] ?? new Int32Array(0)
  }
}
