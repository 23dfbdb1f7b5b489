import type { Trial } from './condition-code.ts'
import { gateTrial } from './gate-code.ts'
import type { Policy } from './policy.ts'
import { both, either, NO, YES } from './tri.ts'

/** What a set of groups and roles alone says of rights and gates. */
export interface HeldBySet {
  readonly gives: (right: number) => boolean
  readonly passes: (gate: number) => boolean
}

/** What is left of a question about a right once it is known what is held: nothing, or tests of the case. Equal keys mean equal tests. */
type Left = typeof NO | typeof YES | { readonly key: string; readonly trial: Trial }

/** These numbers are the answer itself; all others stand for tests that are to be made. */
export type Code = number
/** What is held does not tell who is in the groups that matter: all must be looked at. */
export const OPEN = 2
const FIRST = 3

/**
 * The meaning of `Evaluation` worked out beforehand for everybody who holds the same. There are few different rests, so that they are kept once
 * and known by number.
 */
export class LeftToAsk {
  readonly #policy: Policy
  readonly #gates: readonly Trial[]
  readonly #codes = new Map<string, Code>()
  readonly #trials: Trial[] = []

  constructor(policy: Policy) {
    this.#policy = policy
    this.#gates = policy.form.gates.map((_, gate) => gateTrial(policy, gate))
  }

  /** A gate for those who are in none of the groups that it names. */
  gate(gate: number): Trial {
    return this.#gates[gate] as Trial
  }

  /** The tests that a number stands for; not for `NO`, `YES` and `OPEN`. */
  trial(code: Code): Trial {
    return this.#trials[code - FIRST] as Trial
  }

  /** What is left of a right for those who hold a set. */
  code(right: number, held: HeldBySet): Code {
    if (!this.#policy.related(right).every((one) => this.#policy.isByMembership[one] === true)) return OPEN
    const left = this.#withGates(right, held, [])
    if (left === NO || left === YES) return left
    const known = this.#codes.get(left.key)
    if (known !== undefined) return known
    const code = FIRST + this.#trials.push(left.trial) - 1
    this.#codes.set(left.key, code)
    return code
  }

  #withGates(right: number, held: HeldBySet, path: readonly number[]): Left {
    const gates = (this.#policy.gatesOf[right] ?? []).filter((gate) => !held.passes(gate))
    return all([this.#has(right, held, path), ...gates.map((gate) => ({ key: `gate ${gate}`, trial: this.gate(gate) }))])
  }

  /** The same rules as in `Evaluation`; a right that rests on itself gives nothing. */
  #has(right: number, held: HeldBySet, path: readonly number[]): Left {
    if (path.includes(right)) return NO
    const { form, narrowersOf, rightWhen } = this.#policy
    const here = [...path, right]
    const given = held.gives(right) ? YES : any((narrowersOf[right] ?? []).map((one) => this.#withGates(one, held, here)))
    const { narrows, needs } = form.rights[right] as (typeof form.rights)[number]
    const when: readonly Left[] = narrows === null ? [] : [{ key: `right ${right}`, trial: rightWhen[right] as Trial }]
    return all([given, ...when, ...needs.map((one) => this.#has(one, held, here))])
  }
}

function all(parts: readonly Left[]): Left {
  if (parts.includes(NO)) return NO
  const open = parts.filter((part) => part !== YES && part !== NO)
  const [first, second] = open
  if (first === undefined) return YES
  if (second === undefined) return first
  const [one, other, ...rest] = open.map(({ trial }) => trial) as [Trial, Trial, ...Trial[]]
  return { key: `(${open.map(({ key }) => key).join(' and ')})`, trial: rest.length === 0 ? two(one, other) : every([one, other, ...rest]) }
}

function two(one: Trial, other: Trial): Trial {
  return (question, who) => {
    const value = one(question, who)
    return value === NO ? NO : both(value, other(question, who))
  }
}

function every(trials: readonly Trial[]): Trial {
  return (question, who) => {
    let value = (trials[0] as Trial)(question, who)
    for (let index = 1; index < trials.length && value !== NO; index += 1) value = both(value, (trials[index] as Trial)(question, who))
    return value
  }
}

function any(parts: readonly Left[]): Left {
  if (parts.includes(YES)) return YES
  const open = parts.filter((part) => part !== YES && part !== NO)
  const [first] = open
  if (first === undefined) return NO
  if (open.length === 1) return first
  const trials = open.map(({ trial }) => trial)
  return {
    key: `(${open.map(({ key }) => key).join(' or ')})`,
    trial: (question, who) => {
      let value = first.trial(question, who)
      for (let index = 1; index < trials.length && value !== YES; index += 1) value = either(value, (trials[index] as Trial)(question, who))
      return value
    },
  }
}
