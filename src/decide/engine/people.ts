import type { Id } from '../../charter/model.ts'
import { WRIT } from '../../charter/writ-target.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { HeldAccount, HeldMembership, Holding, Period } from './holding.ts'
import type { Policy } from './policy.ts'
import type { SetTable } from './sets.ts'
import type { Details } from './who.ts'

/** Set in the number of somebody's set: there is more to know than the set. */
const SPECIAL = 0x8000_0000

/** What few have: times, locks, several accounts on one target. */
interface Special {
  /** An account of somebody who has several: no person of its own. */
  readonly hidden: boolean
  readonly locked: boolean
  readonly lockedOn: readonly number[]
  readonly always: readonly number[]
  readonly timed: readonly (Period & { readonly atom: number })[]
  /** The set for the moments from `from` up to `until`. */
  set: number
  from: number
  until: number
  /** target -> the accounts there, where they are several. */
  readonly accounts: ReadonlyMap<number, readonly AccountEntry[]>
}

/** One of several accounts that somebody has on a target. */
export interface AccountEntry {
  readonly name: string
  readonly index: number
}

const noAccounts: Special['accounts'] = new Map()

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
  readonly #accounts = new Map<string, number>()
  /** The keys of a person in the map of accounts. */
  readonly #keys = new Map<number, readonly string[]>()
  /** Targets on which a person is not called as their handle is; also where they are not and nothing else tells. */
  readonly #otherwise = new Map<number, readonly number[]>()
  /** Plain people by set: what is counted without looking at anybody. */
  readonly #counts: number[] = []
  #order: string[] | undefined
  #changes = 0

  constructor(policy: Policy, sets: SetTable) {
    this.#policy = policy
    this.#sets = sets
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
    const index = this.#accounts.get(keyOf(target, name))
    if (index !== undefined) return index
    const person = this.#index.get(name)
    const number = this.#policy.target(target)
    if (person === undefined || number === undefined || this.#otherwise.get(person)?.includes(number) === true) return undefined
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
    return set < SPECIAL ? set : this.#settle(this.#specials.get(index) as Special, now)
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
    this.#putNames(index, holding, several)
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
      if (special.from < special.until) this.#sets.release(special.set)
      for (const accounts of special.accounts.values())
        for (const account of accounts) {
          this.#clear(account.index)
          this.#free.push(account.index)
        }
      this.#specials.delete(index)
    }
    this.#details.delete(index)
    this.#otherwise.delete(index)
    for (const key of this.#keys.get(index) ?? []) this.#accounts.delete(key)
    this.#keys.delete(index)
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
      this.#addKey(index, keyOf(account.target, account.name))
      this.#putDetails(index, holding)
      found.set(target, [...(found.get(target) ?? []), { name: account.name, index }])
    }
    return found.size === 0 ? noAccounts : found
  }

  #write(index: number, holding: Holding, held: readonly HeldAccount[], accounts: Special['accounts'], hidden: boolean): void {
    const policy = this.#policy
    const always: number[] = [...policy.everyone]
    const timed: (Period & { readonly atom: number })[] = []
    const put = (atom: number | undefined, period: Period) => {
      if (atom === undefined) return
      if (period.from === null && period.until === null) always.push(atom)
      else timed.push({ atom, from: period.from, until: period.until })
    }
    const lockedOn: number[] = []
    for (const account of held) {
      const target = policy.target(account.target)
      if (target === undefined) continue
      if (account.locked) {
        if (!accounts.has(target)) lockedOn.push(target)
        continue
      }
      const registered = policy.registered.get(target)
      if (registered !== undefined) always.push(registered)
      for (const membership of account.memberships) put(this.#groupOf(account.target, membership), membership)
    }
    for (const held of holding.roles) {
      const role = policy.role(held.role)
      if (role !== undefined) put(policy.roleAtom(role), held)
    }
    const atoms = sorted(always)
    if (!hidden && !holding.locked && lockedOn.length === 0 && timed.length === 0 && accounts.size === 0) {
      const set = this.#sets.retain(atoms)
      this.#setOf[index] = set
      this.#counts[set] = (this.#counts[set] ?? 0) + 1
      return
    }
    this.#setOf[index] = SPECIAL
    this.#specials.set(index, {
      hidden,
      locked: holding.locked,
      lockedOn,
      always: atoms,
      timed,
      set: 0,
      from: Infinity,
      until: -Infinity,
      accounts,
    })
  }

  #groupOf(target: Id, { group }: HeldMembership): number | undefined {
    return this.#policy.group(target, group)
  }

  #putNames(index: number, holding: Holding, several: Special['accounts']): void {
    const { targets } = this.#policy.form
    const otherwise: number[] = []
    for (const [target, { id }] of targets.entries()) {
      if (id === WRIT) continue
      const there = holding.accounts.filter((account) => account.target === id)
      const absent = there.length === 0 && !this.#policy.registered.has(target)
      if (absent || (there.length > 0 && !there.some(({ name }) => name === holding.id)) || several.has(target)) otherwise.push(target)
      if (several.has(target)) continue
      for (const { name } of there) if (name !== holding.id) this.#addKey(index, keyOf(id, name))
    }
    if (otherwise.length > 0) this.#otherwise.set(index, otherwise)
    this.#putDetails(index, holding)
  }

  #addKey(index: number, key: string): void {
    this.#accounts.set(key, index)
    this.#keys.set(index, [...(this.#keys.get(index) ?? []), key])
  }

  /** Whoever has more than one name is asked for by any of them, so all of them are kept, the handle too. */
  #putDetails(index: number, holding: Holding): void {
    const names = [...new Set([holding.id, ...holding.names, ...holding.accounts.map(({ name }) => name)])]
    if (names.length === 1 && holding.facts.length === 0 && holding.statements.length === 0) return
    this.#details.set(index, { names, facts: new Map(holding.facts.map((fact) => [fact.fact, fact])), statements: holding.statements })
  }

  /** The set of somebody with times, worked out when a moment falls outside of what was worked out before. */
  #settle(special: Special, now: Instant): number {
    if (now >= special.from && now < special.until) return special.set
    if (special.from < special.until) this.#sets.release(special.set)
    let [from, until] = [-Infinity, Infinity]
    const running: number[] = []
    for (const one of special.timed) {
      const [begin, end] = [one.from ?? -Infinity, one.until ?? Infinity]
      if (now >= begin && now < end) running.push(one.atom)
      for (const edge of [begin, end]) {
        if (edge <= now && edge > from) from = edge
        if (edge > now && edge < until) until = edge
      }
    }
    special.set = this.#sets.retain(running.length === 0 ? special.always : sorted([...special.always, ...running]))
    special.from = from
    special.until = until
    return special.set
  }
}

/** A key that no two accounts share: names of targets hold no space. */
function keyOf(target: Id, name: string): string {
  return `${target} ${name}`
}

function sorted(atoms: readonly number[]): readonly number[] {
  return [...new Set(atoms)].toSorted((left, right) => left - right)
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
