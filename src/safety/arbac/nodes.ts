import { GrowingInts } from './growing.ts'

/** Words a search may hold: a quarter of a gigabyte. */
const MOST_WORDS = 2 ** 26

/**
 * The states of single accounts that a search has met, each with the state it came from and the rules used on the way. Of two states that differ in
 * free roles alone the one that holds less is of no further use: it is *dominated*, and kept only as the past of others.
 */
export class Nodes {
  readonly #words: number
  readonly #choiceWords: number
  readonly #states = new GrowingInts()
  readonly #type = new GrowingInts()
  readonly #parent = new GrowingInts()
  readonly #steps = new GrowingInts()
  readonly #stepsEnd = new GrowingInts()
  readonly #dominated = new GrowingInts()
  /** States with equal type and choice words are chained; the table holds the newest of each chain, plus one. */
  readonly #older = new GrowingInts()
  #table = new Int32Array(1024)

  constructor(words: number, choiceWords: number) {
    this.#words = words
    this.#choiceWords = choiceWords
  }

  get length(): number {
    return this.#type.length
  }

  get isFull(): boolean {
    return this.#states.length > MOST_WORDS
  }

  state(node: number): Int32Array {
    return this.#states.view(node * this.#words, (node + 1) * this.#words)
  }

  type(node: number): number {
    return this.#type.get(node)
  }

  /** -1 for a state at the start. */
  parent(node: number): number {
    return this.#parent.get(node)
  }

  /** The rules used since the parent, in order. */
  steps(node: number): Int32Array {
    return this.#steps.view(node === 0 ? 0 : this.#stepsEnd.get(node - 1), this.#stepsEnd.get(node))
  }

  isDominated(node: number): boolean {
    return this.#dominated.get(node) === 1
  }

  /** Adds a state unless one that is known holds as much; undefined then. */
  add(type: number, state: Int32Array, parent: number, steps: readonly number[]): number | undefined {
    if (this.length * 2 > this.#table.length) this.#rehash()
    const slot = this.#slotOf(type, state)
    const newest = (this.#table[slot] ?? 0) - 1
    for (let known = newest; known >= 0; known = this.#older.get(known)) {
      if (!this.isDominated(known) && this.#holdsAll(known, state)) return undefined
    }
    for (let known = newest; known >= 0; known = this.#older.get(known)) {
      if (!this.isDominated(known) && this.#isWithin(known, state)) this.#dominated.set(known, 1)
    }
    const node = this.length
    this.#states.pushAll(state)
    this.#type.push(type)
    this.#parent.push(parent)
    for (const step of steps) this.#steps.push(step)
    this.#stepsEnd.push(this.#steps.length)
    this.#dominated.push(0)
    this.#older.push(newest)
    this.#table[slot] = node + 1
    return node
  }

  #holdsAll(known: number, state: Int32Array): boolean {
    for (let word = this.#choiceWords; word < this.#words; word += 1)
      if (((state[word] ?? 0) & ~this.#states.get(known * this.#words + word)) !== 0) return false
    return true
  }

  #isWithin(known: number, state: Int32Array): boolean {
    for (let word = this.#choiceWords; word < this.#words; word += 1)
      if ((this.#states.get(known * this.#words + word) & ~(state[word] ?? 0)) !== 0) return false
    return true
  }

  /** Where the chain of a type and its choice words hangs, or an empty slot. */
  #slotOf(type: number, state: Int32Array): number {
    let hash = Math.imul(type + 1, 0x9e37_79b1)
    for (let word = 0; word < this.#choiceWords; word += 1) hash = Math.imul(hash ^ (state[word] ?? 0), 0x85eb_ca6b) ^ (hash >>> 13)
    const mask = this.#table.length - 1
    for (let slot = (hash ^ (hash >>> 16)) & mask; ; slot = (slot + 1) & mask) {
      const node = (this.#table[slot] ?? 0) - 1
      if (node < 0 || (this.type(node) === type && this.#sameChoices(node, state))) return slot
    }
  }

  #sameChoices(node: number, state: Int32Array): boolean {
    for (let word = 0; word < this.#choiceWords; word += 1) if (this.#states.get(node * this.#words + word) !== state[word]) return false
    return true
  }

  #rehash(): void {
    const chains = this.#table.filter((entry) => entry > 0)
    this.#table = new Int32Array(this.#table.length * 4)
    for (const entry of chains) this.#table[this.#slotOf(this.type(entry - 1), this.state(entry - 1))] = entry
  }
}
