import type { Instant } from '../../kernel/instant.ts'
import type { BytesReader, BytesWriter, Part } from '../compact/bytes.ts'
import type { Activation, CaseRecord, Key, LockAsked, LockConfirmation, LogKey } from '../state.ts'
import { restoreMaps, saveMaps } from './saved-maps.ts'

/** Cases, marks, keys, locks, activations, and who answers for which bot: few of each. */
export class TroubleTable implements Part {
  readonly bytes = 0
  readonly #cases = new Map<number, CaseRecord>()
  readonly #marks = new Map<number, readonly string[]>()
  readonly #keys = new Map<number, Key>()
  /** By account key. */
  readonly #operators = new Map<string, string>()
  readonly #locks = new Map<string, LockConfirmation>()
  readonly #asked = new Map<string, LockAsked>()
  /** By grant, oldest first. */
  readonly #activations = new Map<number, readonly Activation[]>()
  readonly #disowned = new Map<string, Instant>()
  readonly #logKeys = new Map<number, LogKey>()

  openCase(record: CaseRecord): void {
    this.#cases.set(record.id, record)
  }

  changeCase(id: number, change: (record: CaseRecord) => CaseRecord): void {
    const known = this.#cases.get(id)
    if (known !== undefined) this.#cases.set(id, change(known))
  }

  case(id: number): CaseRecord | undefined {
    return this.#cases.get(id)
  }

  cases(): Iterable<CaseRecord> {
    return this.#cases.values()
  }

  mark(entry: number, mark: string): void {
    this.#marks.set(entry, [...(this.#marks.get(entry) ?? []), mark])
  }

  marksOn(entry: number): readonly string[] {
    return this.#marks.get(entry) ?? []
  }

  addKey(key: Key): void {
    this.#keys.set(key.id, key)
  }

  retireKey(id: number, retired: NonNullable<LogKey['retired']>): void {
    this.#keys.delete(id)
    const ofLog = this.#logKeys.get(id)
    if (ofLog?.retired === undefined && ofLog !== undefined) this.#logKeys.set(id, { ...ofLog, retired })
  }

  addLogKey(key: LogKey): void {
    this.#logKeys.set(key.id, key)
  }

  logKeys(): readonly LogKey[] {
    return [...this.#logKeys.values()]
  }

  retireKeysOf(owner: string): void {
    for (const { id } of this.keysOf(owner)) this.#keys.delete(id)
  }

  disown(subject: string, at: Instant): void {
    this.#disowned.set(subject, at)
  }

  disownedAt(subject: string): Instant | undefined {
    return this.#disowned.get(subject)
  }

  keysOf(owner: string): readonly Key[] {
    return [...this.#keys.values()].filter((key) => key.owner === owner)
  }

  operate(account: string, by: string | undefined): void {
    if (by === undefined) this.#operators.delete(account)
    else this.#operators.set(account, by)
  }

  operatorOf(account: string): string | undefined {
    return this.#operators.get(account)
  }

  operatedBy(subject: string): readonly string[] {
    return [...this.#operators].flatMap(([account, by]) => (by === subject ? [account] : []))
  }

  confirmLock(account: string, confirmation: LockConfirmation): void {
    this.#locks.set(account, confirmation)
  }

  forgetLock(account: string): void {
    this.#locks.delete(account)
    this.#asked.delete(account)
  }

  lockOf(account: string): LockConfirmation | undefined {
    return this.#locks.get(account)
  }

  askForLock(account: string, asked: LockAsked): void {
    this.#asked.set(account, asked)
  }

  lockAsked(account: string): LockAsked | undefined {
    return this.#asked.get(account)
  }

  activate(grant: number, activation: Activation): void {
    this.#activations.set(grant, [...(this.#activations.get(grant) ?? []), activation])
  }

  /** The activation that runs is over, early. */
  deactivate(grant: number, at: Instant): void {
    const known = this.#activations.get(grant)
    const last = known?.at(-1)
    if (known !== undefined && last !== undefined && at < last.until)
      this.#activations.set(grant, [...known.slice(0, -1), { ...last, until: at }])
  }

  /** Somebody looked at what was done with a dormant role: of all its activations so far. */
  reviewActivations(grant: number): void {
    const known = this.#activations.get(grant)
    if (known !== undefined)
      this.#activations.set(
        grant,
        known.map((one) => ({ ...one, reviewed: true })),
      )
  }

  activationsOf(grant: number): readonly Activation[] {
    return this.#activations.get(grant) ?? []
  }

  get #maps(): readonly Map<unknown, unknown>[] {
    const maps: unknown = [
      this.#cases,
      this.#marks,
      this.#keys,
      this.#operators,
      this.#locks,
      this.#asked,
      this.#activations,
      this.#disowned,
      this.#logKeys,
    ]
    return maps as readonly Map<unknown, unknown>[]
  }

  save(writer: BytesWriter): void {
    saveMaps(writer, this.#maps)
  }

  restore(reader: BytesReader): void {
    restoreMaps(reader, this.#maps)
  }
}
