import type { Core } from './core.ts'
import type { Question } from './question.ts'
import { smallestRoles, type SmallestRoles } from './smallest-roles.ts'

/** So many are kept at most. */
const MOST_KEPT = 4096

/**
 * The smallest sets of roles that would help, kept for all who hold the same and stand before the same closed gates. Refusals come in crowds: the
 * same page is asked about for many people, and many pages are closed by the same gate.
 */
export class Remedies {
  readonly #kept = new Map<string, SmallestRoles>()
  /** right -> whether nothing but what is held and what its gates ask decides. */
  readonly #isKeepable: (boolean | undefined)[] = []

  find(core: Core, right: number, question: Question, besides: readonly number[]): SmallestRoles {
    const key = this.#keyOf(core, right, question, besides)
    if (key === undefined) return smallestRoles(core, right, question, besides)
    const kept = this.#kept.get(key)
    if (kept !== undefined) return kept
    const found = smallestRoles(core, right, question, besides)
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear()
    this.#kept.set(key, found)
    return found
  }

  /** Everything that the search looks at; undefined = it looks at more than can be named shortly. */
  #keyOf({ policy, sets, who }: Core, right: number, question: Question, besides: readonly number[]): string | undefined {
    if (!(this.#isKeepable[right] ??= isKeepable(policy, right))) return undefined
    let key = `${sets.stamp(who.set)} ${right} ${besides.join()}`
    for (const gate of policy.gatesOf[right] ?? []) {
      const when = policy.gateWhen[gate]?.(question, who)
      const listed = policy.form.gates[gate]?.listed ?? null
      const names = listed === null ? undefined : question.resource?.[listed]
      key += ` ${when}`
      if (names !== undefined) key += JSON.stringify(names)
    }
    return key
  }
}

/** Neither promoted groups nor conditions on roles are on the way: then what a condition says does not change with what is held. */
function isKeepable(policy: Core['policy'], right: number): boolean {
  const { form, gatesOf, promoteWhen } = policy
  const gates = gatesOf[right] ?? []
  const isPromoted = (group: number) => promoteWhen[group] !== undefined
  return (
    policy.isPlain[right] === true &&
    policy.rolesAsked(right).size === 0 &&
    gates.every((gate) => form.gates[gate]?.only.some(isPromoted) !== true) &&
    (gates.every((gate) => form.gates[gate]?.listed === null) || !promoteWhen.some((when) => when !== undefined))
  )
}
