import { bytesOf, type BytesReader, type BytesWriter, type Part } from '../compact/bytes.ts'
import { Column } from '../compact/column.ts'
import { StringPool } from '../compact/string-pool.ts'
import type { Account } from '../state.ts'
import type { Names } from './names.ts'
import type { PeopleTable } from './people-table.ts'

export interface LinkedAccount {
  readonly key: string
  readonly name: string | undefined
  readonly target: string | undefined
  readonly kind: string | undefined
  readonly attested: boolean
}

const LOCKED = 1
const ATTESTED = 2

/** Accounts by their key. A key may be named by other entries before or without being linked to a person. */
export class AccountTable implements Part {
  readonly #keys = new StringPool()
  readonly #labels: StringPool
  /** Subject + 1; 0 = not linked. */
  readonly #subject = new Column()
  readonly #name = new Column()
  readonly #target = new Column()
  readonly #kind = new Column()
  /** LOCKED, ATTESTED. */
  readonly #flags = new Column()
  /** The account linked to the same person before, + 1. */
  readonly #earlier = new Column()

  readonly #columns = [this.#subject, this.#name, this.#target, this.#kind, this.#flags, this.#earlier]
  readonly #parts: readonly Part[] = [this.#keys, ...this.#columns]

  constructor(labels: StringPool) {
    this.#labels = labels
  }

  get bytes(): number {
    return bytesOf(this.#parts)
  }

  /** The number of an account key, new or known. */
  add(key: string): number {
    const number = this.#keys.intern(key)
    if (number === this.#subject.length) for (const column of this.#columns) column.push(0)
    return number
  }

  find(key: string): number {
    return this.#keys.find(key)
  }

  key(number: number): string {
    return this.#keys.get(number)
  }

  link(account: LinkedAccount, person: number, people: PeopleTable, names: Names): void {
    const number = this.add(account.key)
    this.unlink(account.key, people)
    this.#subject.set(number, person + 1)
    this.#target.set(number, names.add(account.target ?? account.key.slice(0, Math.max(0, account.key.indexOf(':')))))
    this.#kind.set(number, names.add(account.kind))
    this.#flag(number, ATTESTED, account.attested)
    if (account.name !== undefined) this.rename(account.key, account.name)
    this.#earlier.set(number, people.lastAccount(person))
    people.setLastAccount(person, number + 1)
  }

  unlink(key: string, people: PeopleTable): void {
    const number = this.#keys.find(key)
    if (number === -1 || this.#subject.get(number) === 0) return
    const person = this.#subject.get(number) - 1
    const earlier = this.#earlier.get(number)
    if (people.lastAccount(person) === number + 1) people.setLastAccount(person, earlier)
    for (let other = people.lastAccount(person); other !== 0; other = this.#earlier.get(other - 1))
      if (this.#earlier.get(other - 1) === number + 1) this.#earlier.set(other - 1, earlier)
    this.#subject.set(number, 0)
    this.#earlier.set(number, 0)
  }

  rename(key: string, name: string): void {
    this.#name.set(this.add(key), this.#labels.intern(name) + 1)
  }

  lock(key: string, locked: boolean): void {
    this.#flag(this.add(key), LOCKED, locked)
  }

  #flag(number: number, flag: number, on: boolean): void {
    const before = this.#flags.get(number)
    this.#flags.set(number, on ? before | flag : before & ~flag)
  }

  account(number: number, people: PeopleTable, names: Names): Account | undefined {
    if (number === -1 || this.#subject.get(number) === 0) return undefined
    const key = this.#keys.get(number)
    const id = key.slice(key.indexOf(':') + 1)
    const name = this.#name.get(number)
    return {
      key,
      target: names.get(this.#target.get(number)) ?? '',
      id,
      name: name === 0 ? id : this.#labels.get(name - 1),
      kind: names.get(this.#kind.get(number)) ?? 'personal',
      subject: people.subject(this.#subject.get(number) - 1),
      locked: (this.#flags.get(number) & LOCKED) !== 0,
      attested: (this.#flags.get(number) & ATTESTED) !== 0,
    }
  }

  /** A person’s accounts in the order they were linked. */
  of(person: number, people: PeopleTable, names: Names): readonly Account[] {
    const accounts: Account[] = []
    if (person === -1) return accounts
    for (let number = people.lastAccount(person); number !== 0; number = this.#earlier.get(number - 1))
      accounts.push(this.account(number - 1, people, names) as Account)
    return accounts.toReversed()
  }

  *on(target: string, people: PeopleTable, names: Names): Iterable<Account> {
    const wanted = names.find(target)
    for (let number = 0; number < this.#subject.length; number += 1)
      if (this.#subject.get(number) !== 0 && this.#target.get(number) === wanted) yield this.account(number, people, names) as Account
  }

  save(writer: BytesWriter): void {
    for (const part of this.#parts) part.save(writer)
  }

  restore(reader: BytesReader): void {
    for (const part of this.#parts) part.restore(reader)
  }
}
