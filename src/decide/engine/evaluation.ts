/**
 * May U do R on P (charter spec, section 3, meaning 11), in three values. Somebody has a right that a group of theirs gives and none takes
 * away, or by a right that narrows it; a narrowing right holds where its conditions do; no right has effect without those it needs. Then every
 * gate before the right must be passed.
 */
import type { Id } from '../../charter/model.ts'
import type { Policy } from './policy.ts'
import type { Ground, Question } from './question.ts'
import { OPEN } from './left-to-ask.ts'
import { isInGroup } from './membership.ts'
import type { SetTable } from './sets.ts'
import { both, either, NO, opposite, UNKNOWN, YES, type Tri } from './tri.ts'
import type { Who } from './who.ts'

export class Evaluation {
  readonly #policy: Policy
  readonly #sets: SetTable
  /** gate -> what is said where it alone is closed. */
  readonly #gateGrounds: readonly (readonly [Ground])[]

  constructor(policy: Policy, sets: SetTable) {
    this.#policy = policy
    this.#sets = sets
    this.#gateGrounds = policy.form.gates.map(({ id }) => Object.freeze([Object.freeze({ code: 'gate', clause: `gates.${id}` })] as const))
  }

  may(right: number, question: Question, who: Who): Tri {
    const code = this.#sets.code(who.set, right)
    if (code <= YES) return code as Tri
    if (code !== OPEN) return this.#sets.left.trial(code)(question, who)
    const has = this.#has(right, question, who, undefined)
    return has === NO ? NO : both(has, this.#passes(right, question, who))
  }

  /** Whether everybody with the same set gets the same answer, gates or not: a plain right that is not there, or is there and no gate closed. */
  isSettled(right: number, who: Who, allowed: boolean): boolean {
    return this.#policy.isPlain[right] === true && (allowed || !this.#sets.hasEffect(who.set, right))
  }

  /** Why the answer is what it is; never empty. Gates are named only where the right itself is there. */
  grounds(right: number, question: Question, who: Who, allowed: boolean): readonly Ground[] {
    if (allowed) return this.#given(right, question, who, undefined)
    const has =
      this.#policy.isPlain[right] === true ? this.#sets.hasEffect(who.set, right) : this.#has(right, question, who, undefined) === YES
    if (!has) return this.#lacking(right, question, who)
    return this.#closedGrounds(right, question, who)
  }

  /** The gates before a right that are not passed, or not for certain; a single one, the usual case, is told by a list made before. */
  #closedGrounds(right: number, question: Question, who: Who): readonly Ground[] {
    let first: readonly Ground[] | undefined
    let all: Ground[] | undefined
    for (const gate of this.#policy.gatesOf[right] as readonly number[]) {
      if (this.gate(gate, question, who) === YES) continue
      const ground = this.#gateGrounds[gate] as readonly [Ground]
      if (first === undefined) first = ground
      else all = [...(all ?? first), ...ground]
    }
    return all ?? first ?? []
  }

  /** The conditions that the answer rests on and that are not settled by what is held. */
  openConditions(right: number, question: Question, who: Who): readonly (readonly Id[])[] {
    const { form, giversOf, deniersOf, gatesOf, promoteWhen } = this.#policy
    const held = this.#policy.related(right).filter((one) => this.#direct(one, question, who) !== NO)
    const gates = [...new Set([right, ...held.filter((one) => form.rights[one]?.narrows !== null)].flatMap((one) => gatesOf[one] ?? []))]
    const closed = gates.filter((gate) => this.gate(gate, question, who) !== YES)
    const groups = [
      ...this.#policy.related(right).flatMap((one) => [...(giversOf[one] ?? []), ...(deniersOf[one] ?? [])]),
      ...closed.flatMap((gate) => form.gates[gate]?.only ?? []),
    ]
    const promoting = [...new Set(groups)].filter(
      (group) => promoteWhen[group] !== undefined && this.isIn(group, question, who) === UNKNOWN,
    )
    return [
      ...held.map((one) => form.rights[one]?.when ?? []),
      ...closed.map((gate) => form.gates[gate]?.when ?? []),
      ...promoting.map((group) => form.groups[group]?.promote?.when ?? []),
    ]
  }

  /** Whether a gate is passed: it does not stand in this case, or somebody it names comes. */
  gate(gate: number, question: Question, who: Who): Tri {
    return this.#sets.passes(who.set, gate) ? YES : this.#sets.left.gate(gate)(question, who)
  }

  /** Whether somebody is in a group; of one that the target gives by itself that may be unknown. */
  isIn(group: number, question: Question, who: Who): Tri {
    return isInGroup(this.#policy, group, question, who)
  }

  /** Whether all gates before a right are passed. */
  #passes(right: number, question: Question, who: Who): Tri {
    const gates = this.#policy.gatesOf[right] as readonly number[]
    let value: Tri = YES
    for (let index = 0; index < gates.length; index += 1) {
      const passed = this.gate(gates[index] as number, question, who)
      if (passed === NO) return NO
      if (passed === UNKNOWN) value = UNKNOWN
    }
    return value
  }

  #has(right: number, question: Question, who: Who, path: Path | undefined): Tri {
    if (isOn(path, right)) return NO
    const here: Path = { right, before: path }
    const policy = this.#policy
    let value = this.#direct(right, question, who)
    if (value !== YES) value = either(value, this.#byNarrower(right, question, who, here))
    if (value === NO) return NO
    if (policy.form.rights[right]?.narrows !== null)
      value = both(value, (policy.rightWhen[right] as Policy['rightWhen'][number])(question, who))
    for (const needed of policy.form.rights[right]?.needs ?? []) {
      if (value === NO) return NO
      value = both(value, this.#has(needed, question, who, here))
    }
    return value
  }

  /** Whether groups give a right and none takes it away. */
  #direct(right: number, question: Question, who: Who): Tri {
    if (this.#policy.isByMembership[right] === true) return this.#sets.gives(who.set, right) ? YES : NO
    const [givers, deniers] = [this.#policy.giversOf[right] as readonly number[], this.#policy.deniersOf[right] as readonly number[]]
    let given: Tri = NO
    for (const group of givers) given = either(given, this.isIn(group, question, who))
    if (given === NO) return NO
    let taken: Tri = NO
    for (const group of deniers) taken = either(taken, this.isIn(group, question, who))
    return both(given, opposite(taken))
  }

  /** A way through a narrowing right must pass the gates before that right too. */
  #byNarrower(right: number, question: Question, who: Who, path: Path): Tri {
    let value: Tri = NO
    for (const narrower of this.#policy.narrowersOf[right] as readonly number[]) {
      if (value === YES) return value
      const has = this.#has(narrower, question, who, path)
      if (has !== NO) value = either(value, both(has, this.#passes(narrower, question, who)))
    }
    return value
  }

  #given(right: number, question: Question, who: Who, path: Path | undefined): readonly Ground[] {
    if (this.#direct(right, question, who) === YES) {
      const groups = (this.#policy.giversOf[right] ?? []).filter((group) => this.isIn(group, question, who) === YES)
      return groups.map((group) => ({ code: 'given', clause: this.#groupClause(group) }))
    }
    const here: Path = { right, before: path }
    const narrower = (this.#policy.narrowersOf[right] ?? []).find(
      (one) => both(this.#has(one, question, who, here), this.#passes(one, question, who)) === YES,
    )
    if (narrower === undefined) return [{ code: 'given', clause: this.#rightClause(right) }]
    return [{ code: 'given', clause: `${this.#rightClause(narrower)}.narrows` }, ...this.#given(narrower, question, who, here)]
  }

  /** What is missing of a right that somebody has not, or not for certain. */
  #lacking(right: number, question: Question, who: Who, path?: Path): readonly Ground[] {
    const here: Path = { right, before: path }
    const [direct, narrowed] = [this.#direct(right, question, who), this.#byNarrower(right, question, who, here)]
    if (either(direct, narrowed) !== YES) return this.#withheld(right, question, who, here)
    if ((this.#policy.rightWhen[right] as Policy['rightWhen'][number])(question, who) !== YES)
      return [{ code: 'narrowed', clause: `${this.#rightClause(right)}.when` }]
    const needed = this.#policy.form.rights[right]?.needs.find((one) => this.#has(one, question, who, here) !== YES)
    if (needed === undefined) return [{ code: 'not-given', clause: this.#rightClause(right) }]
    return [{ code: 'needs', clause: `${this.#rightClause(right)}.needs` }, ...this.#lacking(needed, question, who, here)]
  }

  #withheld(right: number, question: Question, who: Who, path: Path): readonly Ground[] {
    const { giversOf, deniersOf, narrowersOf } = this.#policy
    const givers = (giversOf[right] ?? []).filter((group) => this.isIn(group, question, who) !== NO)
    const takers = givers.length === 0 ? [] : (deniersOf[right] ?? []).filter((group) => this.isIn(group, question, who) !== NO)
    if (takers.length > 0) return takers.map((group) => ({ code: 'taken-away', clause: `${this.#groupClause(group)}.denies` }))
    const held = (narrowersOf[right] ?? []).filter((one) => !isOn(path, one) && this.#direct(one, question, who) !== NO)
    const narrowed = held.flatMap((one): readonly Ground[] =>
      this.#has(one, question, who, path) === YES ? this.#closedGrounds(one, question, who) : this.#lacking(one, question, who, path),
    )
    if (narrowed.length > 0) return narrowed
    const promoted = givers.map((group): Ground => ({ code: 'not-given', clause: `${this.#groupClause(group)}.promote` }))
    return promoted.length > 0 ? promoted : [{ code: 'not-given', clause: this.#rightClause(right) }]
  }

  #groupClause(group: number): string {
    const { targets, groups } = this.#policy.form
    const one = groups[group]
    return `groups.${targets[one?.target ?? 0]?.id}.${one?.name}`
  }

  #rightClause(right: number): string {
    const { targets, rights } = this.#policy.form
    const one = rights[right]
    return `rights.${targets[one?.target ?? 0]?.id}.${one?.name}`
  }
}

/** The rights under way: one that rests on itself gives nothing. */
interface Path {
  readonly right: number
  readonly before: Path | undefined
}

function isOn(path: Path | undefined, right: number): boolean {
  for (let here = path; here !== undefined; here = here.before) if (here.right === right) return true
  return false
}
