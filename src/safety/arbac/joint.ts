import { Agenda } from './agenda.ts'
import type { Purse } from './budget.ts'
import type { Enacted, Move } from './enact.ts'
import { Forms } from './forms.ts'
import { seat, type Seated } from './seats.ts'
import type { Slice } from './slice.ts'

/**
 * `met`: by a plan. `impossible`: every joint state was looked at. `open`: neither, because the budget ended or because a plan would take more new
 * accounts than are tried.
 */
export type JointAnswer = { readonly kind: 'met'; readonly enacted: Enacted } | { readonly kind: 'impossible' | 'open' }

/** New accounts that plans are tried with, one more after the other. */
const MOST_NEW = 12

/**
 * Searches what all accounts together can become, with nobody assumed to be where they are not: exact, and exponential in the number of accounts.
 *
 * Accounts in equal states are interchangeable, so a joint state is a sorted list. New accounts without limit count as *kinds*: whatever one of
 * them did, any number could have done beside it, so a kind once reached is there for ever and a set of kinds says all.
 */
export function searchJointly(slice: Slice, purse: Purse): JointAnswer {
  const forms = new Forms(slice)
  if (!slice.types.some(({ unlimited }) => unlimited)) return new JointSearch(slice, forms, purse, 0).run()
  const whether = new JointSearch(slice, forms, purse, 'kinds').run()
  if (whether.kind !== 'met') return whether
  for (let more = 0; more <= MOST_NEW && !purse.isEmpty; more += 1) {
    const answer = new JointSearch(slice, forms, purse, more).run()
    if (answer.kind === 'met') return answer
  }
  return { kind: 'open' }
}

interface JointState {
  /** Forms: first those of the accounts that may win, then the others, each sorted; then the kinds of new accounts, sorted. */
  readonly members: readonly number[]
  readonly kinds: readonly number[]
  readonly came: Came
}

/** What led to a state from its parent: a rule on an account of a form, and whether that account may win. */
interface Came {
  readonly parent: number
  readonly rule: number
  readonly moved: number
  readonly mayWin: boolean
}

class JointSearch {
  readonly #slice: Slice
  readonly #purse: Purse
  readonly #forms: Forms
  readonly #cast: readonly (number | undefined)[]
  /** So many accounts may win; they stand first. */
  readonly #winners: number
  readonly #start: readonly number[]
  readonly #startKinds: readonly number[]
  readonly #kindsMayWin: boolean
  readonly #known = new Set<string>()
  readonly #all: JointState[] = []
  readonly #agenda = new Agenda()

  /** `newAccounts`: so many, or all that could be as `kinds`. */
  constructor(slice: Slice, forms: Forms, purse: Purse, newAccounts: number | 'kinds') {
    this.#slice = slice
    this.#forms = forms
    this.#purse = purse
    const unlimited = newAccounts === 'kinds' ? slice.types.filter((type) => type.unlimited) : []
    this.#startKinds = unlimited.map(({ start }) => forms.numberOf(start))
    this.#kindsMayWin = unlimited.some(({ mayWin }) => mayWin)
    const players = slice.types
      .toSorted((left, right) => Number(right.mayWin) - Number(left.mayWin))
      .flatMap(({ start, accounts, unlimited: open, mayWin }) => {
        const more = open && newAccounts !== 'kinds' ? newAccounts : 0
        return [...accounts, ...Array.from({ length: more }, () => undefined)].map((account) => ({ account, start, mayWin }))
      })
    this.#cast = players.map(({ account }) => account)
    this.#winners = players.filter(({ mayWin }) => mayWin).length
    this.#start = players.map(({ start }) => forms.numberOf(start))
  }

  run(): JointAnswer {
    const members = [...this.#start]
    const kinds = [...this.#startKinds]
    this.#settle(members, kinds)
    let won = this.#enter(members, kinds, { parent: -1, rule: -1, moved: -1, mayWin: false })
    for (let at = this.#agenda.next(); at !== undefined && won === undefined; at = this.#agenda.next()) {
      if (this.#purse.isEmpty) return { kind: 'open' }
      won = this.#develop(at)
    }
    if (won === undefined) return { kind: this.#purse.isEmpty ? 'open' : 'impossible' }
    return { kind: 'met', enacted: this.#startKinds.length > 0 ? { moves: [], cast: [], winner: -1 } : this.#retrace(won) }
  }

  /** Enters all that can follow a joint state; returns the place of one that meets the goal. */
  #develop(at: number): number | undefined {
    const from = this.#all[at]
    if (from === undefined) return undefined
    for (const [place, form] of from.members.entries()) {
      // accounts in equal states can do the same
      if (place > 0 && place !== this.#winners && from.members[place - 1] === form) continue
      const { choices } = this.#forms.get(form)
      this.#purse.spend(0, choices.length * from.members.length)
      for (const rule of choices) {
        if (this.#seated(rule, place, from.members, from.kinds) === undefined) continue
        const members = from.members.with(place, this.#forms.after(form, rule))
        const kinds = [...from.kinds]
        this.#settle(members, kinds)
        const won = this.#enter(members, kinds, { parent: at, rule, moved: form, mayWin: place < this.#winners })
        if (won !== undefined) return won
      }
    }
    return undefined
  }

  /** Who could take part in the use of a rule on a member, -1 for a new account. Kinds fill any number of seats and are not named. */
  #seated(rule: number, concerned: number, members: readonly number[], kinds: readonly number[]): Seated | undefined {
    const seating = this.#slice.rules[rule]?.seating
    if (seating === undefined) return undefined
    const holds = (form: number, held: number) => this.#forms.get(form).holds[held] === 1
    const endless = (held: number) => kinds.some((kind) => holds(kind, held))
    const { actors, others, approvals } = seating
    const left =
      kinds.length === 0
        ? seating
        : { actors: actors >= 0 && endless(actors) ? -1 : actors, others, approvals: approvals.filter((one) => !endless(one.class)) }
    return seat(left, concerned, { size: members.length, holds: (account, held) => holds(members[account] ?? -1, held) })
  }

  /** Takes what harms nobody: free roles given, shed roles taken, new kinds of accounts. `told` hears of each use on a member. */
  #settle(members: number[], kinds: number[], told?: (rule: number, place: number) => void): void {
    for (let changed = true; changed;) {
      // a way that is told again was paid for before
      if (told === undefined && this.#purse.isEmpty) return
      changed = this.#addKinds(members, kinds)
      for (const place of members.keys()) changed = this.#settleOne(place, members, kinds, told) || changed
    }
  }

  #settleOne(place: number, members: number[], kinds: readonly number[], told?: (rule: number, place: number) => void): boolean {
    let changed = false
    for (let used = true; used;) {
      const form = members[place] ?? -1
      const { eager } = this.#forms.get(form)
      this.#purse.spend(0, eager.length)
      const rule = eager.find((one) => this.#seated(one, place, members, kinds) !== undefined)
      used = rule !== undefined
      if (rule === undefined) continue
      told?.(rule, place)
      members[place] = this.#forms.after(form, rule)
      changed = true
    }
    return changed
  }

  #addKinds(members: readonly number[], kinds: number[]): boolean {
    const before = kinds.length
    const known = new Set(kinds)
    // the list grows while it is walked
    for (const kind of kinds) {
      const { choices, eager } = this.#forms.get(kind)
      this.#purse.spend(1, choices.length + eager.length)
      if (this.#purse.isEmpty) return false
      for (const rule of [...eager, ...choices]) {
        if (this.#seated(rule, -1, members, kinds) === undefined) continue
        const next = this.#forms.after(kind, rule)
        if (known.has(next)) continue
        known.add(next)
        kinds.push(next)
      }
    }
    return kinds.length > before
  }

  /** Keeps a joint state unless it is known; returns its place if it meets the goal. */
  #enter(unsorted: readonly number[], kinds: readonly number[], came: Came): number | undefined {
    const sorted = (list: readonly number[]) => list.toSorted((left, right) => left - right)
    const members = [...sorted(unsorted.slice(0, this.#winners)), ...sorted(unsorted.slice(this.#winners))]
    const state = { members, kinds: sorted(kinds), came }
    const key = `${state.members.join()};${state.kinds.join()}`
    if (this.#known.has(key)) return undefined
    this.#known.add(key)
    this.#purse.spend(members.length + kinds.length, members.length)
    const at = this.#all.push(state) - 1
    this.#agenda.add(
      at,
      members.reduce((sum, form) => sum + this.#forms.get(form).free, state.kinds.length),
    )
    const meets = (form: number) => this.#forms.get(form).meetsGoal
    return members.slice(0, this.#winners).some(meets) || (this.#kindsMayWin && kinds.some(meets)) ? at : undefined
  }

  /** Walks the way to a joint state again, this time with accounts that keep their places. */
  #retrace(won: number): Enacted {
    const way: Came[] = []
    for (let at = this.#all[won]; at !== undefined && at.came.parent >= 0; at = this.#all[at.came.parent]) way.push(at.came)
    const members = [...this.#start]
    const moves: Move[] = []
    const note = (rule: number, account: number) => {
      const seated = this.#seated(rule, account, members, [])
      if (seated === undefined) throw new Error('a joint state does not follow from its parent')
      moves.push({ rule, account, ...seated })
    }
    this.#settle(members, [], note)
    for (const { rule, moved, mayWin } of way.toReversed()) {
      const account = members.findIndex((form, at) => form === moved && at < this.#winners === mayWin)
      note(rule, account)
      members[account] = this.#forms.after(moved, rule)
      this.#settle(members, [], note)
    }
    const winner = members.findIndex((form, at) => at < this.#winners && this.#forms.get(form).meetsGoal)
    return { moves, cast: this.#cast, winner }
  }
}
