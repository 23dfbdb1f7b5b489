import { freeIn, isOpen, isSet, toggleBit, type Slice } from './slice.ts'

/** The states of accounts that a joint search meets, each once, with all that is worth remembering about it. */
export class Forms {
  readonly #slice: Slice
  readonly #numbers = new Map<string, number>()
  readonly #all: Form[] = []
  readonly #after = new Map<number, number>()

  constructor(slice: Slice) {
    this.#slice = slice
  }

  /** The number of a state. */
  numberOf(state: Int32Array): number {
    const key = state.join()
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    this.#numbers.set(key, this.#all.length)
    const own = state.slice()
    const { classes, goal, rules, choices, eager } = this.#slice
    const open = (places: Iterable<number>) => [...places].filter((at) => isOpenAt(rules, at, own))
    return (
      this.#all.push({
        state: own,
        holds: Uint8Array.from(classes, (bits) => (bits.some((bit) => isSet(own, bit)) ? 1 : 0)),
        choices: open(choices),
        eager: open(eager),
        free: freeIn(this.#slice, own),
        meetsGoal: goal.every((bit) => isSet(own, bit)),
      }) - 1
    )
  }

  get(form: number): Form {
    const found = this.#all[form]
    if (found === undefined) throw new Error(`there is no form ${form}`)
    return found
  }

  /** The form after the use of a rule that is open in it. */
  after(form: number, rule: number): number {
    const key = form * this.#slice.rules.length + rule
    const known = this.#after.get(key)
    if (known !== undefined) return known
    const next = this.get(form).state.slice()
    toggleBit(next, this.#slice.rules[rule]?.bit ?? 0)
    const number = this.numberOf(next)
    this.#after.set(key, number)
    return number
  }
}

export interface Form {
  readonly state: Int32Array
  /** Per class: 1 if it holds a role of it. */
  readonly holds: Uint8Array
  /** Rules that would change it, so far as the account itself is concerned. */
  readonly choices: readonly number[]
  readonly eager: readonly number[]
  /** How many free roles it holds. */
  readonly free: number
  readonly meetsGoal: boolean
}

function isOpenAt(rules: Slice['rules'], at: number, state: Int32Array): boolean {
  const rule = rules[at]
  return rule !== undefined && isOpen(rule, state)
}
