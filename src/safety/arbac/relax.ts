import { listOf } from './csr.ts'
import type { Compiled, Seating } from './compile.ts'
import { Supply } from './supply.ts'

/** Accounts that start with the same roles. */
export interface AccountType {
  readonly holds: readonly number[]
  /** `Infinity` for new accounts. */
  readonly count: number
}

/** What could be reached if no negative condition existed and nothing was ever taken: more than the truth, never less. */
export interface Relaxed {
  readonly types: readonly AccountType[]
  /** Per type and role (`type * roles + role`): 1, 2, 3 ... in the order in which they were reached; 0 = out of reach. */
  readonly order: Int32Array
  /** Per role: whether any account can come to hold it. */
  readonly held: Uint8Array
  /** Per rule: whether it can be used on any account. */
  readonly usable: Uint8Array
  /** Per class: the facts (`type * roles + role`) by which each type first came to it, earliest first. */
  readonly holders: readonly (readonly number[])[]
}

/** Facts and counters that may be kept, and roles that one rule may need; a policy beyond them is beyond any answer. */
const LARGEST = 400_000_000
const MOST_NEEDS = 65_535

/**
 * The least fixpoint of the rules without their negative conditions, for all roles and types of account at once: every fact is queued once and
 * every condition counted down once, so time grows with types x size of the rules. Undefined if that would not fit into memory.
 */
export function relax(compiled: Compiled): Relaxed | undefined {
  const types = typesOf(compiled)
  const size = compiled.policy.roles.length
  const rules = compiled.role.length
  const needsTooMany = (_: number, rule: number) => (compiled.needs.start[rule + 1] ?? 0) - (compiled.needs.start[rule] ?? 0) > MOST_NEEDS
  if (types.length * (size + rules) > LARGEST || compiled.role.some(needsTooMany)) return undefined
  return new Relaxation(compiled, types).run()
}

class Relaxation {
  readonly #compiled: Compiled
  readonly #types: readonly AccountType[]
  readonly #size: number
  readonly #rules: number
  readonly #supply: Supply
  readonly #order: Int32Array
  readonly #queue: Int32Array
  #queued = 0
  /** Per type and rule, how many needed roles are missing. */
  readonly #missing: Uint16Array
  readonly #usable: Uint8Array
  readonly #holders: number[][]

  constructor(compiled: Compiled, types: readonly AccountType[]) {
    this.#compiled = compiled
    this.#types = types
    this.#size = compiled.policy.roles.length
    this.#rules = compiled.role.length
    const classes = compiled.classes.start.length - 1
    this.#supply = new Supply(
      types.map(({ count }) => count),
      classes,
    )
    this.#order = new Int32Array(types.length * this.#size)
    this.#queue = new Int32Array(types.length * this.#size)
    this.#usable = new Uint8Array(this.#rules)
    this.#holders = Array.from({ length: classes }, () => [])
    this.#missing = new Uint16Array(types.length * this.#rules)
  }

  run(): Relaxed {
    const { start } = this.#compiled.needs
    const ready: number[] = []
    for (let rule = 0; rule < this.#rules; rule += 1) {
      const missing = (start[rule + 1] ?? 0) - (start[rule] ?? 0)
      this.#missing[rule] = missing
      if (missing === 0) ready.push(rule)
    }
    for (let type = 1; type < this.#types.length; type += 1) this.#missing.copyWithin(type * this.#rules, 0, this.#rules)
    for (const [type, { holds }] of this.#types.entries()) for (const role of holds) this.#reach(type, role)
    for (let type = 0; type < this.#types.length; type += 1) for (const rule of ready) this.#tryRule(type, rule)
    for (let next = 0; next < this.#queued; next += 1) this.#follow(this.#queue[next] ?? 0)
    const held = new Uint8Array(this.#size)
    for (let at = 0; at < this.#queued; at += 1) held[(this.#queue[at] ?? 0) % this.#size] = 1
    return { types: this.#types, order: this.#order, held, usable: this.#usable, holders: this.#holders }
  }

  #reach(type: number, role: number): void {
    const fact = type * this.#size + role
    if (this.#order[fact] !== 0) return
    this.#queue[this.#queued] = fact
    this.#queued += 1
    this.#order[fact] = this.#queued
  }

  /** What a fact makes possible: rules on the same account that need it, rules on any account that need somebody like it. */
  #follow(fact: number): void {
    const { needing, classesOf, plainOf, countingOf } = this.#compiled
    const type = Math.trunc(fact / this.#size)
    const role = fact % this.#size
    const base = type * this.#rules
    for (let at = needing.start[role] ?? 0; at < (needing.start[role + 1] ?? 0); at += 1) {
      const rule = needing.items[at] ?? 0
      const missing = (this.#missing[base + rule] ?? 0) - 1
      this.#missing[base + rule] = missing
      if (missing === 0) this.#tryRule(type, rule)
    }
    for (let at = classesOf.start[role] ?? 0; at < (classesOf.start[role + 1] ?? 0); at += 1) {
      const held = classesOf.items[at] ?? 0
      const first = !this.#supply.has(held)
      if (!this.#supply.note(type, held)) continue
      this.#holders[held]?.push(fact)
      // one able account is as good as many, but for rules that count them
      if (first) this.#tryForAll(listOf(plainOf, held))
      this.#tryForAll(listOf(countingOf, held))
    }
  }

  #tryForAll(rules: Int32Array): void {
    for (let type = 0; type < this.#types.length; type += 1)
      for (let at = 0; at < rules.length; at += 1) this.#tryRule(type, rules[at] ?? 0)
  }

  #tryRule(type: number, rule: number): void {
    if (this.#missing[type * this.#rules + rule] !== 0) return
    const { isPlain, actors, seating, assigns, role } = this.#compiled
    if (isPlain[rule] === 1) {
      const held = actors[rule] ?? -1
      if (held >= 0 && !this.#supply.has(held)) return
    } else if (!this.#supply.suffices(seating[rule] ?? never, type)) return
    this.#usable[rule] = 1
    if (assigns[rule] === 1) this.#reach(type, role[rule] ?? 0)
  }
}

/** What no rule asks for, because no class is endless. */
const never: Seating = { actors: -1, others: true, approvals: [{ class: 0, count: Infinity }] }

/** Accounts that hold the same are one type. */
function typesOf(compiled: Compiled): AccountType[] {
  const types = new Map<string, { holds: readonly number[]; count: number }>()
  for (const holds of compiled.accounts) {
    const type = types.get(holds.join())
    if (type === undefined) types.set(holds.join(), { holds, count: 1 })
    else type.count += 1
  }
  if (compiled.policy.newAccounts) types.set('', { holds: [], count: Infinity })
  return [...types.values()]
}
