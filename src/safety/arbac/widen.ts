import type { Compiled, Seating } from './compile.ts'
import { listOf } from './csr.ts'
import type { Relaxed } from './relax.ts'
import type { CompiledGoal } from './slice.ts'

/**
 * The rules by which a goal seems nearest: for every role that is needed the `width` rules that could be used earliest if nothing were excluded, and
 * for every role that would then be in the way the `width` rules that take it. A plan by these rules is a plan; that there is none says nothing.
 */
export function chooseRules(compiled: Compiled, relaxed: Relaxed, goal: CompiledGoal, width: number): Uint8Array {
  return new Choice(compiled, relaxed, width).for(goal)
}

class Choice {
  readonly #compiled: Compiled
  readonly #relaxed: Relaxed
  readonly #width: number
  readonly #size: number
  readonly #chosen: Uint8Array
  /** Facts (`type * roles + role`) that are wanted to be, and those that are wanted not to be. */
  readonly #wanted = new Set<number>()
  readonly #unwanted = new Set<number>()
  readonly #open: { readonly fact: number; readonly effect: 0 | 1 }[] = []

  constructor(compiled: Compiled, relaxed: Relaxed, width: number) {
    this.#compiled = compiled
    this.#relaxed = relaxed
    this.#width = width
    this.#size = compiled.policy.roles.length
    this.#chosen = new Uint8Array(compiled.role.length)
  }

  for(goal: CompiledGoal): Uint8Array {
    const type = nearestType(this.#compiled, this.#relaxed, goal)
    if (type === undefined) return this.#chosen
    for (const role of goal.roles) this.#want(type * this.#size + role)
    for (let next = this.#open.pop(); next !== undefined; next = this.#open.pop()) {
      const { fact, effect } = next
      const type = Math.trunc(fact / this.#size)
      const rules = [...listOf(this.#compiled.changing, fact % this.#size)]
        .filter((rule) => this.#compiled.assigns[rule] === effect && this.#relaxed.usable[rule] === 1)
        .map((rule) => ({ rule, order: this.#orderOf(rule, type) }))
        .filter(({ order }) => order < Infinity)
        .toSorted((left, right) => left.order - right.order)
      for (const { rule } of rules.slice(0, this.#width)) this.#take(rule, type)
    }
    return this.#chosen
  }

  #take(rule: number, type: number): void {
    this.#chosen[rule] = 1
    for (const role of listOf(this.#compiled.needs, rule)) this.#want(type * this.#size + role)
    for (const role of listOf(this.#compiled.excludes, rule)) {
      const fact = type * this.#size + role
      if ((this.#relaxed.order[fact] ?? 0) === 0 || this.#unwanted.has(fact)) continue
      this.#unwanted.add(fact)
      this.#open.push({ fact, effect: 0 })
    }
    const { actors, others, approvals } = this.#compiled.seating[rule] ?? nobody
    if (actors >= 0) this.#wantHolders(actors, others ? 2 : 1)
    for (const { class: held, count } of approvals) this.#wantHolders(held, count + 2)
  }

  #want(fact: number): void {
    if (this.#wanted.has(fact)) return
    this.#wanted.add(fact)
    this.#open.push({ fact, effect: 1 })
  }

  #wantHolders(held: number, count: number): void {
    for (const fact of this.#relaxed.holders[held]?.slice(0, count) ?? []) this.#want(fact)
  }

  /** When the last thing that a rule looks at is there, for an account of a type; Infinity = never. */
  #orderOf(rule: number, type: number): number {
    let last = 0
    for (const role of listOf(this.#compiled.needs, rule)) {
      const order = this.#relaxed.order[type * this.#size + role] ?? 0
      last = Math.max(last, order === 0 ? Infinity : order)
    }
    const actors = this.#compiled.seating[rule]?.actors ?? -1
    const first = actors < 0 ? undefined : this.#relaxed.holders[actors]?.[0]
    return first === undefined ? last : Math.max(last, this.#relaxed.order[first] ?? 0)
  }
}

const nobody: Seating = { actors: -1, others: false, approvals: [] }

/** The type of account that meets a goal first if nothing is excluded; undefined = none can. */
export function nearestType(compiled: Compiled, relaxed: Relaxed, goal: CompiledGoal): number | undefined {
  const size = compiled.policy.roles.length
  const only = goal.account === undefined ? undefined : compiled.accounts[goal.account]?.join()
  let nearest: { readonly type: number; readonly order: number } | undefined
  for (const [type, { holds }] of relaxed.types.entries()) {
    if (only !== undefined && holds.join() !== only) continue
    const orders = goal.roles.map((role) => relaxed.order[type * size + role] ?? 0)
    if (orders.includes(0)) continue
    const order = Math.max(0, ...orders)
    if (nearest === undefined || order < nearest.order) nearest = { type, order }
  }
  return nearest?.type
}
