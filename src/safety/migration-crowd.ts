import { reaches, type TargetPowers } from './target-powers.ts'

/** A group that nobody can put anybody into, or nobody can take anybody else out of. */
export interface Orphan {
  readonly group: string
  readonly lacks: readonly ('add' | 'remove')[]
}

/** Accounts by what they are in: those in the same groups are one type. */
export class Crowd {
  readonly #groups = new Map<string, readonly string[]>()
  readonly #types = new Map<string, { readonly groups: readonly string[]; count: number }>()

  constructor(holders: ReadonlyMap<string, readonly string[]>) {
    for (const [name, groups] of holders) this.#put(name, groups)
  }

  groupsOf(name: string): readonly string[] {
    return this.#groups.get(name) ?? []
  }

  membersOf(group: string): readonly string[] {
    return [...this.#groups].filter(([, groups]) => groups.includes(group)).map(([name]) => name)
  }

  types(): readonly (readonly string[])[] {
    return [...this.#types.values()].map(({ groups }) => groups)
  }

  /** How many accounts are in groups of which the test is true. */
  count(test: (groups: readonly string[]) => boolean): number {
    return [...this.#types.values()].reduce((sum, { groups, count }) => (test(groups) ? sum + count : sum), 0)
  }

  change(name: string, kind: 'add' | 'remove', group: string): void {
    const others = this.groupsOf(name).filter((one) => one !== group)
    this.#put(name, kind === 'add' ? [...others, group] : others)
  }

  #put(name: string, groups: readonly string[]): void {
    const before = this.#groups.get(name)
    if (before !== undefined) {
      const key = typeKey(before)
      const type = this.#types.get(key)
      if (type !== undefined && (type.count -= 1) === 0) this.#types.delete(key)
    }
    const own = [...new Set(groups)].toSorted()
    this.#groups.set(name, own)
    const type = this.#types.get(typeKey(own)) ?? { groups: own, count: 0 }
    type.count += 1
    this.#types.set(typeKey(own), type)
  }
}

function typeKey(groups: readonly string[]): string {
  return groups.toSorted().join('\n')
}

/** Groups that all accounts together can never give, or never take from another account again. */
export function orphansIn(powers: TargetPowers, types: readonly (readonly string[])[]): readonly Orphan[] {
  const mates = grown(powers, types)
  const holding = [...new Set(mates.flat())].flatMap((name) => powers.get(name) ?? [])
  return [...powers.keys()].flatMap((group) => {
    const given = holding.some(({ adds, addsToSelf }) => reaches(adds, group) || addsToSelf.has(group))
    const taken = holding.some(({ removes }) => reaches(removes, group))
    if (given && taken) return []
    return [{ group, lacks: [...(given ? [] : (['add'] as const)), ...(taken ? [] : (['remove'] as const))] }]
  })
}

/** Whether one account, alone and after whatever it can give to itself, has the authority for all of it. */
export function capableOf(
  powers: TargetPowers,
  groups: readonly string[],
  tasks: readonly { readonly verb: 'add' | 'remove'; readonly group: string }[],
): boolean {
  const [alone = []] = grown(powers, [groups])
  const own = alone.flatMap((name) => powers.get(name) ?? [])
  return tasks.every(({ verb, group }) => own.some(({ adds, removes }) => reaches(verb === 'add' ? adds : removes, group)))
}

/** What each account can come to be in, if all work together: the least fixpoint of additions. */
function grown(powers: TargetPowers, types: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const names = [...powers.keys()]
  const holds = types.map((groups) => new Set(groups.filter((name) => powers.has(name))))
  for (let open = true; open;) {
    open = false
    const active = [...new Set(holds.flatMap((own) => [...own]))].flatMap((name) => powers.get(name) ?? [])
    const forAnybody = names.filter((group) => active.some(({ adds }) => reaches(adds, group)))
    for (const own of holds) {
      const toSelf = [...own].flatMap((name) => [...(powers.get(name)?.addsToSelf ?? [])]).filter((group) => powers.has(group))
      for (const group of [...forAnybody, ...toSelf]) {
        if (own.has(group)) continue
        own.add(group)
        open = true
      }
    }
  }
  return holds.map((own) => [...own])
}
