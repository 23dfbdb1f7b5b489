import { instant, type Instant } from '../../kernel/instant.ts'
import { bytesOf, type BytesReader, type BytesWriter, type Part } from '../compact/bytes.ts'
import { Column } from '../compact/column.ts'
import { mix, Slots } from '../compact/slots.ts'
import type { KnownMembership } from '../state.ts'
import type { AccountTable } from './account-table.ts'
import type { Names } from './names.ts'

const ABSENT = 0
const PRESENT = 1
const PRESENT_UNTIL = 2

/** What Writ last confirmed of each membership of one target: a row for a pair of account and group. */
export class KnownTable implements Part {
  readonly #rows = new Slots()
  readonly #account = new Column()
  readonly #group = new Column()
  readonly #standing = new Column()
  /** Without an end: the number of the entry, so that the column stays narrow. */
  readonly #until = new Column()
  readonly #seq = new Column()
  readonly #parts: readonly Part[] = [this.#rows, this.#account, this.#group, this.#standing, this.#until, this.#seq]

  get bytes(): number {
    return bytesOf(this.#parts)
  }

  confirm(account: number, group: number, present: boolean, until: Instant | undefined, seq: number): void {
    const standing = present ? (until === undefined ? PRESENT : PRESENT_UNTIL) : ABSENT
    const known = this.#find(account, group)
    const row = known === -1 ? this.#account.length : known
    if (known === -1) {
      this.#rows.add(pairHash(account, group), row, (other) => pairHash(this.#account.get(other), this.#group.get(other)))
      this.#account.push(account)
      this.#group.push(group)
      this.#standing.push(standing)
      this.#until.push(until ?? seq)
      this.#seq.push(seq)
    } else {
      this.#standing.set(row, standing)
      this.#until.set(row, until ?? seq)
      this.#seq.set(row, seq)
    }
  }

  known(key: string, group: string, accounts: AccountTable, names: Names): KnownMembership | undefined {
    const [account, named] = [accounts.find(key), names.find(group)]
    const row = account === -1 || named === -1 ? -1 : this.#find(account, named)
    return row === -1 ? undefined : this.#membership(row, key, group)
  }

  *all(accounts: AccountTable, names: Names): Iterable<KnownMembership> {
    // rows of one account mostly stand together, and groups are few: each text is made once
    const groups = new Map<number, string>()
    let account = -1
    let key = ''
    for (let row = 0; row < this.#account.length; row += 1) {
      if (this.#account.get(row) !== account) {
        account = this.#account.get(row)
        key = accounts.key(account)
      }
      const number = this.#group.get(row)
      const group = groups.get(number) ?? names.get(number) ?? ''
      groups.set(number, group)
      yield this.#membership(row, key, group)
    }
  }

  #membership(row: number, account: string, group: string): KnownMembership {
    const standing = this.#standing.get(row)
    return {
      account,
      group,
      present: standing !== ABSENT,
      until: standing === PRESENT_UNTIL ? instant(this.#until.get(row)) : undefined,
      seq: this.#seq.get(row),
    }
  }

  #find(account: number, group: number): number {
    return this.#rows.find(pairHash(account, group), (row) => this.#account.get(row) === account && this.#group.get(row) === group)
  }

  save(writer: BytesWriter): void {
    for (const part of this.#parts) part.save(writer)
  }

  restore(reader: BytesReader): void {
    for (const part of this.#parts) part.restore(reader)
  }
}

function pairHash(account: number, group: number): number {
  return mix(mix(account) + Math.imul(group, 0x9e3779b1))
}
