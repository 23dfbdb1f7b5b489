import type { Id } from '../../charter/model.ts'
import { WRIT } from '../../charter/writ-target.ts'
import type { Holding } from './holding.ts'
import type { Policy } from './policy.ts'
import type { Special } from './special.ts'

/** Who is meant by the name of an account. Most are called as their handle is: of them nothing is kept. */
export class AccountNames {
  readonly #policy: Policy
  readonly #accounts = new Map<string, number>()
  /** The keys of a person in the map of accounts. */
  readonly #keys = new Map<number, readonly string[]>()
  /** Targets on which a person is not called as their handle is; also where they are not and nothing else tells. */
  readonly #otherwise = new Map<number, readonly number[]>()

  constructor(policy: Policy) {
    this.#policy = policy
  }

  find(target: Id, name: string): number | undefined {
    return this.#accounts.get(keyOf(target, name))
  }

  /** Whether the handle of a person is not the name of an account of theirs on a target. */
  isOtherwise(index: number, target: number): boolean {
    return this.#otherwise.get(index)?.includes(target) === true
  }

  add(index: number, target: Id, name: string): void {
    const key = keyOf(target, name)
    this.#accounts.set(key, index)
    this.#keys.set(index, [...(this.#keys.get(index) ?? []), key])
  }

  /** The names of a person on all targets; where they have several accounts, each is an entry of its own. */
  put(index: number, holding: Holding, several: Special['accounts']): void {
    const otherwise: number[] = []
    for (const [target, { id }] of this.#policy.form.targets.entries()) {
      if (id === WRIT) continue
      const there = holding.accounts.filter((account) => account.target === id)
      const absent = there.length === 0 && !this.#policy.registered.has(target)
      if (absent || (there.length > 0 && !there.some(({ name }) => name === holding.id)) || several.has(target)) otherwise.push(target)
      if (several.has(target)) continue
      for (const { name } of there) if (name !== holding.id) this.add(index, id, name)
    }
    if (otherwise.length > 0) this.#otherwise.set(index, otherwise)
  }

  clear(index: number): void {
    this.#otherwise.delete(index)
    for (const key of this.#keys.get(index) ?? []) this.#accounts.delete(key)
    this.#keys.delete(index)
  }
}

/** A key that no two accounts share: names of targets hold no space. */
function keyOf(target: Id, name: string): string {
  return `${target} ${name}`
}
