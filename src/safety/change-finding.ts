import type { Clause } from '../charter/model.ts'
import type { PlanStep } from './plan-step.ts'

/** What can be wrong with a change of the charter. */
export type ChangeCode =
  /** Fewer rogue accounts together suffice to do what cannot be undone. */
  | 'resistance-drops'
  /** One rogue account of a role can now do what the others cannot undo. */
  | 'new-seizure'
  | 'promise-broken'
  | 'promise-dropped'
  /** The linter finds an error that was not there: a rule that dangles, an approver nobody can reach. */
  | 'dangling'
  /** A role is gone while somebody holds it. */
  | 'role-gone'
  | 'nobody-gives'
  | 'nobody-takes'
  | 'nobody-amends'
  | 'nobody-runs-writ'

export interface ChangeFinding {
  readonly code: ChangeCode
  /** Whether the change is refused for it, if nobody entitled overrides that with a reason. */
  readonly refuses: boolean
  /** For the person who must decide. */
  readonly text: string
  /** Places in the charter after the change, most telling first. */
  readonly clauses: readonly Clause[]
  /** The takeover, step by step; empty where there is none to show. */
  readonly plan: readonly PlanStep[]
}
