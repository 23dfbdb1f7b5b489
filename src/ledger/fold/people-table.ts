import { instant, type Instant } from '../../kernel/instant.ts'
import { bytesOf, type BytesReader, type BytesWriter, type Part } from '../compact/bytes.ts'
import { Column } from '../compact/column.ts'
import { StringPool } from '../compact/string-pool.ts'
import type { Person } from '../state.ts'

const SEEN = 0
const REGISTERED = 1
const DEPARTED = 2

/** Persons by their subject id. A subject may be named by other entries before or without being registered. */
export class PeopleTable implements Part {
  readonly #subjects = new StringPool()
  /** Names of people and accounts, shared with the accounts: many people are called as their account. */
  readonly #labels: StringPool
  /** By label: the subject whose handle it is, + 1; 0 = nobody’s now. */
  readonly #holder = new Column()
  readonly #standing = new Column()
  readonly #since = new Column()
  /** Label + 1. */
  readonly #handle = new Column()
  readonly #departed = new Column()
  /** Heads of lists in other tables: number + 1. */
  readonly #lastGrant = new Column()
  readonly #lastAccount = new Column()

  readonly #parts: readonly Part[] = [
    this.#subjects,
    this.#holder,
    this.#standing,
    this.#since,
    this.#handle,
    this.#departed,
    this.#lastGrant,
    this.#lastAccount,
  ]

  constructor(labels: StringPool) {
    this.#labels = labels
  }

  get bytes(): number {
    return bytesOf(this.#parts)
  }

  /** The number of a subject, new or known. */
  add(subject: string): number {
    const number = this.#subjects.intern(subject)
    if (number === this.#standing.length) {
      this.#standing.push(SEEN)
      this.#since.push(0)
      this.#handle.push(0)
      this.#departed.push(0)
      this.#lastGrant.push(0)
      this.#lastAccount.push(0)
    }
    return number
  }

  /** The number of a subject; -1 if no entry named it. */
  find(subject: string): number {
    return this.#subjects.find(subject)
  }

  subject(number: number): string {
    return this.#subjects.get(number)
  }

  register(number: number, at: Instant): void {
    if (this.#standing.get(number) !== SEEN) return
    this.#standing.set(number, REGISTERED)
    this.#since.set(number, at)
  }

  name(number: number, handle: string): void {
    const before = this.#handle.get(number)
    if (before !== 0 && this.#holder.get(before - 1) === number + 1) this.#holder.set(before - 1, 0)
    const named = this.#labels.intern(handle)
    while (this.#holder.length <= named) this.#holder.push(0)
    this.#holder.set(named, number + 1)
    this.#handle.set(number, named + 1)
  }

  depart(number: number, moment: Instant): void {
    if (this.#standing.get(number) === SEEN) return
    this.#standing.set(number, DEPARTED)
    this.#departed.set(number, moment)
  }

  comeBack(number: number): void {
    if (this.#standing.get(number) === DEPARTED) this.#standing.set(number, REGISTERED)
  }

  person(number: number): Person | undefined {
    if (number === -1) return undefined
    const standing = this.#standing.get(number)
    if (standing === SEEN) return undefined
    const handle = this.#handle.get(number)
    return {
      subject: this.#subjects.get(number),
      handle: handle === 0 ? undefined : this.#labels.get(handle - 1),
      since: instant(this.#since.get(number)),
      departed: standing === DEPARTED ? instant(this.#departed.get(number)) : undefined,
    }
  }

  byHandle(handle: string): Person | undefined {
    const named = this.#labels.find(handle)
    return named === -1 || named >= this.#holder.length ? undefined : this.person(this.#holder.get(named) - 1)
  }

  *all(): Iterable<Person> {
    for (let number = 0; number < this.#standing.length; number += 1) {
      const person = this.person(number)
      if (person !== undefined) yield person
    }
  }

  /** The newest grant of a subject, + 1; 0 = none. */
  lastGrant(number: number): number {
    return this.#lastGrant.get(number)
  }

  setLastGrant(number: number, grant: number): void {
    this.#lastGrant.set(number, grant)
  }

  /** The account linked last, + 1; 0 = none. */
  lastAccount(number: number): number {
    return this.#lastAccount.get(number)
  }

  setLastAccount(number: number, account: number): void {
    this.#lastAccount.set(number, account)
  }

  save(writer: BytesWriter): void {
    for (const part of this.#parts) part.save(writer)
  }

  restore(reader: BytesReader): void {
    for (const part of this.#parts) part.restore(reader)
  }
}
