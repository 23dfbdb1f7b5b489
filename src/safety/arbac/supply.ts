import type { Seating } from './compile.ts'

/**
 * How many accounts can come to hold a role of each class, by type of account. Availability only grows: an account that could once act is taken to
 * be there for ever, which says too much and never too little.
 */
export class Supply {
  /** Per type so many accounts; `Infinity` for new accounts. */
  readonly #accounts: readonly number[]
  readonly #classes: number
  readonly #able: Uint8Array
  readonly #count: Float64Array

  constructor(accounts: readonly number[], classes: number) {
    this.#accounts = accounts
    this.#classes = classes
    this.#able = new Uint8Array(accounts.length * classes)
    this.#count = new Float64Array(classes)
  }

  /** Notes that accounts of a type can come to hold a class; says whether that is new. */
  note(type: number, held: number): boolean {
    const at = type * this.#classes + held
    if (this.#able[at] === 1) return false
    this.#able[at] = 1
    this.#count[held] = (this.#count[held] ?? 0) + (this.#accounts[type] ?? 0)
    return true
  }

  has(held: number): boolean {
    return (this.#count[held] ?? 0) > 0
  }

  isAble(type: number, held: number): boolean {
    return this.#able[type * this.#classes + held] === 1
  }

  /** Whether a rule could find everybody it needs for an account of a type. */
  suffices(seating: Seating, type: number): boolean {
    const { actors, others, approvals } = seating
    if (actors >= 0 && !this.has(actors)) return false
    if (actors < 0 && approvals.length === 0) return true
    const another = others || (actors >= 0 && !this.isAble(type, actors))
    if (another && this.#others(actors, type) < 1) return false
    for (const seat of approvals) {
      const acting = another && seat.class === actors ? 1 : 0
      if (this.#others(seat.class, type) < seat.count + acting) return false
    }
    return true
  }

  /** Able accounts besides the one concerned. */
  #others(held: number, type: number): number {
    return (this.#count[held] ?? 0) - (this.isAble(type, held) ? 1 : 0)
  }
}
