import type { AccountKey } from '../ledger/entry.ts'
import type { Drift, State } from '../ledger/state.ts'
import { membershipKey } from './plan-value.ts'

export type DriftChange = Drift['change']

/** The drift of a target that is already on record: open, or left as it is by decision. */
export interface RecordedDrift {
  /** Open drift of this kind, marked as still there. */
  meet(key: AccountKey, group: string, change: DriftChange): Drift | undefined
  /** Whatever is open for a membership is marked as still there: nothing can be said of it now. */
  meetAll(key: AccountKey, group: string): void
  /** Whether drift of this kind is open, without saying that it is still there. */
  isOpen(key: AccountKey, group: string, change: DriftChange): boolean
  /** Left by decision; a grant made after that decision is a new matter. */
  isLeft(key: AccountKey, group: string, change: DriftChange, grant: number | undefined): boolean
  /** Open drift that was not met. */
  gone(): readonly Drift[]
}

export function recordedDrift(state: State, target: string): RecordedDrift {
  const open = byKey(state.openDrift(target))
  const left = byKey(state.leftDrift(target))
  const met = new Set<string>()
  const meet = (key: AccountKey, group: string, change: DriftChange) => {
    const name = driftKey(key, group, change)
    met.add(name)
    return open.get(name)
  }
  return {
    meet,
    meetAll(key, group) {
      for (const change of ['added', 'removed', 'end-changed'] as const) meet(key, group, change)
    },
    isOpen: (key, group, change) => open.has(driftKey(key, group, change)),
    isLeft(key, group, change, grant) {
      const drift = left.get(driftKey(key, group, change))
      return drift !== undefined && (grant === undefined || grant < drift.id)
    },
    gone: () => [...open].filter(([name]) => !met.has(name)).map(([, drift]) => drift),
  }
}

function byKey(drifts: Iterable<Drift>): ReadonlyMap<string, Drift> {
  return new Map([...drifts].map((drift) => [driftKey(drift.account, drift.group, drift.change), drift]))
}

function driftKey(account: AccountKey, group: string, change: DriftChange): string {
  return `${membershipKey(account, group)}\n${change}`
}
