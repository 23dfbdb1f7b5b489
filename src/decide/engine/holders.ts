import type { Instant } from '../../kernel/instant.ts'
import type { Core } from './core.ts'

/** Present holders of a role: some handles in order, and how many there are in all. */
export interface HoldersTold {
  readonly handles: readonly string[]
  readonly count: number
}

/** Who holds which role, listed once for as long as nobody’s holdings change. */
export class HolderLists {
  #changes = -1
  /** role -> handles of those who hold it without regard to time, in order. */
  readonly #plain = new Map<number, readonly string[]>()
  /** Those who must be looked at anew at each moment. */
  #special: readonly (readonly [string, number])[] = []

  /** Locked people hold nothing. `most`: how many handles are named. */
  of(core: Core, role: number, now: Instant, most: number): HoldersTold {
    const { people, policy, sets } = core
    if (people.changes !== this.#changes) {
      this.#changes = people.changes
      this.#plain.clear()
      this.#special = [...people.entries()].filter(([, index]) => people.isSpecial(index))
    }
    const atom = policy.roleAtom(role)
    const plain = this.#plain.get(role) ?? this.#list(core, role, atom)
    const special = this.#special.flatMap(([id, index]) => (!people.isGone(index) && sets.has(people.setOf(index, now), atom) ? [id] : []))
    const first = special.length === 0 ? plain.slice(0, most) : [...plain.slice(0, most), ...special].toSorted().slice(0, most)
    return { handles: first, count: plain.length + special.length }
  }

  #list({ people, sets }: Core, role: number, atom: number): readonly string[] {
    const held: boolean[] = []
    for (let set = 0; set < sets.limit; set += 1) held[set] = sets.isUsed(set) && sets.has(set, atom)
    const handles: string[] = []
    for (const [id, index] of people.entries()) {
      const set = people.plainSet(index)
      if (set >= 0 && held[set] === true) handles.push(id)
    }
    handles.sort()
    this.#plain.set(role, handles)
    return handles
  }
}
