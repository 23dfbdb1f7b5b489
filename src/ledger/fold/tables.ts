import { bytesOf, type BytesReader, type BytesWriter, type Part } from '../compact/bytes.ts'
import { StringPool } from '../compact/string-pool.ts'
import { AccountTable } from './account-table.ts'
import { AmendmentTable } from './amendment-table.ts'
import { CharterTable } from './charter-table.ts'
import { DutyTable } from './duty-table.ts'
import { GrantTable } from './grant-table.ts'
import { MatterTable } from './matter-table.ts'
import { Names } from './names.ts'
import { PeopleTable } from './people-table.ts'
import { PlanTable } from './plan-table.ts'
import { RequestTable } from './request-table.ts'
import { TargetTable } from './target-table.ts'
import { TroubleTable } from './trouble-table.ts'

/** Everything the fold keeps, by area. */
export class Tables implements Part {
  readonly names = new Names()
  /** What people and accounts are called. */
  readonly #labels = new StringPool()
  readonly people = new PeopleTable(this.#labels)
  readonly accounts = new AccountTable(this.#labels)
  readonly grants = new GrantTable()
  readonly matters = new MatterTable()
  readonly targets = new TargetTable()
  readonly plans = new PlanTable()
  readonly charters = new CharterTable()
  readonly amendments = new AmendmentTable()
  readonly duties = new DutyTable()
  readonly requests = new RequestTable()
  readonly troubles = new TroubleTable()
  readonly #parts: readonly Part[] = [
    this.names,
    this.#labels,
    this.people,
    this.accounts,
    this.grants,
    this.matters,
    this.targets,
    this.plans,
    this.charters,
    this.amendments,
    this.duties,
    this.troubles,
    this.requests,
  ]

  get bytes(): number {
    return bytesOf(this.#parts)
  }

  save(writer: BytesWriter): void {
    for (const part of this.#parts) part.save(writer)
  }

  restore(reader: BytesReader): void {
    for (const part of this.#parts) part.restore(reader)
  }
}
