import { classesIn, type Compiled, type Seating } from './compile.ts'
import { listOf } from './csr.ts'
import type { Relaxed } from './relax.ts'

/**
 * The part of a policy that a goal depends on, and how far each role matters there:
 * a *free* role is needed and never excluded, so that an account takes it whenever it can; a *shed* role is excluded and never needed, so that an
 * account drops it whenever it can; only roles that are both are *branching*, a choice that the search must try both ways.
 * A state of an account is a row of bits, branching and shed roles in the first words, free roles in the words after them.
 */
export interface Slice {
  readonly types: readonly SliceType[]
  /** Words of a state: those of branching and shed roles, and all. */
  readonly choiceWords: number
  readonly words: number
  readonly rules: readonly SliceRule[]
  /** Places of rules that are used as soon as they can be (free roles given, shed roles taken), and of those that are a choice. */
  readonly eager: ReadonlySet<number>
  readonly choices: readonly number[]
  /** Per bit, the eager rules that may become possible when it is set or cleared. */
  readonly onSet: ReadonlyMap<number, readonly number[]>
  readonly onCleared: ReadonlyMap<number, readonly number[]>
  /** Per class its bits, and per bit its classes. */
  readonly classes: readonly (readonly number[])[]
  readonly classesOf: ReadonlyMap<number, readonly number[]>
  /** Bits that all must be set on one account. */
  readonly goal: readonly number[]
  /** How many roles are branching. */
  readonly branching: number
  /** Whether nothing that matters to the goal was left out. */
  readonly isWhole: boolean
}

export interface SliceType {
  readonly start: Int32Array
  /** Places in the policy's list of accounts; none for new accounts. */
  readonly accounts: readonly number[]
  /** New accounts, without limit, besides those listed. */
  readonly unlimited: boolean
  /** Whether the goal counts on accounts of this type. */
  readonly mayWin: boolean
}

export interface SliceRule {
  /** Place in the compiled policy. */
  readonly rule: number
  readonly assigns: boolean
  readonly bit: number
  readonly needs: readonly number[]
  readonly excludes: readonly number[]
  /** With classes of the slice. */
  readonly seating: Seating
}

export interface CompiledGoal {
  readonly roles: readonly number[]
  /** Place in the policy's list of accounts; undefined = any account. */
  readonly account: number | undefined
}

/** Cuts a policy to a goal. `chosen` = 1 for the assign rules to keep at most; undefined = all. Rules that `relaxed` shows to be of no use fall out. */
export function sliceFor(compiled: Compiled, relaxed: Relaxed, goal: CompiledGoal, chosen?: Uint8Array): Slice {
  const relevance = relevantFor(compiled, relaxed, goal, chosen)
  const bits = layOut(compiled, relevance)
  const rules = relevance.rules.map((rule): SliceRule => {
    const bitsOf = (list: Int32Array) => [...list].flatMap((role) => bits.of.get(role) ?? [])
    return {
      rule,
      assigns: compiled.assigns[rule] === 1,
      bit: bits.of.get(compiled.role[rule] ?? 0) ?? 0,
      needs: bitsOf(listOf(compiled.needs, rule)),
      excludes: bitsOf(listOf(compiled.excludes, rule).filter((role) => relaxed.held[role] === 1)),
      seating: compiled.seating[rule] ?? { actors: -1, others: false, approvals: [] },
    }
  })
  const classes = new Map<number, number>()
  const numbered = rules.map((rule) => ({ ...rule, seating: renumber(rule.seating, classes) }))
  const classBits = [...classes.keys()].map((held) => [...listOf(compiled.classes, held)].flatMap((role) => bits.of.get(role) ?? []))
  const isEager = ({ assigns, bit }: SliceRule) => (assigns ? bits.free.has(bit) : bits.shed.has(bit))
  const eager = new Set([...numbered.keys()].filter((at) => isEager(numbered[at] ?? neverRule)))
  return {
    types: typesFor(compiled, goal, bits),
    choiceWords: bits.choiceWords,
    words: bits.words,
    rules: numbered,
    eager,
    choices: [...numbered.keys()].filter((at) => !eager.has(at)),
    onSet: indexed([...eager].map((at) => [at, numbered[at]?.needs ?? []])),
    onCleared: indexed([...eager].map((at) => [at, numbered[at]?.excludes ?? []])),
    classes: classBits,
    classesOf: indexed(classBits.map((list, at) => [at, list])),
    goal: goal.roles.flatMap((role) => bits.of.get(role) ?? []),
    branching: bits.branching,
    isWhole: relevance.isWhole,
  }
}

const neverRule: SliceRule = {
  rule: -1,
  assigns: false,
  bit: -1,
  needs: [],
  excludes: [],
  seating: { actors: -1, others: false, approvals: [] },
}

interface Relevance {
  readonly needed: Uint8Array
  readonly excluded: Uint8Array
  readonly rules: readonly number[]
  readonly isWhole: boolean
}

/** Backwards from the goal: a needed role brings the rules that give it, an excluded one the rules that take it, a rule all that it looks at. */
function relevantFor(compiled: Compiled, relaxed: Relaxed, goal: CompiledGoal, chosen: Uint8Array | undefined): Relevance {
  const needed = new Uint8Array(compiled.policy.roles.length)
  const excluded = new Uint8Array(compiled.policy.roles.length)
  const open: { readonly role: number; readonly assigns: 0 | 1 }[] = []
  const rules: number[] = []
  let isWhole = true
  const mark = (role: number, assigns: 0 | 1) => {
    const marks = assigns === 1 ? needed : excluded
    if (marks[role] === 1 || relaxed.held[role] === 0) return
    marks[role] = 1
    open.push({ role, assigns })
  }
  for (const role of goal.roles) mark(role, 1)
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const rule of listOf(compiled.changing, next.role)) {
      if (compiled.assigns[rule] !== next.assigns || relaxed.usable[rule] === 0) continue
      if (chosen !== undefined && chosen[rule] === 0) {
        isWhole = false
        continue
      }
      rules.push(rule)
      for (const role of listOf(compiled.needs, rule)) mark(role, 1)
      for (const role of listOf(compiled.excludes, rule)) mark(role, 0)
      const seating = compiled.seating[rule]
      if (seating === undefined) continue
      for (const held of classesIn(seating)) for (const role of listOf(compiled.classes, held)) mark(role, 1)
    }
  }
  return { needed, excluded, rules: rules.toSorted((left, right) => left - right), isWhole }
}

interface Layout {
  /** Bit of each relevant role. */
  readonly of: ReadonlyMap<number, number>
  readonly free: ReadonlySet<number>
  readonly shed: ReadonlySet<number>
  readonly choiceWords: number
  readonly words: number
  readonly branching: number
}

function layOut(compiled: Compiled, { needed, excluded }: Relevance): Layout {
  const all = [...compiled.policy.roles.keys()]
  const choice = all.filter((role) => excluded[role] === 1)
  const free = all.filter((role) => needed[role] === 1 && excluded[role] === 0)
  const choiceWords = Math.ceil(choice.length / 32)
  const of = new Map<number, number>([
    ...choice.map((role, at): [number, number] => [role, at]),
    ...free.map((role, at): [number, number] => [role, choiceWords * 32 + at]),
  ])
  const bitsOf = (roles: readonly number[]) => new Set(roles.map((role) => of.get(role) ?? -1))
  return {
    of,
    free: bitsOf(free),
    shed: bitsOf(choice.filter((role) => needed[role] === 0)),
    choiceWords,
    words: choiceWords + Math.ceil(free.length / 32),
    branching: choice.filter((role) => needed[role] === 1).length,
  }
}

function typesFor(compiled: Compiled, goal: CompiledGoal, layout: Layout): SliceType[] {
  const types = new Map<string, { start: Int32Array; accounts: number[]; unlimited: boolean; mayWin: boolean }>()
  const typeOf = (roles: readonly number[], account: number | undefined) => {
    const start = new Int32Array(layout.words)
    for (const role of roles) {
      const bit = layout.of.get(role)
      if (bit !== undefined) setBit(start, bit)
    }
    const mayWin = goal.account === undefined || goal.account === account
    // an account that alone may win is a type of its own
    const key = `${start.join()}:${mayWin}`
    const found = types.get(key) ?? { start, accounts: [], unlimited: false, mayWin }
    types.set(key, found)
    return found
  }
  for (const [account, roles] of compiled.accounts.entries()) typeOf(roles, account).accounts.push(account)
  if (compiled.policy.newAccounts) typeOf([], undefined).unlimited = true
  return [...types.values()]
}

/** The seating with classes numbered in the order in which they are met. */
function renumber(seating: Seating, classes: Map<number, number>): Seating {
  const numberOf = (held: number): number => {
    const number = classes.get(held) ?? classes.size
    classes.set(held, number)
    return number
  }
  return {
    actors: seating.actors < 0 ? -1 : numberOf(seating.actors),
    others: seating.others,
    approvals: seating.approvals.map((seat) => ({ class: numberOf(seat.class), count: seat.count })),
  }
}

function indexed(lists: readonly (readonly [number, readonly number[]])[]): ReadonlyMap<number, readonly number[]> {
  const index = new Map<number, number[]>()
  for (const [at, list] of lists) {
    for (const item of list) {
      const found = index.get(item)
      if (found === undefined) index.set(item, [at])
      else found.push(at)
    }
  }
  return index
}

export function isSet(words: Int32Array, bit: number): boolean {
  return ((words[bit >>> 5] ?? 0) & (1 << (bit & 31))) !== 0
}

export function setBit(words: Int32Array, bit: number): void {
  const word = bit >>> 5
  words[word] = (words[word] ?? 0) | (1 << (bit & 31))
}

export function clearBit(words: Int32Array, bit: number): void {
  const word = bit >>> 5
  words[word] = (words[word] ?? 0) & ~(1 << (bit & 31))
}

export function toggleBit(words: Int32Array, bit: number): void {
  const word = bit >>> 5
  words[word] = (words[word] ?? 0) ^ (1 << (bit & 31))
}

/** Whether a rule would change an account in this state, so far as the account itself is concerned. */
export function isOpen(rule: SliceRule, state: Int32Array): boolean {
  if (isSet(state, rule.bit) === rule.assigns) return false
  for (const bit of rule.needs) if (!isSet(state, bit)) return false
  for (const bit of rule.excludes) if (isSet(state, bit)) return false
  return true
}

/** How many free roles an account in this state holds. */
export function freeIn(slice: Slice, state: Int32Array): number {
  let count = 0
  for (let word = slice.choiceWords; word < slice.words; word += 1)
    for (let rest = state[word] ?? 0; rest !== 0; rest &= rest - 1) count += 1
  return count
}
