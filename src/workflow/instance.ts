import { createCharterReader, type CharterReader } from './charter-document.ts'
import type { Journal } from './journal.ts'
import type { FactSource, Outside, StepUp, Store } from './ports.ts'
import { demoStepUp } from './demo-step-up.ts'
import type { Target } from '../reconcile/target.ts'
import { holdWhilePaused, pausedFailure } from './pause.ts'

/** A live installation: its ledger, its connections. Built at the edge (cli, server) and handed to every use case. */
export interface Instance {
  readonly journal: Journal
  readonly store: Store
  readonly outside: Outside
  /** Connected targets by id, each of which changes nothing while everything is paused. A target of the charter that is absent here has no connection settings. */
  readonly targets: ReadonlyMap<string, Target>
  readonly sources: readonly FactSource[]
  readonly charters: CharterReader
  readonly stepUp: StepUp
  /** Waits; given by the edge so that tests pass time as data. */
  readonly sleep: (milliseconds: number) => Promise<void>
  /** Whether the process is to end: long work stops between two steps, each of which is whole. Absent = it never is. */
  readonly stopping?: () => boolean
}

/** Without a `stepUp` of its own an installation accepts a demonstration's, on a demonstration's data alone. */
export type InstanceParts = Omit<Instance, 'charters' | 'stepUp'> & { readonly stepUp?: StepUp }

export function createInstance(parts: InstanceParts): Instance {
  const { journal } = parts
  const targets = new Map([...parts.targets].map(([id, target]) => [id, holdWhilePaused(target, () => pausedFailure(journal.state))]))
  return { stepUp: demoStepUp, ...parts, targets, charters: createCharterReader(parts.store) }
}
