/** How much an answer may cost before it is *unknown*. Counted, not timed: the same question gets the same answer on every machine. */
export interface Budget {
  /** States that may be kept in memory. */
  readonly states: number
  /** Uses of a rule that may be tried; some 10 to 50 million a second. */
  readonly trials: number
  /** Called for each state: whoever waits may be told. */
  readonly onState?: () => void
}

export const defaultBudget: Budget = { states: 1_000_000, trials: 100_000_000 }

/** What is left of a budget. */
export class Purse {
  readonly #given: Budget
  #states: number
  #trials: number

  constructor(budget: Budget) {
    this.#given = budget
    this.#states = budget.states
    this.#trials = budget.trials
  }

  get isEmpty(): boolean {
    return this.#states < 0 || this.#trials < 0
  }

  spend(states: number, trials: number): void {
    if (states > 0) this.#given.onState?.()
    this.#states -= states
    this.#trials -= trials
  }

  /** A part of what is left, for an attempt that may fail. What it spends is to be settled with this purse. */
  part(share: number): Purse {
    return new Purse({ ...this.#given, states: Math.ceil(this.#states * share), trials: Math.ceil(this.#trials * share) })
  }

  settle(part: Purse): void {
    // what an attempt kept in memory is free again
    this.spend(0, part.#given.trials - part.#trials)
  }
}
