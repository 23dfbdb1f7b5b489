import type { Instant } from '../../kernel/instant.ts'
import type { BytesReader, BytesWriter, Part } from '../compact/bytes.ts'
import type { Drift, TargetState } from '../state.ts'
import type { AccountTable } from './account-table.ts'
import { afterPlan, afterReading, afterSuccess, afterTrouble, runsSince, type CleanRuns } from './clean-runs.ts'
import { KnownTable } from './known-table.ts'
import type { Names } from './names.ts'

type Mode = 'observe' | 'propose' | 'enforce'

interface TargetRecord {
  mode: Mode | undefined
  adoptedAt: Instant | undefined
  adoptedGroups: ReadonlySet<string>
  observedAt: Instant | undefined
  observed: TargetState['observed']
  cursor: string | undefined
  runs: CleanRuns
  readonly known: KnownTable
  readonly open: Map<number, Drift>
  /** By membership. */
  readonly left: Map<string, Drift>
}

const membership = (account: string, group: string) => `${account}\n${group}`

/** What is known of each target, and the drift found there. */
export class TargetTable implements Part {
  readonly #targets = new Map<string, TargetRecord>()
  /** Open drift -> its target. */
  readonly #targetOfDrift = new Map<number, string>()

  get bytes(): number {
    return [...this.#targets.values()].reduce((sum, target) => sum + target.known.bytes, 0)
  }

  #target(id: string): TargetRecord {
    const known = this.#targets.get(id)
    if (known !== undefined) return known
    const fresh = emptyTarget()
    this.#targets.set(id, fresh)
    return fresh
  }

  setMode(target: string, mode: Mode, seq: number): void {
    const record = this.#target(target)
    record.mode = mode
    record.runs = runsSince(seq)
  }

  /** All targets get something else from here on: what was seen of them so far is no proof of it. */
  startAnew(seq: number): void {
    for (const record of this.#targets.values()) record.runs = runsSince(seq)
  }

  ran(target: string, how: 'planned' | 'applied' | 'troubled'): void {
    const record = this.#target(target)
    record.runs = { planned: afterPlan, applied: afterSuccess, troubled: afterTrouble }[how](record.runs)
  }

  confirmWorking(target: string, seq: number): void {
    const record = this.#target(target)
    record.runs = { ...record.runs, confirmed: seq }
  }

  mode(target: string): Mode | undefined {
    return this.#targets.get(target)?.mode
  }

  adopt(target: string, at: Instant, groups: readonly string[]): void {
    const record = this.#target(target)
    record.adoptedAt = at
    record.adoptedGroups = new Set([...record.adoptedGroups, ...groups])
  }

  observe(target: string, at: Instant, observed: NonNullable<TargetState['observed']>, cursor: string | undefined): void {
    const record = this.#target(target)
    record.observedAt = at
    record.observed = observed
    if (record.mode === 'enforce') record.runs = afterReading(record.runs, at)
    if (cursor !== undefined) record.cursor = cursor
  }

  confirm(
    target: string,
    account: string,
    group: string,
    standing: { readonly present: boolean; readonly until: Instant | undefined; readonly seq: number },
    accounts: AccountTable,
    names: Names,
  ): void {
    const record = this.#target(target)
    record.known.confirm(accounts.add(account), names.add(group), standing.present, standing.until, standing.seq)
    record.left.delete(membership(account, group))
  }

  findDrift(drift: Drift): void {
    const record = this.#target(drift.target)
    record.open.set(drift.id, drift)
    record.left.delete(membership(drift.account, drift.group))
    this.#targetOfDrift.set(drift.id, drift.target)
  }

  settleDrift(id: number, outcome: 'reverted' | 'adopted' | 'gone' | 'left'): void {
    const record = this.#targets.get(this.#targetOfDrift.get(id) ?? '')
    const drift = record?.open.get(id)
    if (record === undefined || drift === undefined) return
    record.open.delete(id)
    this.#targetOfDrift.delete(id)
    if (outcome === 'left') record.left.set(membership(drift.account, drift.group), drift)
  }

  openDrift(target: string): Iterable<Drift> {
    return this.#targets.get(target)?.open.values() ?? []
  }

  leftDrift(target: string): Iterable<Drift> {
    return this.#targets.get(target)?.left.values() ?? []
  }

  state(target: string, accounts: AccountTable, names: Names): TargetState {
    const record = this.#targets.get(target) ?? emptyTarget()
    return {
      adoptedAt: record.adoptedAt,
      adoptedGroups: record.adoptedGroups,
      observedAt: record.observedAt,
      observed: record.observed,
      cursor: record.cursor,
      runs: { since: record.runs.since, clean: record.runs.most, confirmed: record.runs.confirmed },
      known: (account, group) => record.known.known(account, group, accounts, names),
      knownAll: () => record.known.all(accounts, names),
    }
  }

  save(writer: BytesWriter): void {
    writer.json(
      [...this.#targets].map(([id, { known: _known, adoptedGroups, open, left, ...plain }]) => ({
        id,
        plain,
        adoptedGroups: [...adoptedGroups],
        open: [...open.values()],
        left: [...left.values()],
      })),
    )
    for (const { known } of this.#targets.values()) known.save(writer)
  }

  restore(reader: BytesReader): void {
    const saved = reader.json() as readonly SavedTarget[]
    for (const { id, plain, adoptedGroups, open, left } of saved) {
      const record = { ...emptyTarget(), ...plain, adoptedGroups: new Set(adoptedGroups) }
      this.#targets.set(id, record)
      for (const drift of open) {
        record.open.set(drift.id, drift)
        this.#targetOfDrift.set(drift.id, id)
      }
      for (const drift of left) record.left.set(membership(drift.account, drift.group), drift)
      record.known.restore(reader)
    }
  }
}

interface SavedTarget {
  readonly id: string
  readonly plain: Pick<TargetRecord, 'mode' | 'adoptedAt' | 'observedAt' | 'observed' | 'cursor' | 'runs'>
  readonly adoptedGroups: readonly string[]
  readonly open: readonly Drift[]
  readonly left: readonly Drift[]
}

function emptyTarget(): TargetRecord {
  return {
    mode: undefined,
    adoptedAt: undefined,
    adoptedGroups: new Set(),
    observedAt: undefined,
    observed: undefined,
    cursor: undefined,
    runs: runsSince(0),
    known: new KnownTable(),
    open: new Map(),
    left: new Map(),
  }
}
