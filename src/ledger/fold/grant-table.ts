import { instant, type Instant } from '../../kernel/instant.ts'
import { bytesOf, type BytesReader, type BytesWriter, type Part } from '../compact/bytes.ts'
import { Column } from '../compact/column.ts'
import { StringPool } from '../compact/string-pool.ts'
import type { Door, Grant } from '../state.ts'
import type { AccountTable } from './account-table.ts'
import type { Names } from './names.ts'
import type { PeopleTable } from './people-table.ts'

const HAS_END = 1
const PAUSED = 2

const DAY = 86_400_000
const dayOf = (moment: Instant) => Math.floor(moment / DAY)

export interface NewGrant {
  readonly id: number
  readonly subject: string
  readonly role: string
  readonly account: string | undefined
  readonly targets: readonly string[] | undefined
  readonly madeAt: Instant
  readonly from: Instant
  readonly until: Instant | undefined
  readonly door: Door
  readonly clause: string
  readonly decidedBy: readonly string[]
  readonly useCase: string | undefined
}

/** The tables that a grant’s numbers point into. */
export interface GrantContext {
  readonly people: PeopleTable
  readonly accounts: AccountTable
  readonly names: Names
}

/** All grants ever made, in columns: a row a grant, linked by person (newest first) and by role (running ones only, oldest first). */
export class GrantTable implements Part {
  readonly #id = new Column()
  readonly #subject = new Column()
  readonly #role = new Column()
  /** Account + 1. */
  readonly #account = new Column()
  readonly #targets = new Column()
  readonly #madeAt = new Column()
  /** Since it was made: mostly the same for all. */
  readonly #delay = new Column()
  /** The end as a day and the milliseconds into it: most ends are the end of a day, and days take two bytes. Without an end: when it was made. */
  readonly #untilDay = new Column()
  readonly #untilRest = new Column()
  readonly #door = new Column()
  readonly #clause = new Column()
  readonly #decidedBy = new Column()
  /** Use case + 1. */
  readonly #useCase = new Column()
  readonly #flags = new Column()
  /** Row + 1 in the table of ends; 0 = running. */
  readonly #end = new Column()
  readonly #earlierOfSubject = new Column()
  readonly #nextOfRole = new Column()
  readonly #earlierOfRole = new Column()

  readonly #endSeq = new Column()
  readonly #endAt = new Column()
  readonly #endCause = new Column()
  readonly #endBy = new Column()

  /** By role: first and last running grant, + 1. */
  readonly #firstOfRole = new Column()
  readonly #lastOfRole = new Column()

  readonly #useCases = new StringPool()
  readonly #activeUntil = new Map<number, Instant>()
  readonly #renewals = new Map<number, readonly number[]>()
  /** Who decided the last renewal. */
  readonly #renewedBy = new Map<number, readonly string[]>()

  readonly #parts: readonly Part[] = [
    this.#id,
    this.#subject,
    this.#role,
    this.#account,
    this.#targets,
    this.#madeAt,
    this.#delay,
    this.#untilDay,
    this.#untilRest,
    this.#door,
    this.#clause,
    this.#decidedBy,
    this.#useCase,
    this.#flags,
    this.#end,
    this.#earlierOfSubject,
    this.#nextOfRole,
    this.#earlierOfRole,
    this.#endSeq,
    this.#endAt,
    this.#endCause,
    this.#endBy,
    this.#firstOfRole,
    this.#lastOfRole,
    this.#useCases,
  ]

  get bytes(): number {
    return bytesOf(this.#parts)
  }

  /** Grants that have not ended. */
  get running(): number {
    return this.#id.length - this.#endSeq.length
  }

  add(grant: NewGrant, { people, accounts, names }: GrantContext): void {
    const row = this.#id.length
    const subject = people.add(grant.subject)
    const role = names.add(grant.role)
    this.#id.push(grant.id)
    this.#subject.push(subject)
    this.#role.push(role)
    this.#account.push(grant.account === undefined ? 0 : accounts.add(grant.account) + 1)
    this.#targets.push(names.addList(grant.targets))
    this.#madeAt.push(grant.madeAt)
    this.#delay.push(grant.from - grant.madeAt)
    this.#untilDay.push(dayOf(grant.until ?? grant.madeAt))
    this.#untilRest.push(grant.until === undefined ? 0 : grant.until - dayOf(grant.until) * DAY)
    this.#door.push(names.add(grant.door))
    this.#clause.push(names.add(grant.clause))
    this.#decidedBy.push(names.addList(grant.decidedBy))
    this.#useCase.push(grant.useCase === undefined ? 0 : this.#useCases.intern(grant.useCase) + 1)
    this.#flags.push(grant.until === undefined ? 0 : HAS_END)
    this.#end.push(0)
    this.#earlierOfSubject.push(people.lastGrant(subject))
    people.setLastGrant(subject, row + 1)
    this.#linkToRole(row, role)
  }

  #linkToRole(row: number, role: number): void {
    while (this.#firstOfRole.length <= role) {
      this.#firstOfRole.push(0)
      this.#lastOfRole.push(0)
    }
    const last = this.#lastOfRole.get(role)
    this.#earlierOfRole.push(last)
    this.#nextOfRole.push(0)
    if (last === 0) this.#firstOfRole.set(role, row + 1)
    else this.#nextOfRole.set(last - 1, row + 1)
    this.#lastOfRole.set(role, row + 1)
  }

  #unlinkFromRole(row: number): void {
    const role = this.#role.get(row)
    const [earlier, next] = [this.#earlierOfRole.get(row), this.#nextOfRole.get(row)]
    if (earlier === 0) this.#firstOfRole.set(role, next)
    else this.#nextOfRole.set(earlier - 1, next)
    if (next === 0) this.#lastOfRole.set(role, earlier)
    else this.#earlierOfRole.set(next - 1, earlier)
  }

  /** The row of a grant; -1 if there is none of that id. Ids grow with the rows. */
  row(id: number): number {
    let [low, high] = [0, this.#id.length - 1]
    while (low <= high) {
      const middle = (low + high) >>> 1
      const found = this.#id.get(middle)
      if (found === id) return middle
      if (found < id) low = middle + 1
      else high = middle - 1
    }
    return -1
  }

  isRunning(row: number): boolean {
    return this.#end.get(row) === 0
  }

  renew(row: number, until: Instant | undefined, seq: number): void {
    if (until !== undefined) {
      this.#untilDay.set(row, dayOf(until))
      this.#untilRest.set(row, until - dayOf(until) * DAY)
    }
    this.#flag(row, HAS_END, until !== undefined)
    this.noteRenewal(row, seq)
  }

  /** Something of the term changed that is no longer known: only the entry’s number is kept. */
  noteRenewal(row: number, seq: number): void {
    this.#renewals.set(row, [...(this.#renewals.get(row) ?? []), seq])
  }

  setRenewedBy(row: number, identities: readonly string[]): void {
    this.#renewedBy.set(row, identities)
  }

  setUseCase(row: number, useCase: string): void {
    this.#useCase.set(row, this.#useCases.intern(useCase) + 1)
  }

  pause(row: number, paused: boolean): void {
    this.#flag(row, PAUSED, paused)
  }

  activate(row: number, until: Instant | undefined): void {
    if (until === undefined) this.#activeUntil.delete(row)
    else this.#activeUntil.set(row, until)
  }

  end(row: number, seq: number, at: Instant, cause: string, decidedBy: readonly string[] | undefined, names: Names): void {
    if (!this.isRunning(row)) return
    this.#endSeq.push(seq)
    this.#endAt.push(at)
    this.#endCause.push(names.add(cause))
    this.#endBy.push(names.addList(decidedBy))
    this.#end.set(row, this.#endSeq.length)
    this.#unlinkFromRole(row)
  }

  #flag(row: number, flag: number, on: boolean): void {
    const flags = this.#flags.get(row)
    this.#flags.set(row, on ? flags | flag : flags & ~flag)
  }

  grant(row: number, { people, accounts, names }: GrantContext): Grant {
    const flags = this.#flags.get(row)
    const renewedBy = this.#renewedBy.get(row)
    const account = this.#account.get(row)
    const useCase = this.#useCase.get(row)
    return {
      id: this.#id.get(row),
      subject: people.subject(this.#subject.get(row)),
      role: names.get(this.#role.get(row)) ?? '',
      account: account === 0 ? undefined : accounts.key(account - 1),
      targets: names.getList(this.#targets.get(row)),
      madeAt: instant(this.#madeAt.get(row)),
      from: instant(this.#madeAt.get(row) + this.#delay.get(row)),
      until: (flags & HAS_END) === 0 ? undefined : instant(this.#untilDay.get(row) * DAY + this.#untilRest.get(row)),
      door: (names.get(this.#door.get(row)) ?? 'found') as Door,
      clause: names.get(this.#clause.get(row)) ?? '',
      decidedBy: names.getList(this.#decidedBy.get(row)) ?? [],
      useCase: useCase === 0 ? undefined : this.#useCases.get(useCase - 1),
      paused: (flags & PAUSED) !== 0,
      activeUntil: this.#activeUntil.get(row),
      ended: this.#ended(row, names),
      renewals: this.#renewals.get(row) ?? [],
      ...(renewedBy === undefined ? {} : { renewedBy }),
    }
  }

  #ended(row: number, names: Names): Grant['ended'] {
    const end = this.#end.get(row) - 1
    if (end === -1) return undefined
    const decidedBy = names.getList(this.#endBy.get(end))
    return {
      at: instant(this.#endAt.get(end)),
      seq: this.#endSeq.get(end),
      cause: names.get(this.#endCause.get(end)) ?? '',
      ...(decidedBy === undefined ? {} : { decidedBy }),
    }
  }

  of(person: number, context: GrantContext): readonly Grant[] {
    const grants: Grant[] = []
    if (person === -1) return grants
    for (let row = context.people.lastGrant(person); row !== 0; row = this.#earlierOfSubject.get(row - 1))
      grants.push(this.grant(row - 1, context))
    return grants.toReversed()
  }

  *ofRole(role: string, context: GrantContext): Iterable<Grant> {
    const number = context.names.find(role)
    if (number === -1 || number >= this.#firstOfRole.length) return
    for (let row = this.#firstOfRole.get(number); row !== 0; row = this.#nextOfRole.get(row - 1)) yield this.grant(row - 1, context)
  }

  *allRunning(context: GrantContext): Iterable<Grant> {
    for (let row = 0; row < this.#id.length; row += 1) if (this.isRunning(row)) yield this.grant(row, context)
  }

  /** Grants made after a moment, oldest first. Rows follow the time they were made. */
  *madeSince(moment: Instant, context: GrantContext): Iterable<Grant> {
    let [low, high] = [0, this.#id.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#madeAt.get(middle) <= moment) low = middle + 1
      else high = middle
    }
    for (let row = low; row < this.#id.length; row += 1) yield this.grant(row, context)
  }

  save(writer: BytesWriter): void {
    for (const part of this.#parts) part.save(writer)
    writer.json([[...this.#activeUntil], [...this.#renewals], [...this.#renewedBy]])
  }

  restore(reader: BytesReader): void {
    for (const part of this.#parts) part.restore(reader)
    const [active, renewals, renewedBy] = reader.json() as [[number, Instant][], [number, number[]][], [number, string[]][]]
    for (const [row, until] of active) this.#activeUntil.set(row, until)
    for (const [row, seqs] of renewals) this.#renewals.set(row, seqs)
    for (const [row, identities] of renewedBy) this.#renewedBy.set(row, identities)
  }
}
