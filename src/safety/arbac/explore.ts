import { Agenda } from './agenda.ts'
import type { Purse } from './budget.ts'
import { Nodes } from './nodes.ts'
import { freeIn, isOpen, isSet, toggleBit, type Slice } from './slice.ts'
import { Supply } from './supply.ts'

/** What every type of account can become, if whoever could once act can always act. */
export interface Explored {
  readonly nodes: Nodes
  /** Per type and class (`type * classes + class`) the first state that holds it, plus one; 0 = none. */
  readonly witness: Int32Array
  /** The first state that meets the goal. */
  readonly goal: number | undefined
  /** Whether everything was looked at; without it a missing goal means nothing. */
  readonly isComplete: boolean
}

/**
 * Searches the states of single accounts, type by type, as if accounts that can come to hold a role were always there to act (`Supply`). That
 * assumes too much help and never too little: a goal that is not met here cannot be met at all. Every state is entered at a time when all who are
 * needed for it had been met in earlier states, so a goal that is met comes with a recipe for a plan.
 */
export function explore(slice: Slice, purse: Purse): Explored {
  return new Exploration(slice, purse).run()
}

class Exploration {
  readonly #slice: Slice
  readonly #purse: Purse
  readonly #nodes: Nodes
  readonly #supply: Supply
  readonly #witness: Int32Array
  /** Per type and rule: whether everybody it needs can be there. Grows between rounds only. */
  readonly #enabled: Uint8Array
  #agenda: Agenda
  #goal: number | undefined
  readonly #scratch: Int32Array

  constructor(slice: Slice, purse: Purse) {
    this.#slice = slice
    this.#purse = purse
    this.#nodes = new Nodes(slice.words, slice.choiceWords)
    const counts = slice.types.map(({ accounts, unlimited }) => (unlimited ? Infinity : accounts.length))
    this.#supply = new Supply(counts, slice.classes.length)
    this.#witness = new Int32Array(slice.types.length * slice.classes.length)
    this.#enabled = new Uint8Array(slice.types.length * slice.rules.length)
    this.#agenda = new Agenda()
    this.#scratch = new Int32Array(slice.words)
  }

  run(): Explored {
    for (const [type, { start }] of this.#slice.types.entries()) this.#enter(type, start, -1, [])
    for (;;) {
      const fresh = this.#newlyEnabled()
      if (this.#goal !== undefined || this.#purse.isEmpty || fresh === undefined) break
      const known = this.#nodes.length
      this.#agenda = new Agenda()
      for (let node = 0; node < known && !this.#isOver(); node += 1) {
        if (!this.#nodes.isDominated(node)) this.#develop(node, fresh[this.#nodes.type(node)] ?? [])
      }
      for (let node = this.#agenda.next(); node !== undefined && !this.#isOver(); node = this.#agenda.next()) {
        if (!this.#nodes.isDominated(node)) this.#choose(node, this.#slice.choices)
      }
    }
    const isComplete = this.#goal === undefined && !this.#purse.isEmpty && !this.#nodes.isFull
    return { nodes: this.#nodes, witness: this.#witness, goal: this.#goal, isComplete }
  }

  #isOver(): boolean {
    return this.#goal !== undefined || this.#purse.isEmpty || this.#nodes.isFull
  }

  /** Per type the rules that became possible since the last round; undefined if there are none. */
  #newlyEnabled(): readonly (readonly number[])[] | undefined {
    const { types, rules } = this.#slice
    this.#purse.spend(0, types.length * rules.length)
    const fresh = types.map((_, type) =>
      rules.flatMap(({ seating }, rule) => {
        const at = type * rules.length + rule
        if (this.#enabled[at] === 1 || !this.#supply.suffices(seating, type)) return []
        this.#enabled[at] = 1
        return [rule]
      }),
    )
    return fresh.some((rules) => rules.length > 0) ? fresh : undefined
  }

  /** Uses rules that a known state could not use before. */
  #develop(node: number, fresh: readonly number[]): void {
    const eager = fresh.filter((rule) => this.#slice.eager.has(rule))
    const state = this.#nodes.state(node).slice()
    const steps: number[] = []
    this.#settle(this.#nodes.type(node), state, eager, steps)
    if (steps.length > 0) this.#enter(this.#nodes.type(node), state, node, steps)
    // the state that holds more makes all the choices of this one too, unless it has shed something
    if (!this.#nodes.isDominated(node))
      this.#choose(
        node,
        fresh.filter((rule) => !this.#slice.eager.has(rule)),
      )
  }

  #choose(node: number, choices: readonly number[]): void {
    const { rules } = this.#slice
    const type = this.#nodes.type(node)
    const base = type * rules.length
    this.#purse.spend(0, choices.length)
    for (const choice of choices) {
      const rule = rules[choice]
      if (rule === undefined || this.#enabled[base + choice] === 0 || !isOpen(rule, this.#nodes.state(node))) continue
      const state = this.#scratch
      state.set(this.#nodes.state(node))
      toggleBit(state, rule.bit)
      const steps = [choice]
      const set = isSet(state, rule.bit)
      this.#settle(type, state, (set ? this.#slice.onSet : this.#slice.onCleared).get(rule.bit) ?? [], steps)
      this.#enter(type, state, node, steps)
      if (this.#isOver()) return
    }
  }

  /** Takes every free role and drops every shed one that can be, beginning with the given rules, and notes which rules did it. */
  #settle(type: number, state: Int32Array, first: readonly number[], steps: number[]): void {
    const { rules, onSet, onCleared } = this.#slice
    const base = type * rules.length
    const open = [...first]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      this.#purse.spend(0, 1)
      const rule = rules[next]
      if (rule === undefined || this.#enabled[base + next] === 0 || !isOpen(rule, state)) continue
      toggleBit(state, rule.bit)
      steps.push(next)
      for (const one of (rule.assigns ? onSet : onCleared).get(rule.bit) ?? []) open.push(one)
    }
  }

  #enter(type: number, state: Int32Array, parent: number, steps: readonly number[]): void {
    const node = this.#nodes.add(type, state, parent, steps)
    if (node === undefined) return
    this.#purse.spend(1, state.length)
    this.#agenda.add(node, freeIn(this.#slice, state))
    this.#note(type, node)
    const { mayWin } = this.#slice.types[type] ?? { mayWin: false }
    if (mayWin && this.#goal === undefined && this.#slice.goal.every((bit) => isSet(state, bit))) this.#goal = node
  }

  /** Notes the classes that a state is the first of its type to hold. */
  #note(type: number, node: number): void {
    const { classes, classesOf, rules, types } = this.#slice
    const note = (bit: number) => {
      for (const held of classesOf.get(bit) ?? []) {
        const at = type * classes.length + held
        if (this.#witness[at] !== 0) continue
        this.#witness[at] = node + 1
        this.#supply.note(type, held)
      }
    }
    if (this.#nodes.parent(node) < 0) {
      const start = types[type]?.start ?? new Int32Array(0)
      for (const bit of classesOf.keys()) if (isSet(start, bit)) note(bit)
      return
    }
    for (const step of this.#nodes.steps(node)) {
      const rule = rules[step]
      if (rule?.assigns === true) note(rule.bit)
    }
  }
}
