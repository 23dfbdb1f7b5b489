import type { Policy } from './policy.ts'
import type { Verdict } from './question.ts'

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
  #atoms: (readonly number[])[] = []
  #uses: number[] = []
  /** Numbers are used again; stamps never. */
  #stamps: number[] = []
  #made = 0
  /** What was answered before, by right. */
  #kept: (Verdict | undefined)[][] = []

  constructor(policy: Policy) {
    this.#policy = policy
    const { groups, roles, gates } = policy.form
    this.#memberWords = Math.max(1, Math.ceil((groups.length + roles.length) / 32))
    this.#effectAt = this.#memberWords + policy.words
    this.#gatesAt = this.#effectAt + policy.words
    this.#stride = this.#gatesAt + Math.ceil(gates.length / 32)
    this.#rows = new Uint32Array(this.#stride * 16)
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
    return (this.#kept[set] as (Verdict | undefined)[])[right]
  }

  keep(set: number, right: number, verdict: Verdict): Verdict {
    ;(this.#kept[set] as (Verdict | undefined)[])[right] = Object.freeze(verdict)
    return verdict
  }

  #make(key: string, atoms: readonly number[]): number {
    const set = this.#free.pop() ?? this.#atoms.length
    if ((set + 1) * this.#stride > this.#rows.length) {
      const larger = new Uint32Array(this.#rows.length * 2)
      larger.set(this.#rows)
      this.#rows = larger
    }
    this.#numbers.set(key, set)
    this.#atoms[set] = atoms
    this.#uses[set] = 0
    this.#stamps[set] = this.#made
    this.#made += 1
    this.#kept[set] = Array.from<undefined>({ length: this.#policy.form.rights.length })
    this.#fill(set, atoms)
    return set
  }

  #fill(set: number, atoms: readonly number[]): void {
    const { form, needsOf } = this.#policy
    const start = set * this.#stride
    this.#rows.fill(0, start, start + this.#stride)
    const held = atoms.flatMap((atom) => form.groups[atom] ?? [])
    for (const atom of atoms) this.#mark(start, atom)
    for (const { gives } of held) for (const right of gives) this.#mark(start + this.#memberWords, right)
    for (const { denies } of held) for (const right of denies) this.#clear(start + this.#memberWords, right)
    for (const [right, needed] of needsOf.entries())
      if (needed.every((one) => this.gives(set, one))) this.#mark(start + this.#effectAt, right)
    for (const [gate, { only }] of form.gates.entries())
      if (only.some((group) => this.has(set, group))) this.#mark(start + this.#gatesAt, gate)
  }

  #mark(at: number, bit: number): void {
    this.#rows[at + (bit >>> 5)] = (this.#rows[at + (bit >>> 5)] as number) | (1 << (bit & 31))
  }

  #clear(at: number, bit: number): void {
    this.#rows[at + (bit >>> 5)] = (this.#rows[at + (bit >>> 5)] as number) & ~(1 << (bit & 31))
  }
}
