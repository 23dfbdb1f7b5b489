import type { Policy } from './policy.ts'
import type { Ground, Verdict } from './question.ts'
import { LeftToAsk, type Code } from './left-to-ask.ts'

/**
 * The distinct sets of groups and roles that people hold, each with its masks. There are few: people are told apart by the number of their set
 * alone. A set whose last user leaves is forgotten and its number given to another.
 *
 * A row of the table: members, rights given, rights in effect, gates passed by membership.
 */
export class SetTable {
  readonly #policy: Policy
  readonly #memberWords: number
  readonly #effectAt: number
  readonly #gatesAt: number
  readonly #stride: number
  readonly #numbers = new Map<string, number>()
  readonly #free: number[] = []
  #rows: Uint32Array
  readonly #rights: number
  /** What the numbers in the table below stand for. */
  readonly left: LeftToAsk
  /** By set and right: what is left to ask. */
  #codes: Uint16Array
  #atoms: (readonly number[])[] = []
  #uses: number[] = []
  /** Numbers are used again; stamps never. */
  #stamps: number[] = []
  #made = 0
  /** What was answered before, by set and right. */
  readonly #kept: (Verdict | undefined)[] = []
  /** Grounds that many sets share, by what they say; and the last verdict with them. */
  readonly #grounds = new Map<string, readonly Ground[]>()
  readonly #verdicts = new Map<readonly Ground[], Verdict>()

  constructor(policy: Policy) {
    this.#policy = policy
    const { groups, roles, gates } = policy.form
    this.#memberWords = Math.max(1, Math.ceil((groups.length + roles.length) / 32))
    this.#effectAt = this.#memberWords + policy.words
    this.#gatesAt = this.#effectAt + policy.words
    this.#stride = this.#gatesAt + Math.ceil(gates.length / 32)
    this.#rows = new Uint32Array(this.#stride * 16)
    this.#rights = policy.form.rights.length
    this.left = new LeftToAsk(policy)
    this.#codes = new Uint16Array(this.#rights * 16)
  }

  /** The number of a set, ascending atoms, each once; it is kept until as many `release` have come as `retain`. */
  retain(atoms: readonly number[]): number {
    const key = atoms.join(',')
    const number = this.#numbers.get(key) ?? this.#make(key, atoms)
    this.#uses[number] = (this.#uses[number] ?? 0) + 1
    return number
  }

  release(set: number): void {
    const left = (this.#uses[set] ?? 0) - 1
    this.#uses[set] = left
    if (left > 0) return
    this.#numbers.delete((this.#atoms[set] ?? []).join(','))
    this.#free.push(set)
  }

  /** Numbers of sets in use are below this. */
  get limit(): number {
    return this.#atoms.length
  }

  isUsed(set: number): boolean {
    return (this.#uses[set] ?? 0) > 0
  }

  /** Another number for each set that ever was. */
  stamp(set: number): number {
    return this.#stamps[set] ?? -1
  }

  atoms(set: number): readonly number[] {
    return this.#atoms[set] ?? []
  }

  /** Whether a group, or a role by its atom, is in a set. */
  has(set: number, atom: number): boolean {
    return ((this.#rows[set * this.#stride + (atom >>> 5)] as number) & (1 << (atom & 31))) !== 0
  }

  /** What is left to ask about a right of somebody who has a set: nothing where it is `NO` or `YES`. */
  code(set: number, right: number): Code {
    return this.#codes[set * this.#rights + right] as Code
  }

  /** Whether the groups of a set give a right and none takes it away. */
  gives(set: number, right: number): boolean {
    return ((this.#rows[set * this.#stride + this.#memberWords + (right >>> 5)] as number) & (1 << (right & 31))) !== 0
  }

  /** The same with all that the right needs. Certain for plain rights only. */
  hasEffect(set: number, right: number): boolean {
    return ((this.#rows[set * this.#stride + this.#effectAt + (right >>> 5)] as number) & (1 << (right & 31))) !== 0
  }

  /** Whether a group of the set is named by the gate. */
  passes(set: number, gate: number): boolean {
    return ((this.#rows[set * this.#stride + this.#gatesAt + (gate >>> 5)] as number) & (1 << (gate & 31))) !== 0
  }

  /** The verdict that was kept for everybody with this set, of whatever revision; undefined = none yet. */
  kept(set: number, right: number): Verdict | undefined {
    return this.#kept[set * this.#rights + right]
  }

  /** Keeps a verdict for everybody with this set; one that says the same and was made before is taken instead. */
  keep(set: number, right: number, verdict: Verdict): Verdict {
    const because = this.#sharedGrounds(verdict.because)
    const last = this.#verdicts.get(because)
    const kept = last?.revision === verdict.revision ? last : Object.freeze({ ...verdict, because })
    if (kept !== last) this.#verdicts.set(because, kept)
    this.#kept[set * this.#rights + right] = kept
    return kept
  }

  #sharedGrounds(because: readonly Ground[]): readonly Ground[] {
    if (this.#verdicts.has(because)) return because
    const key = JSON.stringify(because.map(({ code, clause }) => [code, clause]))
    const known = this.#grounds.get(key)
    if (known === undefined) this.#grounds.set(key, because)
    return known ?? because
  }

  #make(key: string, atoms: readonly number[]): number {
    const set = this.#free.pop() ?? this.#atoms.length
    if ((set + 1) * this.#stride > this.#rows.length) {
      const larger = new Uint32Array(this.#rows.length * 2)
      larger.set(this.#rows)
      this.#rows = larger
      const codes = new Uint16Array(this.#codes.length * 2)
      codes.set(this.#codes)
      this.#codes = codes
    }
    this.#numbers.set(key, set)
    this.#atoms[set] = atoms
    this.#uses[set] = 0
    this.#stamps[set] = this.#made
    this.#made += 1
    for (let right = 0; right < this.#rights; right += 1) this.#kept[set * this.#rights + right] = undefined
    this.#fill(set, atoms)
    return set
  }

  #fill(set: number, atoms: readonly number[]): void {
    const { form, needsOf } = this.#policy
    const start = set * this.#stride
    this.#rows.fill(0, start, start + this.#stride)
    const groups = atoms.flatMap((atom) => form.groups[atom] ?? [])
    for (const atom of atoms) this.#mark(start, atom)
    for (const { gives } of groups) for (const right of gives) this.#mark(start + this.#memberWords, right)
    for (const { denies } of groups) for (const right of denies) this.#clear(start + this.#memberWords, right)
    for (const [right, needed] of needsOf.entries())
      if (needed.every((one) => this.gives(set, one))) this.#mark(start + this.#effectAt, right)
    for (const [gate, { only }] of form.gates.entries())
      if (only.some((group) => this.has(set, group))) this.#mark(start + this.#gatesAt, gate)
    const held = { gives: (right: number) => this.gives(set, right), passes: (gate: number) => this.passes(set, gate) }
    for (let right = 0; right < this.#rights; right += 1) this.#codes[set * this.#rights + right] = this.left.code(right, held)
  }

  #mark(at: number, bit: number): void {
    this.#rows[at + (bit >>> 5)] = (this.#rows[at + (bit >>> 5)] as number) | (1 << (bit & 31))
  }

  #clear(at: number, bit: number): void {
    this.#rows[at + (bit >>> 5)] = (this.#rows[at + (bit >>> 5)] as number) & ~(1 << (bit & 31))
  }
}
