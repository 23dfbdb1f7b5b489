import type { Id } from '../../charter/model.ts'
import type { Instant } from '../../kernel/instant.ts'
import { AccountNames } from './account-names.ts'
import type { HeldAccount, Holding } from './holding.ts'
import type { Policy } from './policy.ts'
import type { SetTable } from './sets.ts'
import { atomsOf, noAccounts, settle, specialOf, unsettle, type AccountEntry, type Special } from './special.ts'
import type { Details } from './who.ts'

/** Set in the number of somebody's set: there is more to know than the set. */
const SPECIAL = 0x8000_0000

/** Who holds which set. A person is a number; most are nothing but a name and the number of their set. */
export class PeopleTable {
  readonly #policy: Policy
  readonly #sets: SetTable
  readonly #index = new Map<string, number>()
  #setOf = new Uint32Array(16)
  #end = 0
  readonly #free: number[] = []
  readonly #specials = new Map<number, Special>()
  readonly #details = new Map<number, Details>()
  readonly #names: AccountNames
  /** Plain people by set: what is counted without looking at anybody. */
  readonly #counts: number[] = []
  #order: string[] | undefined
  #changes = 0

  constructor(policy: Policy, sets: SetTable) {
    this.#policy = policy
    this.#sets = sets
    this.#names = new AccountNames(policy)
  }

  /** Grows with whatever is put or dropped. */
  get changes(): number {
    return this.#changes
  }

  get size(): number {
    return this.#index.size
  }

  /** undefined = nobody by this handle. */
  find(id: string): number | undefined {
    return this.#index.get(id)
  }

  findAccount(target: Id, name: string): number | undefined {
    const index = this.#names.find(target, name)
    if (index !== undefined) return index
    const person = this.#index.get(name)
    const number = this.#policy.target(target)
    if (person === undefined || number === undefined || this.#names.isOtherwise(person, number)) return undefined
    const registered = this.#policy.registered.get(number)
    return registered === undefined || this.isLocked(person, number) || this.#sets.has(this.#alwaysOf(person), registered)
      ? person
      : undefined
  }

  /** A set that holds at least what a person has without a limit in time. */
  #alwaysOf(index: number): number {
    return this.setOf(index, 0 as Instant)
  }

  /** The set of somebody about whom there is nothing more to know; -1 for all others. */
  plainSet(index: number): number {
    const set = this.#setOf[index] as number
    return set < SPECIAL ? set : -1
  }

  /** The set of a person at a moment. */
  setOf(index: number, now: Instant): number {
    const set = this.#setOf[index] as number
    return set < SPECIAL ? set : settle(this.#sets, this.#specials.get(index) as Special, now)
  }

  isSpecial(index: number): boolean {
    return (this.#setOf[index] as number) >= SPECIAL
  }

  isLocked(index: number, target: number): boolean {
    if ((this.#setOf[index] as number) < SPECIAL) return false
    const special = this.#specials.get(index)
    return special !== undefined && (special.locked || special.lockedOn.includes(target))
  }

  /** Locked everywhere. */
  isGone(index: number): boolean {
    return this.#specials.get(index)?.locked === true
  }

  /** The accounts of a person on a target where they are several; else undefined. */
  accountsOn(index: number, target: number): readonly AccountEntry[] | undefined {
    if ((this.#setOf[index] as number) < SPECIAL) return undefined
    return this.#specials.get(index)?.accounts.get(target)
  }

  details(index: number): Details | undefined {
    return this.#details.get(index)
  }

  /** How many of those who are nothing but their set have this one. */
  plainCount(set: number): number {
    return this.#counts[set] ?? 0
  }

  /** Those who are to be looked at one by one, whatever is counted. */
  *specials(): Iterable<number> {
    for (const [index, special] of this.#specials) if (!special.hidden) yield index
  }

  /** Everybody by handle, in no order. */
  entries(): Iterable<readonly [string, number]> {
    return this.#index
  }

  /** All handles in the order of their UTF-16 code units. */
  order(): readonly string[] {
    return (this.#order ??= [...this.#index.keys()].toSorted())
  }

  /** Takes somebody in, or anew. */
  put(holding: Holding): void {
    this.#changes += 1
    const present = this.#index.get(holding.id)
    if (present !== undefined) this.#clear(present)
    const index = present ?? this.#newIndex()
    if (present === undefined) {
      this.#index.set(holding.id, index)
      if (this.#order !== undefined) this.#order.splice(placeIn(this.#order, holding.id), 0, holding.id)
    }
    const several = this.#putAccounts(holding)
    this.#write(index, holding, holding.accounts, several, false)
    this.#names.put(index, holding, several)
    this.#putDetails(index, holding)
  }

  /** Forgets somebody; false if nobody is called so. */
  drop(id: string): boolean {
    const index = this.#index.get(id)
    if (index === undefined) return false
    this.#changes += 1
    this.#clear(index)
    this.#index.delete(id)
    this.#free.push(index)
    this.#order?.splice(placeIn(this.#order, id), 1)
    return true
  }

  #newIndex(): number {
    const index = this.#free.pop() ?? this.#end++
    if (index >= this.#setOf.length) {
      const larger = new Uint32Array(Math.ceil(this.#setOf.length * 1.5))
      larger.set(this.#setOf)
      this.#setOf = larger
    }
    return index
  }

  #clear(index: number): void {
    const special = this.#specials.get(index)
    if (special === undefined) {
      const set = this.#setOf[index] as number
      this.#counts[set] = (this.#counts[set] ?? 0) - 1
      this.#sets.release(set)
    } else {
      unsettle(this.#sets, special)
      for (const accounts of special.accounts.values())
        for (const account of accounts) {
          this.#clear(account.index)
          this.#free.push(account.index)
        }
      this.#specials.delete(index)
    }
    this.#details.delete(index)
    this.#names.clear(index)
  }

  /** Several accounts on one target are entries of their own. */
  #putAccounts(holding: Holding): Special['accounts'] {
    if (holding.accounts.length < 2) return noAccounts
    const found = new Map<number, AccountEntry[]>()
    for (const account of holding.accounts) {
      if (holding.accounts.filter((other) => other.target === account.target).length < 2) continue
      const target = this.#policy.target(account.target)
      if (target === undefined) continue
      const index = this.#newIndex()
      this.#write(index, holding, [account], noAccounts, true)
      this.#names.add(index, account.target, account.name)
      this.#putDetails(index, holding)
      found.set(target, [...(found.get(target) ?? []), { name: account.name, index }])
    }
    return found.size === 0 ? noAccounts : found
  }

  #write(index: number, holding: Holding, held: readonly HeldAccount[], accounts: Special['accounts'], hidden: boolean): void {
    const atoms = atomsOf(this.#policy, holding, held, accounts)
    if (!hidden && !holding.locked && atoms.lockedOn.length === 0 && atoms.timed.length === 0 && accounts.size === 0) {
      const set = this.#sets.retain(atoms.always)
      this.#setOf[index] = set
      this.#counts[set] = (this.#counts[set] ?? 0) + 1
      return
    }
    this.#setOf[index] = SPECIAL
    this.#specials.set(index, specialOf(atoms, hidden, holding.locked, accounts))
  }

  /** Whoever has more than one name is asked for by any of them, so all of them are kept, the handle too. */
  #putDetails(index: number, holding: Holding): void {
    const names = [...new Set([holding.id, ...holding.names, ...holding.accounts.map(({ name }) => name)])]
    if (names.length === 1 && holding.facts.length === 0 && holding.statements.length === 0) return
    this.#details.set(index, { names, facts: new Map(holding.facts.map((fact) => [fact.fact, fact])), statements: holding.statements })
  }
}

/** Where a text stands in a sorted list, or would stand. */
export function placeIn(list: readonly string[], text: string): number {
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((list[middle] as string) < text) low = middle + 1
    else high = middle
  }
  return low
}
